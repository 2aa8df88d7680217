// The numbers of lesson 05: a descent in the bowl of scaled readings, by a formula, step by no step.

import { mean, range } from "d3-array";
import { bowl } from "../../explore/page/bowl.js";
import { thermometer } from "../../explore/page/data.js";
import { short } from "../../explore/page/numerals.js";

/** @typedef {import("../../explore/page/bowl.js").Bowl} Bowl */

export const MEAN = mean(thermometer.t_u);
export const DEVIATION = Math.sqrt(mean(thermometer.t_u, (u) => (u - MEAN) ** 2));
const CONSECUTIVE = 100; // steps shown one by one,
const SHOWN = 200; // and all in all
const FAR = 1e100; // what is farther away is drawn there: beyond any picture

/** The steps that are shown: all early ones, then fewer and fewer. @param {number} steps */
function shownSteps(steps) {
  if (steps <= CONSECUTIVE) return range(steps + 1);
  const more = SHOWN - CONSECUTIVE;
  const later = range(1, more + 1).map((i) =>
    Math.round(CONSECUTIVE * (steps / CONSECUTIVE) ** (i / more)),
  );
  return [...new Set([...range(CONSECUTIVE + 1), ...later])];
}

/**
 * What became of a descent from the same line, whatever the readings are scaled to.
 *
 * @param {Bowl} bowl  of readings scale * (x - shift)
 * @param {{ scale: number, shift: number, w0: number, b0: number, lr: number, steps: number }} from
 */
function descend(bowl, { scale, shift, w0, b0, lr, steps }) {
  const { ww, wb, bb, w, b, lowest, steepest, flattest } = bowl;
  const start = [w0 / scale, b0 + w0 * shift];
  // The direction in which the bowl is steepest, and across it, the one in which it is flattest.
  const angle = Math.atan2(2 * wb, ww - bb) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [dw, db] = [start[0] - w, start[1] - b];
  const off = [c * dw + s * db, c * db - s * dw];
  const lambdas = [steepest, flattest];
  const factors = lambdas.map((lambda) => 1 - lr * lambda);
  const shown = shownSteps(steps);
  // Infinity times nothing is nothing here: there is no error in this direction.
  const errors = shown.map((k) => off.map((error, i) => error && error * factors[i] ** k));
  const excess = errors.map(([p, q]) => (steepest * p * p + flattest * q * q) / 2);
  const near = (error) => Math.min(Math.max(error, -FAR), FAR);
  return {
    ...{ start, best: [w, b], lowest, factors, excess },
    steps: shown,
    limit: 2 / steepest,
    kappa: steepest / flattest,
    path: errors.map(([p, q]) => [w + c * near(p) - s * near(q), b + s * near(p) + c * near(q)]),
    left: excess.at(-1),
    verdict: verdictOf(Math.max(...factors.map(Math.abs))),
  };
}

function verdictOf(largest) {
  if (Math.abs(largest - 1) < 1e-9) return "bounces";
  return largest > 1 ? "explodes" : "comes down";
}

const known = { raw: bowl(1, false), standardised: bowl("sd", true) };

/** The bowl of the readings as they are, as the reader has made them, and standardised. */
export const bowlsOf = ({ shift, log_scale }) => ({
  raw: known.raw,
  yours: bowl(10 ** log_scale, shift),
  standardised: known.standardised,
});

export function numbers(state) {
  const { log_lr, shift, log_scale, steps, w0, b0 } = state;
  const [lr, scale] = [10 ** log_lr, 10 ** log_scale];
  const bowls = bowlsOf(state);
  const common = { w0, b0, lr, steps };
  return {
    ...{ lr, scale },
    x: thermometer.t_u.map((u) => scale * (u - shift)),
    mean: scale * (MEAN - shift),
    deviation: scale * DEVIATION,
    raw: descend(bowls.raw, { ...common, scale: 1, shift: 0 }),
    yours: descend(bowls.yours, { ...common, scale, shift }),
    standardised: descend(bowls.standardised, {
      ...common,
      ...{ scale: 1 / DEVIATION, shift: MEAN },
    }),
  };
}

/** A whole number with narrow spaces between thousands. @param {number} number */
export function whole(number) {
  return `${Math.round(number)}`.replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** What is left of the loss above its lowest. @param {number} excess */
export function amount(excess) {
  if (excess < 1e-12) return "0";
  if (excess > 100 && excess < 1e6) return whole(excess);
  return Number.isFinite(excess) ? short(excess) : "∞";
}

export function sentence({ shift, steps }, result) {
  const yours = shift || result.scale !== 1 ? `; yours ${outcome(result.yours)}` : "";
  return (
    `lr = ${short(result.lr)}, after ${steps} step${steps === 1 ? "" : "s"}: ` +
    `raw ${outcome(result.raw)}${yours}; standardised ${outcome(result.standardised)}.`
  );
}

function outcome({ verdict, limit, left }) {
  return `${verdict}, limit ${short(limit)}, ${amount(left)} °C² left`;
}
