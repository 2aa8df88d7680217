// All 55 ways to hold two of the eleven readings out, and what polynomials make of the nine others.

import { mean, range } from "d3-array";
import { thermometer } from "../../explore/page/data.js";
import { polynomials } from "./polynomials.js";

// As float32 holds them: a curve of degree 8 is steep enough to tell the difference.
export const t_u = thermometer.t_u.map(Math.fround);
export const { t_c } = thermometer;
export const MOST = 8; // a polynomial of this degree meets all nine readings it is fitted to
export const PAIRS = t_u.flatMap((_, i) => range(i + 1, t_u.length).map((j) => [i, j]));
export const PLACES = [15, 90]; // of t_u, between which a curve is drawn
export const GRID = range(301).map((i) => PLACES[0] + (i * (PLACES[1] - PLACES[0])) / 300);

const LINE = 1; // the degree that others are compared with

const scaled = (x) => (x - 52) / 31; // powers of numbers near 1 stay near 1

/** The number of the split that holds these two readings out. */
export function numberOf(one, other) {
  const [i, j] = [Math.min(one, other), Math.max(one, other)];
  return PAIRS.findIndex(([first, second]) => first === i && second === j);
}

/** One split: its polynomials, and the losses of each degree. */
function split(heldOut) {
  const trained = range(t_u.length).filter((i) => !heldOut.includes(i));
  const at = polynomials(
    trained.map((i) => scaled(t_u[i])),
    trained.map((i) => t_c[i]),
    MOST,
  );
  const predict = (x) => at(scaled(x));
  const predictions = t_u.map(predict);
  const loss = (some) =>
    range(MOST + 1).map((degree) => mean(some, (i) => (predictions[i][degree] - t_c[i]) ** 2));
  return { heldOut, predict, predictions, training: loss(trained), validation: loss(heldOut) };
}

/** The splits in the order of `PAIRS`. */
export const SPLITS = PAIRS.map(split);

/** What one split is at one degree, beside what all of them are. */
export function numbers({ pair, degree }) {
  const { heldOut, predict, predictions, training, validation } = SPLITS[pair];
  const all = SPLITS.map((one) => one.validation[degree]);
  // Of two equal losses one may be smaller by a rounding; they share a place.
  const smaller = all.filter((loss) => loss < validation[degree] * (1 - 1e-9)).length;
  return {
    held_out: heldOut,
    curve: GRID.map((x) => predict(x)[degree]),
    predicted: heldOut.map((i) => predictions[i][degree]),
    by_degree: { training, validation },
    place: smaller + 1,
    better: SPLITS.filter((one) => one.validation[degree] < one.validation[LINE]).length,
    all_validation: all,
  };
}

const NOTHING = 1e-12; // a loss below this is rounding
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A loss in four digits or so, however large it is. */
export function amount(loss) {
  if (loss < NOTHING) return "0";
  const exponent = Math.floor(Math.log10(loss));
  if (exponent >= 6) return `${(loss / 10 ** exponent).toFixed(2)} · ${power(exponent)}`;
  const decimals = Math.max(0, Math.min(3, 3 - exponent));
  return loss.toLocaleString("en", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** A power of ten. */
export function power(exponent) {
  const digits = [...`${Math.abs(exponent)}`].map((digit) => RAISED[digit]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}
