// Explorers on a slide: what the last row has to read is as large as code, and the panels take what
// height the slide has left.

const SIZE = 14; // of its text, in pixels before the explorer is enlarged
const CODE = 1.72; // of code on slides, in hundredths of a slide's width, as in slides.css
const EXPLORER = ".jp-deck-mod-onscreen .jp-OutputArea-output > div:has(> img + p + script)";
const STAGE = new CSSStyleSheet();
STAGE.replaceSync(`
  .explorer { --small: ${SIZE}px; display: flex; flex-direction: column; font-size: ${SIZE}px;
    height: var(--tall); line-height: 1.28; margin: 0; max-width: none; padding: 5px 12px;
    position: relative; }
  .explorer:not(:has(.panels)) { font-size: 17.9px; height: auto; }
  .title:has(~ .panels) { display: none; }
  .hint { margin: 0; position: absolute; right: 12px; top: 7px; }
  .hint p { display: none; }
  .said { margin: 2px 0; padding-block: 0; padding-right: 6.5em; }
  button.quiet { padding-block: 0; }
  code, .option em { font-size: 1em; }
  .panels { flex: 1; gap: 2px 16px; grid-auto-rows: minmax(0, 1fr); min-height: 0; }
  figure { display: flex; flex-direction: column; min-height: 0; }
  .frame { flex: 1 0 90px; }
  .frame > svg { position: absolute; }
  .gauges { gap: 6px; margin: 3px 0 0; }
  .face { padding: 1px 10px 2px; }
  .gauges .face { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 8px; }
  .number { font-size: 1.3em; }
  .controls { gap: 0 20px; margin-top: 3px; }
  :is(.slider, .choice, .menu, .toggle, .text) { min-height: 26px; }
  .line { font-size: 1em; margin-top: 2px; }
`);

/** Let the explorer on the slide, if there is one, fill it. */
export function fill() {
  document.querySelectorAll(EXPLORER).forEach(enlarge);
}

// JupyterLab gives a slide its new height some frames after the window has it.
const watched = new WeakSet();
const resized = new ResizeObserver(() => requestAnimationFrame(fill));

// When the slides end, it is what it is on any page.
new MutationObserver(() => {
  if (document.body.dataset.jpDeckMode === "presenting") return;
  for (const host of document.querySelectorAll("[data-fills]")) {
    host.removeAttribute("data-fills");
    host.shadowRoot.adoptedStyleSheets = [];
  }
}).observe(document.body, { attributeFilter: ["data-jp-deck-mode"] });

function enlarge(host) {
  if (!host.shadowRoot) return;
  host.shadowRoot.adoptedStyleSheets = [STAGE];
  host.setAttribute("data-fills", ""); // which its panels heed, and rules of its own
  const cell = host.closest(".jp-Cell");
  const slide = host.closest(".jp-WindowedPanel-outer");
  if (!watched.has(slide)) resized.observe(slide);
  watched.add(slide);
  const room = slide.clientHeight;
  const unit = Math.min(innerWidth, (innerHeight * 16) / 9) / 100;
  for (let zoom = (CODE * unit) / SIZE; zoom >= 1; zoom -= 0.05) {
    host.style.setProperty("--zoom", zoom.toFixed(4)); // slides.css heeds it
    const around = cell.offsetHeight - host.getBoundingClientRect().height;
    host.style.setProperty("--tall", `${Math.floor((room - around) / zoom)}px`);
    if (cell.offsetHeight <= room) return;
  }
}
