// Offers names after an "@": <form data-names="ADDRESS">. The names stand in a list below the box, and the arrow keys, Enter
// and Escape work on it while the box keeps the focus. How many there are is said aloud.
const least = 2; // letters
const pause = 250;

let number = 0;

export function offerNames(form) {
  for (const box of form.querySelectorAll("textarea")) offer(form, box);
}

function offer(form, box) {
  const list = document.createElement("ul");
  list.className = "fm-names";
  list.id = "names-" + ++number;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  list.hidden = true;
  box.after(list);
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-autocomplete", "list");
  let at = -1;
  let timer = 0;
  let asked = "";

  // call is what stands between an "@" and the caret.
  function call() {
    const before = box.value.slice(0, box.selectionStart);
    const found = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}][^\n@]{0,59})$/u.exec(before);
    return found && found[1].trim().length >= least ? found[1] : "";
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
    at = -1;
  }

  async function ask() {
    const begin = call();
    if (!begin) return close();
    asked = begin;
    let names = [];
    try {
      const answer = await fetch(form.dataset.names + "?q=" + encodeURIComponent(begin), { credentials: "same-origin" });
      if (answer.ok) ({ names } = await answer.json());
    } catch {
      // Without an answer nobody is offered.
    }
    if (begin !== asked || begin !== call()) return;
    if (!names.length || names.includes(begin)) return close();
    // The same names again: what is chosen among them stays chosen.
    if (!list.hidden && names.join("\n") === [...list.children].map((li) => li.textContent).join("\n")) return;
    list.replaceChildren(...names.map(item));
    list.hidden = false;
    choose(-1);
  }

  function item(name, i) {
    const li = document.createElement("li");
    li.id = list.id + "-" + i;
    li.setAttribute("role", "option");
    li.textContent = name;
    // The box keeps the focus and its caret.
    li.addEventListener("pointerdown", (event) => event.preventDefault());
    li.addEventListener("click", () => take(name));
    return li;
  }

  function choose(i) {
    at = i;
    [...list.children].forEach((li, n) => li.setAttribute("aria-selected", n === i));
    if (i < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[i].id);
  }

  function take(name) {
    const end = box.selectionStart;
    const start = end - call().length;
    close();
    box.focus();
    box.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, name + " ")) {
      box.setRangeText(name + " ", start, end, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (call()) timer = setTimeout(ask, pause);
    else close();
  });
  // Enter, from a keyboard or a phone's: the line that it would begin is not begun.
  box.addEventListener("beforeinput", (event) => {
    if (list.hidden || at < 0 || !/^insert(LineBreak|Paragraph)$/.test(event.inputType)) return;
    event.preventDefault();
    setTimeout(take, 0, list.children[at].textContent);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(at < last ? at + 1 : 0);
    else if (event.key === "ArrowUp") choose(at > 0 ? at - 1 : last);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
