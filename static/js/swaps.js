/* What a swap must not take away: focus, opened rooms and rows, a drag that is going on. And what it may add:
   the card that changed rooms glides from where it was.

   Hooks: elements with stable ids; hx-ext="morph" with hx-swap="morph:outerHTML"; #view listens to "refresh";
          .drag-ghost[data-of] is the card as dropped, and is removed here when the answer has come. */

/* The browser owns these: opened by the reader, unknown to the server. New elements still come as the server draws them. */
const OWNED = [
  ["aria-expanded", "[role=treeitem]"],
  ["tabindex", "[role=treeitem]"],
  ["open", "details, dialog"],
  ["data-only", "#tree"],
  ["aria-pressed", "button[data-only]"],
  ["aria-current", "[data-v]"],
  ["checked", "[data-keeps] input"],
  ["value", "[data-keeps] textarea"],
];
/** The content of an item of the tree may be left out. */
const filled = node => Boolean(node.querySelector?.(":scope > [role=group]"));
/** An element made empty and morphed into shape, or one that becomes another, takes everything. */
let fresh = null;
const owned = (node, name) => OWNED.some(([attribute, selector]) => attribute === name && node.matches(selector));
if (window.Idiomorph)
  Object.assign(Idiomorph.defaults.callbacks, {
    beforeNodeMorphed: (node, wanted) => { fresh = node.id !== wanted.id || node.attributes?.length === 0 || filled(node) !== filled(wanted) ? node : null; },
    beforeAttributeUpdated: (name, node) => node === fresh || !owned(node, name),
  });

/* ——— a drag holds every swap but that of its own preview; afterwards the page asks for what it missed ——— */
let missed = false;

document.addEventListener("htmx:beforeSwap", event => {
  if (!document.body.classList.contains("dragging") || ["preview-slot", "tree"].includes(event.detail.target.id)) return;
  event.preventDefault();
  missed = true;
});
const refresh = () => document.getElementById("view")?.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
document.addEventListener("drag:end", event => {
  // After a drop the answer to the move brings everything.
  if (missed && !event.detail.dropped) refresh();
  missed = false;
});
/* ——— a page asked for before an operation was answered may show what was before it: asked for again ——— */
let answered = 0;
const askedAt = new WeakMap();

document.addEventListener("htmx:beforeRequest", event => askedAt.set(event.detail.xhr, answered));
document.addEventListener("htmx:beforeSwap", event => {
  const { xhr, target, requestConfig } = event.detail;
  if (target.id !== "live" && target.id !== "tree") return;
  if (requestConfig.verb === "post") answered += 1;
  else if (askedAt.get(xhr) < answered) {
    event.preventDefault();
    setTimeout(refresh);
  }
});
// A page that the browser kept while another was shown may be old.
window.addEventListener("pageshow", event => event.persisted && refresh());

/* ——— focus: stays on the element of the same id; if that is gone, it goes back to where the reader was before,
   such as the opener of a dialog; at last to the chosen item of the tree. Never to nowhere ——— */
/** Ids of what had the focus, the latest last. What stands in a menu goes by the menu's. Empty while nothing had it. */
let trail = [];
const LAST = ["#tree [aria-selected=true]", "[data-v][aria-current]", "#ask-action", "#main a, #main button", "#followed"];

document.addEventListener("focusin", event => {
  const id = event.target.closest("details.menu")?.id || event.target.id;
  trail = [...trail.filter(other => other !== id), id].slice(-8);
});

/** The browser takes the focus from what was hidden or disabled only a moment later. */
const usable = element => element && element !== document.body && element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled");

function focus(element) {
  const target = element?.matches("details") ? element.querySelector("summary") : element;
  if (!usable(target)) return false;
  target.focus({ preventScroll: true });
  return document.activeElement === target;
}

function regainFocus() {
  if (!trail.length || usable(document.activeElement)) return;
  if ([...trail].reverse().some(id => focus(document.getElementById(id)))) return;
  LAST.some(selector => focus(document.querySelector(selector)));
}

const drawer = () => document.querySelector(".drawer")?.id;
let shownDrawer = drawer();

document.addEventListener("htmx:afterSettle", () => {
  const opened = drawer() !== shownDrawer && drawer();
  shownDrawer = drawer();
  if (!opened || !focus(document.querySelector(".drawer > .scroll"))) regainFocus();
});
// After the listeners of dialogs.js, which throw away what came by htmx.
document.addEventListener("close", () => setTimeout(regainFocus), { capture: true });

/* ——— gliding ——— */
/** Accounts by id: the room they are in and the place on the page. */
let places = new Map();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const roomId = item => item.parentElement.closest("[role=treeitem]")?.id;
const cards = () => document.querySelectorAll("#tree [data-kind=account]");

document.addEventListener("htmx:beforeSwap", event => {
  if (event.detail.target.id === "preview-slot") return;
  places = new Map([...cards()].map(item => [item.id, { room: roomId(item), at: item.getBoundingClientRect() }]));
  const ghost = document.querySelector(".drag-ghost[data-of]");
  if (ghost && places.has(ghost.dataset.of)) places.get(ghost.dataset.of).at = ghost.getBoundingClientRect();
});

function glide(item, from) {
  const to = item.getBoundingClientRect();
  if (!still.matches)
    item.animate([{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, {}], { duration: 280, easing: "cubic-bezier(.2,.8,.2,1)" });
  const chip = item.querySelector(".delta");
  chip?.classList.add("flash");
  chip?.addEventListener("animationend", () => chip.classList.remove("flash"), { once: true });
}

const dropGhost = () => document.querySelector(".drag-ghost[data-of]")?.remove();

document.addEventListener("htmx:afterSettle", () => {
  dropGhost();
  for (const item of cards()) {
    const was = places.get(item.id);
    if (was && was.room !== roomId(item)) glide(item, was.at);
  }
  places = new Map();
});
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout", "htmx:sendAbort"]) document.addEventListener(failure, dropGhost);
