/* Small controls. None makes a request: they fill in the form #view and say "change"; htmx does the rest.

   Hooks:
     [data-set="tab=changed"]        sets fields of #view (more with "&"); a field it lacks is added, hidden
     select[data-mirrors="ask-as"]   hands its value to the field with that id
     any field with form="view"      is heard as if it stood inside the form
     button[data-only="deny"]        tally as a filter: sets data-only on #tree, so that the other accounts recede,
                                   and "tally" in #view and in the address
     [role=tablist]                  arrows, Home and End walk the tabs; Enter or Space shows one
     [data-first]                    choices whose first, by pointer, is kept in the form's field "first"
     [data-v="org|panel|explain"]    the view of a narrow screen: sets data-view on <body>; closing a drawer leads back
     [data-copy="cli-command"]       copies the text of that element, and says so in the status line;
     [data-copy-address]             the address of the page, which is the permalink of what it shows
     Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y  submit #undo-form, #redo-form, outside of text fields and dialogs
     Escape                          closes a drawer, when nothing else is to be closed or put back */

const view = () => document.getElementById("view");
const changed = () => view().dispatchEvent(new Event("change", { bubbles: true }));

function setField(name, value) {
  let field = view().elements[name];
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name });
    view().append(field);
  }
  field.value = value;
}

function set(pairs) {
  for (const pair of pairs.split("&")) setField(...pair.split(/=(.*)/s));
  if (pairs === "drawer=" && document.body.dataset.view === "explain") look(document.querySelector(`[data-v="${lookedAt}"]`));
  changed();
}

function filter(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  for (const other of document.querySelectorAll("button[data-only]")) other.setAttribute("aria-pressed", String(on && other === button));
  const tree = document.getElementById("tree");
  if (on) tree.dataset.only = button.dataset.only;
  else delete tree.dataset.only;
  setField("tally", tree.dataset.only ?? "");
  const address = new URL(location);
  address.searchParams.set("tally", tree.dataset.only ?? "");
  history.replaceState(history.state, "", address);
}

/** The view before the explanation. */
let lookedAt = document.querySelector("[data-v][aria-current]")?.dataset.v ?? "org";

function look(button) {
  if (button.dataset.v !== "explain") lookedAt = button.dataset.v;
  document.body.dataset.view = button.dataset.v;
  for (const other of document.querySelectorAll("[data-v]")) other.removeAttribute("aria-current");
  button.setAttribute("aria-current", "page");
  scrollTo(0, 0);
}

async function copy(source) {
  const status = document.querySelector(".dock [role=status]");
  status?.querySelector(".copied")?.remove();
  const note = Object.assign(document.createElement("span"), { className: "dim copied", textContent: " Copied." });
  try {
    await navigator.clipboard.writeText(source ? source.textContent.replace(/^\s*\$ /, "").trim() : location.href);
  } catch { // no permission, or no secure connection: at least it is selected
    if (source) getSelection().selectAllChildren(source);
    note.textContent = source ? " Selected; press Ctrl+C." : " Not copied; the address bar has it.";
  }
  status?.append(note);
}

// On a narrow screen, a link to an explanation shows it.
if (view()?.elements.drawer.value === "explain") look(document.querySelector("[data-v=explain]"));

document.addEventListener("click", event => {
  const by = selector => event.target.closest(selector);
  if (by("button[data-only]")) filter(by("button[data-only]"));
  if (by("[data-copy]")) copy(document.getElementById(by("[data-copy]").dataset.copy));
  if (by("[data-copy-address]")) copy(null);
  if (by("[data-v]")) look(by("[data-v]"));
  const option = event.detail && by("[data-first] label"); // by pointer: the arrows pass over what nobody chose
  if (option) option.form.elements.first.value ||= option.control.value;
  if (by("[data-set]")) set(by("[data-set]").dataset.set);
});

document.addEventListener("change", event => {
  if (!view()) return; // the editor's page has none
  const field = document.getElementById(event.target.dataset.mirrors ?? "");
  if (field) field.value = event.target.value;
  // A field that belongs to #view from afar (form="view") does not bubble through it.
  if (field || (event.target.form === view() && !view().contains(event.target))) changed();
});

/* ——— keys ——— */
const FORTH = document.dir === "rtl" ? -1 : 1;
const STEPS = { ArrowRight: FORTH, ArrowLeft: -FORTH };
/** What Escape closes or puts back before a drawer. */
const BUSY = "dialog[open], :is(details.menu, .given details)[open], body:is(.choosing, .dragging)";

function walkTabs(tab, key) {
  const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const to = key === "Home" ? 0 : key === "End" ? tabs.length - 1 : (tabs.indexOf(tab) + STEPS[key] + tabs.length) % tabs.length;
  for (const other of tabs) other.tabIndex = other === tabs[to] ? 0 : -1;
  tabs[to].focus();
}

document.addEventListener("keydown", event => {
  const tab = event.target.closest?.("[role=tab]");
  const key = event.key.toLowerCase();
  const steps = event.shiftKey || key === "y" ? "redo-form" : "undo-form";
  if (tab && (event.key in STEPS || event.key === "Home" || event.key === "End")) walkTabs(tab, event.key);
  else if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    const button = document.querySelector(`#${steps} button:not([disabled])`);
    if (!button?.checkVisibility({ visibilityProperty: true })) return;
    button.form.requestSubmit();
  } else if (key === "escape" && !event.defaultPrevented && document.querySelector(".drawer") && !document.querySelector(BUSY)) set("drawer=");
  else return;
  event.preventDefault();
});
