// Lesson 02: take hold of a line, and watch its residuals, its losses and its place on their map.

import { extent, mean, sum } from "d3-array";
import { thermometer } from "../../explore/page/data.js";
import { gauges } from "../../explore/page/gauges.js";
import { handle, rove } from "../../explore/page/handle.js";
import { heat } from "../../explore/page/heat.js";
import { choice, inWords, list, slider, toggle } from "../../explore/page/knobs.js";
import { through } from "../../explore/page/lines.js";
import { fixed } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { trail } from "../../explore/page/trail.js";

const { t_u } = thermometer;
const OUTLIER = 3; // the reading of 28.0 °C,
const SWAPPED = 82; // and what it says with its two digits swapped
const ENDS = [20, 90]; // where the line is held,
const MIDDLE = 42; // and between the readings, where it is moved up and down

const W = slider({
  ...{ name: "w", label: "w", low: 0, high: 1, step: 0.005, grain: 0.001, value: 0.2 },
  ...{ unit: "°C per unit", decimals: 3 },
});
const B = slider({
  ...{ name: "b", label: "b", low: -30, high: 10, step: 0.25, grain: 0.05, value: 0, unit: "°C" },
});
const LOSS = choice({ name: "loss", label: "loss", options: ["MSE", "RMSE", "MAE"], hidden: true });
const SHAPE = choice({ name: "shape", label: "residuals as", options: ["squares", "sticks"] });
const WRONG = toggle({ name: "outlier", label: "one reading is wrong" });
const READINGS = list({
  ...{ name: "t_c", label: "t_c", low: -20, high: 50, step: 0.1, value: thermometer.t_c },
  unit: "°C",
});

/** The readings in °C: with `outlier`, two digits of one are swapped. */
function readings({ t_c, outlier }) {
  return t_c.map((y, i) => (outlier && i === OUTLIER ? SWAPPED : y));
}

/** The residuals of a line, its four losses, and the line whose chosen loss is lowest. */
function numbers(state) {
  const t_c = readings(state);
  const residuals = t_u.map((x, i) => state.w * x + state.b - t_c[i]);
  const sse = sum(residuals, (r) => r * r);
  const mse = sse / t_u.length;
  const mae = mean(residuals, Math.abs);
  const lowest = state.loss === "MAE" ? leastAbsolute(t_c) : leastSquares(t_c);
  const floor = lossOf(state.loss, t_c)(lowest.w, lowest.b);
  return { t_c, residuals, sse, mse, rmse: Math.sqrt(mse), mae, lowest, floor };
}

/** A loss as a function of w and b; where it is a mean of squares, without a walk over readings. */
function lossOf(loss, t_c) {
  if (loss === "MAE") return (w, b) => meanAbsolute(w, b, t_c);
  const [x, y] = [mean(t_u), mean(t_c)];
  const xx = mean(t_u, (u) => (u - x) ** 2);
  const xy = mean(t_u, (u, i) => (u - x) * (t_c[i] - y));
  const yy = mean(t_c, (c) => (c - y) ** 2);
  const mse = (w, b) => (w * x + b - y) ** 2 + w * w * xx - 2 * w * xy + yy;
  return loss === "MSE" ? mse : (w, b) => Math.sqrt(mse(w, b));
}

/** A plain loop, for a map asks for it a hundred thousand times. */
function meanAbsolute(w, b, t_c) {
  let total = 0;
  for (let i = 0; i < t_u.length; i++) total += Math.abs(w * t_u[i] + b - t_c[i]);
  return total / t_u.length;
}

function leastSquares(t_c) {
  const [x, y] = [mean(t_u), mean(t_c)];
  const w = sum(t_u, (u, i) => (u - x) * (t_c[i] - y)) / sum(t_u, (u) => (u - x) ** 2);
  return { w, b: y - w * x };
}

/** Of all lines the least in absolute errors goes through two of the readings: try each pair. */
function leastAbsolute(t_c) {
  const mae = lossOf("MAE", t_c);
  let best = { loss: Number.POSITIVE_INFINITY };
  for (let i = 0; i < t_u.length; i++) {
    for (let j = 0; j < i; j++) {
      const w = (t_c[i] - t_c[j]) / (t_u[i] - t_u[j]);
      const b = t_c[i] - w * t_u[i];
      const loss = mae(w, b);
      if (loss < best.loss) best = { w, b, loss };
    }
  }
  return { w: best.w, b: best.b };
}

const UNIT = { MSE: "°C²", RMSE: "°C", MAE: "°C" };

function sentence(state, result) {
  const { loss, outlier } = state;
  const number = (value) => fixed(value, 2);
  const mistake = outlier ? ", with the wrong reading" : "";
  return (
    `w = ${state.w.toFixed(3)}, b = ${number(state.b)}${mistake}: ` +
    `${loss} ${number(result[loss.toLowerCase()])} ${UNIT[loss]}; ` +
    `mean residual ${number(mean(result.residuals))} °C.`
  );
}

function picture(stage) {
  const drawLine = linePanel(stage);
  const drawMap = mapPanel(stage);
  const drawGauges = gauges(
    stage,
    LOSS.options.map((label) => ({
      label,
      unit: UNIT[label],
      read: (result) => result[label.toLowerCase()].toFixed(2),
    })),
    LOSS,
  );
  return (state, result) => {
    drawLine(state, result);
    drawMap(state, result);
    drawGauges(state, result);
  };
}

