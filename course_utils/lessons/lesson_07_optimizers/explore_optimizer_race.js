// Lesson 07: drop six optimizers onto a bowl, and let them race to its lowest point.

import { scaleLog, scaleSymlog } from "d3-scale";
import { excess } from "../../explore/page/bowl.js";
import { element } from "../../explore/page/dom.js";
import { handle } from "../../explore/page/handle.js";
import { heat } from "../../explore/page/heat.js";
import { choice, list, slider, steps } from "../../explore/page/knobs.js";
import { pixel, through } from "../../explore/page/lines.js";
import { fixed, short, steady } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { BOWLS, numbers, RUNNERS, rate } from "./optimizer_race_numbers.js";

// How much of w and of b is seen of each bowl; the round one is shown round.
const WINDOWS = {
  raw: { x: [-0.6, 1.7], y: [-42, 14] },
  "0.1 · raw": { x: [-1.5, 10.5], y: [-42, 14] },
  standardised: { x: [-5.5, 24.5], y: [-1.5, 22.5] },
};
const [GROUND, SKY] = [1e-6, 1e5]; // what the axis of the excess loss shows

const DATA = choice({ name: "data", label: "data", options: Object.keys(WINDOWS) });
DATA.value = "0.1 · raw";
const BETA = slider({
  ...{ name: "beta", label: "β", low: 0, high: 0.99, step: 0.01 },
  value: 0.9,
});
const STEPS = steps({ name: "steps", label: "steps", high: 500, value: 100, rate: 30 });
const PLACE = { hidden: true, step: 0.25, grain: 0.01 };
const W = slider({ ...PLACE, name: "w", label: "w", low: -6, high: 25, value: 1 });
const B = slider({ ...PLACE, name: "b", label: "b", low: -42, high: 23, value: 0 });
const ON = list({
  ...{ name: "on", label: "who runs", low: 0, high: 1, step: 1, value: [1, 1, 0, 0, 0, 1] },
});
const RATES = list({
  ...{ name: "rates", label: "learning rates", low: -5, high: 0.5, step: 0.02, grain: 0.001 },
  value: [-1.52, -1.52, -1.52, 0, -1, 0],
});

/** An amount of loss with about three digits. */
function amount(loss) {
  if (loss < 1e-12) return "0";
  if (loss > 1e9) return "∞";
  return loss >= 100 ? Math.round(loss).toLocaleString("en") : short(loss);
}

const counted = (n) => `${n.toLocaleString("en")} step${n === 1 ? "" : "s"}`;

/** After how many steps a run is within 1 % of the lowest loss, or why it never is. */
function fate({ verdict, limit, needed, leaves }) {
  if (verdict !== "settles") return `${verdict}, limit ${short(limit)}`;
  if (needed === null) return "1 % not in 2,500";
  return `1 % at ${needed.toLocaleString("en")}${leaves ? ", out again" : ""}`;
}

function sentence(state, { runs }) {
  const running = RUNNERS.map(({ name }, i) => ({ name, ...runs[i] })).filter((_, i) => runs[i]);
  if (!running.length) return "Nobody runs.";
  const left = ({ losses }) => (losses.length > state.steps ? losses.at(-1) : Infinity);
  const order = running.sort((one, other) => left(one) - left(other));
  const losses = order.map((one) => `${one.name} ${amount(left(one))}`).join(", ");
  return `After ${counted(state.steps)}: ${losses} °C² above the lowest loss.`;
}

function picture(stage) {
  const drawBowl = bowlPanel(stage);
  const drawLosses = lossPanel(stage);
  const showLanes = lanes(stage);
  return (state, result) => {
    drawBowl(state, result);
    drawLosses(state, result);
    showLanes(state, result);
  };
}

