// Lesson 00: take hold of the line of a perceptron, or let it train, and count what is right.

import { max, range } from "d3-array";
import { interpolateMagma } from "d3-scale-chromatic";
import { element } from "../../explore/page/dom.js";
import { gauges } from "../../explore/page/gauges.js";
import { handle } from "../../explore/page/handle.js";
import { choice, list, slider, steps } from "../../explore/page/knobs.js";
import { through } from "../../explore/page/lines.js";
import { panel } from "../../explore/page/panel.js";
import { press } from "../../explore/page/press.js";
import {
  ARROW,
  corrected,
  fires,
  GATES,
  NOTHING,
  named,
  numbers,
  POINTS,
  sentence,
  short,
} from "./perceptron.js";

const PASSES = 12; // that can be trained, each of four steps
const FAR = 99; // beyond any picture
const EVERYWHERE = [
  [-FAR, -FAR],
  [FAR, -FAR],
  [FAR, FAR],
  [-FAR, FAR],
];

const weight = { low: -3, high: 3, step: 0.1, grain: 0.01, decimals: 2 };
const GATE = choice({ name: "gate", label: "gate", options: Object.keys(GATES), hidden: true });
const W1 = slider({ ...weight, name: "w1", label: "w1 at first", value: 1 });
const W2 = slider({ ...weight, name: "w2", label: "w2 at first", value: 1 });
const B = slider({ ...weight, name: "b", label: "b at first", value: 0 });
const STEPS = steps({ name: "steps", label: "steps", high: 4 * PASSES, value: 0, rate: 4 });
const AT = list({
  ...{ name: "at", label: "where the line is held", low: -2, high: 3 },
  ...{ step: 0.01, grain: 0.001, value: [-0.25, 0.25], decimals: 2 },
});

function picture(stage) {
  const drawPlane = planePanel(stage);
  const drawMap = mapPanel(stage);
  const drawGauges = gauges(
    stage,
    GATE.options.map((label) => ({
      label,
      unit: "of 4",
      read: ({ right }) => `${right[label]}`,
      won: ({ right }) => right[label] === POINTS.length,
    })),
    GATE,
  );
  const drawSheet = sheet(stage);
  return (state, result) => {
    drawPlane(state, result);
    drawMap(state, result);
    drawGauges(state, result);
    drawSheet(state, result);
  };
}

/** What the hand does begins anew: from these weights, untrained. @param {number[]} weights */
const from = ([w1, w2, b]) => ({ w1, w2, b, steps: 0 });

/** The four points, the line between what fires and what is silent, and the arrow across it. */
function planePanel(stage) {
  const plot = panel(stage, {
    title: "The line",
    x: { label: "x1", domain: [-0.9, 1.9], ticks: whole },
    y: { label: "x2", domain: [-0.5, 1.5], ticks: whole },
  });
  const firing = plot.layer("firing").append("path");
  const levels = plot.layer("levels");
  const model = plot.layer("lines").append("path").attr("class", "model");
  const held = plot.layer("lines").append("path").attr("class", "grasp");
  const arrow = plot.layer("arrow").append("path");
  const points = plot.layer("points").selectAll("g").data(POINTS).join("g");
  points.append("circle").attr("class", "halo").attr("r", 19);
  points.append("circle").attr("class", "point").attr("r", 11);
  const verdicts = points
    .append("text")
    .attr("class", "verdict")
    .attr("text-anchor", "middle")
    .attr("y", 34);
  press(
    points,
    (point) => `correct at ${named(point)}`,
    (_, i) => {
      const { gate } = stage.state();
      stage.change(from(corrected(stage.compute(stage.state()).weights, gate, i)), true);
    },
  );

  const foot = handle(stage, plot, {
    label: "the line",
    at: (_, result) => result.foot,
    to: (at, state) => {
      const [w1, w2, b] = numbers(state).weights;
      const free = Math.hypot(w1, w2) < NOTHING;
      return { ...from([w1, w2, free ? b : -(w1 * at[0] + w2 * at[1])]), at };
    },
    step: [0.05, 0.05],
    value: (_, { weights }) => `b ${short(weights[2])}`,
    also: held,
  });
  const tip = handle(stage, plot, {
    label: "tip of the arrow",
    at: (_, result) => result.tip,
    to: (to, state) => {
      const at = numbers(state).foot;
      const [w1, w2] = to.map((x, k) => inRange((x - at[k]) / ARROW));
      return { ...from([w1, w2, -(w1 * at[0] + w2 * at[1])]), at };
    },
    step: [0.1 * ARROW, 0.1 * ARROW],
    value: (_, { weights }) => `w1 ${short(weights[0])}, w2 ${short(weights[1])}`,
  });

  return (state, result) => {
    const half = plot.height ? plot.width / plot.height : 1;
    plot.aim({ x: [0.5 - half, 0.5 + half] }); // an arrow across a line should look so
    const path = through(plot);
    const beside = parallels(result);
    const line = beside?.(0) ?? [];
    const all = result.weights[2] > NOTHING ? EVERYWHERE : [];
    firing.attr("d", path(beside ? [...line, ...beside(FAR).reverse()] : all));
    model.attr("d", path(line));
    held.attr("d", path(line));
    levels
      .selectAll("path")
      .data(beside ? range(1, 16) : [])
      .join("path")
      .attr("d", (sum) => path(beside(sum)));
    arrow.attr("d", path(beside ? [result.foot, result.tip] : []));
    points
      .attr("transform", ([x1, x2]) => `translate(${plot.x(x1)},${plot.y(x2)})`)
      .classed("on", (_, i) => GATES[state.gate][i] === 1)
      .classed("fires", (_, i) => result.outputs[i] === 1)
      .classed("wrong", (_, i) => result.wrong[i])
      .classed("now", (_, i) => state.steps > 0 && i === (state.steps - 1) % POINTS.length);
    verdicts.text((_, i) => `${result.wrong[i] ? "✗" : "✓"} sum ${short(result.sums[i])}`);
    for (const one of [foot, tip]) one.show(state, result);
  };
}

