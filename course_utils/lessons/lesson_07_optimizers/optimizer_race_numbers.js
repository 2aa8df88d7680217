// Six optimizers on one bowl: their steps, one after another, as torch takes them.

import { bowl, excess, slope } from "../../explore/page/bowl.js";

/** What the readings are scaled by, and whether they are centred first. */
export const BOWLS = {
  raw: bowl(1, false),
  "0.1 · raw": bowl(0.1, false),
  standardised: bowl("sd", true),
};

/**
 * @typedef {object} Runner
 * @property {string} name
 * @property {string} letter
 * @property {(bowl: any, beta: number) => number} [limit]  the lr beyond which it diverges
 * @property {(slope: number, lr: number, memory: number[], beta: number, powers: number[]) => number} move
 *   how far a parameter goes down, given its slope and what it remembers of its slopes
 */

/** @type {Runner[]} */
export const RUNNERS = [
  {
    name: "SGD",
    letter: "S",
    limit: ({ steepest }) => 2 / steepest,
    move: (g, lr) => lr * g,
  },
  {
    name: "momentum",
    letter: "M",
    limit: ({ steepest }, beta) => (2 * (1 + beta)) / steepest,
    move(g, lr, memory, beta) {
      memory[0] = beta * memory[0] + g;
      return lr * memory[0];
    },
  },
  {
    name: "Nesterov",
    letter: "N",
    limit: ({ steepest }, beta) => (2 * (1 + beta)) / (steepest * (1 + 2 * beta)),
    move(g, lr, memory, beta) {
      memory[0] = beta * memory[0] + g;
      return lr * (g + beta * memory[0]);
    },
  },
  {
    name: "AdaGrad",
    letter: "G",
    move(g, lr, memory) {
      memory[0] += g * g;
      return (lr * g) / (Math.sqrt(memory[0]) + 1e-10);
    },
  },
  {
    name: "RMSprop",
    letter: "R",
    move(g, lr, memory) {
      memory[0] = 0.99 * memory[0] + 0.01 * (g * g);
      return (lr * g) / (Math.sqrt(memory[0]) + 1e-8);
    },
  },
  {
    name: "Adam",
    letter: "A",
    move(g, lr, memory, _, [first, second]) {
      memory[0] = 0.9 * memory[0] + 0.1 * g;
      memory[1] = 0.999 * memory[1] + 0.001 * (g * g);
      return (lr * (memory[0] / (1 - first))) / (Math.sqrt(memory[1] / (1 - second)) + 1e-8);
    },
  },
];

const NEAR = 0.01; // the share of the lowest loss that may be left
const MOST = 2500; // steps that are walked to look for the first that is near
const AGAIN = 500; // steps in which a run that has come near is watched for going away again
const FAR = 1e12; // what has more excess loss does not come back

/** The learning rate, the same to the last bit in every language: twelve digits of it. */
export const rate = (log) => Number((10 ** log).toPrecision(12));

/**
 * The race: for each runner that is on, its places and what it has lost there; null for the others.
 *
 * @param {any} state
 */
export function numbers(state) {
  const ground = BOWLS[state.data];
  const runs = RUNNERS.map((runner, i) => (state.on[i] ? run(runner, i, state, ground) : null));
  return { ...ground, runs };
}

/** @param {Runner} runner */
function run({ limit, move }, i, { w, b, rates, beta, steps }, ground) {
  const lr = rate(rates[i]);
  const bound = limit ? limit(ground, beta) : null;
  const places = [];
  const losses = [];
  const memories = [
    [0, 0],
    [0, 0],
  ];
  const powers = [1, 1];
  let [at, needed, leaves, end] = [[w, b], null, false, MOST];
  for (let step = 0; ; step++) {
    const above = excess(ground, at);
    if (step <= steps) {
      places.push(at);
      losses.push(above);
    }
    if (above <= NEAR * ground.lowest) {
      if (needed === null) {
        needed = step;
        end = Math.min(MOST, step + AGAIN);
      }
    } else if (needed !== null) leaves = true;
    if (step >= Math.max(end, steps) || !(above < FAR)) break;
    powers[0] *= 0.9;
    powers[1] *= 0.999;
    const down = slope(ground, at).map((g, k) => move(g, lr, memories[k], beta, powers));
    at = [at[0] - down[0], at[1] - down[1]];
  }
  return { lr, limit: bound, verdict: verdict(lr, bound), needed, leaves, places, losses };
}

function verdict(lr, bound) {
  if (bound === null) return "settles";
  if (Math.abs(lr - bound) <= 1e-9 * bound) return "bounces";
  return lr > bound ? "diverges" : "settles";
}
