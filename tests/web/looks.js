// What is looked at on a page that a rule of axe does not: each function gives the faults that it finds, in words.
(() => {
  const said = (element) => `${element.tagName.toLowerCase()} ${JSON.stringify((element.innerText || element.value || element.id || "").trim().slice(0, 40))}`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const hidden = (element) => element.closest(".govuk-visually-hidden, .govuk-skip-link, .govuk-visually-hidden-focusable") !== null;

  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || parent.closest("script, style, option, textarea") || !shown(parent) || hidden(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push({ node, parent, boxes: [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1) });
    }
    return found;
  };

  const sizes = () => texts().map(({ parent }) => parseFloat(getComputedStyle(parent).fontSize));

  window.looks = {
    // With everything unfolded; of all that axe tells, what is read here: the rest takes longer to send than to find.
    async axe(options) {
      for (const one of document.querySelectorAll("details")) one.open = true;
      const found = await axe.run({ ...options, resultTypes: ["violations", "incomplete"] });
      const told = ({ id, nodes }) => ({ id, nodes: nodes.map(({ target, html, any }) => ({ target, html, says: any.map((each) => each.message) })) });
      return { violations: found.violations.map(told), incomplete: found.incomplete.map(told) };
    },

    parts() {
      const faults = [];
      const headings = document.querySelectorAll("h1").length;
      if (headings !== 1) faults.push(`${headings} headings of the first level`);
      const green = [...document.querySelectorAll(".govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)")].filter(shown);
      if (green.length > 1) faults.push(`${green.length} green buttons: ${green.map(said).join(", ")}`);
      const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
      for (const link of document.querySelectorAll('a[href^="#"]')) {
        if (!ids.includes(decodeURIComponent(link.hash.slice(1)))) faults.push(`${said(link)} leads to nothing`);
      }
      return faults;
    },

    width(most) {
      const wide = document.documentElement.scrollWidth;
      if (wide <= most) return [];
      const out = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > most + 1);
      return [`at ${most} pixels the page is ${wide} wide: ${out.slice(-3).map(said).join(", ")}`];
    },

    twice() {
      const before = sizes();
      document.documentElement.style.fontSize = "200%";
      const after = sizes(), faults = new Set();
      texts().forEach(({ parent }, at) => {
        if (Math.abs(after[at] - 2 * before[at]) > 1) faults.add(`${said(parent)} grows from ${before[at]} to ${after[at]} pixels`);
      });
      for (const one of document.querySelectorAll("main *, header *, footer *")) {
        const style = getComputedStyle(one);
        if (!["visible", "auto", "scroll"].includes(style.overflowY) && !hidden(one) && shown(one) && one.tagName !== "TEXTAREA" && one.tagName !== "INPUT"
            && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)) faults.add(`${said(one)} is cut off`);
      }
      const boxes = texts().flatMap(({ parent, boxes: own }) => own.map((box) => ({ parent, box })));
      for (let i = 0; i < boxes.length; i += 1) {
        for (let j = i + 1; j < boxes.length; j += 1) {
          const a = boxes[i].box, b = boxes[j].box;
          if (boxes[i].parent === boxes[j].parent) continue;
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (wide > 3 && high > Math.min(a.height, b.height) / 2) faults.add(`${said(boxes[i].parent)} stands over ${said(boxes[j].parent)}`);
        }
      }
      return [...faults];
    },

    once() { document.documentElement.style.fontSize = ""; },

    // With the colours of its reader nothing but outlines and borders tells where the focus is, and what is chosen.
    forced() {
      const faults = new Set();
      const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/^rgba\(.*, 0\)$/.test(style.outlineColor);
      for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        if (!shown(one)) continue;
        one.focus();
        if (document.activeElement !== one) continue;
        const label = one.matches("[type=radio], [type=checkbox]") ? one.nextElementSibling : null;
        if (![getComputedStyle(one), ...(label ? [getComputedStyle(label, "::before")] : [])].some(drawn)) faults.add(`the focus on ${said(one)} is not seen with forced colours`);
        if (one.checked && label && parseFloat(getComputedStyle(label, "::after").borderTopWidth) + parseFloat(getComputedStyle(label, "::after").borderLeftWidth) < 2) {
          faults.add(`that ${said(label)} is chosen is not seen with forced colours`);
        }
      }
      document.activeElement?.blur();
      return [...faults];
    },
  };
})();
