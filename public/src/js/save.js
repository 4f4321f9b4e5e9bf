// Saves a form's words on the server while they are typed: <form data-save="ADDRESS" data-who="PERSON"> with the hidden
// fields draft, draft-version and draft-place. Words that do not arrive are sent again; keep.js keeps a copy in this browser
// all the while, and for visitors that is all.
import { arrived, boxes } from "./keep.js";

const pause = 1500; // after the last key
const apart = 5000; // between two saves
const longest = 120000; // between two tries while nothing answers
const short = 60000; // bytes that are sent to the end even where the page closes meanwhile

export function saveWords(form, state) {
  const aloud = form.querySelector("[data-save-aloud]");
  const later = form.querySelector("[data-draft-later]");
  if (later) later.hidden = true;
  const typed = () => boxes(form).map((b) => b.value).join("\0");
  const first = boxes(form).map((b) => b.defaultValue).join("\0");
  let stored = first;
  let busy = false;
  let sent = false; // the form itself is on its way
  let timer = 0;
  let wait = apart;
  let savedAt = 0;
  let kind = "";

  // What is said aloud is that something changed, not each save.
  function show(next, words) {
    state.hidden = !words;
    state.textContent = words;
    if (next !== kind && next !== "saving") aloud.textContent = words;
    if (next !== "saving") kind = next;
  }

  function plan(after) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }

  function fields() {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("draft-who", form.dataset.who);
    return fields;
  }

  async function save() {
    if (busy || sent || typed() === stored) return;
    if (!form.dataset.save) return show("here", state.dataset.here);
    busy = true;
    const now = typed();
    show("saving", state.dataset.saving);
    try {
      const body = fields();
      const answer = await fetch(form.dataset.save, { method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < short });
      if (answer.ok) took(await answer.json(), now);
      else await refused(answer);
    } catch {
      again(state.dataset.offline);
    }
    busy = false;
    if (kind === "saved" && typed() !== stored) plan(apart);
  }

  function took(answer, now) {
    stored = now;
    savedAt = Date.now();
    wait = apart;
    const { draft, "draft-version": version } = form.elements;
    if (answer.draft) arrived(form);
    [draft.value, version.value] = [answer.draft, answer.version];
    show("saved", answer.words);
  }

  async function refused(answer) {
    if (answer.status === 401 || answer.status === 403) return show("out", state.dataset.out);
    if (answer.status === 429 || answer.status >= 500) return again(state.dataset.offline);
    const { error } = await answer.json();
    show("wrong", error);
  }

  function again(words) {
    show("offline", words);
    plan((wait = Math.min(wait * 2, longest)));
  }

  // The last words before the page closes.
  function leave() {
    if (sent || !form.dataset.save || typed() === stored) return;
    navigator.sendBeacon(form.dataset.save, fields());
  }

  form.addEventListener("input", (event) => {
    if (!boxes(form).includes(event.target)) return;
    plan(Math.max(form.dataset.save ? pause : 300, savedAt + apart - Date.now()));
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.swap) return;
    clearTimeout(timer);
    sent = true;
    setTimeout(() => (sent = false), 10000); // where the answer never comes, typing goes on
  });
  document.addEventListener("visibilitychange", () => save());
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && (sent = false));
  addEventListener("online", () => plan(0));
  // Words that came out of this browser's memory are on their way already.
  if (boxes(form).some((b) => b.value !== b.defaultValue)) plan(pause);
}
