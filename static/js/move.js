/* Moving an account: three equal ways (dialog, pick and place, drag), one form. This file is the one handler behind
   pick and place (click or Ctrl+X / Ctrl+V) and drag; the dialog is plain HTML that posts to the same address.

   Listens to, on items of the tree (see tree.js, drag.js):
     move:pick   takes the account of the item          detail.dragging: by pointer, so no banner
     move:over   shows what the room of the item would do to it, after a quarter of a second
     move:out    no room under the pointer
     move:place  moves it to the room of the item
     move:cancel puts it back
     move:refuse an OU was dragged                      detail.destination: the room it was dropped on, if any
   Buttons: [data-pick] picks the chosen account.
   Fills in, and submits or wakes with an event (htmx does the rest):
     #place-form    account_id, source_parent_id, destination_parent_id                             → submit
     #preview-form  account_id, destination_parent_id                 → "preview"; the card comes into #preview-slot
     #refusal-form  organizational_unit_id, and destination_parent_id if it has one                 → "show"
     #view [name=at]  the account that is moved, so that the answer shows it
   Says: .dock [role=status]; words from data-text-… on #tree, for translation.
   Marks: body.choosing; .left on the account; .drop / .nodrop and a span.here on the room.
   Until the answer is there: body.moving, aria-busy on the account and on the room; nothing else can be picked up. */

const TEXT = {
  textDrop: "Drop here: move {account} to {destination}",
  textPlace: "Place here: move {account} to {destination}",
  textHere: "already here",
  textPicked: "{account} picked up. Choose a destination; Escape puts it back.",
  textCancel: "Cancel",
  textOver: "{account} over {destination}: drop to move it there, Escape to cancel.",
  textMoving: "Moving {account} to {destination}…",
  textBusy: "{account} is still on its way to {destination}. Nothing else can be picked up until it is there.",
};
const PREVIEW_DELAY = 250;

/** The account in hand; its card may be out of the page. @type {{ account: string, name: string, source: string, dragging: boolean } | null} */
let held = null;
/** Names of the account on its way and of where it goes. @type {{ account: string, destination: string } | null} */
let moving = null;
let timer = 0;
/** What the status line said before, to be put back when nothing came of it. @type {Node[] | null} */
let before = null;

/** What was chosen, and said, for an answer that leaves the page as it is: none came, or a dialog. */
let kept = null;

const tree = () => document.getElementById("tree");
const byTarget = id => tree()?.querySelector(`[data-target-id="${CSS.escape(id)}"]`);
const roomOf = node => node?.closest?.("#tree :is([data-kind=ou], [data-kind=root])") ?? null;
const parentRoom = item => roomOf(item.parentElement);
const nameOf = item => item?.dataset.name ?? "";
const text = (key, values) => (tree().dataset[key] ?? TEXT[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

const statusLine = () => document.querySelector(".dock [role=status]");

function say(words) {
  before ??= [...statusLine().childNodes];
  statusLine().textContent = words;
}

function unsay() {
  if (before) statusLine().replaceChildren(...before);
  before = null;
}

const fill = (form, name, value) => { form.elements[name].value = value; };

function unmark() {
  for (const room of document.querySelectorAll("#tree :is(.drop, .nodrop)")) room.classList.remove("drop", "nodrop");
  for (const label of document.querySelectorAll("#tree .here")) label.remove();
}

function mark(room, css, words) {
  const label = document.createElement("span");
  label.className = "here";
  label.setAttribute("aria-hidden", "true"); // the status line says it
  label.textContent = words;
  room.classList.add(css);
  room.append(label);
}

function clearPreview() {
  clearTimeout(timer);
  // A late answer would show a card for a room that was left long ago.
  document.getElementById("preview-form")?.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
  document.getElementById("preview-slot")?.replaceChildren();
}

function preview(account, room) {
  timer = setTimeout(() => {
    const form = document.getElementById("preview-form");
    if (!form) return;
    fill(form, "account_id", account);
    fill(form, "destination_parent_id", room.dataset.targetId);
    form.dispatchEvent(new CustomEvent("preview", { bubbles: true }));
  }, PREVIEW_DELAY);
}

function pick(item, dragging = false) {
  if (item?.dataset.kind !== "account") return;
  if (moving) return void (statusLine().textContent = text("textBusy", moving));
  cancel();
  held = { account: item.dataset.targetId, name: nameOf(item), source: parentRoom(item).dataset.targetId, dragging };
  item.classList.add("left");
  if (dragging) return;
  document.body.classList.add("choosing");
  sayPicked();
  item.focus({ preventScroll: true }); // from here the arrows lead to the destination
}

function sayPicked() {
  say(text("textPicked", { account: held.name }));
  const back = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: text("textCancel", {}) });
  back.dataset.cancelPick = "";
  statusLine().append(back);
}

