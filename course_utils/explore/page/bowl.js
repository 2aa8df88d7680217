// The mean square of a line over its two parameters: a bowl, whose every slope is known.

import { thermometer } from "./data.js";

/**
 * @typedef {object} Bowl
 * @property {number} ww  the second derivatives: [[ww, wb], [wb, bb]]
 * @property {number} wb
 * @property {number} bb
 * @property {number} w   the lowest point
 * @property {number} b
 * @property {number} lowest  the loss there
 * @property {number} steepest  the larger curvature, of the two along and across the valley
 * @property {number} flattest
 */

// Sums go from left to right and products stand as they do in `course_utils/lessons/bowl.py`: where
// a descent bounces, the last bit of a curvature is worth seeing.
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The bowl of the thermometer's readings, which are centred first, or shifted, and scaled.
 *
 * @param {number | "sd"} scale  what readings are multiplied by; "sd" divides by their deviation
 * @param {boolean | number} centre  whether their mean is subtracted first; or what is
 * @returns {Bowl}
 */
export function bowl(scale, centre) {
  const { t_u, t_c } = thermometer;
  const middle = mean(t_u);
  const deviation = Math.sqrt(mean(t_u.map((u) => (u - middle) * (u - middle))));
  const factor = scale === "sd" ? 1 / deviation : scale;
  const shift = centre === true ? middle : Number(centre);
  const x = t_u.map((u) => factor * (u - shift));
  const [m, c] = [mean(x), mean(t_c)];
  const w = mean(x.map((u, i) => (u - m) * (t_c[i] - c))) / mean(x.map((u) => (u - m) * (u - m)));
  const b = c - w * m;
  const ww = 2 * mean(x.map((u) => u * u));
  const wb = 2 * m;
  const bb = 2;
  const lowest = mean(x.map((u, i) => (w * u + b - t_c[i]) * (w * u + b - t_c[i])));
  const spread = Math.sqrt(((ww - bb) / 2) * ((ww - bb) / 2) + wb * wb);
  const steepest = (ww + bb) / 2 + spread;
  return { ww, wb, bb, w, b, lowest, steepest, flattest: (ww * bb - wb * wb) / steepest };
}

/** How far the loss at a place is above the lowest. @param {Bowl} bowl */
export function excess({ ww, wb, bb, w, b }, at) {
  const [dw, db] = [at[0] - w, at[1] - b];
  return (ww * dw * dw + bb * db * db) / 2 + wb * dw * db;
}

/** The slope of the loss at a place. @param {Bowl} bowl */
export function slope({ ww, wb, bb, w, b }, at) {
  const [dw, db] = [at[0] - w, at[1] - b];
  return [ww * dw + wb * db, wb * dw + bb * db];
}
