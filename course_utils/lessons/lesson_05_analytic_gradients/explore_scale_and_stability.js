// Lesson 05: shift and stretch the readings by hand, and see which learning rate they bear.

import { excess } from "../../explore/page/bowl.js";
import { thermometer } from "../../explore/page/data.js";
import { element } from "../../explore/page/dom.js";
import { handle } from "../../explore/page/handle.js";
import { heat } from "../../explore/page/heat.js";
import { slider, steps } from "../../explore/page/knobs.js";
import { pixel, through } from "../../explore/page/lines.js";
import { short } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { amount, bowlsOf, DEVIATION, MEAN, numbers, sentence, whole } from "./descent.js";

const VALLEYS = { raw: "As they are", yours: "Yours", standardised: "Standardised" };
const REACH = 50; // of b, in °C, that is seen on either side of the lowest loss
const SQUEEZE = 2 / 3; // a valley long as a needle would be no more than a line
const DOTS = 60; // steps that are marked
const AT = { mean: 27, deviation: -4 }; // how high these are taken hold of

const LR = slider({
  ...{ name: "log_lr", label: "lr", low: -5, high: 0, step: 0.05, grain: 0.01, value: -4 },
  log: true,
});
const SHIFT = slider({
  name: "shift",
  label: "subtract",
  low: 0,
  high: 60,
  ...grainy(1),
  value: 0,
});
const SCALE = slider({
  ...{ name: "log_scale", label: "multiply by", low: -2, high: 0.05, step: 0.05, grain: 0.001 },
  ...{ value: 0, log: true },
});
const STEPS = steps({ name: "steps", label: "steps", high: 5000, value: 100, rate: 60 });
const W0 = slider({
  name: "w0",
  label: "w of the start",
  low: -2,
  high: 3,
  ...grainy(0.05),
  value: 1,
});
const B0 = slider({
  name: "b0",
  label: "b of the start",
  low: -60,
  high: 40,
  ...grainy(1),
  value: 0,
});

function grainy(step) {
  return { step, grain: step / 100 };
}

function picture(stage) {
  const drawReadings = readingsPanel(stage);
  const valleys = Object.keys(VALLEYS).map((name) => valley(stage, name));
  return (state, result) => {
    drawReadings(state, result);
    const bowls = bowlsOf(state);
    for (const draw of valleys) draw(state, result, bowls);
  };
}

/** The readings on their axis: taken hold of by their mean and by their deviation. */
function readingsPanel(stage) {
  const plot = panel(stage, {
    title: "Your readings",
    x: { label: "x, what the machine is given", domain: [-45, 90] },
    y: { label: "t_c (°C)", domain: [-9, 33], ticks: (axis) => axis.tickValues([0, 30]) },
    ...{ ratio: 0.15, least: 102, most: 0.15 },
  });
  const goal = plot.layer("goal");
  goal.append("line");
  goal.append("rect");
  const band = plot.layer("band").append("rect");
  const points = plot.layer("given");
  const held = plot.layer("held").append("rect").attr("class", "grasp cloud");
  const middle = handle(stage, plot, {
    label: "the readings, to the left and to the right",
    at: (_, { mean }) => [mean, AT.mean],
    to: ([x], { log_scale }) => ({ shift: MEAN - near(x, 0, 0.8) / 10 ** log_scale }),
    step: [1, 0],
    value: (_, { mean }) => `mean ${short(mean)}`,
    also: held,
  });
  const spread = handle(stage, plot, {
    label: "their spread",
    at: (_, { mean, deviation }) => [mean + deviation, AT.deviation],
    to: ([x], { shift }) => {
      const deviation = near((x * DEVIATION) / (MEAN - shift + DEVIATION), 1, 0.15);
      return { log_scale: Math.log10(Math.max(deviation / DEVIATION, 0.01)) };
    },
    step: [2, 0],
    value: (_, { deviation }) => `standard deviation ${short(deviation)}`,
  });

  return (state, result) => {
    const { mean, deviation } = result;
    const box = (rect, low, high) =>
      rect
        .attr("x", plot.x(low))
        .attr("width", Math.max(0, plot.x(high) - plot.x(low)))
        .attr("height", Math.max(0, plot.height));
    goal.select("line").attr("x1", plot.x(0)).attr("x2", plot.x(0)).attr("y2", plot.height);
    box(goal.select("rect"), -1, 1);
    box(band, mean - deviation, mean + deviation);
    box(held, mean - 2 * deviation, mean + 2 * deviation);
    points
      .selectAll("circle")
      .data(result.x)
      .join("circle")
      .attr("r", 4.5)
      .attr("cx", (x) => plot.x(x))
      .attr("cy", (_, i) => plot.y(thermometer.t_c[i]));
    for (const one of [middle, spread]) one.show(state, result);
  };
}

/** What is so near to where a hand wants it is there. */
const near = (value, goal, reach) => (Math.abs(value - goal) < reach ? goal : value);

