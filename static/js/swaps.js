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
];
/** An element made empty and morphed into shape, or one that becomes another, takes everything. @type {Element | null} */
let fresh = null;
const owned = (node, name) => OWNED.some(([attribute, selector]) => attribute === name && node.matches(selector));
if (window.Idiomorph)
  Object.assign(Idiomorph.defaults.callbacks, {
    beforeNodeMorphed: (node, wanted) => { fresh = node.id !== wanted.id || node.attributes?.length === 0 ? node : null; },
    beforeAttributeUpdated: (name, node) => node === fresh || !owned(node, name),
  });

/* ——— a drag holds every swap but that of its own preview; afterwards the page asks for what it missed ——— */
let missed = false;

document.addEventListener("htmx:beforeSwap", event => {
  if (!document.body.classList.contains("dragging") || event.detail.target.id === "preview-slot") return;
  event.preventDefault();
  missed = true;
});
const refresh = () => document.getElementById("view")?.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
document.addEventListener("drag:end", event => {
  // After a drop the answer to the move brings everything.
  if (missed && !event.detail.dropped) refresh();
  missed = false;
});
// A page that the browser kept while another was shown may be old.
window.addEventListener("pageshow", event => event.persisted && refresh());

/* ——— focus: stays on the element of the same id; if that is gone, it goes back to where the reader was before ——— */
/** Ids of what had the focus, the latest last. @type {string[]} */
let trail = [];

document.addEventListener("focusin", event => {
  if (event.target.id) trail = [...trail.filter(id => id !== event.target.id), event.target.id].slice(-8);
});

function focus(element) {
  element?.focus({ preventScroll: true });
  return Boolean(element) && document.activeElement === element;
}

document.addEventListener("htmx:afterSettle", () => {
  const active = document.activeElement;
  if (active && active !== document.body && active.checkVisibility()) return;
  const latest = document.getElementById(trail.at(-1));
  // Still there, but hidden: a drawer has come over it.
  if (latest && !latest.checkVisibility() && focus(document.querySelector(".drawer [tabindex='0']"))) return;
  [...trail].reverse().some(id => focus(document.getElementById(id)));
});

/* ——— gliding ——— */
/** Accounts by id: the room they are in and the place on the page. @type {Map<string, { room: string, at: DOMRect }>} */
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
