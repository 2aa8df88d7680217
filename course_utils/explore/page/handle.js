// What one takes hold of in a panel: by mouse, by touch, and by keys.

import { drag } from "d3-drag";

const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
  PageDown: [-10, -10],
  PageUp: [10, 10],
};

/**
 * @typedef {object} Grip
 * @property {string} label  what a screen reader calls it
 * @property {(state: any, numbers: any) => number[]} at  where it is, in the axes' units
 * @property {(to: number[], state: any) => object} to   the change that brings it there
 * @property {number[]} step  what an arrow key moves it by; 0 where it cannot go
 * @property {(ways: number[], state: any) => object} [turn]  the change that so many arrow keys
 *   across and up make, where it goes from place to place and not by steps
 * @property {(state: any, numbers: any) => string} value  its value in words
 * @property {"dot" | "ring" | "none"} [shape]
 * @property {"model" | "truth" | "validation" | "gradient"} [colour]  of a ring
 * @property {any} [also]  another thing of the picture that is dragged in its place (a selection)
 *
 * @typedef {object} Handle
 * @property {any} node  its <g>
 * @property {(state: any, numbers?: any) => void} show  put it where it belongs
 */

/**
 * Add a handle to a panel.
 *
 * @param {import("./stage.js").Stage} stage
 * @param {import("./panel.js").Panel} panel
 * @param {Grip} grip
 * @returns {Handle}
 */
export function handle(stage, panel, grip) {
  const ways = grip.step.map(Boolean);
  const node = panel.inner.append("g").attr("class", "handle");
  node.classed(`${grip.shape ?? "ring"} ${grip.colour ?? "model"}`, true);
  node.attr("tabindex", 0).attr("role", "slider").attr("aria-label", grip.label);
  node.classed("across", ways[0] && !ways[1]).classed("up", ways[1] && !ways[0]);
  if (ways[1] && !ways[0]) node.attr("aria-orientation", "vertical");
  node.append("circle").attr("class", "reach").attr("r", 16);
  node.append("circle").attr("class", "focus").attr("r", 12);
  node
    .append("circle")
    .attr("class", "mark")
    .attr("r", grip.shape === "dot" ? 5 : 7);

  const here = () => grip.at(stage.shown(), stage.numbers());
  const move = ([x, y]) => {
    const now = here();
    stage.change(grip.to([ways[0] ? x : now[0], ways[1] ? y : now[1]], stage.state()));
  };

  const held = drag()
    .container(panel.inner.node())
    // Where it is taken hold of stays under the hand.
    .subject(() => ({ x: panel.x(here()[0]), y: panel.y(here()[1]) }))
    .on("start", () => {
      node.node().focus({ preventScroll: true });
      node.classed("held", true);
      stage.hold(panel, ways);
    })
    .on("drag", ({ x, y }) => move([panel.x.invert(x), panel.y.invert(y)]))
    .on("end", () => {
      node.classed("held", false);
      stage.hold(null);
    });
  node.call(held);
  if (grip.also) grip.also.call(held);

  node.on("keydown", (event) => {
    const [dx, dy] = KEYS[event.key] ?? [0, 0];
    if (!(dx && ways[0]) && !(dy && ways[1])) return;
    event.preventDefault(); // or the page would scroll
    const many = event.shiftKey ? 10 : 1;
    if (grip.turn) {
      stage.change(grip.turn([many * dx, many * dy], stage.state()));
      return;
    }
    const [x, y] = grip.at(stage.state(), stage.compute(stage.state()));
    move([x + many * dx * grip.step[0], y + many * dy * grip.step[1]]);
  });

  return {
    node,
    show(state, numbers) {
      const at = grip.at(state, numbers);
      node.attr("transform", `translate(${panel.x(at[0])},${panel.y(at[1])})`);
      const axis = ways[0] ? panel.x : panel.y;
      const [low, high] = axis.domain();
      const now = ways[0] ? at[0] : at[1];
      node.attr("aria-valuemin", Math.min(low, now)).attr("aria-valuemax", Math.max(high, now));
      node.attr("aria-valuenow", now).attr("aria-valuetext", grip.value(state, numbers));
    },
  };
}

/**
 * Make several handles one stop of the Tab key; the arrows across lead from one to the next.
 *
 * @param {Handle[]} handles  that move up and down only
 */
export function rove(handles) {
  const nodes = handles.map((one) => one.node.node());
  const open = (chosen) =>
    nodes.forEach((node) => {
      node.setAttribute("tabindex", node === chosen ? 0 : -1);
    });
  open(nodes[0]);
  nodes.forEach((node, i) => {
    node.addEventListener("focus", () => open(node));
    node.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      nodes[(i + by + nodes.length) % nodes.length].focus();
    });
  });
}
