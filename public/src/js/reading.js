// What is new in a discussion by keyboard: n goes to the next new answer, p to the one before. Branches that were folded
// stay folded until the browser is closed, but for those that a link points into.
const storage = "folded";

export function readByKeyboard() {
  foldBranches();
  const help = document.querySelector("[data-new-keys]");
  if (!help) return;
  help.hidden = false;
  // Whoever speaks to their computer can turn the keys off: a word that is heard is many letters.
  const off = help.querySelector("[data-new-keys-off]");
  try {
    off.checked = localStorage.getItem("new-keys") === "off";
  } catch {}
  off.addEventListener("change", () => localStorage.setItem("new-keys", off.checked ? "off" : ""));
  document.addEventListener("keydown", (event) => {
    if (off.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const by = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (by && step(by)) event.preventDefault();
  });
}

function typing(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

// step goes to the next new answer after where the focus is, or the one before; past the last on the page, to the page of the next.
function step(by) {
  const all = [...document.querySelectorAll("article:has(> .fm-c__by .fm-new)")];
  const here = document.activeElement;
  const follows = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  const inside = here.closest("article");
  const to = by > 0 ? all.find((a) => a !== inside && (here === document.body || follows(here, a))) : all.findLast((a) => a !== inside && follows(a, here));
  if (to) return show(to);
  const away = by > 0 && (all.at(-1)?.querySelector(".fm-next-new") ?? (all.length ? null : document.querySelector("[data-first-new]")));
  if (!away) return false;
  away.click();
  return true;
}

function show(article) {
  for (let fold = article.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  article.tabIndex = -1;
  article.focus();
  article.scrollIntoView({ block: "start" });
  return true;
}

// foldBranches folds what was folded before, and keeps what is.
function foldBranches() {
  const branches = document.querySelectorAll("[data-branch]");
  if (!branches.length) return;
  let folded = new Set();
  try {
    folded = new Set(JSON.parse(sessionStorage.getItem(storage) ?? "[]"));
  } catch {}
  const target = document.getElementById(location.hash.slice(1));
  for (const branch of branches) {
    if (folded.has(branch.dataset.branch) && !branch.contains(target)) branch.open = false;
    branch.addEventListener("toggle", () => {
      folded.delete(branch.dataset.branch);
      if (!branch.open) folded.add(branch.dataset.branch);
      try {
        sessionStorage.setItem(storage, JSON.stringify([...folded].slice(-200)));
      } catch {}
    });
  }
  // A link on the page can point into a branch that is folded.
  addEventListener("hashchange", () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", ""));
}
