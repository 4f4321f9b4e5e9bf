// Keeps what is being typed, in this browser only: <form data-keep="NAME">. Words come back into an empty box.
// They are forgotten once the page shows that they arrived, after a day, and on signing out (<form data-forget>):
// other people may use the same computer.
const words = "words:";
const day = 24 * 60 * 60 * 1000;
const sent = "sent";

export function keepDrafts() {
  forgetSent();
  forget((kept) => !(Date.now() - kept.at < day));
  for (const form of document.querySelectorAll("form[data-forget]")) form.addEventListener("submit", () => forget(() => true));
  for (const form of document.querySelectorAll("form[data-keep]")) {
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("submit", (event) => {
      save(form);
      if (!event.submitter?.dataset.swap) {
        sessionStorage.setItem(sent, JSON.stringify([form.dataset.keep, location.href]));
      }
    });
  }
}

function boxes(form) {
  return [...form.querySelectorAll("textarea[name]")];
}

function save(form) {
  const kept = Object.fromEntries(boxes(form).filter((b) => b.value.trim()).map((b) => [b.name, b.value]));
  const name = words + form.dataset.keep;
  const from = form.elements.revision?.value; // what the words began from
  if (Object.keys(kept).length) localStorage.setItem(name, JSON.stringify({ at: Date.now(), kept, from }));
  else localStorage.removeItem(name);
}

// keptWords is what is kept of a form: the words by the names of the boxes, and what they began from.
export function keptWords(form) {
  const { kept = {}, from } = JSON.parse(localStorage.getItem(words + form.dataset.keep) || "{}");
  return { kept, from };
}

// forgetWords forgets what is kept of a form.
export function forgetWords(form) {
  localStorage.removeItem(words + form.dataset.keep);
}

function restore(form) {
  const { kept } = keptWords(form);
  for (const box of boxes(form)) {
    if (box.value || !kept[box.name]) continue;
    box.value = kept[box.name];
    const fold = box.closest("details");
    if (fold) fold.open = true;
    const note = form.querySelector("[data-kept]");
    if (note) note.hidden = false;
  }
}

// forgetSent needs proof that the words arrived: a message from the server, or the comment's own address.
// A page that merely opens again after a lost connection is none.
function forgetSent() {
  const [name, from] = JSON.parse(sessionStorage.getItem(sent) || "[]");
  if (!name) return;
  const arrived = document.querySelector("[data-flash]") || (/^#c\d/.test(location.hash) && location.href !== from);
  if (arrived) localStorage.removeItem(words + name);
  sessionStorage.removeItem(sent);
}

function forget(which) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(words) && which(JSON.parse(localStorage.getItem(name)))) localStorage.removeItem(name);
  }
}
