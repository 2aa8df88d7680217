// The trap, drawn: the line, what meets what in y_hat - y, and the loss over the steps.

import { range } from "d3-array";
import { scaleLog } from "d3-scale";
import { gauges } from "../../explore/page/gauges.js";
import { handle } from "../../explore/page/handle.js";
import { legend, shade } from "../../explore/page/heat.js";
import { through } from "../../explore/page/lines.js";
import { fixed } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { COLUMN, LOWEST, MEAN, t_c, t_u, VARIANCE } from "./trap.js";

const COUNT = t_u.length;
const COLDEST = range(COUNT).sort((i, j) => t_u[i] - t_u[j]); // the readings, coldest first
const SQUARES = [0.5, 3000]; // °C², from the brightest cell to the darkest
const celsius = (value) => `${fixed(value, 1)} °C`;

/** Which reading's y and which reading's y_hat meet in the cell that is pointed at. */
function pair({ target, i, j }) {
  return target === COLUMN ? [COLDEST[i], COLDEST[j]] : [COLDEST[j], COLDEST[j]];
}

/** Make the three panels and the numbers below them. */
export function trapPanels(stage) {
  const parts = [linePanel(stage), cellPanel(stage), lossPanel(stage)];
  const show = gauges(stage, [
    {
      label: "y_hat - y",
      unit: "numbers",
      read: ({ difference }) => `${difference.flat().length}`,
    },
    { label: "loss", unit: "°C²", read: ({ loss }) => loss.toFixed(2) },
    { label: "w", unit: "°C / unit", read: ({ w }) => fixed(w, 3) },
    { label: "b", unit: "°C", read: ({ b }) => fixed(b, 1) },
  ]);
  return {
    nodes: [...parts.map((part) => part.node), stage.readings.lastElementChild],
    show(state, trained) {
      for (const part of parts) part.show(state, trained);
      show(state, trained);
    },
  };
}

/** The readings, the line, and the two numbers that meet in the cell that is pointed at. */
function linePanel(stage) {
  const plot = panel(stage, {
    title: "The line",
    x: { label: "t_u (no units)", domain: [15, 95] },
    y: { label: "t_c (°C)", domain: [-20, 40] },
  });
  const limits = plot.layer("limits");
  const mean = limits.append("line");
  const name = limits.append("text").text(`mean of y: ${celsius(MEAN)}`);
  const line = plot.layer("line").append("path").attr("class", "model");
  const points = plot.layer("points");
  const meeting = plot.layer("pair");
  const [across, along] = [meeting.append("line"), meeting.append("line")];
  const ring = meeting.append("circle").attr("r", 8);
  return {
    node: plot.frame.parentElement,
    show(state, { w, b }) {
      plot.aim({ y: [-20, w > 0.8 ? 100 : 40] });
      line.attr("d", through(plot)([15, 95].map((x) => [x, w * x + b])));
      mean.attr("x2", plot.width).attr("y1", plot.y(MEAN)).attr("y2", plot.y(MEAN));
      name.attr("x", plot.width - 4).attr("y", plot.y(MEAN) + 15);
      points
        .selectAll("circle")
        .data(t_u)
        .join("circle")
        .attr("r", 4.5)
        .attr("cx", plot.x)
        .attr("cy", (_, i) => plot.y(t_c[i]));
      const [target, predicted] = pair(state);
      const [x, y] = [plot.x(t_u[predicted]), plot.y(t_c[target])];
      across.attr("x1", x).attr("x2", x).attr("y1", y);
      across.attr("y2", plot.y(w * t_u[predicted] + b));
      along.attr("x1", plot.x(t_u[target])).attr("x2", x).attr("y1", y).attr("y2", y);
      ring.attr("cx", plot.x(t_u[target])).attr("cy", y);
    },
  };
}

