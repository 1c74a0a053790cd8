/* When no answer comes, or none that can be shown: a sentence where the reader looks, and nothing else is touched.

   Hooks: .dock [role=status]; in an open dialog, which makes the rest inert, its .d-head receives p.failure[role=alert];
          #tree [aria-selected] goes back to the item that #live[data-at] names. */

const UNREACHED = "The server could not be reached; nothing was changed.";
const FAILED = "The server failed; nothing was changed.";

function fail(words) {
  const head = document.querySelector("dialog:modal .d-head");
  head?.querySelector(".failure")?.remove();
  head?.append(Object.assign(document.createElement("p"), { className: "failure field-problem", role: "alert", textContent: words }));
  const status = document.querySelector(".dock [role=status]");
  if (status) status.textContent = words;
}

/** The chosen item was marked before the answer (tree.js). */
function chooseAgain() {
  const at = document.getElementById("live")?.dataset.at;
  const field = document.getElementById("view")?.elements.at;
  if (!at || !field) return;
  field.value = at;
  for (const item of document.querySelectorAll("#tree [role=treeitem]")) item.setAttribute("aria-selected", String(item.dataset.targetId === at));
}

// After every other listener: move.js takes back what it had announced.
const later = words => setTimeout(() => {
  fail(words);
  chooseAgain();
});
for (const event of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(event, () => later(UNREACHED));
document.addEventListener("htmx:responseError", event => later(event.detail.xhr.status >= 500 ? FAILED : `The server refused (${event.detail.xhr.status}); nothing was changed.`));
