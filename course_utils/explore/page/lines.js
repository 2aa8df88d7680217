// Lines, hops and dots along points that are given in the units of a panel.

import { line } from "d3-shape";

const FAR = 1e5; // pixels; what explodes leaves the page, and then what a browser can draw

/** Where a value is on a scale, in pixels; no farther than a browser can draw. */
export const pixel = (scale, value) => Math.max(-FAR, Math.min(FAR, scale(value)));

/**
 * A path through points in the units of the panel's axes.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {any} [curve]  of d3-shape
 */
export function through(panel, curve) {
  /** @type {import("d3-shape").Line<number[]>} */
  const path = line(
    ([x]) => pixel(panel.x, x),
    ([, y]) => pixel(panel.y, y),
  );
  return curve ? path.curve(curve) : path;
}

/**
 * Draw the hops of who goes from point to point.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {any} layer  of the panel
 * @param {number[][]} points
 */
export function hops(panel, layer, points) {
  /** @param {number[]} point */
  const at = ([x, y]) => [pixel(panel.x, x), pixel(panel.y, y)];
  const arc = (to, i) => {
    const [left, from] = at(points[i]);
    const [right, down] = at(to);
    const top = Math.min(from, down) - Math.min(40, 8 + Math.abs(right - left) / 4);
    return `M${left},${from}Q${(left + right) / 2},${top} ${right},${down}`;
  };
  layer.selectAll("path").data(points.slice(1)).join("path").attr("class", "hop").attr("d", arc);
}

/**
 * Draw a dot at each point, and a large one at the last.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {any} layer  of the panel
 * @param {number[][]} points
 * @param {string} [colour]  the class of the dots: model, truth …
 */
export function dots(panel, layer, points, colour = "model") {
  const last = (_, i) => i === points.length - 1;
  layer
    .selectAll("circle")
    .data(points)
    .join("circle")
    .attr("class", (point, i) => `${colour} ${last(point, i) ? "last" : "passed"}`)
    .attr("cx", ([x]) => pixel(panel.x, x))
    .attr("cy", ([, y]) => pixel(panel.y, y))
    .attr("r", (point, i) => (last(point, i) ? 7 : 3.5));
}
