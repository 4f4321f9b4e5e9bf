// The page where editors write: loaded there alone.
import { saveWhileTyping } from "./draft.js";

const form = document.querySelector("form[data-draft]");
if (form) saveWhileTyping(form);
