/* The small organization of the first page: dropping the account on a unit chooses the unit's radio button, which asks the
   server. Whoever cannot drag, or has a finger, uses the buttons. Listeners are on the document: the page swaps its parts. */

const unit = event => event.target.closest?.("#miniature [data-place]") ?? null;
const mark = room => {
  for (const each of document.querySelectorAll("#miniature .drop")) if (each !== room) each.classList.remove("drop");
  room?.classList.add("drop");
};
let isDragged = false;

document.addEventListener("dragstart", event => {
  isDragged = event.target.id === "mini-mover";
  if (isDragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", event => {
  if (!isDragged) return;
  mark(unit(event));
  if (unit(event)) event.preventDefault();
});
document.addEventListener("drop", event => {
  const room = isDragged && unit(event);
  if (!room) return;
  event.preventDefault();
  const button = document.getElementById(`place-${room.dataset.place}`);
  button.focus();
  button.click();
});
document.addEventListener("dragend", () => {
  isDragged = false;
  mark(null);
});
