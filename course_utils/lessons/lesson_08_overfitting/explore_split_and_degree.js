// Lesson 08: drag the readings that are held out, turn the degree, and see what one split is worth.

import { extent, least, range } from "d3-array";
import { chase } from "../../explore/page/chase.js";
import { gauges } from "../../explore/page/gauges.js";
import { handle } from "../../explore/page/handle.js";
import { legend, shade } from "../../explore/page/heat.js";
import { steps } from "../../explore/page/knobs.js";
import { through } from "../../explore/page/lines.js";
import { panel } from "../../explore/page/panel.js";
import * as splits from "./splits.js";

const { t_u, t_c, MOST, PAIRS, SPLITS, amount, numberOf } = splits;
const CELSIUS = [-22, 48]; // what is shown; a curve that leaves it is cut off

const DEGREE = steps({ name: "degree", label: "degree", high: MOST, value: 1, rate: 1.2 });
const PAIR = steps({
  ...{ name: "pair", label: "split", high: PAIRS.length - 1, rate: 5 },
  value: numberOf(2, 10), // the split that the book prints
});

const WARMER = range(t_u.length).sort((i, j) => t_u[i] - t_u[j]); // the readings, coldest first
const RANK = WARMER.map((_, i) => WARMER.indexOf(i));
const BELOW = new Set([4, 8, 9]); // the readings whose name would lie on another, were it above them

/** Hold another reading out, for the one that stands at `k`. */
function instead(pair, k, reading) {
  const other = PAIRS[pair][1 - k];
  return reading === other ? {} : { pair: numberOf(reading, other) };
}

const css = `
  @container (min-width: 640px) and (max-width: 859px) {
    .panels { grid-template-columns: 1fr 1fr; }
    figure:first-child { grid-column: 1 / -1; }
  }
  :host([data-fills]) .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  :host([data-fills]) figure:first-child { grid-column: auto; }
  .misses line { stroke: var(--validation); stroke-width: 2.4; stroke-dasharray: 2 4; }
  .points circle { cursor: pointer; fill: var(--data); stroke: var(--surface); stroke-width: 1.5; }
  .names text { font-weight: 600; }
  .others path { fill: none; stroke: var(--validation); stroke-opacity: 0.16; }
  .here line { stroke: var(--edge); stroke-width: 1.5; }
  .training { fill: none; stroke: var(--data); stroke-width: 3; stroke-linecap: round; }
  .dots circle { fill: var(--validation); fill-opacity: 0.45; }
  .dots .training { fill: var(--data); fill-opacity: 1; stroke: var(--surface); stroke-width: 1.5; }
  .cells rect { cursor: pointer; stroke: var(--surface); stroke-width: 1.5; }
  .count .number { fill: var(--ink); font-size: 44px; font-weight: 650; }
  :host([data-fills]) .count .name:first-child { display: none; }
  .count .name { fill: var(--muted); }
`;

function sentence({ pair, degree }, { by_degree, place }) {
  const [first, second] = PAIRS[pair];
  return (
    `Degree ${degree}, readings ${first} and ${second} held out: ` +
    `training loss ${amount(by_degree.training[degree])} °C², ` +
    `validation loss ${amount(by_degree.validation[degree])} °C², ` +
    `place ${place} of ${PAIRS.length} (1 is the smallest).`
  );
}

function picture(stage) {
  const parts = [fitPanel(stage), lossPanel(stage), mapPanel(stage)];
  const read = (kind) => (result) => amount(result.by_degree[kind][stage.shown().degree]);
  parts.push(
    gauges(stage, [
      { label: "training", unit: "°C²", read: read("training"), colour: "data" },
      { label: "validation", unit: "°C²", read: read("validation"), colour: "validation" },
      { label: "better than degree 1 in", unit: "of 55 splits", read: ({ better }) => `${better}` },
    ]),
  );
  return (state, result) => {
    for (const show of parts) show(state, result);
  };
}

