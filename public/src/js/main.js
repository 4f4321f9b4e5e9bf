// Makes the pages nicer. Everything here can fail and every form still works.
import { focusProblems, printing } from "./page.js";
import { keepDrafts } from "./keep.js";
import { swapParts } from "./swap.js";
import { guardSubmits } from "./submit.js";
import { quoteSelected } from "./quote.js";
import { selectWords } from "./select.js";
import { readByKeyboard } from "./reading.js";
import { showToolbars } from "./toolbar.js";

for (const start of [readByKeyboard, focusProblems, printing, showToolbars, keepDrafts, swapParts, guardSubmits, selectWords, quoteSelected]) {
  try {
    start();
  } catch (problem) {
    console.warn(problem);
  }
}
