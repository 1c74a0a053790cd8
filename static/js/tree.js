/* Both hierarchies, the organization and the inside of an account, as an ARIA tree (APG pattern): one item in the
   tab order, arrows walk, Enter shows, and goes into what is shown already; Escape goes back up.

   Hooks, in:
     #tree[role=tree], li[role=treeitem][data-kind=root|ou|account|…][data-target-id][data-name][aria-expanded]
     #view [name=at]             receives the data-target-id of the chosen item; then "change" is dispatched on #view;
                                 [data-field], on an item or else on #tree, names another field, [data-value] the value
     a[data-into="n-…"]          leads into the chosen item with this id; a[data-up] out of the whole tree
     #n-…                        an address that ends in an item's id gives it the focus
     [data-rename]               is clicked by F2, after the focused item has become the chosen one
     #more                       the menu of actions, opened by Shift+F10, the menu key and the right button (see dialogs.js)
     .tw                         the twisty of an OU: opens and closes, and chooses nothing
     [data-shows="ou-…:deny:0-60"] of an item whose content may be left out: what #view [name=open] has to say while it is
                                 open. "show" is dispatched on #tree when content is missing. [data-kind=more] stands for
                                 the rest of a list and [data-kind=crowd] for accounts alike: opened, never chosen;
                                 [data-grows] opens when it comes into sight. "tree:open" on an item opens it
     a[data-goes]                leads to an item: the chosen one gets the focus after the next swap
   Hooks, out, all on the item and bubbling (see move.js):
     move:pick (Ctrl+X), move:place (Ctrl+V; Enter while choosing), move:over (focus while choosing), move:cancel (Escape)

   Letters are type-ahead, so no letter is a command. */

const tree = () => document.getElementById("tree");
const itemOf = node => node?.closest?.("#tree [role=treeitem]") ?? null;
const parentOf = item => itemOf(item.parentElement);
const expanded = item => item.getAttribute("aria-expanded");
const choosing = () => document.body.classList.contains("choosing");
const tell = (item, name) => item.dispatchEvent(new CustomEvent(name, { bubbles: true }));

/** The items that can be seen, in the order of the page. */
const visible = () =>
  [...tree().querySelectorAll("[role=treeitem]")].filter(item => !item.parentElement.closest("[aria-expanded=false]"));

/** Makes `item` the only one in the tab order. */
function rove(item) {
  for (const other of tree().querySelectorAll("[role=treeitem][tabindex='0']")) if (other !== item) other.tabIndex = -1;
  item.tabIndex = 0;
}

function focus(item) {
  if (!item) return;
  rove(item);
  item.focus();
}

/** What a token opens, whichever part of it. */
const opens = token => token.split(":", 2).join();

/** Keeps in mind what is open, the latest last: the server draws as much. */
function remember(token, open) {
  const field = document.getElementById("view").elements.open;
  const others = field.value.split(" ").filter(other => other && opens(other) !== opens(token));
  field.value = (open ? [...others, token] : others).join(" ");
}

/** Brings in what was left out. What stands for the rest of a list hands its focus to the first that came. */
function show(item) {
  remember(item.dataset.shows, true);
  const [here, there] = item.id.endsWith("before") ? ["nextElementSibling", "previousElementSibling"] : ["previousElementSibling", "nextElementSibling"];
  const neighbour = item[here]?.id;
  const wait = () => document.addEventListener("htmx:afterSettle", goOn, { once: true });
  function goOn() {
    const first = document.getElementById(neighbour)?.[there];
    if (first?.id === item.id) wait(); // that was the answer to something else
    else focus(first);
  }
  if (item.dataset.kind === "more" && item === document.activeElement) wait();
  tree().dispatchEvent(new CustomEvent("show"));
}

function toggle(item, open = expanded(item) !== "true") {
  if (expanded(item) === null) return;
  item.setAttribute("aria-expanded", String(open));
  if (item.dataset.shows) remember(item.dataset.shows, open);
  if (item.dataset.shows && open && !item.querySelector("[role=group]")) show(item);
  if (!open && item.contains(document.activeElement)) focus(item);
}