/** The readings, two of them held out, to be dragged onto others; the curve, and its two misses. */
function fitPanel(stage) {
  const plot = panel(stage, {
    title: "A curve fitted to nine of eleven",
    x: { label: "t_u (no units)", domain: /** @type {[number, number]} */ (splits.PLACES) },
    y: { label: "t_c (°C)", domain: /** @type {[number, number]} */ (CELSIUS) },
  });
  const misses = plot.layer("misses");
  const curve = plot.layer("curve").append("path").attr("class", "model");
  const points = plot.layer("points");
  const names = plot.layer("names", false);
  const follow = chase(stage);

  /** The reading nearest to a place, as the eye measures. */
  const nearest = (/** @type {number[]} */ [x, y], among) =>
    least(among, (i) => Math.hypot(plot.x(t_u[i]) - plot.x(x), plot.y(t_c[i]) - plot.y(y)));
  const held = [0, 1].map((k) => {
    const free = ({ pair }) => range(t_u.length).filter((i) => i !== PAIRS[pair][1 - k]);
    const here = ({ pair }) => PAIRS[pair][k];
    return handle(stage, plot, {
      label: `${["first", "second"][k]} reading held out`,
      colour: "validation",
      at: (state) => [t_u[here(state)], t_c[here(state)]],
      to: (place, state) => instead(state.pair, k, nearest(place, free(state))),
      step: [1, 1],
      turn: ([dx, dy], state) => {
        const order = free(state).sort((i, j) => t_u[i] - t_u[j]);
        const to = order.indexOf(here(state)) + dx + dy;
        return instead(state.pair, k, order[Math.min(Math.max(to, 0), order.length - 1)]);
      },
      value: (state) =>
        `reading ${here(state)}, ${t_c[here(state)]} °C at t_u ${t_u[here(state)].toFixed(1)}`,
    });
  });
  /** A reading that is pressed takes the place of the nearer of the two. */
  const takeOut = (_, i) => {
    const { pair } = stage.state();
    const k = Math.abs(RANK[PAIRS[pair][0]] - RANK[i]) < Math.abs(RANK[PAIRS[pair][1]] - RANK[i]);
    stage.change(instead(pair, k ? 0 : 1, i));
  };

  return (state, result) => {
    const beyond = (y) => Math.min(Math.max(y, CELSIUS[0] - 200), CELSIUS[1] + 200);
    const heights = follow(result.curve.map(beyond), CELSIUS[1] - CELSIUS[0]);
    curve.attr("d", through(plot)(heights.map((y, i) => [splits.GRID[i], y])));
    misses
      .selectAll("line")
      .data(result.held_out)
      .join("line")
      .attr("x1", (i) => plot.x(t_u[i]))
      .attr("x2", (i) => plot.x(t_u[i]))
      .attr("y1", (i) => plot.y(t_c[i]))
      .attr("y2", (_, k) => plot.y(beyond(result.predicted[k])));
    points
      .selectAll("circle")
      .data(range(t_u.length))
      .join("circle")
      .attr("r", 4.5)
      .attr("cx", (i) => plot.x(t_u[i]))
      .attr("cy", (i) => plot.y(t_c[i]))
      .on("click", takeOut);
    names
      .selectAll("text")
      .data(result.held_out)
      .join("text")
      .attr("x", (i) => plot.x(t_u[i]) + (BELOW.has(i) ? 11 : -11))
      .attr("y", (i) => plot.y(t_c[i]) + (BELOW.has(i) ? 16 : -8))
      .attr("text-anchor", (i) => (BELOW.has(i) ? "start" : "end"))
      .text((i) => i);
    for (const one of held) one.show(state, result);
  };
}

