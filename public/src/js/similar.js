// Shows discussions that are like the one being started, while its title is typed: <div data-similar="ID"> is filled
// with what the answer has in it when the form's box with that id is sent alone. The answer is the ordinary page.
const rest = 700; // milliseconds after the last letter
const fewest = 4; // letters

export function showSimilar() {
  const list = document.querySelector("[data-similar]");
  const box = list && document.getElementById(list.dataset.similar);
  let timer;
  box?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(box, list).catch(() => {}), rest);
  });
}

async function ask(box, list) {
  const title = box.value.trim();
  if (title.length < fewest) return;
  const body = new URLSearchParams({ [box.name]: title, do: "similar" });
  const answer = await fetch(box.form.action, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok || title !== box.value.trim()) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-similar]");
  if (fresh) list.replaceChildren(...document.adoptNode(fresh).childNodes);
}
