// Pages on which people write: loaded there alone. Words are saved while they are typed, names are offered after an "@",
// files are added as soon as they are chosen, and discussions like the one being started are shown.
import { saveWords } from "./save.js";
import { offerNames } from "./names.js";
import { attachAtOnce } from "./attach.js";
import { showSimilar } from "./similar.js";

attachAtOnce();
showSimilar();
for (const form of document.querySelectorAll("form[data-keep]")) {
  const state = form.querySelector("[data-save-state]");
  if (state) saveWords(form, state);
  if (form.dataset.names) offerNames(form);
}
