// Lesson 06: walk through one loss, forward and back, and see the blame flow along the arrows.

import { max } from "d3-array";
import { easeCubicInOut } from "d3-ease";
import { element } from "../../explore/page/dom.js";
import { handle } from "../../explore/page/handle.js";
import { choice, slider, steps, toggle } from "../../explore/page/knobs.js";
import { still } from "../../explore/page/motion.js";
import { panel } from "../../explore/page/panel.js";
import { numbers, ORDERS, REUSE } from "./engine.js";
import { number, rule, verdict } from "./rules.js";

const FLIGHT = 600; // milliseconds that a number takes along an arrow
const ROOMY = 70; // pixels that a box is wide, above which there is room for a formula
const MOST_STEPS = 14; // of the naive order where w·x is used twice

const STEP = steps({ name: "step", label: "step", high: MOST_STEPS, value: 0, rate: 1 });
const leaf = (name, value, high = 3) =>
  slider({ ...{ name, label: name, low: -3, high, step: 0.5, value, decimals: 1 }, hidden: true });
const LEAVES = [leaf("w", 2), leaf("b", 0), leaf("x", 3), leaf("y", 5, 6)];
const REUSED = choice({ name: "reuse", label: "used twice", options: Object.keys(REUSE) });
const ASSIGN = toggle({ name: "assign", label: "= in place of +=" });
const ORDER = choice({ name: "order", label: "order", options: Object.keys(ORDERS) });

// Where the numbers stand, in columns and rows.
const PLACES = {
  ...{ w: [0, 2], x: [0, 0], m: [1, 1], b: [1, -1], s: [2, 0.4], "−y": [2, -1], r: [3, 0.4] },
  loss: [4, 0.4],
};
const FORMULAS = {
  m: () => "w · x",
  s: (reuse) => `m + ${REUSE[reuse]}`,
  r: () => "s − y",
  loss: () => "r²",
};

function sentence({ reuse, assign }, result) {
  const step = `Step ${result.index} of ${result.last}, ${result.phase}: ${rule(result, reuse, assign)}`;
  return result.index === result.last ? `${step}; ${verdict(result)}.` : `${step}.`;
}

function picture(stage) {
  const plot = panel(stage, {
    title: "loss = (w · x + b − y)²",
    x: { label: "", domain: [-0.5, 4.5] },
    y: { label: "", domain: [-1.7, 2.6] },
    ...{ ratio: 0.78, bare: true },
  });
  const heading = plot.frame.parentElement.querySelector("figcaption");
  const arrows = plot.layer("arrows", false);
  const flows = plot.layer("flows", false);
  const slopes = plot.layer("slopes", false);
  const boxes = plot.layer("boxes", false);
  const flying = plot.layer("flying", false);
  const tracks = plot.layer("tracks", false);
  const formula = element("p", { class: "rule", "aria-hidden": "true" });
  const judged = element("p", { class: "verdict", "aria-hidden": "true" });
  stage.readings.append(formula, judged);

  const size = () => {
    const column = plot.width / 5;
    return { wide: Math.max(44, Math.min(116, 0.66 * column)), tall: column < 90 ? 44 : 54 };
  };
  const middle = (name) => [plot.x(PLACES[name][0]), plot.y(PLACES[name][1])];
  const handles = LEAVES.map((knob) => leafHandle(stage, plot, knob, middle, size));
  const flight = flights(stage);

  return (state, result) => {
    const { wide, tall } = size();
    const shape = edgeShapes(result, middle, wide, tall);
    heading.textContent = `loss = ${LOSSES[state.reuse]}`;
    drawArrows(arrows, result, shape);
    drawFlows(flows, result, shape);
    drawSlopes(slopes, result, shape, wide > ROOMY);
    drawBoxes(boxes, result, state, middle, wide, tall);
    drawFlying(flying, result, shape, flight(result));
    drawTracks(tracks, state, middle, wide, tall);
    formula.textContent = rule(result, state.reuse, state.assign);
    const done = result.index === result.last;
    const says = done ? verdict(result) : "";
    judged.textContent = says;
    judged.className = `verdict ${says.startsWith("wrong") ? "wrong" : "right"}`;
    LEAVES.forEach(({ name }, i) => {
      handles[i].node.attr("display", name === "b" && state.reuse !== "nothing" ? "none" : null);
      handles[i].show(state, result);
    });
  };
}

const LOSSES = {
  nothing: "(w · x + b − y)²",
  w: "(w · x + w − y)²",
  w·x: "(m + m − y)² with m = w · x",
};

/** A leaf is turned by the ring on the track below its box. */
function leafHandle(stage, plot, knob, middle, size) {
  const name = knob.name === "y" ? "−y" : knob.name;
  const span = () => size().wide - 8;
  const half = (knob.low + knob.high) / 2;
  const range = knob.high - knob.low;
  return handle(stage, plot, {
    label: knob.name,
    colour: "truth",
    at: (state) => {
      const [x, y] = middle(name);
      const along = ((state[knob.name] - half) / range) * span();
      return [plot.x.invert(x + along), plot.y.invert(y + size().tall / 2 + 11)];
    },
    to: ([x]) => ({ [knob.name]: half + ((plot.x(x) - middle(name)[0]) / span()) * range }),
    step: [1, 0],
    turn: ([dx], state) => ({ [knob.name]: state[knob.name] + dx * knob.step }),
    value: (state) => number(state[knob.name]),
  });
}