/** Marks at once, so that the answer of the server only fills in the rest. */
function choose(item) {
  for (const other of tree().querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
  item.setAttribute("aria-selected", "true");
  const view = document.getElementById("view");
  view.elements[item.dataset.field ?? tree().dataset.field ?? "at"].value = item.dataset.value ?? item.dataset.targetId;
  view.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Toolbar and menu act on the chosen item, so the focused one is chosen first and the answer awaited. */
function withChosen(item, act) {
  if (!item.dataset.targetId && !item.dataset.value) return;
  if (item.getAttribute("aria-selected") === "true") return act();
  document.addEventListener("htmx:afterSettle", act, { once: true });
  choose(item);
}

function activate(item) {
  if (item.dataset.kind === "more") show(item);
  else if (choosing()) tell(item, "move:place");
  else if (item.dataset.kind === "crowd") toggle(item);
  else choose(item);
}

const wayInto = item => document.querySelector(`a[data-into="${CSS.escape(item.id)}"]`);

/** One step down: an item is chosen first, and gone into when it is chosen already. */
const descend = item => (choosing() || !wayInto(item) ? activate(item) : wayInto(item).click());

function openMenu(item, x, y) {
  withChosen(item, () => {
    const box = document.getElementById(item.id).getBoundingClientRect();
    document.getElementById("more")?.dispatchEvent(
      new CustomEvent("menu:open", { bubbles: true, detail: { x: x ?? box.left + 24, y: y ?? box.top + 32 } }));
  });
}

let typed = "";
let typedAt = 0;

function typeAhead(item, letter) {
  const now = performance.now();
  const fresh = now - typedAt > 500;
  typed = fresh ? letter : typed + letter;
  typedAt = now;
  const items = visible();
  const start = items.indexOf(item) + (fresh ? 1 : 0);
  const named = other => (other.dataset.name ?? other.getAttribute("aria-label") ?? "").toLowerCase().startsWith(typed.toLowerCase());
  focus([...items.slice(start), ...items.slice(0, start)].find(named));
}

const step = (item, by) => visible()[visible().indexOf(item) + by];

/** Deeper and back, as the page is read. */
const [IN, OUT] = document.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];

const KEYS = {
  ArrowDown: item => focus(step(item, 1)),
  ArrowUp: item => focus(step(item, -1)),
  [IN]: item => (expanded(item) === "true" ? focus(item.querySelector("[role=treeitem]")) : toggle(item, true)),
  [OUT]: item => (expanded(item) === "true" ? toggle(item, false) : focus(parentOf(item))),
  Home: () => focus(visible()[0]),
  End: () => focus(visible().at(-1)),
  "*": item => [...(parentOf(item) ?? tree()).querySelectorAll("[role=treeitem][aria-expanded]")]
    .filter(other => parentOf(other) === parentOf(item)).forEach(other => toggle(other, true)),
  Enter: descend,
  " ": activate,
  F2: item => withChosen(item, () => document.querySelector("[data-rename]")?.click()),
  ContextMenu: item => openMenu(item),
};

const COMMANDS = { x: "move:pick", v: "move:place" };

document.addEventListener("keydown", event => {
  const item = itemOf(event.target);
  if (!item || event.altKey || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    const command = COMMANDS[event.key.toLowerCase()];
    if (!command || event.shiftKey) return;
    tell(item, command);
  } else if (event.key === "Escape") {
    const up = document.querySelector("a[data-up]");
    if (choosing()) tell(item, "move:cancel");
    else if (up && !document.querySelector(".drawer")) up.click();
    else return;
  } else if (event.key === "F10" && event.shiftKey) openMenu(item);
  else if (KEYS[event.key]) KEYS[event.key](item);
  else if (event.key.length === 1) typeAhead(item, event.key);
  else return;
  event.preventDefault();
});

document.addEventListener("click", event => {
  const item = itemOf(event.target);
  if (!item) return;
  if (event.target.closest(".tw")) return toggle(itemOf(event.target.closest(".tw")));
  rove(item);
  item.focus({ preventScroll: true });
  activate(item);
});

document.addEventListener("dblclick", event => {
  const item = itemOf(event.target);
  if (!item || event.target.closest(".tw")) return;
  // The first click has chosen it; the way in comes with the answer.
  if (wayInto(item)) wayInto(item).click();
  else document.addEventListener("htmx:afterSettle", () => wayInto(item)?.click(), { once: true });
});

document.addEventListener("contextmenu", event => {
  const item = itemOf(event.target);
  if (!item || !document.getElementById("more")) return;
  event.preventDefault();
  rove(item);
  item.focus({ preventScroll: true });
  openMenu(item, event.clientX, event.clientY);
});

document.addEventListener("focusin", event => {
  const item = itemOf(event.target);
  if (!item || item !== event.target) return;
  rove(item);
  if (choosing()) tell(item, "move:over");
});

/* A swap may have taken away the item in the tab order (deleted, or moved out of sight): there is always exactly one. */
document.addEventListener("htmx:afterSettle", () => {
  const items = tree() ? visible() : [];
  const inOrder = items.filter(item => item.tabIndex === 0);
  if (items.length && inOrder.length !== 1)
    rove(items.find(item => item === document.activeElement) ?? items.find(item => item.getAttribute("aria-selected") === "true") ?? inOrder[0] ?? items[0]);
});

document.addEventListener("tree:open", event => toggle(event.target, true));

const sight = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).slice(0, 1).forEach(entry => show(entry.target)));

function watch() {
  sight.disconnect();
  document.querySelectorAll("#tree [data-grows]").forEach(item => sight.observe(item));
}
document.addEventListener("htmx:afterSettle", watch);
watch();

document.addEventListener("click", event => {
  if (event.target.closest("[data-goes]"))
    document.addEventListener("htmx:afterSettle", () => focus(document.querySelector("#tree [aria-selected=true]")), { once: true });
});

function focusAddressed() {
  const item = itemOf(document.querySelector(":target"));
  if (!item) return;
  for (let room = parentOf(item); room; room = parentOf(room)) toggle(room, true);
  focus(item);
}
addEventListener("hashchange", focusAddressed);
focusAddressed();
