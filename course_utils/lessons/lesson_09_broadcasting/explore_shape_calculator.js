// Lesson 09: what targets of a wrong shape do to a line, and how any shapes are stretched.

import { choice, slider, steps, text } from "../../explore/page/knobs.js";
import { fixed } from "../../explore/page/numerals.js";
import { gridPanel, shapeTable } from "./grids.js";
import { align, bytes, LEFT_OUT } from "./shapes.js";
import { COLUMN, FLAT, STARTS, train } from "./trap.js";
import { trapPanels } from "./trap_panels.js";

const TRAINING = "training";
const index = (name, value) =>
  slider({ name, label: name, low: 0, high: 10, step: 1, value, hidden: true });
const KNOBS = [
  choice({ name: "show", label: "show", options: [TRAINING, "shapes"] }),
  choice({ name: "target", label: "shape of y", options: [COLUMN, FLAT] }),
  choice({ name: "start", label: "start", options: Object.keys(STARTS) }),
  steps({ name: "steps", label: "step", high: 1000, value: 0, rate: 40 }),
  text({ name: "a", label: "shape of a", value: "3, 1" }),
  text({ name: "b", label: "shape of b", value: "1, 3" }),
  text({ name: "c", label: "shape of c (- for none)", value: LEFT_OUT }),
  index("i", 9), // of the cell that is pointed at: a warm target meets a cold prediction
  index("j", 2),
];

const numbers = (state) => ({ aligned: align(state), trained: train(state) });

const sentence = (state, { aligned, trained }) =>
  state.show === TRAINING ? ofTraining(state, trained) : ofShapes(aligned);

function ofTraining({ target, steps }, { w, b, loss, lowest, difference }) {
  const floor = target === COLUMN ? "the variance of y" : "the lowest loss of any line";
  return (
    `y_hat - y has ${difference.flat().length} numbers. ` +
    `After ${steps} step${steps === 1 ? "" : "s"}: w = ${fixed(w, 4)}, b = ${fixed(b, 2)} °C, ` +
    `loss ${loss.toFixed(4)} °C²; ${floor} is ${lowest.toFixed(4)}.`
  );
}

/** Things as words: one, two and three. */
function listed(things) {
  const last = things.at(-1);
  return things.length > 1 ? `${things.slice(0, -1).join(", ")} and ${last}` : `${last}`;
}

const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

function ofShapes({
  trouble,
  names,
  shapes,
  columns,
  failing,
  message,
  result,
  stretched,
  ...size
}) {
  if (trouble) return trouble;
  const code = shapes.map((shape) => `torch.zeros(${shape.join(", ") || "()"})`).join(" + ");
  if (failing.length) {
    const clashes = failing.map((axis) => {
      const sizes = columns.at(axis).filter((size) => size !== null);
      return `axis ${axis} (${listed(sizes)})`;
    });
    return `${code} does not fit along ${listed(clashes)}. torch says: ${message}.`;
  }
  const along = stretched
    .map(
      (axes, i) =>
        axes.length && `${names[i]} along ax${axes.length === 1 ? "is" : "es"} ${listed(axes)}`,
    )
    .filter(Boolean);
  return (
    `${code} has shape ${tuple(result)}; ` +
    `${along.length ? `stretched: ${along.join(", ")}` : "nothing is stretched"}. ` +
    `As float32 the inputs take ${listed(size.inputs_bytes.map(bytes))}, ` +
    `the result takes ${bytes(size.result_bytes)}.`
  );
}

function picture(stage) {
  const training = trapPanels(stage);
  const grids = gridPanel(stage);
  const table = shapeTable(stage);
  return (state, { aligned, trained }) => {
    const shown = state.show === TRAINING;
    for (const node of training.nodes) node.hidden = !shown;
    for (const node of [...grids.nodes, ...table.nodes]) node.hidden = shown;
    stage.panels.parentElement.dataset.show = state.show;
    if (shown) training.show(state, trained);
    else {
      grids.show(state, aligned);
      table.show(aligned);
    }
  };
}

const css = `
  [hidden] { display: none !important; }
  @container (min-width: 640px) and (max-width: 859px) {
    .panels { grid-template-columns: 1fr 1fr; }
    figure:nth-child(n + 3) { grid-column: 1 / -1; }
  }
  :host([data-fills]) .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  :host([data-fills]) figure:nth-child(n + 3) { grid-column: auto; }
  :host([data-fills]) [data-show="shapes"] figure { grid-column: 1 / -1; }
  [data-show="training"] .text, [data-show="shapes"] :is(.steps, [aria-label="shape of y"], [aria-label="start"]) {
    display: none;
  }
  .cells rect, .sheets rect { stroke: var(--surface); stroke-width: 1.5; }
  .cells rect { cursor: pointer; }
  .pair line { stroke: var(--model); stroke-width: 2.4; stroke-dasharray: 2 4; }
  .pair line + line { stroke: var(--data); stroke-width: 1.4; stroke-dasharray: 5 4; }
  .pair circle { fill: none; stroke: var(--model); stroke-width: 2.5; }
  .points circle { fill: var(--data); stroke: var(--surface); stroke-width: 1.5; }
  .limits line { stroke: var(--muted); stroke-dasharray: 5 4; }
  .limits text { fill: var(--muted); text-anchor: end; }
  .depth rect { fill: var(--raised); stroke: var(--muted); }
  .depth .first { fill: var(--surface); stroke: none; }
  .sheets rect { fill: var(--edge); }
  .sheets .a { fill: var(--truth); }
  .sheets .b { fill: var(--validation); }
  .sheets .c { fill: var(--gradient); }
  .sheets .sum { cursor: pointer; fill: var(--raised); stroke: var(--muted); }
  .sheets .ghost { fill-opacity: 0.22; }
  .sheets .lit { stroke: var(--data); stroke-width: 3; }
  .inks text { pointer-events: none; text-anchor: middle; dominant-baseline: central; font-weight: 600; }
  .inks .ghost { fill-opacity: 0.55; font-weight: 400; }
  .inks .b:not(.ghost) { fill: #1b1a18; }
  .inks :is(.a, .c):not(.ghost) { fill: var(--surface); }
  .heads text { font-size: 15px; font-weight: 650; text-anchor: middle; }
  .heads .no { fill: var(--model-text); font-size: 34px; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 6px auto; }
  td, th { padding: 3px 12px; text-align: center; white-space: nowrap; }
  td.corner { border: 0; min-width: 0; }
  th { color: var(--muted); font-weight: 600; }
  td { border: 1px solid var(--edge); min-width: 48px; }
  td.none { border-style: dashed; color: var(--muted); }
  td.stretched { background: var(--raised); font-weight: 600; }
  td.no { border: 2px solid var(--model); color: var(--model-text); font-weight: 650; }
  tr:last-child td { border-top: 2px solid var(--ink); }
  td:last-child { border: 0; color: var(--muted); }
  .scroll { overflow-x: auto; }
`;

export default {
  hint: "Play, or pull the step along its curve. Point at a cell: which two meet there?",
  knobs: KNOBS,
  numbers,
  sentence,
  picture,
  css,
  views: [{ show: TRAINING }, { show: "shapes" }],
  still: [{ steps: 50 }],
};