/** How far the number of this step has flown along its arrow, from 0 to 1. */
function flights(stage) {
  let last = null;
  let began = 0;
  return ({ index }) => {
    if (last === null || index !== last) {
      began = index === last + 1 && !still() && last !== null ? performance.now() : 0;
      last = index;
    }
    const part = began ? Math.min(1, (performance.now() - began) / FLIGHT) : 1;
    if (part < 1) stage.again();
    return easeCubicInOut(part);
  };
}

/** For each edge, by child and k, the curve from parent to child: its four points. */
function edgeShapes({ held, parents }, middle, wide, tall) {
  return (child, k) => {
    const parent = parents[child][k];
    const [from, to] = [parent, child].map((i) => middle(held[i].name));
    const twin = parents[child].filter((other) => other === parent).length > 1;
    const over = held[parent].name === "w" && held[child].name === "s";
    const lift = twin ? (k ? 1 : -1) * tall * 0.3 : 0;
    const several = parents[child].length > 1 && !twin ? (k ? 1 : -1) * tall * 0.2 : 0;
    const a = [from[0] + wide / 2, from[1] + lift];
    const d = [to[0] - wide / 2 - 5, to[1] + lift + several];
    if (over) {
      const end = [to[0], to[1] - tall / 2 - 5];
      return [a, [to[0], a[1]], [to[0], a[1]], end];
    }
    const bend = twin ? lift * 0.8 : 0;
    const half = (a[0] + d[0]) / 2;
    return [a, [half, a[1] + bend], [half, d[1] + bend], d];
  };
}

const curve = ([a, b, c, d]) => `M${a}C${b} ${c} ${d}`;

/** A point of the curve, from 0 at its start to 1 at its end. */
function along([a, b, c, d], t) {
  const s = 1 - t;
  return [0, 1].map(
    (i) => s ** 3 * a[i] + 3 * s * s * t * b[i] + 3 * s * t * t * c[i] + t ** 3 * d[i],
  );
}

function drawArrows(layer, { edges, arrows, phase }, shape) {
  const inUse = ([child, k]) => arrows.some(([one, other]) => one === child && other === k);
  const shapes = edges.map(([child, k]) => shape(child, k));
  layer
    .selectAll("path")
    .data(edges)
    .join("path")
    .attr("class", (edge) => (inUse(edge) ? `used ${phase}` : ""))
    .attr("d", (_, i) => curve(shapes[i]));
  layer
    .selectAll("polygon")
    .data(edges)
    .join("polygon")
    .attr("points", "0,-4 8,0 0,4")
    .attr("transform", (_, i) => {
      const [, , c, d] = shapes[i];
      const down = Math.abs(d[0] - c[0]) < 1;
      return `translate(${d[0] - (down ? 0 : 3)},${d[1] - (down ? 3 : 0)}) rotate(${down ? 90 : 0})`;
    });
}

/** The blame that went along each arrow, as wide as it is large. */
function drawFlows(layer, { edges, carried }, shape) {
  const most = max(carried, Math.abs) || 1;
  layer
    .selectAll("path")
    .data(edges)
    .join("path")
    .attr("d", ([child, k]) => curve(shape(child, k)))
    .attr("stroke-width", (_, i) =>
      carried[i] ? 3 + 11 * Math.sqrt(Math.abs(carried[i]) / most) : 0,
    );
}

/** By what the blame is multiplied on each arrow that it has taken. */
function drawSlopes(layer, { edges, slopes, carried }, shape, roomy) {
  const taken = edges.filter((_, i) => roomy && carried[i]);
  layer
    .selectAll("text")
    .data(taken)
    .join("text")
    .attr("transform", ([child, k]) => `translate(${along(shape(child, k), 0.5)})`)
    .attr("dy", "0.35em")
    .text(([child, k]) => `×${number(slopes[child][k])}`);
}

function drawBoxes(layer, result, { reuse }, middle, wide, tall) {
  const { held, at, phase, index, last } = result;
  const wrong = (i) => index === last && Math.abs(held[i].grad - result.true[i]) > 1e-9;
  const groups = layer
    .selectAll("g")
    .data(held)
    .join((enter) => {
      const group = enter.append("g");
      group.append("rect").attr("rx", 10);
      for (const kind of ["name", "data", "grad"]) group.append("text").attr("class", kind);
      return group;
    })
    .attr("transform", ({ name }) => `translate(${middle(name)})`)
    .classed("reached", ({ grad }) => grad !== 0)
    .classed("now", (_, i) => i === at)
    .classed("back", phase === "backward")
    .classed("wrong", (_, i) => wrong(i));
  groups
    .select("rect")
    .attr("x", -wide / 2)
    .attr("y", -tall / 2)
    .attr("width", wide)
    .attr("height", tall);
  groups
    .select(".name")
    // Beside the arrow that comes from above.
    .attr("x", ({ name }) => (name === "s" && reuse === "w" ? (wide > ROOMY ? 46 : 14) : 0))
    .attr("y", -tall / 2 - 6)
    .text(({ name }) =>
      FORMULAS[name] && wide > ROOMY ? `${name} = ${FORMULAS[name](reuse)}` : name,
    );
  groups
    .select(".data")
    .attr("y", phase === "backward" ? -3 : 5)
    .text(({ data }) => (data === null ? "" : number(data)));
  groups
    .select(".grad")
    .attr("y", tall / 2 - 7)
    .text(({ grad }, i) => {
      if (phase !== "backward") return "";
      return wrong(i) && wide > ROOMY
        ? `${number(grad)} ≠ ${number(result.true[i])}`
        : number(grad);
    });
}

