/* A scenario in the address: #scenario= and JSON, or what DEFLATE and base64url make of it. It is written into the
   form, which is submitted; nothing else reads the fragment, and no server sees it before.

   Hooks: form[data-opens] with a field "scenario"; data-opens="again": submitted at once, since what is in it came
   from another site, without the reader's cookies; .dock [role=status] says, from its data-damaged, when it cannot be read. */

const MOST = 1_000_000; // characters; a small text can unfold into an enormous one

async function unfolded(packed) {
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), each => each.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read())
    if ((text += part.value).length > MOST) throw new RangeError("too large");
  return text;
}

async function open() {
  const form = document.querySelector("form[data-opens]");
  const given = location.hash.match(/^#scenario=(.+)$/s)?.[1];
  if (form.dataset.opens === "again") return void form.requestSubmit();
  if (!given) return;
  const status = document.querySelector(".dock [role=status]");
  try {
    const said = decodeURIComponent(given);
    form.elements.scenario.value = said.trimStart().startsWith("{") ? said : await unfolded(said);
  } catch {
    status.textContent = status.dataset.damaged;
    return;
  }
  form.requestSubmit();
}

addEventListener("hashchange", open);
open();
