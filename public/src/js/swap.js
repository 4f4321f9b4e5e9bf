// Changes one part of the page instead of all of it: a button with data-swap="ID" sends its form in the background
// and puts the element with that id from the answer in place of the one here. The answer is the ordinary page.
// When anything is not as expected the form is sent in the ordinary way; its key makes sure that it counts once.
export function swapParts() {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const id = button?.dataset.swap;
    if (!id || event.defaultPrevented) return;
    event.preventDefault();
    const form = event.target;
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    swap(form, button, id)
      .catch(() => sendWhole(form, button))
      .finally(() => delete form.dataset.busy);
  });
}

async function swap(form, button, id) {
  // What is chosen to be brought goes by itself: see attach.js.
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  if (button.name) body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old) throw new Error("no part " + id);
  const place = [...old.querySelectorAll("button")].indexOf(button);
  old.replaceWith(document.adoptNode(fresh));
  const again = fresh.querySelectorAll("button")[place];
  if (again) again.focus();
  else if (fresh.tabIndex === -1) fresh.focus();
}

function sendWhole(form, button) {
  if (button.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = button.name;
    field.value = button.value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
