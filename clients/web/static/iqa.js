// What the pages do more with a script than without: a fold that opens at "No", and words that are kept while they are written.
import { initAll } from "/static/govuk-frontend.min.js";

initAll();

for (const fold of document.querySelectorAll("[data-opens-on-no]")) {
  for (const radio of document.getElementsByName(fold.dataset.opensOnNo)) {
    radio.addEventListener("change", () => { if (radio.value === "no") fold.open = true; });
  }
}

const PAUSE_MS = 1500;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const says = form.querySelector("[data-draft-says]");
  let timer, stopped = false, saving = Promise.resolve();

  const save = async () => {
    if (stopped) return;
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (answer?.ok) {
      const kept = await answer.json();
      form.elements.draft.value = kept.version;
      says.textContent = `Draft saved ${kept.at}; nobody else can see it.`;
    } else if (answer?.status === 409) {
      stopped = true;
      says.textContent = "You have this open in another tab and wrote there: drafts of this one are no longer saved.";
    } else if (answer && answer.redirected) {
      says.textContent = "You are signed out: what you write is not saved. Sign in in another tab.";
    } else {
      says.textContent = "Drafts cannot be saved just now. Your words stay on this page.";
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, PAUSE_MS);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
}
