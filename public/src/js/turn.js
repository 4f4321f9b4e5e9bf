// For a device that several people use in turn. Nothing is kept in this browser: what other scripts would keep is dropped, no
// form offers what was typed before, no page comes back out of memory, and who walks away is signed out.
const last = 180000; // without a sign of anybody
const warnAt = 150000;
const tellEvery = 60000; // how often the server hears that somebody is here

Storage.prototype.setItem = () => {};
try {
  localStorage.clear();
  sessionStorage.clear();
} catch {
  // A browser that keeps nothing.
}

for (const form of document.forms) form.autocomplete = "off";
addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("pagehide", () => {
  for (const form of document.forms) form.reset();
});

const bar = document.querySelector("[data-turn=true]");
const end = document.querySelector("[data-turn-end]");
if (bar && end) {
  const warning = bar.querySelector("[data-turn-warning]");
  let seen = Date.now();
  let told = seen;
  const here = () => {
    if (Date.now() - seen >= last) return check(); // the device slept meanwhile
    seen = Date.now();
    warning.hidden = true;
    if (seen - told < tellEvery) return;
    told = seen;
    fetch("/turn/here.json", { method: "POST", credentials: "same-origin" }).catch(() => {});
  };
  const check = () => {
    const idle = Date.now() - seen;
    if (idle >= last) return end.requestSubmit();
    warning.hidden = idle < warnAt;
  };
  for (const kind of ["keydown", "pointerdown", "input", "scroll"]) addEventListener(kind, here, { passive: true, capture: true });
  document.addEventListener("visibilitychange", check);
  setInterval(check, 1000);
}
