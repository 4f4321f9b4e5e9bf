// Saves a chapter's draft while it is typed: <form data-draft="ADDRESS" data-auto-key data-last-key> with hidden fields
// revision, page and step. What is sent and not answered is sent again just as it was, under the same key, so that it
// counts once. keep.js keeps a copy in the browser all the while.
import { keptWords, forgetWords } from "./keep.js";

const pause = 2000; // after the last key
const apart = 10000; // between two saves
const beat = 60000; // between two signs of life
const longest = 120000; // between two tries while nothing answers

export function saveWhileTyping(form) {
  const { body: box, revision, page, step } = form.elements;
  const state = form.querySelector("[data-draft-state]");
  const aloud = form.querySelector("[data-draft-aloud]");
  const others = document.querySelector("[data-draft-others]");
  let key = form.dataset.autoKey;
  let last = form.dataset.lastKey;
  // What the server has; null where the page came with words that it has not stored.
  let stored = "unsaved" in form.dataset ? null : box.defaultValue;
  let sending = null; // what was sent and not answered yet
  let busy = false;
  let stopped = false;
  let timer = 0;
  let savedAt = 0;
  let wait = apart;
  let kind = "";
  let names = others?.textContent;

  const dirty = () => box.value !== stored && box.value.trim() !== "";

  function show(next, words) {
    state.hidden = !words;
    state.textContent = words;
    if (next !== kind && next !== "typing") aloud.textContent = words;
    if (next !== "typing") kind = next;
  }

  function plan(after) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, after);
  }

  function fields(sent) {
    const fields = new URLSearchParams({ ...sent, page: page.value });
    if (form.elements.settling) fields.set("settling", "1");
    return fields;
  }

  // A short text is sent to the end even where the page closes meanwhile.
  function post(sent) {
    const body = fields(sent);
    return fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < 60000 });
  }

  function next(key) {
    step.value = Number(step.value) + 1;
    return { key, body: box.value, revision: revision.value, step: step.value };
  }

  async function save() {
    if (busy || stopped || !(sending || dirty())) return;
    busy = true;
    sending ||= next(key);
    try {
      const answer = await post(sending);
      if (answer.ok) arrived(await answer.json());
      else await refused(answer);
    } catch {
      later(state.dataset.offline);
    }
    busy = false;
  }

  function later(words) {
    show("offline", words);
    plan((wait = Math.min(wait * 2, longest)));
  }

  async function refused(answer) {
    if (answer.status === 401 || answer.status === 403) {
      stopped = true;
      return show("out", state.dataset.signedOut);
    }
    const { error } = await answer.json();
    if (answer.status === 422) {
      sending = null; // it has to be changed first
      return show("wrong", error);
    }
    later(error);
  }

  function arrived(answer) {
    stored = sending.body;
    sending = null;
    ({ key, last } = answer);
    savedAt = Date.now();
    wait = apart;
    if (answer.saved) revision.value = answer.revision;
    if (box.value === stored) forgetWords(form);
    show(answer.kind, answer.words);
    company(answer);
    if (dirty()) plan(apart);
  }

  function company(answer) {
    if (!others) return;
    others.textContent = answer.others;
    others.hidden = !answer.others;
    if (answer.names !== names && answer.names) aloud.textContent = answer.names;
    names = answer.names;
  }

  async function here() {
    if (stopped || busy || document.hidden) return;
    try {
      const answer = await post({ do: "here", revision: revision.value });
      if (!answer.ok) return;
      const told = await answer.json();
      if (!sending) ({ key, last } = told);
      if (told.words && kind !== "aside") show(told.kind, told.words);
      company(told);
    } catch {
      // The next save says so.
    }
  }

  function leave() {
    if (stopped || !dirty() || box.value === sending?.body) return;
    if (navigator.sendBeacon(form.dataset.draft, fields(next(last)))) stored = box.value;
  }

  offerKept(form, box, revision, stored, () => {
    stored = null;
    plan(0);
  });
  form.addEventListener("input", (event) => {
    if (event.target !== box || !dirty()) return;
    show("typing", state.dataset.typing);
    plan(Math.max(pause, savedAt + apart - Date.now()));
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    step.value = Number(step.value) + 1;
    stopped = true;
    setTimeout(() => (stopped = false), 10000); // where the answer never comes, typing goes on
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : here()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && here());
  addEventListener("online", () => plan(0));
  setInterval(here, beat);
  if (dirty()) plan(pause);
}

// offerKept offers words that this browser kept and that never reached the server.
function offerKept(form, box, revision, stored, taken) {
  const offer = form.querySelector("[data-draft-offer]");
  const { kept, from } = keptWords(form);
  if (!offer || stored === null || document.querySelector("[data-flash]") || !kept.body || kept.body.trim() === box.value.trim()) return;
  offer.hidden = false;
  offer.querySelector("[data-draft-take]").addEventListener("click", () => {
    box.value = kept.body;
    if (from) revision.value = from;
    offer.hidden = true;
    box.focus();
    taken();
  });
  offer.querySelector("[data-draft-forget]").addEventListener("click", () => {
    forgetWords(form);
    offer.hidden = true;
    box.focus();
  });
}
