// Lesson 10: ten curves. Find the bug of each, then the line that heals it.

import { choice, slider, steps, toggle } from "../../explore/page/knobs.js";
import { short } from "../../explore/page/numerals.js";
import { bugPanels, css } from "./bug_panels.js";
import { FAULTS, faultAt } from "./faults.js";
import { mendedRun, runOf } from "./runs.js";

const NOT_YET = "not yet";
const NO_LINE = -1;
const CASES = {
  ...{ 1: "sign", 2: "sum for mean", 3: "raw inputs", 4: "own statistics", 5: "zero before step" },
  ...{ 6: "alias reset", 7: "not zeroed", 8: "broadcast", 9: "detached", 10: "validation leak" },
};
// A mean of eleven squares is first their sum, and that must not be larger than float32 can hold.
const FLOAT32 = 3.4028234663852886e38 / 11;

const CASE = choice({
  ...{ name: "case", label: "case", options: Object.keys(CASES), hidden: true },
  value: "7", // the run of the question
});
const EPOCHS = steps({
  name: "epochs",
  label: "epochs",
  low: 1,
  high: 1000,
  value: 1000,
  rate: 40,
});
const DIAGNOSIS = choice({
  ...{ name: "diagnosis", label: "your diagnosis", hidden: true },
  options: [NOT_YET, ...Object.keys(FAULTS)],
});
const REVEAL = toggle({ name: "reveal", label: "show the code" });
const LINE = slider({
  ...{ name: "line", label: "line", low: NO_LINE, high: 15, step: 1, value: NO_LINE, hidden: true },
});

/** The losses of a case up to an epoch, and where the line at fault is pressed, of the mended loop. */
function numbers({ case: number, epochs, line }) {
  const bug = CASES[number];
  const run = runOf(bug);
  const { code, mend } = FAULTS[bug];
  const until = ({ train, val, again }) =>
    Object.fromEntries(
      Object.entries({ train, val, again }).map(([name, all]) => [
        name,
        all?.slice(0, epochs) ?? null,
      ]),
    );
  const fault = faultAt(bug);
  return {
    ...{ bug, ...until(run), params: run.params, message: run.message },
    ...{ code, fault, mend },
    healed: fault.includes(line) ? until(mendedRun(bug)) : null,
  };
}

/** A loss in four digits, as a power of ten, or as no finite number. */
export function amount(loss) {
  if (Number.isNaN(loss)) return "nan";
  if (loss > FLOAT32) return "∞";
  const thousands = loss >= 1000 && loss < 1e6;
  return thousands ? Math.round(loss).toLocaleString("en") : short(loss, 4);
}

const end = (losses) => `${amount(losses.at(-1))} °C²`;

/** The losses that are shown, in words. */
function symptom({ train, val, again, message }) {
  const count = train.length;
  const first = amount(train[0]);
  const after = `after ${count.toLocaleString("en")} epoch${count === 1 ? "" : "s"}`;
  if (message) return `the loss is ${first} °C², then epoch 1 ends with a RuntimeError`;
  if (val) return `${after} the training loss is ${end(train)}, the validation loss ${end(val)}`;
  if (again) {
    return (
      `${after} of the first run the loss has gone from ${first} to ${end(train)}, ` +
      `in the second from ${amount(again[0])} to ${end(again)}`
    );
  }
  const epoch = 1 + train.findIndex((loss) => !(loss <= FLOAT32));
  if (epoch)
    return `the loss starts at ${first} °C² and is too large for float32 from epoch ${epoch} on`;
  if (count === 1) return `the loss starts at ${first} °C²`;
  const span = `between ${amount(Math.min(...train))} and ${amount(Math.max(...train))}`;
  return `${after} the loss is ${end(train)}; it began at ${first} and was ${span}`;
}

/** What tells this run from the others, with its numbers. */
function thisOne(bug) {
  const { train, val, again, params } = runOf(bug);
  const [first, last] = [amount(train[0]), amount(train.at(-1))];
  const growth = train[1] / train[0];
  return {
    "not zeroed": () =>
      `this loss swings and stays below ${Math.ceil(Math.max(...train) / 10) * 10}`,
    sign: () => `this one starts at ${first} and grows about ${growth.toFixed(1)}-fold in an epoch`,
    "sum for mean": () => `this one starts at ${first}`,
    "raw inputs": () =>
      `this one grows ${Math.round(growth).toLocaleString("en")}-fold in its first epoch`,
    broadcast: () =>
      `this one falls from ${first} to ${last} and stays, with w = ${params[0].toFixed(2)}`,
    "zero before step": () => `this one is ${last} in every epoch`,
    detached: () => "this run ends in its first epoch, with an error",
    "validation leak": () =>
      `this one ends with ${amount(val.at(-1))} in validation and ${last} in training`,
    "own statistics": () =>
      `this one ends with ${last} in training and ${amount(val.at(-1))} in validation`,
    "alias reset": () => `here a second run starts at ${amount(again[0])}, the first at ${first}`,
  }[bug]();
}

/** What is to be said to someone who took a bug for what they said; "" before. */
function judge(bug, said) {
  if (said === NOT_YET) return "";
  const { symptom } = FAULTS[said];
  if (said === bug) return `You said ${said}, and that is right: ${symptom}.`;
  return `You said ${said}; but ${symptom}, and ${thisOne(bug)}.`;
}

/** What is to be said of the line that was pressed; "" before. */
function heal({ bug, code, healed }, { reveal, line }) {
  if (!reveal) return "";
  if (line === NO_LINE || line >= code.length) return "Which line is wrong? Press it.";
  if (!healed)
    return `There is nothing wrong with ${code[line].trim()} in itself. Try another line.`;
  const [wrong, right] = [FAULTS[bug].fault, FAULTS[bug].mend].map((lines) => lines.join(" and "));
  return `The bug is ${bug}: ${right} in place of ${wrong} heals it.`;
}

function sentence(state, result) {
  const start = `Case ${state.case}: ${symptom(result)}.`;
  return [start, judge(result.bug, state.diagnosis), heal(result, state)].filter(Boolean).join(" ");
}

const picture = (stage) =>
  bugPanels(stage, {
    cases: Object.entries(CASES).map(([number, bug]) => ({ number, run: runOf(bug) })),
    names: Object.keys(FAULTS),
    ...{ amount, judge, heal },
  });

export default {
  hint: "Choose a case, say what is wrong, then press the line that is at fault.",
  knobs: [CASE, EPOCHS, DIAGNOSIS, REVEAL, LINE],
  numbers,
  sentence,
  picture,
  css,
  views: [{}, { reveal: true }],
  still: [{}],
};
