/* When no answer comes, or none that can be shown: a sentence where the reader looks, and nothing else is touched.

   Hooks: body[data-unreached][data-failed][data-refused]: the sentences; .dock [role=status]; an open dialog's .d-head, as
          the rest is inert; .failure-sign about what was sent, until something else is; #tree goes back to #live[data-at]. */

const { unreached, failed, refused } = document.body.dataset;

function put(selector, words) {
  const place = document.querySelector(selector);
  if (place) place.textContent = words;
}

function fail(words) {
  const head = document.querySelector("dialog:modal .d-head");
  head?.querySelector(".failure")?.remove();
  head?.append(Object.assign(document.createElement("p"), { className: "failure field-problem", role: "alert", textContent: words }));
  put(".dock [role=status]", words);
}

/** The chosen item was marked before the answer (tree.js). */
function chooseAgain() {
  const at = document.getElementById("live")?.dataset.at;
  const field = document.getElementById("view")?.elements.at;
  if (!at || !field) return;
  field.value = at;
  for (const item of document.querySelectorAll("#tree [role=treeitem]")) item.setAttribute("aria-selected", String(item.dataset.targetId === at));
}

const ofSent = (event, words) => event.detail.requestConfig?.verb === "post" && put(".failure-sign", words);
// After every other listener: move.js takes back what it had announced.
const later = (event, words) => setTimeout(() => {
  fail(words);
  ofSent(event, words);
  chooseAgain();
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, event => later(event, unreached));
document.addEventListener("htmx:responseError", event => later(event, event.detail.xhr.status >= 500 ? failed : refused));
document.addEventListener("htmx:beforeSend", event => ofSent(event, ""));
