/* The policy editor: CodeMirror over a <textarea data-policy-editor>, which keeps the value and goes with the form.
   Needs vendor/codemirror-orgsim-…/codemirror-orgsim.min.js before it (global CodeMirror). Without either, the textarea works.

   Hooks:
     textarea[data-policy-editor]   every edit is written to it, followed by "input": htmx posts it for the check
     #findings [data-line][data-column][data-length][data-severity=error|warning|info]
                                    rows as the check drew them; underlined here. Line and column count from 1
     a click on a link or button in such a row jumps to its place; [data-replace="support"] puts that word there
     [data-format]                  indents the document; changes nothing but white space
     nonce for CodeMirror's style sheet: <meta name="csp-nonce" content="…">, or that of a script or sheet on the page
     [data-unsaved]                 stands in the form when the server drew what is not saved yet
   The form beside the JSON takes the textarea away and brings it back. Escape, then Tab, leaves the editor. Leaving the page with unsaved text asks first. */

const CM = window.CodeMirror;
/** @type {CodeMirror.EditorView | null} */
let view = null;

const nonce = () =>
  document.querySelector("meta[name=csp-nonce]")?.content ?? document.querySelector("script[nonce], link[nonce], style[nonce]")?.nonce ?? "";

/* Colours are the page's tokens, so the theme follows by itself. Hues are kept for verdicts: findings are ink and shape. */
const theme = () => CM.EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "var(--t-sm)" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontWeight: "500", lineHeight: "21px", minBlockSize: "24em" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { paddingInline: "12px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "0", borderInlineEnd: "1px solid var(--line)", fontSize: "var(--t-xs)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklab, var(--gutter) 60%, transparent)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft) !important", outline: "1px solid var(--accent)" },
  ".cm-lintRange": { backgroundImage: "none !important", textDecoration: "underline wavy var(--ink-2) 1.5px", textUnderlineOffset: "4px" },
  ".cm-lint-marker": { content: "normal !important", inlineSize: "1.2em", blockSize: "auto", color: "var(--ink)", fontWeight: "700", textAlign: "center" },
  ".cm-lint-marker-error::before": { content: "'■'" },
  ".cm-lint-marker-warning::before": { content: "'▲'" },
  ".cm-lint-marker-info::before": { content: "'i'" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--r1)", boxShadow: "var(--lift-2)", font: "400 var(--t-xs)/1.45 var(--sans)" },
  ".cm-diagnostic": { borderInlineStart: "3px solid var(--ink-2) !important", padding: "6px 10px", maxInlineSize: "44ch" },
});

const colours = () => CM.HighlightStyle.define([
  { tag: CM.tags.propertyName, color: "var(--accent)" },
  { tag: [CM.tags.separator, CM.tags.punctuation, CM.tags.bracket], color: "var(--ink-3)" },
]);

function extensions(textarea) {
  const label = textarea.labels[0]?.textContent.trim() ?? "Policy document";
  return [
    CM.EditorView.cspNonce.of(nonce()),
    CM.lineNumbers(), CM.highlightActiveLineGutter(), CM.highlightActiveLine(), CM.lintGutter(), CM.history(), CM.drawSelection(),
    CM.indentOnInput(), CM.bracketMatching(), CM.json(), CM.EditorView.lineWrapping,
    CM.syntaxHighlighting(colours()), theme(),
    CM.keymap.of([...CM.defaultKeymap, ...CM.historyKeymap, ...CM.lintKeymap, CM.indentWithTab]),
    CM.EditorState.readOnly.of(textarea.readOnly),
    CM.EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": textarea.getAttribute("aria-describedby") ?? "", spellcheck: "false", tabindex: "0" }),
    CM.EditorView.updateListener.of(update => {
      if (!update.docChanged) return;
      textarea.value = update.state.doc.toString();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  ];
}

function enhance(textarea) {
  if (!view?.dom.isConnected) view = null;
  if (!textarea || textarea.hidden) return;
  view = new CM.EditorView({ doc: textarea.value, extensions: extensions(textarea) });
  textarea.hidden = true;
  textarea.required = false; // the browser cannot point at what is hidden; the server says it
  textarea.after(view.dom);
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  showFindings();
}

/* ——— findings ——— */
const rows = () => document.querySelectorAll("#findings [data-line]");

/** Where a row points: in the text as it is now, also after edits that the check has not seen. */
function placeOf(row) {
  let place = null;
  CM.forEachDiagnostic(view.state, (finding, from, to) => { if (finding.row === row) place = { from, to }; });
  return place;
}

/** The document of the check may be longer or shorter than this one: what points beyond the end points at the end. */
function diagnosticOf(row) {
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(Number(row.dataset.line), 1), doc.lines));
  const from = Math.min(line.from + Math.max(Number(row.dataset.column || 1), 1) - 1, line.to);
  const to = Math.min(from + Number(row.dataset.length || 0), doc.length);
  const message = (row.querySelector("[data-message]") ?? row).textContent.replace(/\s+/g, " ").trim();
  return { from, to: to > from ? to : line.to, severity: row.dataset.severity ?? "info", message, row };
}

