/* Buttons that only a script can give life to; without it they stay hidden.

   Hooks: [data-print]         prints the page
          [data-copy="text"]   copies the text, and says so by its own words for a moment */

function enliven() {
  for (const button of document.querySelectorAll("[data-print], [data-copy]")) button.hidden = false;
}
document.addEventListener("htmx:afterSettle", enliven);
enliven();

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-print], [data-copy]");
  if (!button) return;
  if ("print" in button.dataset) return print();
  await navigator.clipboard.writeText(button.dataset.copy);
  button.setAttribute("aria-pressed", "true");
});
