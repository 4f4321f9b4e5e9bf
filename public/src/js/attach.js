// Adds a file as soon as it is chosen: <fieldset data-attach> in a form. The form is sent in the background, with the
// button that adds, and the part of the answer takes the place of the one here. Where that fails, the button is there.
export function attachAtOnce() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    const part = input.closest("[data-attach]");
    if (part && input.files[0].size > part.dataset.most) {
      input.value = ""; // so large that it would not arrive at all
      say(part, part.dataset.large);
    } else if (part) add(input.form, part).catch(() => say(part, part.dataset.failed));
  });
}

async function add(form, part) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  say(part, part.dataset.busy);
  try {
    const body = new FormData(form);
    body.set("do", "attach");
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-attach]");
    if (!fresh || (!answer.ok && answer.status !== 422)) throw new Error(answer.status);
    const before = part.querySelectorAll("textarea").length;
    part.replaceWith(document.adoptNode(fresh));
    const boxes = fresh.querySelectorAll("textarea");
    if (boxes.length > before) {
      say(fresh, fresh.dataset.added);
      boxes[boxes.length - 1].focus();
    } else {
      fresh.querySelector("input[type=file]")?.focus();
    }
  } finally {
    delete form.dataset.busy;
  }
}

function say(part, words) {
  part.querySelector("[data-attach-state]").textContent = words;
}