/** What goes along the arrows of this step: data forward, blame back. */
function drawFlying(layer, { arrows, held, parents, phase, passed }, shape, part) {
  const back = phase === "backward";
  layer
    .attr("class", `flying ${phase}`)
    .attr("display", part < 1 ? null : "none")
    .selectAll("g")
    .data(arrows)
    .join((enter) => {
      const group = enter.append("g");
      group.append("rect").attr("rx", 11).attr("height", 22).attr("y", -11);
      group.append("text").attr("dy", "0.35em");
      return group;
    })
    .each(function ([child, k]) {
      const [x, y] = along(shape(child, k), back ? 1 - part : part);
      const words = number(back ? passed : held[parents[child][k]].data);
      const wide = 14 + 7.5 * words.length;
      this.setAttribute("transform", `translate(${x},${y})`);
      this.firstChild.setAttribute("x", -wide / 2);
      this.firstChild.setAttribute("width", wide);
      this.lastChild.textContent = words;
    });
}

function drawTracks(layer, { reuse }, middle, wide, tall) {
  const names = ["w", "x", "−y", ...(reuse === "nothing" ? ["b"] : [])];
  layer
    .selectAll("line")
    .data(names)
    .join("line")
    .attr("transform", (name) => `translate(${middle(name)})`)
    .attr("x1", 4 - wide / 2)
    .attr("x2", wide / 2 - 4)
    .attr("y1", tall / 2 + 11)
    .attr("y2", tall / 2 + 11);
}

const css = `
  .controls > .steps { flex-basis: 100%; }
  .arrows path { fill: none; stroke: var(--muted); stroke-opacity: 0.55; stroke-width: 1.5; }
  .arrows polygon { fill: var(--muted); }
  .arrows .used { stroke-opacity: 1; stroke-width: 3; }
  .arrows .forward { stroke: var(--data); }
  .arrows .backward { stroke: var(--gradient); }
  .flows path { fill: none; stroke: var(--gradient); stroke-linecap: round; stroke-opacity: 0.38; }
  .slopes text { fill: var(--right); font-weight: 650; paint-order: stroke; stroke: var(--surface);
    stroke-linejoin: round; stroke-width: 4px; text-anchor: middle; }
  .boxes rect { fill: var(--raised); stroke: var(--edge); stroke-width: 1.5; }
  .boxes .reached rect { stroke: var(--gradient); stroke-width: 2; }
  .boxes .now rect { stroke: var(--data); stroke-width: 3; }
  .boxes .now.back:not(.wrong) rect { stroke: var(--gradient); stroke-width: 4; }
  .boxes .wrong rect { stroke: var(--model); stroke-dasharray: 5 3; stroke-width: 3; }
  .boxes text { text-anchor: middle; }
  .boxes .name { fill: var(--muted); }
  .boxes .data { font-size: 1.42em; font-weight: 650; }
  .boxes .grad { fill: var(--right); font-weight: 650; }
  .boxes .wrong .grad { fill: var(--model-text); }
  .flying rect { fill: var(--data); }
  .flying.backward rect { fill: var(--gradient); }
  .flying text { fill: var(--surface); font-weight: 650; text-anchor: middle; }
  .tracks line { stroke: var(--edge); stroke-linecap: round; stroke-width: 4; }
  .handle.truth .mark { stroke-width: 2.5; }
  :host([data-fills]) .line { display: none; }
  .rule { font-size: 1.25em; font-variant-numeric: tabular-nums; font-weight: 600; min-height: 1.45em; text-align: center; }
  .verdict { font-weight: 600; min-height: 1.45em; text-align: center; }
  .verdict.right { color: var(--right); }
  .verdict.wrong { color: var(--model-text); }
  @container (max-width: 480px) {
    .boxes text { font-size: 11px; }
    .boxes .data { font-size: 14px; }
    .rule { font-size: 15px; min-height: 2.9em; }
  }
`;

export default {
  hint: "Play, or step. Blame goes back in green, times the slope of each arrow. Drag a leaf's ring.",
  knobs: [STEP, ...LEAVES, REUSED, ASSIGN, ORDER],
  numbers,
  sentence,
  picture,
  css,
  still: [{ step: 12 }],
};
