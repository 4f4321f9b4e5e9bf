// Words of a contribution that are coded: selecting some offers a button, and the key w does the same. They go into the
// form, so that the themes that are ticked rest on them. With nothing selected, w opens the boxes to type them.
const around = 32; // characters before and after that tell which place is meant
const texts = ".fm-case .fm-stack > .fm-c__by + .fm-said";
const marked = [];

export function choosePassages(form) {
  for (const line of form.querySelectorAll("[data-code-selects]")) line.hidden = false;
  const bar = document.createElement("p");
  bar.className = "fm-select";
  bar.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button";
  button.textContent = form.dataset.codeChoose;
  bar.append(button);
  let wait;
  const later = (ms) => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      const found = selected();
      if (found && !bar.isConnected) found.box.append(bar);
      else if (!found) bar.remove();
    }, ms);
  };
  document.addEventListener("selectionchange", () => later(200));
  // Pressing the button must not end the selection before it is read.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const box = bar.parentNode;
    take(form);
    bar.remove();
    box?.closest(".fm-case").querySelector("[data-code-words] summary").focus({ preventScroll: true });
  });
  // For the keyboard the button comes next, wherever the page thinks that reading began.
  document.addEventListener("keydown", (event) => {
    if (!bar.isConnected || event.key !== "Tab" || event.shiftKey || document.activeElement.matches("a, button, input, select, summary, textarea")) return;
    event.preventDefault();
    button.focus({ preventScroll: true });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("[data-code-passage] textarea")) event.target.blur();
  });
}

// take puts what is selected into the form, and where nothing is, opens the boxes to type it.
export function take(form) {
  const found = selected();
  const all = (found?.box.closest(".fm-case") ?? form).querySelector("[data-code-words]");
  if (!all) return false;
  all.open = true;
  const passage = empty(all);
  const box = passage.querySelector("textarea");
  if (!found) {
    box.focus();
    return true;
  }
  const [before, after] = passage.querySelectorAll("input[type=hidden]");
  [box.value, before.value, after.value] = [found.words, found.before, found.after];
  const told = all.querySelector("[data-code-told]");
  told.textContent = `${told.dataset.codeTold} “${found.words}”`;
  marked.push(found.range);
  if (CSS.highlights) CSS.highlights.set("fm-words", new Highlight(...marked));
  getSelection().removeAllRanges();
  return true;
}

// empty gives a box that is not filled in, a new one where there is none.
function empty(all) {
  const passages = [...all.querySelectorAll("[data-code-passage]")];
  const free = passages.find((p) => !p.querySelector("textarea").value.trim());
  if (free) return free;
  const last = passages.at(-1);
  const more = last.cloneNode(true);
  for (const control of more.querySelectorAll("[id]")) {
    control.id = control.id.replace(/\d+$/, passages.length);
    control.value = "";
    control.removeAttribute("aria-describedby");
    control.classList.remove("govuk-textarea--error");
  }
  for (const hidden of more.querySelectorAll("input[type=hidden]")) hidden.value = "";
  for (const label of more.querySelectorAll("label")) {
    label.htmlFor = label.htmlFor.replace(/\d+$/, passages.length);
    label.textContent = label.textContent.replace(/\d+/, passages.length + 1);
  }
  more.querySelector(".govuk-error-message")?.remove();
  more.querySelector(".govuk-form-group--error")?.classList.remove("govuk-form-group--error");
  last.after(more);
  return more;
}

// selected gives the words that are selected in what somebody said, with what stands next to them.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  for (const box of document.querySelectorAll(texts)) {
    if (!range.intersectsNode(box)) continue;
    const all = document.createRange();
    all.selectNodeContents(box);
    if (all.compareBoundaryPoints(Range.START_TO_START, range) > 0) range.setStart(all.startContainer, all.startOffset);
    if (all.compareBoundaryPoints(Range.END_TO_END, range) < 0) range.setEnd(all.endContainer, all.endOffset);
    const words = plain(range);
    if (!words) continue;
    const [before, after] = [all.cloneRange(), all];
    before.setEnd(range.startContainer, range.startOffset);
    after.setStart(range.endContainer, range.endOffset);
    return { box, range, words, before: plain(before).slice(-around), after: plain(after).slice(0, around) };
  }
}

const plain = (range) => range.toString().replace(/\s+/g, " ").trim();