/** The map of the loss, the start that one drags, and each runner's way and letter. */
function bowlPanel(stage) {
  const map = panel(stage, {
    title: "The bowl",
    x: { label: "w", domain: WINDOWS[DATA.value].x },
    y: { label: "b", domain: WINDOWS[DATA.value].y },
    ground: true,
  });
  const glow = heat(map);
  const lowest = map.layer("lowest").append("path").attr("d", "M-5,0H5M0,-5V5");
  const ways = runnerLayer(map);
  const from = handle(stage, map, {
    label: "where they start",
    colour: "truth",
    at: ({ w, b }) => [w, b],
    to: ([w, b]) => ({ w, b }),
    step: [0.25, 0.5],
    value: ({ w, b }) => `w ${fixed(w, 2)}, b ${fixed(b, 2)}`,
  });
  return (state, result) => {
    const ends = WINDOWS[state.data];
    map.aim(ends);
    const height = (w, b) => BOWLS[state.data].lowest + excess(BOWLS[state.data], [w, b]);
    const corners = ends.x.flatMap((w) => ends.y.map((b) => height(w, b)));
    glow({
      ...{ key: state.data, height, ends: [result.lowest, Math.max(...corners)], unit: "°C²" },
      now: height(state.w, state.b),
    });
    lowest.attr("transform", `translate(${map.x(result.w)},${map.y(result.b)})`);
    ways(result.runs.map((run) => run?.places.slice(0, leaving(run.places, map))));
    from.show(state);
  };
}

/** How many places are drawn: what is far out of the picture is back and forth across all of it. */
function leaving(places, { x, y }) {
  const far = (scale, value) => {
    const [low, high] = scale.domain();
    return Math.abs(value - (low + high) / 2) > 3 * (high - low);
  };
  const out = places.findIndex(([w, b]) => far(x, w) || far(y, b));
  return out < 0 ? places.length : out + 1;
}

/** The loss that is left at each step, on a scale of equal factors. */
function lossPanel(stage) {
  const plot = panel(stage, {
    title: "What is left of the loss",
    x: {
      ...{ label: "step", domain: [0, STEPS.high], scale: scaleSymlog },
      ticks: (axis) => axis.tickValues([0, 1, 3, 10, 30, 100, 500]),
    },
    y: {
      ...{ label: "loss − lowest (°C²)", domain: [GROUND, SKY], scale: scaleLog },
      ticks: (axis) => axis.tickValues([1e-6, 1e-4, 1e-2, 1, 1e2, 1e4]).tickFormat(power),
    },
  });
  const near = plot.layer("near");
  near.append("line");
  near.append("text").text("1 % of the lowest loss").attr("x", 4);
  const curves = runnerLayer(plot);
  return (_, { lowest, runs }) => {
    const height = plot.y(0.01 * lowest);
    near.select("line").attr("x2", plot.width).attr("y1", height).attr("y2", height);
    near.select("text").attr("y", height + 14);
    const above = (loss) => Math.max(loss, GROUND / 30);
    curves(runs.map((run) => run?.losses.map((loss, step) => [step, above(loss)])));
  };
}

const power = (value) => `10${[...`${Math.log10(value)}`].map((sign) => SUPER[sign]).join("")}`;
const SUPER = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 4: "⁴", 6: "⁶" };

/** A layer with a line for each runner, and its letter at the end. */
function runnerLayer(plot) {
  const layer = plot.layer("runners");
  const each = RUNNERS.map((_, i) => {
    const line = layer.append("g").attr("class", `runner-${i}`);
    line.append("path").attr("class", "casing");
    line.append("path").attr("class", "way");
    return line;
  });
  const letters = RUNNERS.map(({ letter: sign }, i) => {
    const letter = layer.append("g").attr("class", `letter runner-${i}`);
    letter.append("circle").attr("r", 8);
    letter.append("text").text(sign).attr("dy", "0.35em");
    return letter;
  });
  return (all) =>
    all.forEach((points, i) => {
      const off = points ? null : "none";
      each[i].attr("display", off);
      letters[i].attr("display", off);
      if (!points) return;
      each[i].selectAll("path").attr("d", through(plot)(points));
      const [x, y] = points.at(-1);
      letters[i].attr("transform", `translate(${pixel(plot.x, x)},${pixel(plot.y, y)})`);
    });
}

