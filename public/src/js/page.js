// focusProblems moves to the list of problems, so that it is read out first.
export function focusProblems() {
  document.querySelector(".govuk-error-summary")?.focus();
}

// printing shows the buttons that open the browser's print window.
export function printing() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
