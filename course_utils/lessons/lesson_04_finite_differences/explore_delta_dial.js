// Lesson 04: drag δ along the V, and watch the secant, and the digits that cancel.

import { range } from "d3-array";
import { element } from "../../explore/page/dom.js";
import { gauges } from "../../explore/page/gauges.js";
import { handle } from "../../explore/page/handle.js";
import { choice, slider } from "../../explore/page/knobs.js";
import { through } from "../../explore/page/lines.js";
import { minus, short } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { GRAIN, HIGH, knobOf, LOW, numbers, scientific, sentence } from "./differences.js";

const ZERO = -17; // where an error of exactly 0 is drawn
const EDGE = 2.2; // of the microscope, in δ

const DELTA = slider({
  ...{ name: "exponent", label: "δ", low: LOW, high: HIGH, step: 0.25, grain: GRAIN, value: -1 },
  log: true,
});
const PRECISION = choice({
  ...{ name: "precision", label: "precision", options: ["float32", "float64"] },
});
const SCHEME = choice({
  ...{ name: "scheme", label: "differences", options: ["forward", "central"], value: "central" },
});
const LOSS = choice({ name: "loss", label: "loss", options: ["MSE", "RMSE"] });

function picture(stage) {
  const drawErrors = errorPanel(stage);
  const drawMicroscope = microscope(stage);
  const drawDigits = digits(stage);
  const drawGauges = gauges(stage, [
    { label: "slope measured", unit: "", read: ({ estimate }) => short(estimate, 7) },
    { label: "exact", unit: "", read: ({ exact }) => short(exact, 7) },
    { label: "relative error", unit: "", read: ({ error }) => (error ? scientific(error) : "0") },
  ]);
  return (state, result) => {
    drawErrors(state, result);
    drawMicroscope(state, result);
    drawDigits(state, result);
    drawGauges(state, result);
  };
}

const height = (error) => Math.max(ZERO, Math.log10(error));
const power = (exponent) => (exponent ? `1e${exponent}` : "1");

/** The error of the slope over δ: the curve of the chosen kind has a place to take hold of. */
function errorPanel(stage) {
  const plot = panel(stage, {
    title: "How wrong the slope is, for every δ",
    x: {
      ...{ label: "δ", domain: [LOW - 0.4, HIGH + 0.4] },
      ticks: (axis) => axis.tickValues([-12, -9, -6, -3, 0]).tickFormat(power),
    },
    y: {
      ...{ label: "relative error", domain: [ZERO - 0.3, 2.7] },
      ticks: (axis) =>
        axis.tickValues([ZERO, -12, -8, -4, 0]).tickFormat((y) => (y === ZERO ? "0" : power(y))),
    },
  });
  const lines = plot.layer("curves");
  const arms = plot.layer("arms");
  const names = plot.layer("names");
  const held = plot.layer("held").append("path").attr("class", "grasp");
  const place = handle(stage, plot, {
    label: "δ",
    colour: "gradient",
    at: ({ exponent }, { error }) => [exponent, height(error)],
    to: ([exponent]) => ({ exponent }),
    step: [DELTA.step, 0],
    value: (_, { delta, error }) => `δ ${short(delta)}, relative error ${scientific(error)}`,
    also: held,
  });
  const words = [
    { word: "← rounding", side: 0.02, anchor: "start" },
    { word: "bend →", side: 0.98, anchor: "end" },
  ];

  return (state, result) => {
    const path = through(plot);
    const points = (errors) => errors.map((error, i) => [LOW + GRAIN * i, height(error)]);
    const chosen = `${state.precision} ${state.scheme}`;
    lines
      .selectAll("path")
      .data(Object.entries(result.curves))
      .join("path")
      .attr("class", ([name]) => `gradient ${name} ${name === chosen ? "chosen" : ""}`)
      .attr("d", ([, errors]) => path(points(errors)));
    held.attr("d", path(points(result.curves[chosen])));
    names
      .selectAll("text")
      .data(["float32", "float64"])
      .join("text")
      .attr("x", plot.x(LOW))
      .attr("y", (name) => plot.y(height(topOf(result.curves[`${name} central`]))) - 8)
      .text((name) => name);
    arms
      .selectAll("text")
      .data(words)
      .join("text")
      .attr("text-anchor", ({ anchor }) => anchor)
      .attr("x", ({ side }) => side * plot.width)
      .attr("y", plot.height - 8)
      .text(({ word }) => word);
    place.show(state, result);
  };
}

/** The largest error near the left end of a curve, above which there is room for its name. */
const topOf = (errors) => Math.max(...errors.slice(0, 40));

