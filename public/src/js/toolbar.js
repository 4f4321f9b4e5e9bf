// The toolbar above a Markdown box: <div role="toolbar" data-tools="ID OF BOX" hidden> with <button data-md="bold">.
// One Tab stop, arrow keys between its buttons.
const around = { bold: "**", italic: "*" };
const before = { list: "- ", quote: "> " };
const keys = { b: "bold", i: "italic", k: "link" };

export function showToolbars() {
  for (const bar of document.querySelectorAll("[data-tools]")) {
    const box = document.getElementById(bar.dataset.tools);
    if (box) show(bar, box);
  }
}

function show(bar, box) {
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (at) => buttons.forEach((b, i) => (b.tabIndex = i === at ? 0 : -1));
  stop(0);
  bar.hidden = false;
  // Touching a button must not take what is selected away.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-md]");
    if (button) apply(box, button.dataset.md);
  });
  bar.addEventListener("keydown", (event) => {
    const to = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!to) return;
    event.preventDefault();
    const last = buttons.length - 1;
    const at = Math.max(0, Math.min(last, buttons.indexOf(document.activeElement) + to));
    stop(at);
    buttons[at].focus();
  });
  box.addEventListener("keydown", (event) => {
    const action = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key];
    if (!action) return;
    event.preventDefault();
    apply(box, action);
  });
}

function apply(box, action) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const words = value.slice(start, end);
  box.focus();
  if (around[action]) {
    const mark = around[action];
    replace(box, start, end, mark + words + mark);
    box.setSelectionRange(start + mark.length, start + mark.length + words.length);
  } else if (before[action]) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).replace(/^/gm, before[action]);
    // A list or quote needs an empty line above it to be one.
    const gap = from > 0 && !/\n\n$/.test(value.slice(0, from)) ? "\n" : "";
    replace(box, from, end, gap + lines);
  } else {
    replace(box, start, end, `[${words}](https://)`);
    const at = words ? start + words.length + 3 : start + 1;
    box.setSelectionRange(at, words ? at + 8 : at);
  }
}

// replace goes through the browser's own typing, so that undo works.
function replace(box, start, end, text) {
  box.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
