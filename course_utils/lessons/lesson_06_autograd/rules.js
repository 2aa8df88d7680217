// What a step of the engine does, in the names of the numbers and in numbers.

import { short } from "../../explore/page/numerals.js";
import { REUSE } from "./engine.js";

const FORMULAS = { m: "w · x", r: "s − y", loss: "r²" };
const SLOPES = { m: ["x", "w"], loss: ["2r"] }; // in the first parent, in the second; else 1

/** A number in four digits. */
export const number = (x) => short(x, 4);

const factor = (x) => (x < 0 ? `(${number(x)})` : number(x));

/** Say which number a step computes, or which blame it passes along an arrow. */
export function rule(result, reuse, assign) {
  if (result.phase === "start") return "only the leaves hold a number";
  if (result.phase === "forward") return forward(result, reuse);
  if (!result.arrows.length) return "loss.grad = 1: here the blame starts";
  return backward(result, assign);
}

function forward({ held, at, parents }, reuse) {
  const { name, data } = held[at];
  const [one, other = 0] = parents[at].map((i) => held[i].data);
  const withNumbers = {
    m: `${factor(one)} · ${factor(other)}`,
    s: `${number(one)} + ${factor(other)}`,
    r: `${number(one)} − ${factor(-other)}`,
    loss: `${factor(one)}²`,
  };
  const formula = FORMULAS[name] ?? `m + ${REUSE[reuse]}`;
  return `${name} = ${formula} = ${withNumbers[name]} = ${number(data)}`;
}

function backward({ held, at, arrows, slopes, passed, before }, assign) {
  const [child, k] = arrows[0];
  const { name, grad } = held[child];
  const slope = SLOPES[name]?.[k] ?? "1";
  const words =
    `${held[at].name}.grad ${assign ? "=" : "+="} ${slope} · ${name}.grad = ` +
    `${factor(slopes[child][k])} · ${factor(grad)} = ${number(passed)}`;
  if (!before) return words;
  if (assign) return `${words}; the ${number(before)} from before is lost`;
  return `${words}, in all ${number(held[at].grad)}`;
}

/** Say, at the end, whether the grads are right. */
export function verdict({ held, true: slopes }) {
  const wrong = held
    .map(({ name, grad }, i) => ({ name, grad, right: slopes[i] }))
    .filter(({ grad, right }) => Math.abs(grad - right) > 1e-9 * Math.max(1, Math.abs(right)));
  if (!wrong.length) return "every grad is right";
  return `wrong: ${wrong.map(({ name, right }) => `${name}.grad should be ${number(right)}`).join(", ")}`;
}
