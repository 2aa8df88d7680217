// Lesson 03: drop a walker into a valley, pull its step longer or shorter, and see where it leads.

import { range } from "d3-array";
import { gauges } from "../../explore/page/gauges.js";
import { handle } from "../../explore/page/handle.js";
import { choice, slider, steps } from "../../explore/page/knobs.js";
import { dots, hops, through } from "../../explore/page/lines.js";
import { fixed, short, steady } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";

const ONE = "f₁: one valley";
const TWO = "f₂: two valleys";
const HILL = 0.18919299; // the top of the hill between the valleys of f₂, where the slope is zero

const FAR = 1e6; // what goes farther does not come back
const REST = 1e-9; // a step shorter than this is none
const PATIENCE = 5000; // steps after which what still moves is said to bounce for ever

// Powers are products, which are the same to the last bit wherever they are computed.
const CURVES = {
  [ONE]: {
    ...{ name: "f₁", variable: "x", x: [-3.4, 9.4], y: [-1.5, 41] },
    value: (x) => (x - 3) * (x - 3) + 2,
    slope: (x) => 2 * x - 6,
  },
  [TWO]: {
    ...{ name: "f₂", variable: "w", x: [-3.4, 3.4], y: [-0.6, 3.2] },
    value: (w) => 0.05 * (w * w * w * w) - 0.4 * (w * w) + 0.15 * w + 1,
    slope: (w) => 0.2 * (w * w * w) - 0.8 * w + 0.15,
  },
};

const FUNCTION = choice({ name: "function", label: "valley", options: [ONE, TWO] });
const START = slider({
  ...{ name: "start", label: "start", low: -3, high: 6, step: 0.1, grain: 0.01, value: 0 },
  decimals: 2,
});
const LR = slider({
  ...{ name: "log_lr", label: "lr", low: -2, high: 0.1, step: 0.02, grain: 0.002, value: -1 },
  log: true,
});
const STEPS = steps({ name: "steps", label: "steps", high: 40, value: 10, rate: 5 });

/** The learning rate, the same to the last bit in every language: twelve digits of it. */
const rate = (log) => Number((10 ** log).toPrecision(12));

/** The path of so many steps, the values on it, and what becomes of it however many they are. */
function numbers(state) {
  const { value, slope } = CURVES[state.function];
  const lr = rate(state.log_lr);
  const path = [state.start];
  while (path.length <= state.steps && Math.abs(path.at(-1)) < FAR) {
    path.push(path.at(-1) - lr * slope(path.at(-1)));
  }
  return { lr, path, values: path.map(value), ...fate(slope, state.start, lr) };
}

function fate(slope, start, lr) {
  let x = start;
  for (let i = 0; i < PATIENCE; i++) {
    const step = lr * slope(x);
    if (Math.abs(step) < REST) return { verdict: "settles", end: x };
    x -= step;
    if (Math.abs(x) > FAR) return { verdict: "explodes", end: null };
  }
  return { verdict: "bounces", end: null };
}

function sentence(state, { lr, path, values, verdict, end }) {
  const { name, variable } = CURVES[state.function];
  const taken = path.length - 1;
  const of = taken === state.steps ? "" : ` of ${state.steps}`;
  const outcome = { bounces: "bounces for ever", explodes: "explodes" }[verdict];
  const place = state.function === TWO && end !== null ? `, ${valley(end)}` : "";
  const settled = `settles at ${variable} = ${fixed(end ?? 0, 3)}${place}`;
  return (
    `lr = ${short(lr)}, after ${taken}${of} step${taken === 1 ? "" : "s"}: ` +
    `${variable} = ${short(path.at(-1), 4)}, ${name} = ${short(values.at(-1), 4)}; ` +
    `it ${outcome ?? settled}.`
  );
}

function valley(w) {
  if (Math.abs(w - HILL) < 0.001) return "on top of the hill between the valleys";
  return w < HILL ? "in the left valley, the deep one" : "in the right valley";
}

function picture(stage) {
  const drawValley = valleyPanel(stage);
  const drawValues = valuesPanel(stage);
  const drawGauges = gauges(stage, [
    { label: "learning rate", unit: "", read: ({ lr }) => steady(lr) },
    { label: "where it stands", unit: "", read: ({ path }) => short(path.at(-1), 4) },
    { label: "how high", unit: "", read: ({ values }) => short(values.at(-1), 4) },
    { label: "in the end it", unit: "", read: ({ verdict }) => verdict },
  ]);
  return (state, result) => {
    drawValley(state, result);
    drawValues(state, result);
    drawGauges(state, result);
  };
}

