// The cases, drawn: a gallery of ten curves, one of them large, ten names, and the code.

import { scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { element } from "../../explore/page/dom.js";
import { handle } from "../../explore/page/handle.js";
import { through } from "../../explore/page/lines.js";
import { panel } from "../../explore/page/panel.js";

const ENDS = { bounded: [-0.7, 3], growing: [0, 30] }; // of the axis of the losses, powers of ten
const THUMB = { wide: 96, tall: 54 };
const BEYOND = 1e33; // a curve ends where it grows higher
const NOT_YET = "not yet";

let made = 0; // names of radio groups must differ on a page

const grows = (losses) => !losses.every((loss) => loss <= 1e6);
const ends = ({ train }) => (grows(train) ? ENDS.growing : ENDS.bounded);
const height = (loss) => (loss < BEYOND ? Math.log10(Math.max(loss, 1e-3)) : 33); // nan, too

/** The points of a curve: those beyond all bounds are one, outside the picture. */
function points(losses) {
  const beyond = losses.findIndex((loss) => !(loss < BEYOND));
  const shown = beyond < 0 ? losses : losses.slice(0, beyond);
  const drawn = shown.map((loss, i) => [i + 1, height(loss)]);
  return beyond < 0 ? drawn : [...drawn, [beyond + 1, 33]];
}

/** Make a group of radio buttons that look like what they hold. */
function radios(label, options, face, choose) {
  const name = `bug-${made++}`;
  const inputs = options.map((option) =>
    element("input", {
      ...{ type: "radio", class: "unseen", name, value: option },
      onchange: () => choose(option),
    }),
  );
  const labels = options.map((option, i) =>
    element("label", {}, inputs[i], element("span", { class: "face" }, ...face(option, i))),
  );
  return {
    node: element("div", { role: "radiogroup", "aria-label": label }, ...labels),
    labels,
    show: (chosen) => {
      for (const input of inputs) input.checked = input.value === chosen;
    },
  };
}

/** Make the picture; `judge` and `heal` say what there is to say of a diagnosis, and of a line. */
export function bugPanels(stage, { cases, names, amount, judge, heal }) {
  const gallery = radios(
    "case",
    cases.map(({ number }) => number),
    (number, i) => [element("b", {}, number), thumbnail(cases[i].run)],
    (number) => stage.change({ case: number, diagnosis: NOT_YET, line: -1, reveal: false }),
  );
  gallery.node.className = "gallery";
  stage.panels.append(element("figure", { class: "cases" }, gallery.node));
  const found = new Set();
  stage.onRestart(() => found.clear());
  const curve = curvePanel(stage, amount);
  const diagnoses = radios(
    "your diagnosis",
    names,
    (name) => [name],
    (name) => stage.change({ diagnosis: name }),
  );
  diagnoses.node.className = "names";
  const judged = element("p", { class: "judged" });
  const title = element("figcaption", {}, "What is wrong?");
  stage.panels.append(element("figure", {}, title, diagnoses.node, judged));
  const code = listing(stage, heal);

  return (state, result) => {
    gallery.show(state.case);
    if (state.diagnosis === result.bug) found.add(state.case);
    gallery.labels.forEach((label, i) => {
      label.classList.toggle("found", found.has(cases[i].number));
    });
    diagnoses.show(state.diagnosis);
    const said = judge(result.bug, state.diagnosis);
    judged.textContent = said;
    judged.className = `judged ${state.diagnosis === result.bug ? "right" : "wrong"}`;
    curve(state, result);
    code(state, result);
  };
}

/** A small picture of all losses of a run. */
function thumbnail(run) {
  const [low, high] = ends(run);
  const path = line()
    .x(([epoch]) => (THUMB.wide * Math.log10(epoch)) / 3)
    .y(([, loss]) => THUMB.tall * (1 - (loss - low) / (high - low)));
  const paths = [
    ["model", run.train],
    ["validation", run.val],
    ["again", run.again],
  ].filter(([, losses]) => losses);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `-4 -3 ${THUMB.wide + 8} ${THUMB.tall + 6}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, losses] of paths) {
    const drawn = document.createElementNS(svg.namespaceURI, "path");
    drawn.setAttribute("class", kind);
    drawn.setAttribute("d", path(/** @type {any} */ (points(losses))));
    svg.append(drawn);
  }
  if (run.message) {
    const dot = document.createElementNS(svg.namespaceURI, "circle");
    for (const [name, value] of [
      ["r", 4],
      ["cy", THUMB.tall * (1 - (height(run.train[0]) - low) / (high - low))],
    ]) {
      dot.setAttribute(`${name}`, `${value}`);
    }
    svg.append(dot);
  }
  return svg;
}

/** Mark a few powers of ten: every one of few, every tenth of many. */
function powers(axis) {
  const high = axis.scale().domain()[1];
  axis
    .tickValues(high < 6 ? [0, 1, 2, 3] : [0, 10, 20, 30])
    .tickFormat((power) => (power > 3 ? `1e${power}` : `${10 ** power}`));
}

/** The losses of the case up to the epoch at which the ring is held, and those of the mended loop. */
function curvePanel(stage, amount) {
  const plot = panel(stage, {
    title: "The losses",
    x: {
      ...{ label: "epoch", domain: [0.9, 1100], scale: scaleLog },
      ticks: (axis) => axis.tickValues([1, 10, 100, 1000]).tickFormat(String),
    },
    y: {
      ...{ label: "loss (°C²)", domain: ENDS.bounded }, // of its logarithm
      ticks: powers,
    },
  });
  const curves = plot.layer("curves");
  const [train, val, again] = ["model", "validation", "again"].map((kind) =>
    curves.append("path").attr("class", kind),
  );
  const healed = plot.layer("healed");
  const note = plot.layer("note", false).append("text");
  const key = plot.layer("key", false);
  const place = handle(stage, plot, {
    label: "epoch",
    // Not beyond the picture, where nobody could take hold of it.
    at: (_, { train }) => [train.length, Math.min(height(train.at(-1)), plot.y.domain()[1])],
    to: ([epoch]) => ({ epochs: Math.round(epoch) }),
    step: [1, 0],
    turn: ([dx], { epochs }) => ({ epochs: epochs + dx }),
    value: (_, { train }) => `${train.length}, loss ${amount(train.at(-1))} °C²`,
  });

  return (state, result) => {
    const [low, high] = ends(result);
    plot.aim({ y: [low, high] });
    const path = through(plot);
    train.attr("d", path(points(result.train)));
    val.attr("d", result.val ? path(points(result.val)) : null);
    again.attr("d", result.again ? path(points(result.again)) : null);
    healed
      .selectAll("path")
      .data(result.healed ? Object.values(result.healed).filter(Boolean) : [])
      .join("path")
      .attr("pathLength", 1)
      .attr("d", (losses) => path(points(losses)));
    const above = result.train.some((loss) => !(loss <= 1e30));
    note
      .attr("x", plot.width - 6)
      .attr("y", 18)
      .text(result.message ? "stops with an error" : above ? "grows beyond 1e30" : "");
    drawKey(key, plot, result);
    place.show(state, result);
  };
}

function drawKey(key, plot, { val, again, healed }) {
  const words = [
    ["validation", val && "validation, dashed"],
    ["again", again && "second run, dotted"],
    ["healed", healed && "healed"],
  ].filter(([, text]) => text);
  key
    .selectAll("text")
    .data(val || again || healed ? [["model", "training"], ...words] : [])
    .join("text")
    .attr("class", ([kind]) => kind)
    .attr("x", 8)
    .attr("y", (_, i) => plot.height - 10 - 16 * (words.length - i))
    .text(([, text]) => text);
}

/** The code of the case, every line of which can be pressed; the one at fault is mended. */
function listing(stage, heal) {
  const lines = element("ol", { class: "code" });
  const said = element("p", { class: "judged" });
  const node = element("div", { class: "listing" }, lines, said);
  stage.readings.append(node);
  let shown = "";
  return (state, result) => {
    node.hidden = !state.reveal;
    const healed = Boolean(result.healed);
    said.textContent = heal(result, state);
    said.className = `judged ${healed ? "right" : ""}`;
    const key = `${result.bug} ${state.line} ${state.reveal}`;
    if (key === shown) return;
    shown = key;
    const held = lines.matches(":focus-within");
    lines.replaceChildren(...rows(stage, result, state.line));
    /** @type {HTMLElement} */
    const again = lines.querySelector(`[data-line="${state.line}"]`);
    if (held) again?.focus();
  };
}

function rows(stage, { code, fault, mend, healed }, pressed) {
  return code.flatMap((text, i) => {
    const bad = healed && fault.includes(i);
    const kind = bad ? "bad" : i === pressed ? "good" : "";
    const onclick = () => stage.change({ line: i });
    const row = element(
      "li",
      {},
      element("button", { type: "button", class: kind, "data-line": i, onclick }, text),
    );
    if (!bad || i !== fault.at(-1)) return [row];
    const indent = text.slice(0, text.length - text.trimStart().length);
    const better = mend.map((each) => element("li", {}, element("ins", {}, `${indent}${each}`)));
    return [row, ...better];
  });
}

export const css = `
  [hidden] { display: none !important; }
  @container (min-width: 640px) { .panels { grid-template-columns: 1.25fr 1fr; } }
  .cases { grid-column: 1 / -1; }
  .gallery { display: grid; gap: 6px; grid-template-columns: repeat(5, 1fr); }
  @container (min-width: 860px) { .gallery { grid-template-columns: repeat(10, 1fr); } }
  :host([data-fills]) .panels { grid-template-rows: auto minmax(0, 1fr); }
  :host([data-fills]) .gallery { gap: 3px; grid-template-columns: repeat(10, 1fr); }
  :host([data-fills]) .gallery b { font-size: 14px; }
  :host([data-fills]) .names { gap: 3px; margin: 2px 0; }
  :host([data-fills]) .names .face { padding: 0 8px 1px; }
  :host([data-fills]) .explorer:has(.code:not([hidden] *)) { display: grid; gap: 0 14px;
    grid-template: auto 1fr / 1fr auto; }
  :host([data-fills]) .panels:has(~ .readings .code:not([hidden] *)) { grid-template: 1fr / 1fr; }
  :host([data-fills]) .explorer:has(.code:not([hidden] *)) > :not(.panels, .readings) { grid-column: 1 / -1; }
  :host([data-fills]) .explorer:has(.code:not([hidden] *)) :is(.cases, .cases ~ figure:has(.names), .line) { display: none; }
  :host([data-fills]) .code { margin: 0; padding: 4px; }
  :host([data-fills]) .code :is(button, ins) { font-size: 14px; line-height: 1.15; min-height: 0; padding-block: 0; }
  :host([data-fills]) .listing { margin: 0; }
  .gallery label, .names label { position: relative; }
  .gallery .face { padding: 2px 6px 3px; }
  .gallery b { color: var(--ink); display: block; font-size: 12px; line-height: 16px; }
  .gallery .found b::after { color: var(--right); content: " ✓"; }
  .gallery path { stroke-width: 2.2; }
  .gallery circle { fill: var(--model); }
  path.again { fill: none; stroke: var(--data); stroke-dasharray: 2 5; stroke-linecap: round; stroke-width: 3; }
  .curves .validation { stroke-dasharray: 8 5; }
  .healed path { fill: none; stroke: var(--gradient); stroke-dasharray: 1; stroke-width: 4; }
  @media (prefers-reduced-motion: no-preference) {
    .healed path { animation: grow 1.2s ease-in-out; }
    @keyframes grow { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
  }
  .note text { fill: var(--muted); text-anchor: end; }
  .key text { font-weight: 600; }
  .key .model { fill: var(--model-text); }
  .key .healed { fill: var(--right); }
  .names { display: flex; flex-wrap: wrap; gap: 6px; margin: 10px 0; }
  .names .face { border-radius: 999px; color: var(--ink); padding: 4px 12px; }
  .judged { font-weight: 600; }
  .judged.right { color: var(--right); }
  .judged.wrong { color: var(--model-text); }
  .listing { margin-top: 10px; }
  .code { background: var(--raised); border-radius: 10px; list-style: none; margin: 0 0 8px; overflow-x: auto; padding: 8px; }
  .code li { display: flex; }
  .code :is(button, ins) { background: none; border: 1px solid transparent; border-radius: 5px; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; min-height: 24px; padding: 1px 8px; text-align: left; white-space: pre; }
  .code ins { color: var(--right); font-weight: 650; text-decoration: none; }
  .code .bad { color: var(--model-text); text-decoration: line-through; }
  .code .good { border-color: var(--edge); }
`;
