// An engine for single numbers, as the lesson builds it: right, and wrong in two ways.

/**
 * @typedef {object} Value
 * @property {string} name
 * @property {number} data
 * @property {number} grad
 * @property {Value[]} parents  the numbers that it was made from
 * @property {number[]} local   its slope in each of them
 */

/** @returns {Value} */
const value = (name, data, parents = [], local = []) => ({ name, data, grad: 0, parents, local });
const add = (name, a, b) => value(name, a.data + b.data, [a, b], [1, 1]);
const mul = (name, a, b) => value(name, a.data * b.data, [a, b], [b.data, a.data]);
const square = (name, a) => value(name, a.data ** 2, [a], [2 * a.data]);

// What is added to m = w · x, by what is used twice then.
export const REUSE = { nothing: "b", w: "w", w·x: "m" };

/** The loss (m + b − y)² with m = w · x; instead of b, what is used twice is added. @param {any} place */
function build({ w, b, x, y, reuse }) {
  const leaves = { w: value("w", w), b: value("b", b) };
  const m = mul("m", leaves.w, value("x", x));
  const s = add("s", m, { ...leaves, m }[REUSE[reuse]]);
  return square("loss", add("r", s, value("−y", -y)));
}

/** A number and all that it was made from, each after its parents. */
function ordered(node, done = []) {
  if (done.includes(node)) return done;
  for (const parent of node.parents.toReversed()) ordered(parent, done);
  done.push(node);
  return done;
}

/** The order of a walk that forgets where it has been: what is used twice comes twice. */
const naive = (node) => [node, ...node.parents.flatMap(naive)];

export const ORDERS = {
  topological: (node) => ordered(node).reverse(),
  naive,
};

/**
 * Every step from the leaves to the loss and back.
 *
 * `at` is the place of the number that a step works on, `arrows` are those in use, as [child, k],
 * where k counts the child's parents; `passed` is what an arrow passes back, `before` what its end
 * had then, and `carried` what each arrow has passed back in all, in the order of `edges`.
 *
 * @param {any} setting
 */
export function walk({ assign, order, ...place }) {
  const loss = build(place);
  const nodes = ordered(loss);
  const at = (node) => nodes.indexOf(node);
  const known = new Set(nodes.filter((node) => !node.parents.length));
  const edges = nodes.flatMap((node, child) => node.parents.map((_, k) => [child, k]));
  const carried = edges.map(() => 0);
  const steps = [];
  const note = (step) =>
    steps.push({
      ...{ arrows: [], passed: null, before: null, ...step },
      held: nodes.map((node) => ({
        name: node.name,
        data: known.has(node) ? node.data : null,
        grad: node.grad,
      })),
      carried: [...carried],
    });

  note({ phase: "start", at: null });
  for (const node of nodes.filter((node) => node.parents.length)) {
    known.add(node);
    note({ phase: "forward", at: at(node), arrows: node.parents.map((_, k) => [at(node), k]) });
  }
  loss.grad = 1;
  note({ phase: "backward", at: at(loss) });
  for (const child of ORDERS[order](loss)) {
    child.parents.forEach((parent, k) => {
      const before = parent.grad;
      const passed = child.local[k] * child.grad;
      parent.grad = passed + (assign ? 0 : before);
      carried[edges.findIndex(([node, i]) => node === at(child) && i === k)] += passed;
      note({ phase: "backward", at: at(parent), arrows: [[at(child), k]], passed, before });
    });
  }
  return { nodes, edges, steps };
}

/** The true slopes of the loss, in the order of the nodes. */
function truth(place) {
  const { steps } = walk({ ...place, assign: false, order: "topological" });
  return steps.at(-1).held.map(({ grad }) => grad);
}

/** One step of the walk, and beside it what is true. @param {any} state */
export function numbers({ step, ...setting }) {
  const { nodes, edges, steps } = walk(setting);
  const index = Math.min(step, steps.length - 1);
  const slopes = nodes.map((node) => node.local);
  const parents = nodes.map((node) => node.parents.map((parent) => nodes.indexOf(parent)));
  return {
    ...steps[index],
    index,
    last: steps.length - 1,
    true: truth(setting),
    edges,
    slopes,
    parents,
  };
}
