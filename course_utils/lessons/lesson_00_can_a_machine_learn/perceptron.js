// The numbers of lesson 00: a unit that fires where a weighted sum is above 0, and the rule that
// corrects it.

import { fixed } from "../../explore/page/numerals.js";

/** @typedef {number[]} Weights  w1, w2 and b */

export const POINTS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const GATES = { AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], XOR: [0, 1, 1, 0] };
export const ARROW = 0.22; // how long the arrow is for a weight of 1, on the plane of the points
export const NOTHING = 1e-9; // 0.1 + 0.2 - 0.3 is 0 to the reader

/** @param {Weights} weights @param {number[]} point */
function sumAt(weights, point) {
  return weights[0] * point[0] + weights[1] * point[1] + weights[2];
}

/** Whether the unit fires at a point, as 1 or 0. @param {Weights} weights @param {number[]} point */
export const fires = (weights, point) => Number(sumAt(weights, point) > NOTHING);

/**
 * The weights after the rule has looked at a point; the same ones where the output is right.
 *
 * @param {Weights} weights
 * @param {string} gate
 * @param {number} i  of the point
 */
export function corrected(weights, gate, i) {
  const error = GATES[gate][i] - fires(weights, POINTS[i]);
  return weights.map((w, k) => w + error * [...POINTS[i], 1][k]);
}

/** The weights after every step, what each step corrected, and what the last weights get right. */
export function numbers({ gate, w1, w2, b, steps, at }) {
  const path = [[w1, w2, b]];
  const corrections = [];
  for (let step = 0; step < steps; step++) {
    const before = path[step];
    const after = corrected(before, gate, step % POINTS.length);
    path.push(after);
    corrections.push(after.some((w, i) => w !== before[i]));
  }
  const weights = path[steps];
  const outputs = POINTS.map((point) => fires(weights, point));
  const right = (targets) => outputs.filter((output, i) => output === targets[i]).length;
  const foot = nearest(weights, at);
  return {
    ...{ weights, path, corrections, outputs, foot },
    sums: POINTS.map((point) => sumAt(weights, point)),
    wrong: outputs.map((output, i) => output !== GATES[gate][i]),
    right: Object.fromEntries(Object.entries(GATES).map(([name, t]) => [name, right(t)])),
    tip: foot.map((x, k) => x + ARROW * weights[k]),
  };
}

/**
 * The place on the line that is nearest to a point; the point itself where there is no line.
 *
 * @param {Weights} weights
 * @param {number[]} point
 */
function nearest(weights, point) {
  const square = weights[0] ** 2 + weights[1] ** 2;
  if (square < NOTHING) return point;
  return point.map((x, k) => x - (sumAt(weights, point) / square) * weights[k]);
}

/** A number with two decimals. @param {number} number */
export const short = (number) => fixed(number, 2);

/** @param {number[]} point */
export const named = (point) => `(${point.join(", ")})`;

export function sentence({ gate, steps }, { weights, corrections, wrong, right }) {
  const off = POINTS.filter((_, i) => wrong[i]).map(named);
  return (
    `${gate}${steps ? looked(steps, corrections.at(-1)) : ""}: ${right[gate]} of 4 points right` +
    `${off.length ? `; wrong: ${off.join(", ")}` : ""}. ` +
    `w1 = ${short(weights[0])}, w2 = ${short(weights[1])}, b = ${short(weights[2])}.`
  );
}

function looked(steps, didCorrect) {
  const point = named(POINTS[(steps - 1) % POINTS.length]);
  const what = didCorrect ? "corrected" : "was right";
  return ` in pass ${Math.ceil(steps / POINTS.length)}, ${point} ${what}`;
}
