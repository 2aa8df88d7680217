// Paths of points that are given in the units of a panel.

import { line } from "d3-shape";

/**
 * A path through points in the units of the panel's axes.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {any} [curve]  of d3-shape
 */
export function through(panel, curve) {
  /** @type {import("d3-shape").Line<number[]>} */
  const path = line(
    ([x]) => panel.x(x),
    ([, y]) => panel.y(y),
  );
  return curve ? path.curve(curve) : path;
}
