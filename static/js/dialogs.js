/* Dialogs and menus. They work with the browser's own <dialog> and <details>; this file opens and closes them.

   Hooks:
     [data-dialog="move-dialog"]     opens that dialog
     #dialog-slot > dialog           comes by htmx and is opened at once; closed, it is thrown away
     [data-close]                    closes the dialog it is in; so does Escape
     event "closeDialog"             (the HX-Trigger header) closes all
     [data-filters="destinations"]   a field that hides the labels of that list which do not contain its text
     #look                           the menu that finds things: opened by "/", wherever one does not type; Enter takes the first
     #found [data-found]             what was found, and for which words
     details.menu, .given details.c  one open at a time; closed by Escape, by a click elsewhere, by choosing
     event "menu:open" on details.menu, detail {x, y}: opens it at that place of the window
   A dialog opens on its first field (the chosen one of several), else on the first button of its body.
   Closed, it forgets what was filled in; focus returns to what opened it (swaps.js). */

const FIELDS = ["[autofocus]", ".body input:checked:enabled", ".body :is(input:not([type=hidden]), select, textarea):enabled", ".body button:enabled"];

function show(dialog) {
  if (!dialog || dialog.matches(":modal")) return;
  dialog.close(); // one that the server drew open is not modal yet
  dialog.showModal();
  const first = FIELDS.map(selector => dialog.querySelector(selector)).find(Boolean);
  first?.focus();
}

function forget(dialog) {
  for (const form of dialog.querySelectorAll("form")) form.reset();
  for (const field of dialog.querySelectorAll("[type=search]")) field.dispatchEvent(new Event("input", { bubbles: true }));
  dialog.querySelector("[aria-live]")?.replaceChildren();
}

const closeAll = () => document.querySelectorAll("dialog[open]").forEach(dialog => dialog.close());

document.addEventListener("close", event => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (dialog.parentElement?.id === "dialog-slot") dialog.remove();
  else forget(dialog);
}, { capture: true });

document.addEventListener("closeDialog", closeAll);
document.addEventListener("htmx:afterSwap", event => {
  const { target, xhr } = event.detail;
  if (target.id === "dialog-slot") show(document.querySelector("#dialog-slot > dialog"));
  else if (target.id === "live" && xhr.status >= 400) closeAll(); // the page behind it says why
});

document.addEventListener("click", event => {
  const by = selector => event.target.closest(selector);
  if (by("[data-dialog]")) show(document.getElementById(by("[data-dialog]").dataset.dialog));
  if (by("[data-close]")) by("dialog")?.close();
  for (const menu of document.querySelectorAll(":is(details.menu, .given details)[open]"))
    if (!menu.contains(event.target) || by(".menu .pop :is(a, button)")) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
});

document.addEventListener("input", event => {
  const list = document.getElementById(event.target.dataset?.filters ?? "");
  const wanted = event.target.value?.trim().toLowerCase();
  for (const label of list?.querySelectorAll("label") ?? []) label.hidden = !label.textContent.toLowerCase().includes(wanted);
});

/* ——— finding ——— */
const look = () => document.getElementById("look");
const startLooking = () => look().querySelector("input").focus();
const takeFirst = () => document.querySelector("#found a")?.click();

document.addEventListener("keydown", event => {
  if (event.key === "/" && look()?.checkVisibility({ visibilityProperty: true }) && !event.ctrlKey && !event.target.closest("input, select, textarea, [contenteditable], dialog")) {
    look().open = true;
    startLooking();
  }
  else if (event.key === "Enter" && event.target.matches("#look input")) {
    // The answer to the last letters may still be on its way.
    if (document.querySelector("#found [data-found]")?.dataset.found === event.target.value) takeFirst();
    else document.getElementById("found").addEventListener("htmx:afterSettle", takeFirst, { once: true });
  } else return;
  event.preventDefault();
});
document.addEventListener("toggle", event => event.target === look() && look().open && startLooking(), { capture: true });

/* ——— menus ——— */
document.addEventListener("menu:open", event => {
  const menu = event.target;
  const card = menu.querySelector(".pop");
  menu.open = true;
  card.classList.add("at-pointer");
  const { x, y } = event.detail;
  card.style.left = `${Math.max(8, Math.min(x, innerWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${Math.max(8, Math.min(y, innerHeight - card.offsetHeight - 8))}px`;
  card.querySelector("a, button:not([disabled])")?.focus();
});

document.addEventListener("toggle", event => {
  if (event.target.matches("details.menu:not([open])")) event.target.querySelector(".pop").classList.remove("at-pointer");
}, { capture: true });

document.addEventListener("keydown", event => {
  const menu = event.target.closest?.("details.menu, .given details");
  if (!menu?.open) return;
  const items = [...menu.querySelectorAll(".pop :is(a, button:not([disabled]))")];
  const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    menu.open = false;
    (menu.querySelector(".at-pointer") ? document.querySelector("#tree [tabindex='0']") : menu.querySelector("summary"))?.focus();
  } else if (to && menu.matches(".menu") && items.length) {
    const now = items.indexOf(document.activeElement);
    items[(now + to + items.length) % items.length].focus();
  } else return;
  event.preventDefault();
});
