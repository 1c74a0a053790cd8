/* Dragging by mouse, pen or finger, on Pointer Events. What is dragged is dropped on a room, never sorted.
   This file knows the gesture only; what it means is in move.js, told by move:pick, :over, :out, :place, :cancel, :refuse.

   Hooks: li[role=treeitem][data-kind=account] can be dragged; [data-kind=ou] too, to be refused with the reason.
          #preview-slot .gl > .v-…    what would be gained and lost; copied as chips onto the card in the hand
          body.dragging           while it lasts; swaps of htmx are held then (swaps.js)
          body.moving             another account is on its way: none can be picked up */

const THRESHOLD = 8; // px; less is a click
const LONG_PRESS = 300; // ms; a finger that moves sooner scrolls
const SPRING = 600; // ms over a closed OU before it opens
const EDGE = 56; // px from the edge of the window where it scrolls

/** From the first touch to the drop. */
let gesture = null;
/** The click at the end of a drag must not choose anything. */
let dragged = false;

const roomAt = (x, y) => document.elementFromPoint(x, y)?.closest("#tree :is([data-kind=ou], [data-kind=root])") ?? null;
const tell = (node, name, detail) => node.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
const isAccount = item => item.dataset.kind === "account";

/** A copy of the card without what makes it an item of the tree. */
function ghostOf(item) {
  const ghost = document.createElement("div");
  const card = isAccount(item) ? item : item.querySelector(".lintel .t");
  ghost.className = `acct drag-ghost ${[...item.classList].filter(css => css.startsWith("v-")).join(" ")}`;
  ghost.setAttribute("aria-hidden", "true");
  ghost.append(...[...card.cloneNode(true).childNodes]);
  ghost.querySelector(".tw")?.remove();
  document.body.append(ghost);
  return ghost;
}

/** Beside the pointer, or above the finger, so that the room under it and its label stay in sight. */
function follow(x, y) {
  const [left, top] = gesture.touch ? [x - 84, y - 72] : [x + 12, y + 10];
  gesture.ghost.style.transform = `translate(${left}px, ${top}px)`;
}

function start() {
  const { item, pointer, x, y } = gesture;
  if (document.body.matches(".moving") && isAccount(item)) {
    end();
    dragged = true;
    return tell(item, "move:pick", { dragging: true }); // says what is to be waited for
  }
  item.setPointerCapture(pointer);
  getSelection().removeAllRanges();
  document.body.classList.add("dragging");
  gesture.ghost = ghostOf(item);
  follow(x, y);
  if (isAccount(item)) tell(item, "move:pick", { dragging: true });
  scrollAtEdges();
}

/** Opens a closed OU when the pointer rests on it. */
function spring(room) {
  clearTimeout(gesture.timer);
  if (room?.getAttribute("aria-expanded") === "false")
    gesture.timer = setTimeout(() => tell(room, "tree:open"), SPRING);
}

function hover(x, y) {
  const room = roomAt(x, y);
  if (room === gesture.room) return;
  gesture.room = room;
  for (const chip of gesture.ghost.querySelectorAll(".delta")) chip.remove();
  spring(room);
  if (isAccount(gesture.item)) tell(room ?? gesture.item, room ? "move:over" : "move:out");
}

function scrollAtEdges() {
  const dock = document.querySelector(".dock")?.getBoundingClientRect().top ?? innerHeight;
  const { y } = gesture;
  const by = y < EDGE ? y - EDGE : y > dock - EDGE ? y - dock + EDGE : 0;
  if (by) {
    scrollBy(0, Math.max(-EDGE, Math.min(EDGE, by)) / 4);
    hover(gesture.x, y);
  }
  gesture.frame = requestAnimationFrame(scrollAtEdges);
}

/** Ends the gesture. The card stays where it was dropped until the answer is there, then it glides (swaps.js). */
function end({ keepGhost = false } = {}) {
  const { item, pointer, ghost, timer, frame } = gesture;
  gesture = null;
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  if (!ghost) return;
  dragged = true;
  if (keepGhost) ghost.dataset.of = item.id;
  else ghost.remove();
  if (item.hasPointerCapture(pointer)) item.releasePointerCapture(pointer);
  document.body.classList.remove("dragging");
  document.body.dispatchEvent(new CustomEvent("drag:end", { bubbles: true, detail: { dropped: keepGhost } }));
}

function drop() {
  const { item, room } = gesture;
  const home = item.parentElement.closest("[data-kind]");
  if (!isAccount(item)) {
    end();
    tell(item, "move:refuse", { destination: room && room !== home && !item.contains(room) ? room : null });
  } else if (room && room !== home) {
    end({ keepGhost: true });
    tell(room, "move:place");
  } else abandon();
}

function abandon() {
  const { item, ghost } = gesture;
  end();
  if (ghost) tell(item, "move:cancel");
}

document.addEventListener("click", event => {
  if (dragged && event.detail) event.stopPropagation(); // one by the keyboard has no detail
  dragged = false;
}, { capture: true });

document.addEventListener("pointerdown", event => {
  dragged = false;
  const item = event.target.closest("#tree [role=treeitem]");
  if (gesture || !item || event.button !== 0 || !event.isPrimary || event.target.closest(".tw")) return;
  if (!isAccount(item) && item.dataset.kind !== "ou") return;
  gesture = { item, pointer: event.pointerId, touch: event.pointerType === "touch", x: event.clientX, y: event.clientY, ghost: null, room: null, timer: 0, frame: 0 };
  if (gesture.touch) gesture.timer = setTimeout(start, LONG_PRESS);
});

document.addEventListener("pointermove", event => {
  if (event.pointerId !== gesture?.pointer) return;
  const far = Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y) >= THRESHOLD;
  if (!gesture.ghost) {
    if (!far) return;
    if (gesture.touch) return end(); // it scrolls
    start();
    if (!gesture) return;
  }
  gesture.x = event.clientX;
  gesture.y = event.clientY;
  follow(event.clientX, event.clientY);
  hover(event.clientX, event.clientY);
});

document.addEventListener("pointerup", event => {
  if (event.pointerId !== gesture?.pointer) return;
  if (gesture.ghost) drop();
  else end();
});
document.addEventListener("pointercancel", event => {
  if (event.pointerId === gesture?.pointer) abandon();
});
document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || !gesture?.ghost) return;
  event.preventDefault();
  abandon();
}, { capture: true });

// The page must not scroll, and no menu may open, under a finger that carries a card.
document.addEventListener("touchmove", event => gesture?.ghost && event.cancelable && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", event => gesture?.ghost && event.preventDefault(), { capture: true });

/* What opened under the card was drawn anew, without the mark of the room. */
document.addEventListener("htmx:afterSettle", event => {
  if (event.detail.target.id !== "tree" || !gesture?.ghost) return;
  gesture.room = null;
  hover(gesture.x, gesture.y);
});

/* The card in the hand bears the chips of the preview: what would be gained and lost. */
document.addEventListener("htmx:afterSwap", event => {
  if (event.detail.target?.id !== "preview-slot" || !gesture?.ghost) return;
  for (const cell of event.detail.target.querySelectorAll(".gl > [class^=v-]")) {
    const chip = document.createElement("span");
    chip.className = `delta ${cell.className}`;
    chip.append(...cell.querySelector("dd").cloneNode(true).childNodes);
    gesture.ghost.querySelector(".what").append(chip);
  }
});