/** The readings, the line to take hold of, and a square or a stick on each residual. */
function linePanel(stage) {
  const plot = panel(stage, {
    title: "The line",
    x: { label: "t_u (no units)", domain: [15, 95] },
    y: { label: "t_c (°C)", domain: [-20, 50] },
  });
  const squares = plot.layer("squares");
  const sticks = plot.layer("sticks");
  const lines = plot.layer("lines");
  const line = lines.append("path").attr("class", "model");
  const held = lines.append("path").attr("class", "grasp");

  const at = (x) => (state) => [x, state.w * x + state.b];
  const celsius = (y) => `${fixed(y, 1)} °C`;
  const ends = ENDS.map((x, i) => {
    const other = ENDS[1 - i];
    return handle(stage, plot, {
      label: `${["left", "right"][i]} end of the line`,
      at: at(x),
      to: ([, y], { w, b }) => {
        const slope = Math.min(Math.max((y - w * other - b) / (x - other), W.low), W.high);
        return { w: slope, b: w * other + b - slope * other };
      },
      step: [0, 0.5],
      value: (state) => `${celsius(at(x)(state)[1])} at t_u ${x}`,
    });
  });
  const middle = handle(stage, plot, {
    label: "the line, up and down",
    at: at(MIDDLE),
    to: ([, y], { w }) => ({ b: y - w * MIDDLE }),
    step: [0, 0.25],
    value: (state) => `b ${inWords(B, state.b)}`,
    also: held,
  });
  const points = t_u.map((x, i) =>
    handle(stage, plot, {
      label: `reading at t_u ${x}`,
      shape: "dot",
      at: (_, { t_c }) => [x, t_c[i]],
      to: ([, y], { t_c, outlier }) => ({
        t_c: t_c.with(i, y),
        outlier: outlier && i !== OUTLIER,
      }),
      step: [0, 0.5],
      value: (_, { t_c }) => celsius(t_c[i]),
    }),
  );
  rove(points);

  return (state, result) => {
    const [low, high] = extent([...result.t_c, ...ENDS.map((x) => at(x)(state)[1])]);
    plot.aim({ y: [Math.min(-20, low - 6), Math.max(50, high + 6)] });
    const path = through(plot)([at(15)(state), at(95)(state)]);
    line.attr("d", path);
    held.attr("d", path);
    const side = (r) => Math.abs(plot.y(r) - plot.y(0));
    squares
      .attr("opacity", state.shape === "squares" ? 1 : 0)
      .selectAll("rect")
      .data(result.residuals)
      .join("rect")
      .attr("x", (_, i) => plot.x(t_u[i]))
      .attr("y", (r, i) => plot.y(Math.max(result.t_c[i], result.t_c[i] + r)))
      .attr("width", side)
      .attr("height", side);
    sticks
      .selectAll("line")
      .data(result.residuals)
      .join("line")
      .attr("x1", (_, i) => plot.x(t_u[i]))
      .attr("x2", (_, i) => plot.x(t_u[i]))
      .attr("y1", (_, i) => plot.y(result.t_c[i]))
      .attr("y2", (r, i) => plot.y(result.t_c[i] + r));
    for (const one of [...points, ...ends, middle]) one.show(state, result);
  };
}

/** The loss of every line: the one that is drawn is a dot, to be taken hold of as well. */
function mapPanel(stage) {
  const map = panel(stage, {
    title: "Every line is a place on this map",
    x: { label: "w (°C per unit)", domain: [W.low, W.high] },
    y: { label: "b (°C)", domain: [B.low, B.high] },
    ground: true,
  });
  const glow = heat(map);
  const lowest = map.layer("lowest").append("path").attr("d", "M-5,0H5M0,-5V5");
  const been = trail(map);
  stage.onRestart(been.forget);
  const place = handle(stage, map, {
    label: "place on the map",
    at: (state) => [state.w, state.b],
    to: ([w, b]) => ({ w, b }),
    step: [W.step, B.step],
    value: (state) => `w ${inWords(W, state.w)}, b ${inWords(B, state.b)}`,
  });

  return (state, result) => {
    const loss = lossOf(state.loss, result.t_c);
    const corners = [W.low, W.high].flatMap((w) => [B.low, B.high].map((b) => loss(w, b)));
    const high = Math.max(...corners);
    const low = Math.max(result.floor, high / 1e4);
    glow({
      key: `${state.loss} ${result.t_c}`,
      ...{ height: loss, ends: [low, high], unit: UNIT[state.loss] },
      now: result[state.loss.toLowerCase()],
    });
    lowest.attr("transform", `translate(${map.x(result.lowest.w)},${map.y(result.lowest.b)})`);
    been.follow([state.w, state.b]);
    place.show(state, result);
  };
}

export default {
  hint: "Drag the line, one of its ends, or a reading. Or drag the dot on the map.",
  knobs: [W, B, LOSS, SHAPE, WRONG, READINGS],
  numbers,
  sentence,
  picture,
  still: [{ b: -15 }, { b: 0.15 }],
  css: `@container (min-width: 640px) { .controls > .slider { flex-basis: 40%; } }`,
};