/** The cells of y_hat - y: the brighter, the nearer a prediction is to the target it meets. */
function cellPanel(stage) {
  const named = (axis) =>
    axis
      .tickValues(range(COUNT))
      .tickFormat((rank) => COLDEST[rank])
      .tickSize(0);
  const plot = panel(stage, {
    title: "Every cell of y_hat - y",
    x: { label: "y_hat", domain: [-0.5, COUNT - 0.5], ticks: named },
    y: { label: "y, reading by reading", domain: [-0.5, COUNT - 0.5], ticks: named },
  });
  const cells = plot.layer("cells");
  const scale = legend(plot);
  const row = ({ target, i, j }) => (target === COLUMN ? i : j);
  const place = handle(stage, plot, {
    label: "cell of y_hat - y",
    at: (state) => [state.j, row(state)],
    to: ([j, i], { target }) => (target === COLUMN ? { i, j } : { j }),
    step: [1, 1],
    value: (state, { trained }) => {
      const [target, predicted] = pair(state);
      const y_hat = trained.w * t_u[predicted] + trained.b;
      return `prediction ${predicted} minus target ${target}: ${celsius(y_hat - t_c[target])}`;
    },
  });
  return {
    node: plot.frame.parentElement,
    show(state, trained) {
      const trapped = state.target === COLUMN;
      const places = trapped
        ? range(COUNT).flatMap((i) => range(COUNT).map((j) => ({ i, j })))
        : range(COUNT).map((j) => ({ i: j, j }));
      const square = ({ i, j }) => trained.difference[trapped ? COLDEST[i] : 0][COLDEST[j]] ** 2;
      cells
        .selectAll("rect")
        .data(places)
        .join("rect")
        .attr("rx", 3)
        .attr("x", ({ j }) => plot.x(j - 0.5))
        .attr("y", ({ i }) => plot.y(i + 0.5))
        .attr("width", Math.max(0, plot.width / COUNT))
        .attr("height", Math.max(0, plot.height / COUNT))
        .attr("fill", (place) => shade(Math.max(square(place), SQUARES[0]), SQUARES[0], SQUARES[1]))
        .on("pointermove", (_, { i, j }) => stage.change(trapped ? { i, j } : { j }));
      const [target, predicted] = pair(state);
      const here = (trained.w * t_u[predicted] + trained.b - t_c[target]) ** 2;
      scale(SQUARES, "°C²", Math.max(here, SQUARES[0]));
      place.show(state, { trained });
    },
  };
}

/** The loss over the steps, and the two floors that it can come to. */
function lossPanel(stage) {
  const plot = panel(stage, {
    title: "The loss, step by step",
    x: { label: "step", domain: [0, 200] },
    y: {
      ...{ label: "loss (°C²)", domain: [2, 3000], scale: scaleLog },
      ticks: (axis) => axis.tickValues([3, 10, 30, 100, 300, 1000]).tickFormat(String),
    },
  });
  const limits = plot.layer("limits");
  const floors = [
    { loss: VARIANCE, words: `variance of y: ${VARIANCE.toFixed(2)}` },
    { loss: LOWEST, words: `the best line: ${LOWEST.toFixed(2)}` },
  ];
  const curve = plot.layer("curve").append("path").attr("class", "model");
  const place = handle(stage, plot, {
    label: "step",
    at: ({ steps }, { trained }) => [steps, trained.loss],
    to: ([steps]) => ({ steps }),
    step: [1, 0],
    value: ({ steps }, { trained }) => `${steps}, loss ${trained.loss.toFixed(2)} °C²`,
  });
  return {
    node: plot.frame.parentElement,
    show(state, trained) {
      plot.aim({ x: [0, Math.max(200, Math.min(1000, 1.2 * state.steps))] });
      const up = ({ loss }) => plot.y(loss);
      limits
        .selectAll("line")
        .data(floors)
        .join("line")
        .attr("x2", plot.width)
        .attr("y1", up)
        .attr("y2", up);
      limits
        .selectAll("text")
        .data(floors)
        .join("text")
        .attr("x", plot.width - 4)
        .attr("y", (floor) => up(floor) + (floor.loss === VARIANCE ? 21 : -6))
        .text(({ words }) => words);
      curve.attr("d", through(plot)(trained.losses.map((loss, step) => [step, loss])));
      place.show(state, { trained });
    },
  };
}