/** A lane for each runner: whether it runs, how fast, and what becomes of it. */
function lanes(stage) {
  const set = (knob, i, value) => {
    stage.change({ [knob.name]: stage.state()[knob.name].with(i, value) });
  };
  const rows = RUNNERS.map(({ name, letter }, i) => {
    const box = element("input", {
      ...{ type: "checkbox", onchange: () => set(ON, i, Number(box.checked)) },
    });
    const pull = element("input", {
      ...{ type: "range", min: RATES.low, max: RATES.high, step: RATES.step },
      "aria-label": `learning rate of ${name}`,
      oninput: () => set(RATES, i, Number(pull.value)),
    });
    const [lr, said] = [element("output"), element("output")];
    const badge = element("b", { class: `badge runner-${i}`, "aria-hidden": "true" }, letter);
    const label = element("label", {}, box, badge, element("span", {}, name));
    return { box, pull, lr, said, node: element("div", { class: "lane" }, label, pull, lr, said) };
  });
  stage.readings.append(element("div", { class: "lanes" }, ...rows.map(({ node }) => node)));
  return ({ on, rates }, { runs }) =>
    rows.forEach(({ box, pull, lr, said, node }, i) => {
      box.checked = Boolean(on[i]);
      node.classList.toggle("off", !on[i]);
      lr.textContent = steady(rate(rates[i]));
      said.textContent = runs[i] ? fate(runs[i]) : "";
      if (Number(pull.value) !== rates[i]) pull.value = String(rates[i]);
      pull.setAttribute("aria-valuetext", `${lr.textContent} ${said.textContent}`.trim());
      pull.style.setProperty(
        "--part",
        `${(100 * (rates[i] - RATES.low)) / (RATES.high - RATES.low)}%`,
      );
    });
}

// Okabe and Ito's colours; the letter says who it is where a colour does not.
const COLOURS = ["#d55e00", "#0072b2", "#56b4e9", "#e69f00", "#cc79a7", "#009e73"];
const css = `
${COLOURS.map((colour, i) => `.runner-${i} { --own: ${colour}; }`).join("\n")}
.way { fill: none; stroke: var(--own); stroke-width: 2.4; stroke-linejoin: round; }
.casing { fill: none; stroke: var(--surface); stroke-width: 4.6; stroke-linejoin: round; }
.letter circle { fill: var(--own); stroke: var(--surface); stroke-width: 1.5; }
.runner-1 { --sign: #ffffff; }
.letter text { fill: var(--sign, #111111); font-size: 10px; font-weight: 700; text-anchor: middle; }
.near line { stroke: var(--muted); stroke-dasharray: 2 4; }
.near text { fill: var(--muted); }
.lanes { display: grid; gap: 0 20px; margin-top: 6px; }
@container (min-width: 880px) { .lanes { grid-template-columns: 1fr 1fr; } }
.lane { align-items: center; display: grid; gap: 0 10px; min-height: 28px;
  grid-template-columns: 9.3em minmax(80px, 1fr) 3.7em 11em; }
.lane :nth-child(3) { text-align: right; }
@container (max-width: 480px) { .lane { grid-template-columns: 9.3em 1fr 3.7em; }
  .lane :nth-child(4) { grid-column: 2 / -1; margin: -4px 0 6px; } }
@container (max-width: 280px) { .lane { grid-template-columns: minmax(0, 1fr); } }
:host([data-fills]) .explorer:has(.panels) { display: grid; gap: 0 14px;
  grid-template: auto 1fr / 1fr 270px; }
:host([data-fills]) .explorer > :not(.panels, .readings) { grid-column: 1 / -1; }
:host([data-fills]) .panels { grid-template-columns: repeat(2, minmax(0, 1fr)); }
:host([data-fills]) .lanes { gap: 3px; margin: 0; }
:host([data-fills]) .lane { gap: 0 8px; grid-template-columns: 1fr auto; min-height: 0; }
:host([data-fills]) .lane > input { grid-row: 2; height: 16px; }
:host([data-fills]) :is(.badge, .letter text) { font-size: 14px; }
.lane label { align-items: center; cursor: pointer; display: flex; gap: 7px; }
.lane output { font-variant-numeric: tabular-nums; }
.lane input[type=range] { --accent: var(--muted); }
.lane.off output { color: var(--muted); }
.badge { flex: none; background: var(--own); border-radius: 50%; color: var(--sign, #111111); font-size: 11px; height: 18px;
  line-height: 18px; text-align: center; width: 18px; }
`;

export default {
  hint: "Choose who runs, pull their learning rates, drag the start, then play: who is within 1 % first?",
  knobs: [DATA, BETA, STEPS, W, B, ON, RATES],
  numbers,
  sentence,
  picture,
  css,
  still: [{}],
};