const whole = (axis) => axis.tickValues([0, 1]).tickFormat(String);
const inRange = (w) => Math.min(Math.max(w, weight.low), weight.high);

/** What gives the ends of the line on which the sum is so much; null where there is no line. */
function parallels({ weights: [w1, w2], foot }) {
  const square = w1 * w1 + w2 * w2;
  if (square < NOTHING) return null;
  const length = Math.sqrt(square);
  return (sum) =>
    [-FAR, FAR].map((end) => [
      foot[0] + (sum * w1) / square - (end * w2) / length,
      foot[1] + (sum * w2) / square + (end * w1) / length,
    ]);
}

const SHADES = range(5).map((count) => interpolateMagma([0.08, 0.2, 0.36, 0.6, 0.97][count]));

/** How many points are right for every w1 and w2, at this b: each point is a line on this map. */
function mapPanel(stage) {
  const map = panel(stage, {
    title: "Every line is a place on this map",
    x: { label: "w1", domain: [-3.4, 3.4] },
    y: { label: "w2", domain: [-3.4, 3.4] },
    ground: true,
  });
  map.frame.append(
    element(
      "div",
      { class: "scale counts", "aria-hidden": "true" },
      ...SHADES.map((shade, i) => element("b", { style: `background: ${shade}` }, `${i}`)),
      "right",
    ),
  );
  const borders = map.layer("contours");
  const walk = map.layer("trail").append("path");
  const stops = map.layer("stops");
  const place = handle(stage, map, {
    label: "place on the map",
    at: (_, { weights }) => weights.slice(0, 2),
    to: ([w1, w2], state) => from([w1, w2, numbers(state).weights[2]]),
    step: [0.1, 0.1],
    value: (_, { weights }) => `w1 ${short(weights[0])}, w2 ${short(weights[1])}`,
  });
  let painted = "";

  return (state, result) => {
    const farthest = max(result.path, ([w1, w2]) => Math.max(Math.abs(w1), Math.abs(w2)));
    const end = Math.max(3.4, farthest + 0.4);
    map.aim({ x: [-end, end], y: [-end, end] });
    const b = result.weights[2];
    const now = [state.gate, b, map.width, map.height, map.x.domain()].join(" ");
    if (now !== painted && map.width > 0) {
      paint(map, GATES[state.gate], b);
      painted = now;
    }
    const path = through(map);
    // On these lines the sum of a point is 0: from one side to the other its output changes.
    borders
      .selectAll("path")
      .data([
        [-b, -FAR, -b, FAR],
        [-FAR, -b, FAR, -b],
        [-FAR, FAR - b, FAR, -FAR - b],
      ])
      .join("path")
      .attr("d", ([w1, w2, v1, v2]) =>
        path([
          [w1, w2],
          [v1, v2],
        ]),
      );
    walk.attr("d", path(result.path));
    stops
      .selectAll("circle")
      .data(result.path.slice(0, -1))
      .join("circle")
      .attr("r", 2.5)
      .attr("cx", ([w1]) => map.x(w1))
      .attr("cy", ([, w2]) => map.y(w2));
    place.show(state, result);
  };
}

