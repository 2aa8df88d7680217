// A map of heights whose valley glows: what is low is bright, on a scale of equal factors.

import { range } from "d3-array";
import { contours } from "d3-contour";
import { interpolateMagma } from "d3-scale-chromatic";
import { line } from "d3-shape";
import { element } from "./dom.js";
import { short } from "./numerals.js";

const SHADES = 512;
const COARSE = 3; // pixels a side that have one colour while something is held
const CELLS = 80; // a side, for the contour lines, of which so many
const BEYOND = 2; // on each side lie beyond the panel

/** The colour of a brightness. */
const colour = (brightness) => interpolateMagma(0.06 + 0.94 * brightness);

const palette = range(SHADES).map((i) => {
  const [r, g, b] = channels(colour(i / (SHADES - 1)));
  return (255 << 24) | (b << 16) | (g << 8) | r; // the order of bytes in a canvas
});

function channels(colour) {
  const hex = Number.parseInt(colour.slice(1), 16);
  return [hex >> 16, (hex >> 8) & 255, hex & 255];
}

/** The colour of a value between `low`, which is bright, and `high`. */
export const shade = (value, low, high) => colour(glow(value, low, high));

/** How bright a value is, from 0 at `high` to 1 at `low`. */
const glow = (value, low, high) =>
  1 - Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));

/** The colours of the map from low to high. */
const gradient = `linear-gradient(to right, ${range(9)
  .map((i) => colour((8 - i) / 8))
  .join(", ")})`;

/**
 * Make a map on the ground of a panel.
 *
 * @param {import("./panel.js").Panel} panel  made with `ground: true`
 * @returns what draws the map of `height` from `ends[0]` (bright) to `ends[1]`, if `key` or the size
 *   is new, and marks `now`, the height at which one is, on the scale of its colours
 */
export function heat(panel) {
  const lines = panel.layer("contours");
  const scale = legend(panel);
  let drawn = "";
  return ({ key, height, ends, unit, now: value }) => {
    scale(ends, unit, value);
    const coarse = panel.held();
    const size = [panel.width, panel.height, panel.x.domain(), panel.y.domain(), coarse];
    const now = `${key} ${size}`;
    if (now === drawn || panel.width <= 0) return;
    drawn = now;
    paint(panel, height, ends, coarse ? COARSE : 1);
    drawContours(panel, lines, height, ends, coarse ? CELLS / 2 : CELLS);
  };
}

/**
 * Make the scale of the colours below a panel.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {(value: number) => string} [words]  a height as text
 * @returns {(ends: number[], unit: string, now: number) => void}
 */
export function legend(panel, words = (value) => short(value, 2)) {
  const [low, high] = [element("span"), element("span")];
  const needle = element("i");
  const bar = element("b", { style: `background: ${gradient}` }, needle);
  panel.frame.append(element("div", { class: "scale", "aria-hidden": "true" }, low, bar, high));
  return (ends, unit, now) => {
    low.textContent = words(ends[0]);
    high.textContent = `${words(ends[1])} ${unit}`;
    needle.style.left = `${100 * (1 - glow(now, ...ends))}%`;
  };
}

function paint(panel, height, [low, high], block) {
  const { ground, x, y } = panel;
  const [wide, tall] = [panel.width, panel.height].map((side) => Math.round(side / block));
  ground.width = wide;
  ground.height = tall;
  const context = ground.getContext("2d");
  const image = context.createImageData(wide, tall);
  const pixels = new Uint32Array(image.data.buffer);
  const across = range(wide).map((i) => x.invert((i + 0.5) * block));
  for (let j = 0, k = 0; j < tall; j++) {
    const up = y.invert((j + 0.5) * block);
    for (let i = 0; i < wide; i++, k++) {
      pixels[k] = palette[Math.round(glow(height(across[i], up), low, high) * (SHADES - 1))];
    }
  }
  context.putImageData(image, 0, 0);
}

/** Lines of equal height, each a fixed factor above the last. */
function drawContours(panel, lines, height, [low, high], cells) {
  const { width, height: tall, x, y } = panel;
  // The grid reaches beyond the panel: at its own border a contour follows the border.
  const place = (i, side) => ((i - BEYOND) / (cells - 2 * BEYOND)) * side;
  const across = range(cells).map((i) => x.invert(place(i + 0.5, width)));
  const up = range(cells).map((j) => y.invert(place(j + 0.5, tall)));
  const values = up.flatMap((v) => across.map((u) => Math.log(height(u, v))));
  const levels = range(1, 9).map((i) => Math.log(low) + (i / 9) * Math.log(high / low));
  const rings = contours().size([cells, cells]).thresholds(levels)(values);
  const draw = line(
    ([i]) => place(i, width),
    ([, j]) => place(j, tall),
  );
  const path = ({ coordinates }) => coordinates.flat().map(draw).join("");
  lines.selectAll("path").data(rings).join("path").attr("d", path);
}