function over(room) {
  if (!held || room?.matches(".drop, .nodrop")) return;
  unmark();
  clearPreview();
  if (!room) return;
  if (room.dataset.targetId === held.source) return mark(room, "nodrop", text("textHere", {}));
  const names = { account: held.name, destination: nameOf(room) };
  mark(room, "drop", text(held.dragging ? "textDrop" : "textPlace", names));
  if (held.dragging) say(text("textOver", names));
  preview(held.account, room);
}

function release() {
  if (held) byTarget(held.account)?.classList.remove("left");
  held = null;
  unmark();
  clearPreview();
  document.body.classList.remove("choosing");
}

function cancel() {
  release();
  unsay();
}

function place(room) {
  if (!held || !room || room.dataset.targetId === held.source) return cancel();
  const { account, name, source } = held;
  const form = document.getElementById("place-form");
  fill(form, "account_id", account);
  fill(form, "source_parent_id", source);
  fill(form, "destination_parent_id", room.dataset.targetId);
  const view = document.getElementById("view");
  kept = { at: view.elements.at.value, said: before ?? [...statusLine().childNodes] };
  fill(view, "at", account);
  before = null;
  release();
  wait(account, name, room);
  kept.moving = statusLine().textContent;
  form.requestSubmit();
}

function wait(account, name, room) {
  moving = { account: name, destination: nameOf(room) };
  document.body.classList.add("moving");
  byTarget(account)?.classList.add("left");
  for (const node of [byTarget(account), room]) node?.setAttribute("aria-busy", "true");
  mark(room, "drop", text("textMoving", moving));
  statusLine().textContent = text("textMoving", moving);
}

/** The answer is there and has drawn everything anew; or it failed, and everything is as it was. */
function arrive() {
  moving = null;
  if (kept) restore();
  document.body.classList.remove("moving");
  for (const item of document.querySelectorAll("#tree [aria-busy]")) {
    item.removeAttribute("aria-busy");
    item.classList.remove("left");
  }
  unmark();
}

function restore() {
  fill(document.getElementById("view"), "at", kept.at);
  if (statusLine().textContent === kept.moving) statusLine().replaceChildren(...kept.said);
  kept = null;
}

function refuse(unit, destination) {
  const form = document.getElementById("refusal-form");
  if (!form) return;
  fill(form, "organizational_unit_id", unit.dataset.targetId);
  fill(form, "destination_parent_id", destination?.dataset.targetId ?? "");
  form.dispatchEvent(new CustomEvent("show", { bubbles: true }));
}

document.addEventListener("move:pick", event => pick(event.target, event.detail?.dragging));
document.addEventListener("move:over", event => over(roomOf(event.target)));
document.addEventListener("move:out", () => over(null));
document.addEventListener("move:place", event => held && place(roomOf(event.target)));
document.addEventListener("move:cancel", cancel);
document.addEventListener("htmx:afterSwap", event => event.detail.target.id === "live" && (kept = null));
document.addEventListener("htmx:afterRequest", event => moving && event.detail.elt.id === "place-form" && arrive());
/* Whoever looks for a destination may have the page drawn anew under the account in hand. */
document.addEventListener("htmx:afterSettle", event => {
  if (!held || !["live", "tree"].includes(event.detail.target.id)) return;
  byTarget(held.account)?.classList.add("left");
  if (held.dragging || event.detail.target.id === "tree") return;
  before = null;
  sayPicked();
});
document.addEventListener("move:refuse", event => refuse(event.target, event.detail.destination));

document.addEventListener("click", event => {
  if (event.target.closest("[data-pick]")) pick(document.querySelector("#tree [aria-selected=true]"));
  else if (event.target.closest("[data-cancel-pick]")) cancel();
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && held && !held.dragging && !document.querySelector("dialog[open]")) cancel();
});
document.addEventListener("pointerover", event => {
  if (held && !held.dragging && event.pointerType === "mouse") over(roomOf(event.target));
});
