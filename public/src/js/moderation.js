// The moderators' queue by keyboard: j and k go from case to case; p, a, h and c choose what to do, r goes to the reason, s saves, x ticks, o opens
// the record, u undoes, ? shows the keys. None of it works while somebody types.
const queue = document.querySelector("[data-keys]");
const help = document.querySelector("[data-key-help]");
const acts = { p: ["publish", "keep", "restore"], a: ["ask"], h: ["hide"] };
// Whoever speaks to their computer can turn the keys off: a word that is heard is many letters.
const off = help?.querySelector("[data-key-off]");

if (help) help.hidden = false;
if (off) {
  // A browser that keeps nothing throws: the keys then work until they are turned off on this page.
  try {
    off.checked = localStorage.getItem("queue-keys") === "off";
  } catch {}
  off.addEventListener("change", () => localStorage.setItem("queue-keys", off.checked ? "off" : ""));
}
if (queue) {
  document.addEventListener("keydown", press);
  // What a decision leads back to is where its keys work.
  const next = document.getElementById(location.hash.slice(1));
  if (next?.matches("[data-key-card]")) next.focus();
}

// typing tells whether a key belongs to whatever has the focus.
function typing(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function press(event) {
  if (off?.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || typing(event.target)) return;
  if (act(event.key.toLowerCase(), event.target.closest("[data-key-card]"))) event.preventDefault();
}

function act(key, card) {
  if (key === "j" || key === "k") return step(card, key === "j" ? 1 : -1);
  if (key === "u") return push(document.querySelector('[data-key="u"]'));
  if (key === "?") return openHelp();
  if (!card) return false;
  if (acts[key]) return choose(card, acts[key]);
  if (key === "r") return focus(card.querySelector("select[name=reason]"));
  if (key === "s") return push(card.querySelector("form button[name=do]"));
  return push(card.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

// step goes to the next case or the one before; from outside, to the first.
function step(card, by) {
  const cards = [...queue.querySelectorAll("[data-key-card]")];
  const to = cards[card ? cards.indexOf(card) + by : 0];
  if (!to) return false;
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
}

function choose(card, values) {
  const radio = [...card.querySelectorAll("input[name=act]")].find((r) => values.includes(r.value));
  if (!radio) return false;
  radio.checked = true;
  return focus(radio);
}

function focus(control) {
  if (!control) return false;
  control.focus();
  return true;
}

function push(control) {
  if (!control) return false;
  control.click();
  return true;
}

function openHelp() {
  if (!help) return false;
  const details = help.querySelector("details");
  details.open = !details.open;
  return focus(details.querySelector("summary"));
}
