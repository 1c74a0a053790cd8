/* Clocks that count on between two answers of the server, whose time they show. They say nothing to a screen reader
   of their own accord, and nothing happens when they come to a number.

   Hook: [data-clock="340"]   so many seconds had passed when the server drew it */

/** @type {WeakMap<Element, { drawn: string, at: number }>} */
const seen = new WeakMap();
const two = number => String(number).padStart(2, "0");

function tick() {
  const now = performance.now();
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const drawn = clock.dataset.clock;
    if (seen.get(clock)?.drawn !== drawn) seen.set(clock, { drawn, at: now });
    const seconds = Math.floor(Number(drawn) + (now - seen.get(clock).at) / 1000);
    const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60);
    clock.textContent = `${hours ? `${hours}:${two(minutes % 60)}` : two(minutes)}:${two(seconds % 60)}`;
  }
}
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
tick();
