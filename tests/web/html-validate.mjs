// Which rules the HTML of the pages keeps: those that html-validate recommends, and why some are kept otherwise.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "no-trailing-whitespace": "off", // blanks at the end of a line come from templates and say nothing
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button"] }], // several kinds of work are ticked
    "prefer-native-element": ["error", { exclude: ["button"] }], // GOV.UK's link that looks like a button
    "long-title": ["error", { maxlength: 120 }], // the heading may be a person's name
    "meta-refresh": "off", // what is being processed is asked after again without a script, for minutes at most
  },
};
