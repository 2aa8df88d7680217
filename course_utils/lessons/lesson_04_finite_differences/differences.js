// The numbers of lesson 04: a slope by finite differences, rounded as torch rounds, bit for bit.

import { range } from "d3-array";
import { quadratic, thermometer } from "../../explore/page/data.js";
import { short } from "../../explore/page/numerals.js";

export const [LOW, HIGH] = [-12, 0.5]; // exponents of δ on the dial,
export const GRAIN = 0.05; // and how far apart those are that the curves show
const SEEN = range(-64, 65).map((i) => i / 32); // the turns of the knob that are shown, in δ
const DIGITS = { float32: 9, float64: 17 }; // as many as tell all numbers of this precision apart

/** What a precision makes of a number. @type {Record<string, (x: number) => number>} */
const ROUND = { float32: Math.fround, float64: (x) => x };

/** What is turned where: w of the thermometer's line at b = 0, or a of the published parabola. */
const LOSSES = {
  MSE: { knob: "w", start: 1, b: 0, c: 0, x: thermometer.t_u.map(Math.fround), y: thermometer.t_c },
  RMSE: { knob: "a", start: -0.6362, b: 1.1019, c: 0.3455, ...quadratic },
};

/** What the one knob of a loss is called. @param {string} loss */
export const knobOf = (loss) => LOSSES[loss].knob;

/** δ at a place of the dial, with the three digits that the page shows. @param {number} exponent */
export const deltaAt = (exponent) => Number((10 ** exponent).toPrecision(3));

const known = new Map();

/** What `make` returns, made once for these words. */
function once(words, make) {
  if (!known.has(words)) known.set(words, make());
  return known.get(words);
}

/** By how much each residual changes when the knob is turned by 1, and what stays as it is. */
function terms(loss, precision) {
  return once(`${loss} ${precision}`, () => {
    const { b, c, x, y } = LOSSES[loss];
    const round = ROUND[precision];
    const change = loss === "MSE" ? x : x.map((u) => round(u * u));
    return { change, rest: x.map((u) => round(round(b) * u)), c: round(c), y };
  });
}

/** The residuals, each operation rounded as torch rounds it. */
function residuals(loss, knob, precision) {
  const round = ROUND[precision];
  const { change, rest, c, y } = terms(loss, precision);
  const r = new Float64Array(y.length);
  for (let i = 0; i < r.length; i++) {
    r[i] = round(round(round(round(knob * change[i]) + rest[i]) - c) - y[i]);
  }
  return r;
}

/** A sum, always in the same order: halves are added to each other until one number is left. */
function total(values, round) {
  let n = values.length;
  while (n > 1) {
    const half = (n + 1) >> 1;
    for (let i = 0; i < n - half; i++) values[i] = round(values[i] + values[half + i]);
    n = half;
  }
  return values[0];
}

function lossAt(loss, knob, precision) {
  const round = ROUND[precision];
  const squares = residuals(loss, knob, precision).map((r) => round(r * r));
  const mse = round(total(squares, round) / squares.length);
  return loss === "MSE" ? mse : round(Math.sqrt(mse));
}

/** The slope by its formula, in float64. */
function exactSlope(loss) {
  return once(`${loss} slope`, () => {
    const { start } = LOSSES[loss];
    const { change } = terms(loss, "float64");
    const products = residuals(loss, start, "float64").map((r, i) => r * change[i]);
    const mean = total(products, ROUND.float64) / products.length;
    return loss === "MSE" ? 2 * mean : mean / lossAt(loss, start, "float64");
  });
}

/** The slope as it is measured. */
function measured(exponent, precision, scheme, loss) {
  const round = ROUND[precision];
  const [delta, knob] = [round(deltaAt(exponent)), round(LOSSES[loss].start)];
  const central = scheme === "central";
  const upper = lossAt(loss, round(knob + delta), precision);
  const lower = lossAt(loss, central ? round(knob - delta) : knob, precision);
  const divisor = central ? 2 * delta : delta;
  const estimate = round(round(upper - lower) / divisor);
  const exact = exactSlope(loss);
  const error = Math.abs(estimate - exact) / Math.abs(exact);
  return { upper, lower, divisor, estimate, exact, error };
}

/** The relative errors at all places of the dial, for each precision and scheme. */
function errorCurves(loss) {
  const places = range(Math.round((HIGH - LOW) / GRAIN) + 1).map((i) => LOW + GRAIN * i);
  const curve = (precision, scheme) =>
    places.map((place) => measured(place, precision, scheme, loss).error);
  return Object.fromEntries(
    ["float32", "float64"].flatMap((precision) =>
      ["forward", "central"].map((scheme) => [`${precision} ${scheme}`, curve(precision, scheme)]),
    ),
  );
}

/** The loss around the knob, as this precision has it: its changes, each for a turn of `SEEN`. */
function around({ exponent, precision, loss }) {
  const round = ROUND[precision];
  const [delta, knob] = [round(deltaAt(exponent)), round(LOSSES[loss].start)];
  const here = lossAt(loss, knob, precision);
  return SEEN.map((turn) => lossAt(loss, round(knob + round(delta * turn)), precision) - here);
}

/** Both losses and their difference with the same decimals, as texts of one length. */
function writtenOut({ upper, lower }, precision) {
  const decimals = DIGITS[precision] - `${Math.trunc(Math.max(upper, lower))}`.length;
  const texts = [upper, lower, upper - lower].map((number) => number.toFixed(decimals));
  const length = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(length));
}

export function numbers(state) {
  const { exponent, precision, scheme, loss } = state;
  const result = measured(exponent, precision, scheme, loss);
  const written = writtenOut(result, precision);
  const [upper, lower] = written;
  const same = [...upper].findIndex((sign, i) => sign !== lower[i]);
  const cancelled = same < 0 ? upper.length : same;
  return {
    ...result,
    ...{ delta: deltaAt(exponent), written, cancelled, turns: SEEN, around: around(state) },
    agree: upper.slice(0, cancelled).replace(/\D/g, "").length,
    curves: once(`${loss} curves`, () => errorCurves(loss)),
  };
}

/** An error as print has it. @param {number} error */
export const scientific = (error) => error.toExponential(1).replace("e+0", "");

export function sentence({ precision, scheme, loss }, { delta, estimate, exact, error, ...left }) {
  const off = error ? `relative error ${scientific(error)}` : "no error at all";
  return (
    `${loss}, ${precision}, ${scheme}, δ = ${short(delta)}: slope of ${knobOf(loss)} ` +
    `${short(estimate, 7)}, exact ${short(exact, 7)}, ${off}; ${shared(left)}.`
  );
}

/** @param {Record<string, any>} left */
function shared({ upper, lower, agree }) {
  if (upper === lower) return `the two losses are one number: all ${agree} digits agree`;
  if (agree === 0) return "the two losses share no leading digit";
  return `the two losses share ${agree === 1 ? "their first digit" : `${agree} leading digits`}`;
}
