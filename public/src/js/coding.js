// The coding screen by keyboard: 1 2 3 choose a suggestion, w puts it on selected words, Enter saves, n none fits, s skips, / searches the themes,
// u undoes, ? shows more about the keys. None of it works while somebody types.
import { choosePassages, take } from "./passages.js";

const form = document.querySelector("form[data-code]");

for (const legend of document.querySelectorAll("[data-code-keys]")) legend.hidden = false;
for (const all of document.querySelectorAll("[data-code-all]")) search(all);
if (form?.dataset.codeChoose) choosePassages(form);
document.addEventListener("keydown", press);

// typing tells whether a key belongs to whatever has the focus.
function typing(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = event.key;
  // A link, a button and a fold take Enter for themselves.
  if (key === "Enter" && event.target.matches("a, button, summary")) return;
  if (key === "/") return done(event, openSearch());
  if (key === "w") return done(event, form?.dataset.codeChoose && take(form));
  if (key === "?") return done(event, openHelp());
  const control = key === "Enter" ? form?.querySelector('[data-code-key="Enter"]') : document.querySelector(`[data-code-key="${CSS.escape(key.toLowerCase())}"]`);
  if (!control || (event.repeat && control.type === "submit")) return;
  control.click();
  if (control.type === "checkbox") control.focus({ preventScroll: true });
  done(event, true);
}

function done(event, acted) {
  if (acted) event.preventDefault();
}

function openSearch() {
  const all = form?.querySelector("[data-code-all]");
  if (!all) return false;
  all.open = true;
  all.querySelector("[data-code-find] input").focus();
  return true;
}

function openHelp() {
  const help = document.querySelector("[data-code-help]");
  if (!help) return false;
  help.open = !help.open;
  help.querySelector("summary").focus();
  return true;
}

// search adds a box that narrows the list of themes down. What is ticked stays in sight.
function search(all) {
  const line = all.querySelector("[data-code-find]");
  const box = line.querySelector("input");
  const told = line.querySelector("[data-none]");
  const items = [...all.querySelectorAll(".fm-coding__tree li")].map((item) => ({ item, words: plain(item.textContent), tick: item.querySelector("input") }));
  line.hidden = false;
  box.setAttribute("form", ""); // Enter here never sends the form by itself
  const first = () => items.find(({ item, tick }) => !item.hidden && !tick.checked);
  const narrow = () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { item, words, tick } of items) {
      const fits = wanted.every((word) => words.includes(word));
      if (fits) found++;
      item.hidden = !fits && !tick.checked;
      item.classList.remove("is-first");
    }
    told.textContent = found ? "" : told.dataset.none;
    if (wanted.length) first()?.item.classList.add("is-first");
  };
  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.value = "";
      narrow();
      box.blur();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (!box.value.trim()) return event.repeat || form.querySelector('[data-code-key="Enter"]').click();
      const hit = first();
      if (!hit) return;
      hit.tick.checked = true;
      box.value = "";
      narrow();
      hit.item.parentNode.prepend(hit.item);
      hit.item.scrollIntoView({ block: "nearest" });
    }
  });
}

// plain is text without case and accents.
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
