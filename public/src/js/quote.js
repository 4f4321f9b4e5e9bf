// Quotes the words that are selected: the link "Quote" of what they stand in takes them along. Without a selection it
// quotes the beginning.
const most = 1000; // characters
const stays = 1500; // after the selection is gone: touching the link ends it on some phones

export function quoteSelected() {
  const bare = (link) => link.href.replace(/&words=.*$/, "");
  let link;
  let wait = 0;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const box = selection.anchorNode?.parentElement?.closest(".fm-c > .fm-md");
    const words = selection.isCollapsed || !box?.contains(selection.focusNode) ? "" : selection.toString().replace(/\s+/g, " ").trim();
    clearTimeout(wait);
    if (!words && link) {
      const last = link;
      wait = setTimeout(() => (last.href = bare(last)), stays);
    }
    const found = words && box.parentElement.querySelector('a[href*="&quote=1"]');
    if (!found) return;
    if (link && link !== found) link.href = bare(link);
    link = found;
    link.href = bare(link) + "&words=" + encodeURIComponent(words.slice(0, most));
  });
}