/** The loss from −2δ to 2δ around the knob, the secant that is measured, and the exact slope. */
function microscope(stage) {
  const plot = panel(stage, {
    title: "The loss under a microscope, 4δ wide",
    x: {
      ...{ label: "turn of the knob, in δ", domain: [-EDGE, EDGE] },
      ticks: (axis) => axis.tickValues(range(-2, 3)).tickFormat(turn),
    },
    y: {
      ...{ label: "change of the loss, in δ · exact slope", domain: [-2.8, 2.8] },
      ticks: (axis) => axis.tickValues(range(-2, 3)).tickFormat((y) => minus(`${y}`)),
    },
  });
  const lines = plot.layer("lines");
  const truth = lines.append("path").attr("class", "truth");
  const loss = lines.append("path").attr("class", "loss");
  const secant = lines.append("path").attr("class", "gradient");
  const ends = plot.layer("ends");

  return ({ scheme }, result) => {
    const unit = result.delta * result.exact;
    const change = result.around.map((value, i) => [result.turns[i], value / unit]);
    const at = (turn) => change[result.turns.indexOf(turn)];
    const [left, right] = [at(scheme === "central" ? -1 : 0), at(1)];
    const slope = result.estimate / result.exact;
    const far = (x) => [x, left[1] + slope * (x - left[0])];
    const path = through(plot);
    truth.attr("d", path([-EDGE, EDGE].map((x) => [x, x])));
    loss.attr("d", path(change));
    secant.attr("d", path([far(-EDGE), far(EDGE)]));
    ends
      .selectAll("circle")
      .data([left, right])
      .join("circle")
      .attr("r", 5)
      .attr("cx", ([x]) => plot.x(x))
      .attr("cy", ([, y]) => plot.y(y));
  };
}

const turn = (x) => minus(`${x}δ`).replace("1δ", "δ").replace("0δ", "0");

/** The subtraction, digit by digit: what both losses share is lost. */
function digits(stage) {
  const names = range(3).map(() => element("span"));
  const numbers = range(3).map(() => [element("s"), element("b")]);
  const rows = names.flatMap((name, i) => [name, element("span", {}, ...numbers[i])]);
  const left = element("span", { class: "quotient" });
  stage.readings.append(element("div", { class: "digits", "aria-hidden": "true" }, ...rows, left));
  return ({ loss, scheme }, { written, cancelled, divisor }) => {
    const knob = knobOf(loss);
    const central = scheme === "central";
    names[0].textContent = `${loss} at ${knob} + δ`;
    names[1].textContent = `− ${loss} at ${knob}${central ? " − δ" : ""}`;
    names[2].textContent = "= difference";
    left.textContent = `divided by ${central ? "2δ" : "δ"} = ${short(divisor)}`;
    const zeros = written[2].length - written[2].replace(/^[ \-0.]+/, "").length;
    written.forEach((text, i) => {
      const lost = i < 2 ? cancelled : zeros;
      numbers[i][0].textContent = minus(text.slice(0, lost).trimStart());
      numbers[i][1].textContent = minus(text.slice(lost).trimStart());
    });
  };
}

export default {
  hint: "Drag the ring along its curve: δ shrinks to the left, and digits cancel. Where is the error least?",
  knobs: [DELTA, PRECISION, SCHEME, LOSS],
  numbers,
  sentence,
  picture,
  still: [{ loss: "RMSE", exponent: -6 }],
  css: `
    .curves path { stroke-opacity: .3; stroke-width: 1.5; }
    .curves .chosen { stroke-opacity: 1; stroke-width: 2.5; }
    .curves .forward { stroke-dasharray: 4 4; }
    .arms text { fill: var(--muted); paint-order: stroke; stroke: var(--surface); stroke-width: 5px; }
    .names text { font-weight: 600; paint-order: stroke; stroke: var(--surface); stroke-width: 4px; }
    .loss { fill: none; stroke: var(--data); stroke-linejoin: round; stroke-width: 2; }
    .ends circle { fill: var(--gradient); stroke: var(--surface); stroke-width: 2; }
    .digits { align-items: baseline; display: grid; gap: 0 18px; margin-top: 8px;
      grid-template-columns: auto max-content; justify-content: start; }
    .digits > span:nth-child(even) { font: 1.7em/1.3 ui-monospace, "SF Mono", Menlo, Consolas,
      monospace; text-align: right; }
    .digits > span { white-space: nowrap; }
    .digits > :nth-child(6) { border-top: 2px solid var(--data); }
    .digits s { color: var(--muted); text-decoration-color: var(--model);
      text-decoration-thickness: 1px; }
    .digits > :nth-child(6) s { text-decoration: none; }
    .digits b { font-weight: 700; }
    .gauges .number { white-space: nowrap; }
    .quotient { color: var(--muted); grid-column: 2; text-align: right; }
    @container (max-width: 480px) {
      .digits { gap: 0 8px; font-size: 12px; }
      .digits > span:nth-child(even) { font-size: min(15px, 4.1cqw); }
    }
    @container (max-width: 340px) {
      .digits { grid-template-columns: 1fr; }
      .digits > span:nth-child(even) { font-size: min(13px, 5cqw); }
      .quotient { grid-column: 1; }
    }
    :host([data-fills]) .line { display: none; }
    :host([data-fills]) .digits { margin: 0; }
    :host([data-fills]) .digits > span:nth-child(even) { font-size: 1.3em; line-height: 1.15; }
    @container (min-width: 760px) {
      .readings { align-items: center; display: grid; gap: 22px; grid-template-columns: auto 1fr; }
    }
  `,
};
