// The line trained on targets of the right shape, or of shape (11, 1), by a formula.

import { mean, range } from "d3-array";
import { thermometer } from "../../explore/page/data.js";

export const { t_u, t_c } = thermometer;
export const [FLAT, COLUMN] = ["(11,)", "(11, 1)"];
export const LR = 0.01; // on standardised readings
export const STARTS = {
  "the best line": { w: 0.5367719, b: -17.3047847 },
  "w 1, b 0": { w: 1, b: 0 },
};

const centre = mean(t_u);
const spread = Math.sqrt(mean(t_u, (x) => (x - centre) ** 2));
export const MEAN = mean(t_c);
export const VARIANCE = mean(t_c, (y) => (y - MEAN) ** 2);
const slope = mean(t_u, (x, i) => ((x - centre) / spread) * t_c[i]);
export const LOWEST = VARIANCE - slope ** 2; // of any line

/**
 * The line after so many steps, and the losses on the way.
 *
 * On standardised readings the loss is a round bowl: every step of gradient descent leaves
 * 1 − 2 · lr of the way to its bottom. With a column of targets the loss is the mean over all pairs,
 * var(y) + mean((y_hat − mean(y))²): the same bowl, with its bottom at the flat line.
 */
export function train({ target, start, steps }) {
  const trapped = target === COLUMN;
  const best = [trapped ? 0 : slope, MEAN];
  const lowest = trapped ? VARIANCE : LOWEST;
  const { w, b } = STARTS[start];
  const error = [w * spread - best[0], b + w * centre - best[1]];
  const left = (k) => (1 - 2 * LR) ** k;
  const losses = range(steps + 1).map(
    (k) => lowest + left(k) ** 2 * (error[0] ** 2 + error[1] ** 2),
  );
  const [scaled, middle] = error.map((part, i) => best[i] + left(steps) * part);
  const line = { w: scaled / spread, b: middle - (scaled / spread) * centre };
  const predicted = t_u.map((x) => line.w * x + line.b);
  const difference = trapped
    ? t_c.map((y) => predicted.map((y_hat) => y_hat - y))
    : [predicted.map((y_hat, i) => y_hat - t_c[i])];
  return { ...line, losses, loss: losses.at(-1), difference, lowest };
}
