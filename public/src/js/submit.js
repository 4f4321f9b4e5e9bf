// guardSubmits stops a second press from sending a form twice, and lets Ctrl+Enter (or Cmd+Enter) send one.
export function guardSubmits() {
  const busy = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (busy.has(form)) return event.preventDefault();
    busy.add(form);
    setTimeout(() => busy.delete(form), 8000);
  });
  // A page that comes back from the browser's memory is free to send again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) busy.delete(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
    const form = event.target.form;
    const button = [...(form?.elements || [])].find((e) => e.type === "submit" && !e.dataset.swap);
    if (button) form.requestSubmit(button);
  });
}