/** The loss over w and b of scaled readings, a descent in it, and what became of it. */
function valley(stage, name) {
  const map = panel(stage, {
    title: VALLEYS[name],
    x: { label: "w", domain: [-1, 1] },
    y: { label: "b (°C)", domain: [-REACH, REACH] },
    ...{ least: 130, most: 0.22, ground: true }, // with its verdict, below your readings
  });
  const glow = heat(map);
  const lowest = map.layer("lowest").append("path").attr("d", "M-5,0H5M0,-5V5");
  const walk = map.layer("trail").append("path");
  const stops = map.layer("stops");
  const last = map.layer("last").append("circle").attr("class", "model last").attr("r", 6);
  const start = handle(stage, map, {
    label: `start, ${VALLEYS[name].toLowerCase()}`,
    at: (_, result) => result[name].start,
    to: ([w, b], state) => {
      const { scale, shift } = scalingOf(name, state);
      return { w0: w * scale, b0: b - w * scale * shift };
    },
    step: [0.5, 1],
    value: (state) => `w ${short(state.w0)}, b ${short(state.b0)}`,
  });
  const drawVerdict = verdict(map);

  return (state, result, bowls) => {
    const descent = result[name];
    const bowl = bowls[name];
    const [w, b] = descent.best;
    const tall = Math.max(REACH, 1.15 * Math.abs(descent.start[1] - b));
    const wide = Math.max(
      tall * (map.width / map.height || 1) * (bowl.bb / bowl.ww) ** (SQUEEZE / 2),
      1.15 * Math.abs(descent.start[0] - w),
    );
    const ends = { x: [w - wide, w + wide], y: [b - tall, b + tall] };
    map.aim(ends);
    const height = (u, v) => bowl.lowest + excess(bowl, [u, v]);
    const corners = map.x.domain().flatMap((u) => map.y.domain().map((v) => height(u, v)));
    glow({
      key: `${bowl.ww} ${bowl.wb}`,
      ...{ height, ends: [bowl.lowest, Math.max(...corners)], unit: "" }, // no room beside w
      now: bowl.lowest + descent.left,
    });
    lowest.attr("transform", `translate(${map.x(w)},${map.y(b)})`);
    walk.attr("d", through(map)(descent.path));
    stops
      .selectAll("circle")
      .data(descent.path.slice(0, DOTS))
      .join("circle")
      .attr("r", 2)
      .attr("cx", ([u]) => pixel(map.x, u))
      .attr("cy", ([, v]) => pixel(map.y, v));
    const [u, v] = descent.path.at(-1);
    last.attr("cx", pixel(map.x, u)).attr("cy", pixel(map.y, v));
    start.show(state, result);
    drawVerdict(descent, result.lr);
  };
}

function scalingOf(name, { shift, log_scale }) {
  if (name === "raw") return { scale: 1, shift: 0 };
  return name === "yours"
    ? { scale: 10 ** log_scale, shift }
    : { scale: 1 / DEVIATION, shift: MEAN };
}

/** Below a valley: what became of the descent, and how much of the limit lr is. */
function verdict(map) {
  const [word, left, part, rest] = ["b", "span", "i", "p"].map((tag) =>
    element(/** @type {"b"} */ (tag)),
  );
  const bar = element("div", { class: "limit", "aria-hidden": "true" }, part);
  map.frame.after(element("div", { class: "verdict" }, element("div", {}, word, left), bar, rest));
  return (descent, lr) => {
    word.textContent = descent.verdict;
    word.className = descent.verdict.replace(" ", "-");
    left.textContent = `${amount(descent.left)} °C² left`;
    const share = lr / descent.limit;
    part.style.width = `${Math.min(100, 50 * share)}%`;
    part.className = share > 1 ? "over" : "";
    rest.textContent = `limit ${short(descent.limit)} · κ ${whole(descent.kappa)}`;
  };
}

export default {
  hint: "Drag your readings to the left, and squeeze them. Drag the start in a valley. Turn lr up.",
  knobs: [LR, STEPS, SHIFT, SCALE, W0, B0].map((knob) =>
    knob === W0 || knob === B0 ? { ...knob, hidden: true } : knob,
  ),
  numbers,
  sentence,
  picture,
  still: [{ log_lr: -2.44, shift: 51.79, steps: 100 }],
  css: `
    .panels > :first-child { grid-column: 1 / -1; }
    .goal line { stroke: var(--muted); stroke-width: 1.5; }
    .goal rect { fill: none; stroke: var(--truth); stroke-dasharray: 4 4; }
    .band rect { fill: var(--truth); fill-opacity: .13; }
    .given circle { fill: var(--data); stroke: var(--surface); }
    .cloud { fill: transparent; stroke: none; }
    .stops circle { fill: #fff; }
    .verdict { font-size: var(--small); font-variant-numeric: tabular-nums; margin: 4px 14px 6px 40px; }
    .verdict > div:first-child { align-items: baseline; display: flex; flex-wrap: wrap;
      justify-content: space-between; gap: 0 10px; }
    .verdict b { font-size: 1.4em; font-weight: 650; letter-spacing: -.01em; }
    .verdict .explodes { color: var(--model-text); }
    .verdict .comes-down { color: var(--right); }
    .verdict p { color: var(--muted); }
    .limit { background: linear-gradient(var(--ink), var(--ink)) 50% / 2px 100% no-repeat,
      var(--grid); border-radius: 4px; height: 8px; margin: 3px 0; overflow: hidden; }
    .limit i { background: var(--gradient); display: block; height: 100%; opacity: .8; }
    .limit .over { background: var(--model); }
    .controls > .slider input { min-width: 40px; }
    :host([data-fills]) .panels { grid-template-rows: 112px minmax(0, 1fr); }
    :host([data-fills]) .line { display: none; }
    :host([data-fills]) .verdict { line-height: 1.15; margin: 0 8px; }
    :host([data-fills]) .verdict b { font-size: 1.15em; }
    @container (min-width: 640px) {
      .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
      .controls { display: grid; grid-template-columns: 1fr 2fr; }
    }
    @container (min-width: 480px) {
      .controls > .slider { flex-wrap: nowrap; white-space: nowrap; }
    }
  `,
};
