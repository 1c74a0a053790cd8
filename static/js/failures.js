/* When no answer comes, or none that can be shown: a sentence where the reader looks, and nothing else is touched.

   Hooks: body[data-unreached][data-failed][data-refused]: the sentences. .dock [role=status]; on pages without one,
          .failure-sign: about what was to be sent, until something is sent again; in an open dialog, which makes the
          rest inert, its .d-head receives p.failure[role=alert]; #tree [aria-selected] goes back to the item that #live[data-at] names. */

const { unreached, failed, refused } = document.body.dataset;
const sends = event => event.detail.requestConfig?.verb === "post";
const sign = words => {
  const shown = document.querySelector(".failure-sign");
  if (shown) shown.textContent = words;
};

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
const later = (event, words) => setTimeout(() => {
  fail(words);
  if (sends(event)) sign(words);
  chooseAgain();
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, event => later(event, unreached));
document.addEventListener("htmx:responseError", event => later(event, event.detail.xhr.status >= 500 ? failed : refused));
document.addEventListener("htmx:beforeSend", event => sends(event) && sign(""));
