// What each of the ten loops makes of its losses, and what the mended loop makes of them.

import { deviation } from "d3-array";
import { thermometer } from "../../explore/page/data.js";

const EPOCHS = 1000;
const LR = 0.01;
const START = [1, 0];
const [TRAIN, VAL] = [
  [9, 6, 5, 8, 4, 7, 0, 1, 3],
  [2, 10],
]; // the split of lesson 08
const MESSAGE = "element 0 of tensors does not require grad and does not have a grad_fn";

const { t_u, t_c } = thermometer;
const some = (values, places) => places.map((i) => values[i]);
const scaled = { x: t_u.map((u) => 0.1 * u), y: t_c };
const trained = { x: some(scaled.x, TRAIN), y: some(t_c, TRAIN) };
const heldBack = { x: some(scaled.x, VAL), y: some(t_c, VAL) };

/** The mean of what `of` makes of the values; where one is no number, neither is the mean. */
const mean = (values, of = (value, _i) => value) =>
  values.reduce((sum, value, i) => sum + of(value, i), 0) / values.length;

/** Loss and gradient of a line. @param {number[]} params */
function measure([w, b], { x, y }) {
  const r = x.map((value, i) => w * value + b - y[i]);
  return {
    loss: mean(r, (each) => each * each),
    grad: [2 * mean(r, (each, i) => each * x[i]), 2 * mean(r)],
  };
}

/** A loop of gradient descent. @param {any} [ways] @returns {any} */
function descend({ from = START, measured = (params) => measure(params, scaled), step, val } = {}) {
  const move = step ?? ((grad) => grad);
  const losses = [];
  const others = [];
  let params = from;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const { loss, grad } = measured(params);
    losses.push(loss);
    if (val) others.push(measure(params, val).loss);
    const go = move(grad);
    params = params.map((value, i) => value - LR * go[i]);
  }
  return { train: losses, val: val ? others : null, again: null, params, message: null };
}

/** A step made of the sum of all gradients so far. */
function piledUp() {
  let sum = [0, 0];
  return (grad) => {
    sum = sum.map((value, i) => value + grad[i]);
    return sum;
  };
}

/** Every prediction against every reading: the mean of the readings stands for each. */
function againstAll(params) {
  const middle = mean(t_c);
  const flat = measure(params, { x: scaled.x, y: t_c.map(() => middle) });
  return { ...flat, loss: flat.loss + mean(t_c, (y) => (y - middle) ** 2) };
}

const standardised = (values, of) => values.map((x) => (x - mean(of)) / deviation(of));
const raw = { train: some(t_u, TRAIN), val: some(t_u, VAL) };
const statistics = (of) =>
  descend({
    measured: (params) => measure(params, { x: standardised(raw.train, raw.train), y: trained.y }),
    val: { x: standardised(raw.val, of), y: heldBack.y },
  });

const onNine = (measured) => descend({ measured, val: heldBack });
const second = (first, from) => ({
  ...descend({ from }),
  train: first.train,
  again: descend({ from }).train,
});

const negative = (grad) => grad.map((value) => -value);

const LOOPS = {
  "not zeroed": () => descend({ step: piledUp() }),
  sign: () => descend({ step: negative }),
  "sum for mean": () =>
    descend({
      measured: (params) => {
        const { loss, grad } = measure(params, scaled);
        return { loss: t_u.length * loss, grad: grad.map((value) => t_u.length * value) };
      },
    }),
  "raw inputs": () => descend({ measured: (params) => measure(params, { x: t_u, y: t_c }) }),
  broadcast: () => descend({ measured: againstAll }),
  "zero before step": () => descend({ step: () => [0, 0] }),
  detached: () => ({
    ...{ train: [measure(START, scaled).loss], val: null, again: null },
    ...{ params: START, message: MESSAGE },
  }),
  "validation leak": () =>
    onNine((params) => {
      const [one, other] = [measure(params, trained), measure(params, heldBack)];
      return { loss: one.loss, grad: one.grad.map((value, i) => value + other.grad[i]) };
    }),
  "own statistics": () => statistics(raw.val),
  "alias reset": () => {
    const first = descend();
    return second(first, first.params);
  },
};

const MENDED = {
  "validation leak": () => onNine((params) => measure(params, trained)),
  "own statistics": () => statistics(raw.train),
  "alias reset": () => second(descend(), START),
};

/** Remember what a function returned for each bug. */
function kept(make) {
  const results = new Map();
  return (bug) => {
    if (!results.has(bug)) results.set(bug, make(bug));
    return results.get(bug);
  };
}

/** The run of a bug at lr 0.01 from w = 1, b = 0, over 1000 epochs. */
export const runOf = kept((bug) => LOOPS[bug]());

/** The run of the same loop, mended. */
export const mendedRun = kept((bug) => (MENDED[bug] ?? (() => descend()))());
