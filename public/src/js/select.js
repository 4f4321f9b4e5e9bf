// Comments on selected words: choosing words of a paragraph offers a link to that paragraph's form, with the words in
// it. The link stands at the edge of the window, away from what the browser itself shows beside a selection. The words
// of the comments that are open are marked in their paragraph.
const around = 32; // characters before and after that tell which place is meant
const most = 1500; // characters of an address

export function selectWords() {
  markWords();
  const text = document.querySelector("[data-select]");
  if (!text) return;
  const bar = document.createElement("p");
  bar.className = "fm-select";
  bar.setAttribute("role", "status");
  let wait;
  const later = (ms) => {
    clearTimeout(wait);
    wait = setTimeout(() => offer(text, bar), ms);
  };
  document.addEventListener("selectionchange", () => later(200));
  // Touching the link ends the selection on some phones: the link stays long enough to be followed.
  bar.addEventListener("pointerdown", () => later(1000));
  // For the keyboard the link comes next, wherever the page thinks that reading began.
  document.addEventListener("keydown", (event) => {
    const link = bar.isConnected && bar.querySelector("a");
    if (!link || event.key !== "Tab" || event.shiftKey || document.activeElement.matches("a, button, input, select, summary, textarea")) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
  });
}

function offer(text, bar) {
  const found = chosen(getSelection(), text);
  if (!found) return bar.remove();
  const { para, words, before, after, part } = found;
  const to = new URL(para.querySelector(".fm-para__c").href);
  to.searchParams.set("words", words);
  to.searchParams.set("words-before", before);
  to.searchParams.set("words-after", after);
  to.hash = "words";
  if (bar.parentNode !== para) para.append(bar);
  if (to.search.length > most) {
    bar.textContent = text.dataset.selectLess;
    return;
  }
  const link = document.createElement("a");
  link.className = "govuk-button";
  link.href = to;
  link.textContent = part ? text.dataset.selectPart : text.dataset.select;
  if (bar.firstChild?.textContent !== link.textContent) bar.replaceChildren(link);
  else bar.firstChild.href = to;
}

// chosen gives the words that are selected in one paragraph: of a selection over several, those in the first.
function chosen(selection, text) {
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  for (const box of text.querySelectorAll(".fm-para__t")) {
    if (!range.intersectsNode(box)) continue;
    const all = document.createRange();
    all.selectNodeContents(box);
    const part = all.compareBoundaryPoints(Range.END_TO_END, range) < 0;
    if (all.compareBoundaryPoints(Range.START_TO_START, range) > 0) range.setStart(all.startContainer, all.startOffset);
    if (part) range.setEnd(all.endContainer, all.endOffset);
    const words = plain(range);
    if (!words) continue;
    const [before, after] = [all.cloneRange(), all];
    before.setEnd(range.startContainer, range.startOffset);
    after.setStart(range.endContainer, range.endOffset);
    return { para: box.parentNode, words, before: plain(before).slice(-around), after: plain(after).slice(0, around), part };
  }
}

const plain = (range) => range.toString().replace(/\s+/g, " ").trim();

// markWords marks the words of the comments that are open, without changing the page.
function markWords() {
  const box = document.querySelector(".fm-para--on .fm-para__t");
  if (!box || !CSS.highlights) return;
  const ranges = [...document.querySelectorAll(".fm-panel [data-words]")].map((p) => rangeOf(box, p.dataset.words, +p.dataset.nth));
  CSS.highlights.set("fm-words", new Highlight(...ranges.filter(Boolean)));
}

// rangeOf finds the place of words in an element, whatever white space and elements stand between them.
function rangeOf(box, words, nth) {
  const letters = []; // [node, offset] of every character that is not white space
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let all = "";
  for (let node; (node = walk.nextNode()); ) {
    for (let i = 0; i < node.length; i++) {
      if (!/\s/.test(node.data[i])) (all += node.data[i]), letters.push([node, i]);
    }
  }
  const wanted = words.replace(/\s+/g, "");
  if (!wanted) return;
  let at = -wanted.length;
  for (let n = 0; n < nth; n++) if ((at = all.indexOf(wanted, at + wanted.length)) < 0) return;
  const range = document.createRange();
  const [last, end] = letters[at + wanted.length - 1];
  range.setStart(...letters[at]);
  range.setEnd(last, end + 1);
  return range;
}
