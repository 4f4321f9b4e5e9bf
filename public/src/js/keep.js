// Keeps what is being typed, in this browser only: <form data-keep="NAME">. Words come back into an empty box; into one
// that came with words of its own, where the form is kept on the server too and this browser's words never got there.
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

// boxes are those in which people write.
export function boxes(form) {
  return [...form.querySelectorAll("textarea[name], input[name=title]")];
}

function save(form) {
  const kept = Object.fromEntries(boxes(form).filter((b) => b.value.trim()).map((b) => [b.name, b.value]));
  const name = words + form.dataset.keep;
  const from = form.elements.revision?.value; // what the words began from
  if (Object.keys(kept).length) localStorage.setItem(name, JSON.stringify({ at: Date.now(), kept, from, who: form.dataset.who }));
  else localStorage.removeItem(name);
}

function read(form) {
  return JSON.parse(localStorage.getItem(words + form.dataset.keep) || "{}");
}

// keptWords is what is kept of a form: the words by the names of the boxes, and what they began from.
export function keptWords(form) {
  const { kept = {}, from } = read(form);
  return { kept, from };
}

// forgetWords forgets what is kept of a form.
export function forgetWords(form) {
  localStorage.removeItem(words + form.dataset.keep);
}

// arrived notes that the server keeps what this browser keeps: from now on the server knows best.
export function arrived(form) {
  const kept = read(form);
  if (kept.at) localStorage.setItem(words + form.dataset.keep, JSON.stringify({ ...kept, arrived: true }));
}

function restore(form) {
  const { kept = {}, who, arrived } = read(form);
  // Somebody else's words are not shown; those of somebody who has to sign in again wait for them.
  if (who && who !== form.dataset.who) return form.dataset.who && forgetWords(form);
  if (arrived) return forgetWords(form);
  const both = form.querySelector("[data-save-state]");
  for (const box of boxes(form)) {
    const typed = kept[box.name];
    if (!typed || typed === box.value || (box.value && !(both && form.dataset.fresh))) continue;
    const quote = box.name === "body" && form.dataset.quote;
    box.value = quote && !typed.includes(quote.trim()) ? typed.trimEnd() + "\n\n" + quote : typed;
    const fold = box.closest("details");
    if (fold) fold.open = true;
    const note = form.querySelector("[data-kept]");
    if (note) note.hidden = false;
    const here = form.querySelector("[data-draft-here]");
    if (here) here.hidden = true;
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