function showFindings() {
  if (view) view.dispatch(CM.setDiagnostics(view.state, [...rows()].map(diagnosticOf)));
}

function jump(row) {
  const place = placeOf(row) ?? diagnosticOf(row);
  view.dispatch({ selection: { anchor: place.from, head: place.to }, effects: CM.EditorView.scrollIntoView(place.from, { y: "center" }) });
  view.focus();
}

function replace(row, word) {
  const place = placeOf(row);
  if (!place) return;
  view.dispatch({ changes: { ...place, insert: word }, selection: { anchor: place.from + word.length } });
  view.focus();
}

/* ——— format ——— */
const WIDTH = 80;

/** Indents the tokens as they stand. Parsing and printing instead would drop a key that is there twice. */
function format(text) {
  JSON.parse(text); // throws on what is no JSON
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g);
  let at = 0;

  const value = indent => {
    const open = tokens[at++];
    if (open !== "{" && open !== "[") return open;
    const items = [];
    while (tokens[at] !== "}" && tokens[at] !== "]") {
      const item = value(`${indent}  `);
      if (tokens[at] === ":") { at += 1; items.push(`${item}: ${value(`${indent}  `)}`); } else items.push(item);
      if (tokens[at] === ",") at += 1;
    }
    const close = tokens[at++];
    const line = `${open}${items.join(", ")}${close}`;
    if (!items.length || (open === "[" && !/[\n{]/.test(line) && indent.length + line.length <= WIDTH)) return line;
    return `${open}\n${items.map(item => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
  };
  return `${value("")}\n`;
}

function reformat() {
  const old = view.state.doc.toString();
  let insert;
  try { insert = format(old); } catch { return view.focus(); } // the findings say where it is broken
  if (insert !== old) view.dispatch({ changes: { from: 0, to: old.length, insert } });
  view.focus();
}

document.addEventListener("click", event => {
  if (!view) return;
  if (event.target.closest("[data-format]")) return reformat();
  const control = event.target.closest("#findings [data-line] :is(a, button)");
  if (!control) return;
  event.preventDefault();
  const row = control.closest("[data-line]");
  if (control.dataset.replace) replace(row, control.dataset.replace);
  else jump(row);
});

/* ——— unsaved text ——— */
let saving = false;

const edited = field => field.matches("textarea, input:not([type=hidden], [type=radio])") && field.value !== field.defaultValue;
const unsaved = form => form.querySelector("[data-unsaved]") || [...form.elements].some(edited);

document.addEventListener("submit", event => { saving ||= event.target.id === "policy-form"; });
document.addEventListener("htmx:afterRequest", event => { saving &&= event.detail.elt.id !== "policy-form" || event.detail.successful; });
window.addEventListener("beforeunload", event => {
  const form = document.getElementById("policy-form");
  if (form && !saving && unsaved(form)) event.preventDefault();
});

if (CM) {
  const look = () => enhance(document.querySelector("textarea[data-policy-editor]"));
  look();
  document.addEventListener("htmx:afterSettle", () => { look(); showFindings(); });
}
