// What the pages do more with a script than without: a fold that opens at "No", and words that are kept while they are written.
import { initAll } from "/static/govuk-frontend.min.js";

initAll();

for (const fold of document.querySelectorAll("[data-opens-on-no]")) {
  for (const radio of document.getElementsByName(fold.dataset.opensOnNo)) {
    radio.addEventListener("change", () => { if (radio.value === "no") fold.open = true; });
  }
}

const PAUSE_MS = 1500;
const savings = [];

for (const form of document.querySelectorAll("form[data-draft]")) {
  const says = form.querySelector("[data-draft-says]");
  let timer, stopped = false, underWay = 0, saving = Promise.resolve();

  const save = async () => {
    if (stopped) return;
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (answer?.redirected) {
      says.textContent = "You are signed out: what you write is not saved. Sign in again in another tab.";
    } else if (answer?.ok) {
      const kept = await answer.json();
      form.elements.draft.value = kept.version;
      says.textContent = `Draft saved ${kept.at}; nobody else can see it.`;
    } else if (answer?.status === 409) {
      stopped = true;
      says.textContent = "You have this open in another tab and wrote there: drafts of this one are no longer saved.";
    } else {
      says.textContent = "Drafts cannot be saved just now. Your words stay on this page.";
    }
  };

  const saveNext = () => {
    timer = undefined;
    underWay += 1;
    saving = saving.then(save).finally(() => { underWay -= 1; });
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveNext, PAUSE_MS);
  });

  savings.push(() => {
    if (timer) { clearTimeout(timer); saveNext(); }
    return saving;
  });

  // A draft that is still on its way has a version that the form must know before it is sent.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (underWay === 0) { stopped = true; return; }
    event.preventDefault();
    saving.then(() => form.requestSubmit(event.submitter));
  });
}

// What others record meanwhile is told in one line, while the page is looked at; what stands on the page stays as it is.
const SOON_MS = 1000, LATE_MS = 60000;

for (const place of document.querySelectorAll("[data-news]")) {
  const { news, after, show } = place.dataset;
  let heard = after, source, timer, pause = SOON_MS;

  const told = async (event) => {
    heard = event.lastEventId;
    pause = SOON_MS;
    const answer = await fetch(`${news}/last?after=${after}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { says } = await answer.json();
    if (!says) return;
    const line = document.createElement("p"), link = document.createElement("a");
    line.className = "govuk-body";
    link.className = "govuk-link";
    link.href = show;
    link.textContent = "Show it";
    link.addEventListener("click", async (click) => {
      click.preventDefault();
      await Promise.all(savings.map((save) => save()));
      location.assign(show);
    });
    line.append(`${says} `, link);
    place.replaceChildren(line);
  };

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const open = () => {
    if (source || document.visibilityState !== "visible") return;
    source = new EventSource(`${news}?after=${heard}`);
    source.addEventListener("message", told);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(open, pause);
      pause = Math.min(2 * pause, LATE_MS);
    });
  };

  document.addEventListener("visibilitychange", () => { close(); open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
}

// What was sent and is not answered yet is asked after, until there is an answer.
for (const place of document.querySelectorAll("[data-under-way]")) {
  const look = async () => {
    const answer = await fetch(`${place.dataset.underWay}/done`).catch(() => null);
    const told = answer?.ok && !answer.redirected ? await answer.json() : {};
    if (told.says) place.textContent = told.says;
    if (answer?.redirected || told.done) location.replace(place.dataset.underWay);
    else setTimeout(look, SOON_MS);
  };
  setTimeout(look, SOON_MS);
}

// A button that acts on what is ticked says how many that is.
for (const button of document.querySelectorAll("[data-counts]")) {
  const unticked = button.textContent;
  const count = () => {
    const ticked = [...button.form.elements].filter((one) => one.name === button.dataset.counts && one.checked).length;
    button.textContent = ticked ? button.dataset.countsAs.replace("{n}", ticked) : unticked;
  };
  button.form.addEventListener("change", count);
  count();
}

// Five minutes before somebody is signed out they are told, and can stay; other tabs of theirs may have prolonged it.
const WARNING_MS = 300000;
const tabs = new BroadcastChannel("iqa-lasts");

for (const told of document.querySelectorAll("[data-lasts]")) {
  const says = told.querySelector("[data-until-says]");
  let timer;
  const prolong = ({ lasts, at }) => {
    clearTimeout(timer);
    told.hidden = true;
    says.textContent = at;
    timer = setTimeout(() => { told.hidden = false; }, Math.max(0, lasts * 1000 - WARNING_MS));
  };
  tabs.addEventListener("message", (event) => prolong(event.data));
  told.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch("/you/stay", { method: "POST" }).catch(() => null);
    if (!answer?.ok || answer.redirected) { says.closest("p").textContent = "You are signed out. Sign in again in another tab before you send this page."; return; }
    const prolonged = await answer.json();
    prolong(prolonged);
    tabs.postMessage(prolonged);
  });
  const now = { lasts: Number(told.dataset.lasts), at: says.textContent };
  prolong(now);
  tabs.postMessage(now);
}
