// Polynomials of every degree through the same points, by least squares, all at once.

import { sum } from "d3-array";

/**
 * Fit polynomials of degree 0 to `most` to points.
 *
 * Powers of x are nearly parallel to each other, and what is fitted to them is badly rounded. Here
 * each power is made from the last by a product with x, and cleared of all before it (the method of
 * Vandermonde with Arnoldi): one more degree is one more column, and changes none of the others.
 *
 * @param {number[]} xs
 * @param {number[]} ys
 * @param {number} most
 * @returns {(x: number) => number[]}  the value of each of the polynomials at x
 */
export function polynomials(xs, ys, most) {
  const columns = [xs.map(() => 1)];
  const recipes = []; // how each column was cleared, and by what it was divided
  while (columns.length <= most) {
    const { column, ...recipe } = cleared(columns, product(columns.at(-1), xs));
    columns.push(column);
    recipes.push(recipe);
  }
  const weights = [];
  let rest = ys;
  for (const column of columns) {
    const weight = dot(column, rest) / xs.length;
    rest = less(rest, column, weight);
    weights.push(weight);
  }

  return (x) => {
    const values = [1];
    for (const { parts, length } of recipes) {
      values.push((x * values.at(-1) - dot(parts, values)) / length);
    }
    let total = 0;
    return values.map((value, k) => {
      total += weights[k] * value;
      return total;
    });
  };
}

/** Take out of a column what it has in common with those before; of mean square 1 is the rest. */
function cleared(columns, power) {
  let column = power;
  const parts = columns.map((before) => {
    const part = dot(before, column) / column.length;
    column = less(column, before, part);
    return part;
  });
  const length = Math.sqrt(dot(column, column) / column.length);
  return { column: column.map((value) => value / length), parts, length };
}

const product = (one, other) => one.map((value, i) => value * other[i]);
const dot = (one, other) => sum(one, (value, i) => value * other[i]);
const less = (one, other, part) => one.map((value, i) => value - part * other[i]);
