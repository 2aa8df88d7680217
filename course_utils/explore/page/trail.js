// Where one has been: a line that follows what is moved, and fades.

import { through } from "./lines.js";

const PIECES = 12; // the line fades in as many pieces

/**
 * Make a trail in a panel; `follow(point)` adds where one is now, in the units of the axes, and
 * `forget()` takes the line away.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {number} [most]  how many places are remembered
 */
export function trail(panel, most = 240) {
  const layer = panel.layer("trail");
  let points = [];
  return {
    follow([x, y]) {
      const last = points.at(-1);
      if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
      points = points.slice(-most);
      const size = Math.max(1, Math.ceil((points.length - 1) / PIECES));
      const pieces = [];
      for (let i = 0; i < points.length - 1; i += size) pieces.push(points.slice(i, i + size + 1));
      layer
        .selectAll("path")
        .data(pieces)
        .join("path")
        .attr("d", through(panel))
        .attr("stroke-opacity", (_, i) => (i + 1) / pieces.length);
    },
    forget() {
      points = [];
    },
  };
}