/** The curve, the hops on it, and the first step as an arrow whose point one pulls. */
function valleyPanel(stage) {
  const plot = panel(stage, {
    title: "The valley",
    x: { label: CURVES[ONE].variable, domain: CURVES[ONE].x },
    y: { label: "f", domain: CURVES[ONE].y },
  });
  const ground = plot.layer("ground").append("path").attr("class", "data");
  const tangent = plot.layer("tangents").append("path").attr("class", "gradient");
  const jumps = plot.layer("hops");
  const been = plot.layer("been");
  const arrow = plot.layer("arrows").append("path").attr("class", "gradient");

  const first = (state) => state.start - rate(state.log_lr) * slopeAt(state);
  const slopeAt = (state) => CURVES[state.function].slope(state.start);
  const heightAt = (state) => CURVES[state.function].value(state.start);
  // A first step out of the picture is taken hold of at its edge.
  const tip = (state) => {
    const [left, right] = plot.x.domain();
    return [Math.min(Math.max(first(state), left), right), heightAt(state)];
  };
  const walker = handle(stage, plot, {
    label: "where the walker starts",
    at: (state) => [state.start, heightAt(state)],
    to: ([x]) => ({ start: x }),
    step: [0.1, 0],
    value: (state) => `${CURVES[state.function].variable} ${fixed(state.start, 2)}`,
  });
  const landing = handle(stage, plot, {
    label: "where the first step leads",
    colour: "gradient",
    at: tip,
    to: ([x], state) => {
      const lr = (state.start - x) / slopeAt(state);
      return lr > 0 ? { log_lr: Math.log10(lr) } : { log_lr: LR.low };
    },
    step: [0.1, 0],
    value: (state) => `${fixed(first(state), 2)}, lr ${steady(rate(state.log_lr))}`,
  });

  return (state, { path, values }) => {
    const { start } = state;
    const { variable, x, y, value, slope } = CURVES[state.function];
    plot.nameX(variable);
    plot.aim({ x: [x[0], Math.max(x[1], start + 0.4)], y: [y[0], top(state)] });
    const [left, right] = plot.x.domain();
    ground.attr("d", through(plot)(range(241).map((i) => at(left + ((right - left) * i) / 240))));
    function at(u) {
      return [u, value(u)];
    }
    const last = path.at(-1);
    tangent.attr("d", through(plot)(tangentAt(plot, last, value(last), slope(last))));
    const points = path.map((u, i) => [u, values[i]]);
    hops(plot, jumps, points);
    dots(plot, been, points);
    arrow.attr("d", through(plot)([[start, heightAt(state)], tip(state)]));
    walker.show(state);
    landing.show(state);
  };
}

/** The upper end of the axes: as high as the curve is drawn, or as the walker starts. */
function top(state) {
  const { y, value } = CURVES[state.function];
  return Math.max(y[1], 1.08 * value(state.start));
}

/** The ends of a piece of the tangent, as long on the page wherever it stands. */
function tangentAt(plot, x, y, slope) {
  const across = 1 / Math.abs(plot.x(1) - plot.x(0));
  const up = 1 / Math.abs(plot.y(1) - plot.y(0));
  const run = 46 / Math.hypot(1, (slope * across) / up);
  return [-run, run].map((way) => [x + way * across, y + way * across * slope]);
}

/** How high the walker stood at each step: beside the valley, at the same heights. */
function valuesPanel(stage) {
  const plot = panel(stage, {
    title: "How high, step by step",
    x: { label: "step", domain: [-0.8, STEPS.high] },
    y: { label: "f", domain: CURVES[ONE].y },
  });
  const line = plot.layer("lines").append("path").attr("class", "model");
  const been = plot.layer("been");
  return (state, { values }) => {
    plot.aim({ y: [CURVES[state.function].y[0], top(state)] });
    const points = values.map((v, step) => [step, v]);
    line.attr("d", through(plot)(points));
    dots(plot, been, points);
  };
}

export default {
  hint: "Drop the walker anywhere, and pull the tip of its first step. Then play, or step.",
  knobs: [FUNCTION, START, LR, STEPS],
  numbers,
  sentence,
  picture,
  still: [{ log_lr: -0.046 }],
};
