/* The page follows what others change. The server tells numbers of revisions only; whoever shows an older one asks anew.
   One stream a page. Closed while nobody looks, opened again when somebody does; after a loss tried ever more rarely.

   Hooks: [data-live="address"]      the stream to listen to
          [data-live-topic="class"]  shows that topic at its data-revision, and hears "live" when there is a higher one:
                                     hx-trigger="live", or "live from:#live"; it bubbles. Held while an operation is on
                                     its way, which brings the number itself; in the middle of a drag, a dialog or a
                                     word; and for a moment after the last, for a whole class may be at work
          [data-live-number="voted"] is that topic's number, as a text
          [data-live-pause="2000"]   what takes the server long to show asks at most so often, in milliseconds
          body.lost                  the stream has been away for a while: CSS shows .lost-sign */

const NAP = 10_000;
const GRACE = 2_500;
const SLOWEST = 30_000;
const PAUSE = 400;
const WORD = 10_000;
/** The highest number heard of each topic. */
const heard = new Map();
/** What an element has been asked to show, so that it is asked once. */
let asked = new WeakMap();
/** Until when an element does not ask again. */
const rests = new WeakMap();
let source;
let losses = 0, wasOpen = false, posts = 0, calm = 0, typed = -Infinity;
let nap, again, sign, later;

function busy() {
  const now = performance.now(), field = document.activeElement;
  const typing = now < typed + WORD && "defaultValue" in field && field.value !== field.defaultValue;
  return posts || now < calm || typing || document.querySelector("body:is(.dragging, .choosing), dialog[open]");
}

function follow() {
  clearTimeout(later);
  for (const element of document.querySelectorAll("[data-live-topic]")) {
    const number = heard.get(element.dataset.liveTopic) ?? 0;
    if (number <= Math.max(element.dataset.revision, asked.get(element) ?? 0)) continue;
    if (busy()) return void (later = setTimeout(follow, PAUSE));
    const now = performance.now();
    if (now < rests.get(element)) {
      later = setTimeout(follow, PAUSE);
      continue;
    }
    asked.set(element, number);
    rests.set(element, now + Number(element.dataset.livePause ?? 0));
    element.dispatchEvent(new CustomEvent("live", { bubbles: true }));
    setTimeout(() => calm = performance.now() + PAUSE);
  }
}
/** What was asked for before a number was told may come after it. */
function count() {
  for (const text of document.querySelectorAll("[data-live-number]")) text.textContent = heard.get(text.dataset.liveNumber) ?? text.textContent;
}
document.addEventListener("htmx:afterSettle", count);
document.addEventListener("input", () => typed = performance.now());

function open() {
  clearTimeout(again);
  const address = document.querySelector("[data-live]")?.dataset.live;
  if (!address || source) return;
  source = new EventSource(address);
  source.onopen = () => {
    losses = 0;
    wasOpen = true;
    asked = new WeakMap();
    sign = clearTimeout(sign);
    document.body.classList.remove("lost");
  };
  source.onmessage = event => {
    const [topic, number] = event.data.split(" ");
    heard.set(topic, Number(number));
    count();
    follow();
  };
  source.onerror = () => {
    close();
    if (wasOpen) sign ??= setTimeout(() => document.body.classList.add("lost"), GRACE);
    // Not all at the same moment, when a server comes back to a whole class.
    again = setTimeout(open, Math.min(SLOWEST, 500 * 2 ** losses++) * (0.5 + Math.random()));
  };
}

function close() {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(nap);
  if (document.hidden) nap = setTimeout(close, NAP);
  else open();
});
// A network that went away may have taken the stream along without a word.
addEventListener("online", () => { close(); open(); });
addEventListener("pagehide", close);
addEventListener("pageshow", event => event.persisted && open());

document.addEventListener("htmx:beforeSend", event => {
  if (event.detail.requestConfig.verb !== "post") return;
  posts += 1;
  event.detail.xhr.addEventListener("loadend", () => posts -= 1);
});
open();