/** Both losses over the degrees, before those of all other splits; the degree is dragged. */
function lossPanel(stage) {
  const plot = panel(stage, {
    title: "Both losses at every degree",
    x: { label: "degree", domain: [-0.3, MOST + 0.3], ticks: (axis) => axis.tickFormat(String) },
    y: {
      ...{ label: "loss (°C²)", domain: [-1, 2] }, // of its logarithm
      ticks: (axis) => axis.tickValues(powers(plot?.y)).tickFormat(splits.power),
    },
  });
  const others = plot.layer("others");
  const here = plot.layer("here").append("line");
  const lines = plot.layer("lines");
  const training = lines.append("path").attr("class", "training");
  const validation = lines.append("path").attr("class", "validation");
  const dots = plot.layer("dots");
  const place = handle(stage, plot, {
    label: "degree",
    colour: "validation",
    at: ({ degree }, { by_degree }) => [degree, height(by_degree.validation[degree])],
    to: ([degree]) => ({ degree }),
    step: [1, 0],
    value: ({ degree }) => `${degree}`,
  });
  const height = (loss) => Math.log10(Math.max(loss, 1e-9));
  const points = (losses) => losses.map((loss, degree) => [degree, height(loss)]);
  const follow = chase(stage);

  return (state, { by_degree, all_validation }) => {
    const [low, high] = extent([...all_validation, by_degree.training[Math.min(state.degree, 7)]]);
    plot.aim({ y: [Math.min(-0.2, height(low) - 0.3), Math.max(1.6, height(high) + 0.4)] });
    const path = through(plot);
    others
      .selectAll("path")
      .data(SPLITS)
      .join("path")
      .attr("d", (one) => path(points(one.validation)));
    const drawn = follow([...by_degree.training, ...by_degree.validation].map(height), 2);
    const half = drawn.length / 2;
    training.attr("d", path(drawn.slice(0, half).map((y, i) => [i, y])));
    validation.attr("d", path(drawn.slice(half).map((y, i) => [i, y])));
    here.attr("x1", plot.x(state.degree)).attr("x2", plot.x(state.degree)).attr("y1", plot.height);
    dots
      .selectAll("circle")
      .data([...all_validation, by_degree.training[state.degree]])
      .join("circle")
      .classed("training", (_, i) => i === PAIRS.length)
      .attr("r", (_, i) => (i === PAIRS.length ? 5 : 3))
      .attr("cx", plot.x(state.degree))
      .attr("cy", (loss) => plot.y(height(loss)));
    place.show(state, { by_degree });
  };
}

/** The powers of ten to be marked between the ends of an axis of logarithms. */
function powers(scale) {
  const [low, high] = scale?.domain() ?? [-1, 2];
  const every = Math.ceil((high - low) / 6);
  return range(Math.ceil(low), high).filter((power) => power % every === 0);
}

/** Every split is a cell: a reading across, another up, and as bright as the loss is low. */
function mapPanel(stage) {
  const named = (ranks) => (axis) =>
    axis
      .tickValues(ranks)
      .tickFormat((rank) => WARMER[rank])
      .tickSize(0);
  const last = t_u.length - 1;
  const map = panel(stage, {
    title: "Every split is a place on this map",
    x: { label: "warmer", domain: [-0.5, last - 0.5], ticks: named(range(last)) },
    y: {
      label: "the two readings held out",
      domain: [0.5, last + 0.5],
      ticks: named(range(1, last + 1)),
    },
  });
  const cells = map.layer("cells");
  const count = map.layer("count", false);
  const [name, number, total] = ["name", "number", "name"].map((kind) =>
    count.append("text").attr("class", kind).attr("text-anchor", "end"),
  );
  const scale = legend(map, amount);
  const ranks = (pair) => PAIRS[pair].map((i) => RANK[i]).sort((a, b) => a - b);
  const at = range(PAIRS.length).map(ranks);
  const place = handle(stage, map, {
    label: "split on the map",
    at: ({ pair }) => at[pair],
    to: (place) => ({ pair: nearestSplit(at, place) }),
    step: [1, 1],
    value: ({ pair }) => `readings ${PAIRS[pair].join(" and ")}`,
  });

  return (state, result) => {
    const losses = result.all_validation;
    const ends = /** @type {any} */ (extent(losses));
    const side = [map.width / last, map.height / last];
    cells
      .selectAll("rect")
      .data(losses)
      .join("rect")
      .attr("x", (_, i) => map.x(at[i][0] - 0.5))
      .attr("y", (_, i) => map.y(at[i][1] + 0.5))
      .attr("width", side[0])
      .attr("height", side[1])
      .attr("rx", 3)
      .attr("fill", (loss) => shade(loss, ends[0], ends[1]))
      .on("click", (event) =>
        stage.change({ pair: cells.selectAll("rect").nodes().indexOf(event.target) }),
      );
    scale(ends, ends[1] < 1e4 ? "°C²" : "", losses[state.pair]); // no room beside "warmer"
    count.attr("transform", `translate(${map.width - 4},${map.height})`);
    name.attr("y", -78).text("place");
    number.attr("y", -34).text(result.place);
    total.attr("y", -14).text(`of ${PAIRS.length}`);
    place.show(state, result);
  };
}

const nearestSplit = (at, /** @type {number[]} */ [x, y]) =>
  least(range(at.length), (i) => Math.hypot(at[i][0] - x, at[i][1] - y));

export default {
  hint: "Turn the degree: training sinks. Does validation? Then drag a ring onto another reading.",
  knobs: [DEGREE, PAIR],
  numbers: splits.numbers,
  sentence,
  picture,
  css,
  still: [{ degree: 6 }],
};