function paint({ ground, width, height, x, y }, targets, b) {
  const [wide, tall] = [Math.round(width), Math.round(height)];
  Object.assign(ground, { width: wide, height: tall });
  const context = ground.getContext("2d");
  for (let j = 0; j < tall; j++) {
    // Along a row the count changes where one of the outputs does: two or three times.
    const w2 = y.invert(j + 0.5);
    const turns = [-b, -b - w2].map((w1) => Math.min(Math.max(x(w1), 0), wide));
    const ends = [0, ...turns.sort((p, q) => p - q), wide];
    for (let k = 0; k < 3; k++) {
      const w1 = x.invert((ends[k] + ends[k + 1]) / 2);
      const right = POINTS.filter((point, i) => fires([w1, w2, b], point) === targets[i]);
      context.fillStyle = SHADES[right.length];
      context.fillRect(ends[k], j, ends[k + 1] - ends[k], 1);
    }
  }
}

/** A sheet of all steps: a pass is a column of four points, and what was corrected is marked. */
function sheet(stage) {
  const cells = range(4 * PASSES).map(() => element("i"));
  const names = POINTS.map((point) => element("span", {}, named(point)));
  const key = element("p", {}, "What each pass has ", element("b", {}, "corrected"));
  const rows = element("div", { class: "sheet" }, ...names, ...cells);
  stage.readings.append(element("div", { "aria-hidden": "true" }, key, rows));
  return (_, { corrections }) =>
    cells.forEach((cell, step) => {
      const last = step === corrections.length - 1 ? " now" : "";
      const seen = step < corrections.length ? "seen" : "";
      cell.className = (corrections[step] ? "corrected" : seen) + last;
    });
}

export default {
  hint:
    "Drag the line, or the tip of its arrow, until all four points are right; then try XOR. " +
    "Press a point, and the rule corrects it.",
  knobs: [GATE, STEPS, W1, W2, B, AT],
  numbers,
  sentence,
  picture,
  still: [{ gate: "XOR", w1: 1, w2: 1, b: -0.5 }],
  css: `
    .firing path { fill: var(--model); fill-opacity: .13; }
    .levels path { fill: none; stroke: var(--model); stroke-opacity: .22; }
    .arrow path { fill: none; stroke: var(--model); stroke-width: 3; }
    .points { cursor: pointer; }
    .point { fill: var(--surface); stroke: var(--data); stroke-width: 2.5; }
    .on .point { fill: var(--data); }
    .halo { fill: none; stroke: none; stroke-width: 2.5; }
    .fires .halo { fill: var(--model); fill-opacity: .25; }
    .wrong .halo { stroke: var(--model); stroke-dasharray: 5 4; }
    .now .point { stroke: var(--truth); stroke-width: 4; }
    .verdict { font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--surface);
      stroke-width: 4px; stroke-linejoin: round; }
    .wrong .verdict { fill: var(--model-text); font-weight: 600; }
    .press:focus-visible { outline: none; }
    .press:focus-visible .halo { stroke: var(--focus); stroke-dasharray: none; }
    .stops circle { fill: #fff; }
    .counts { bottom: -3px; gap: 2px; }
    .counts b { color: #fff; font-weight: 400; height: 15px; text-align: center; width: 16px; }
    .counts b:nth-child(n + 4) { color: #1b1a18; }
    .counts b:nth-child(5) { margin-right: 5px; }
    .readings p { color: var(--muted); font-size: var(--small); }
    .readings p b { border-bottom: 5px solid var(--model); font-weight: 600; }
    .sheet { color: var(--muted); display: grid; font-size: 11px; gap: 2px 4px;
      grid-auto-flow: column; grid-template-rows: repeat(4, 11px); line-height: 11px;
      grid-template-columns: max-content repeat(12, 1fr); margin: 3px 14px 0 0; padding-bottom: 3px; }
    .sheet i { background: var(--grid); border-radius: 4px; }
    .sheet .seen { background: var(--muted); opacity: .55; }
    .sheet .corrected { background: var(--model); }
    .sheet .now { outline: 2px solid var(--truth); }
    :host([data-fills]) .sheet { font-size: 14px; grid-template-rows: repeat(4, 14px);
      line-height: 14px; }
    :host([data-fills]) .explorer:has(.panels) { display: grid; gap: 0 14px;
      grid-template: auto 1fr / 1fr 190px; }
    :host([data-fills]) .explorer > :not(.panels, .readings) { grid-column: 1 / -1; }
    :host([data-fills]) .readings { display: block; }
    :host([data-fills]) .gauges { display: grid; margin-bottom: 8px; }
    .controls > .steps { flex-basis: 100%; }
    .controls > .slider { flex: 1 1 190px; flex-wrap: nowrap; white-space: nowrap; }
    .controls > .slider input { min-width: 40px; }
    @container (max-width: 300px) { .controls > .slider { flex-wrap: wrap; } }
    @container (min-width: 760px) {
      .readings { align-items: center; display: grid; gap: 22px; grid-template-columns: 1fr 1fr; }
    }
  `,
};
