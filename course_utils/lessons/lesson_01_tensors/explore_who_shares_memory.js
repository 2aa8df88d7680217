// Lesson 01: B is made from A, then an entry of A is pulled. Does B change?

import { range } from "d3-array";
import { linkVertical } from "d3-shape";
import { thermometer } from "../../explore/page/data.js";
import { gauges } from "../../explore/page/gauges.js";
import { handle, rove } from "../../explore/page/handle.js";
import { choice, list } from "../../explore/page/knobs.js";
import { still } from "../../explore/page/motion.js";
import { short } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { press } from "../../explore/page/press.js";

const READINGS = thermometer.t_c.slice(0, 6);
const SET = 3; // the entry that the lesson sets,
const TO = 9; // and to what

/** How B sees a storage: its shape, its strides and its offset, and whether the storage is new. */
const whole = { shape: [6], stride: [1], offset: 0, own: false };
const WAYS = {
  A: whole,
  "A[2:5]": { ...whole, shape: [3], offset: 2 },
  "A.view(2, 3)": { ...whole, shape: [2, 3], stride: [3, 1] },
  "A.view(2, 3).T": { ...whole, shape: [3, 2], stride: [1, 3] },
  "A.detach()": whole,
  "torch.from_numpy(A.numpy())": whole,
  "A.clone()": { ...whole, own: true },
  "A * 1": { ...whole, own: true },
  "torch.tensor(A.numpy())": { ...whole, own: true },
};

const WAY = choice({
  ...{ name: "way", label: "B =", options: Object.keys(WAYS), value: "A[2:5]", hidden: true },
});
const A = list({
  ...{ name: "a", label: "A", low: -10, high: 40, step: 0.5, value: READINGS, unit: "°C" },
});

/** What A and B hold after A was set, and at which place of a storage each entry of B looks. */
function numbers({ way, a }) {
  const { shape, stride, offset, own } = WAYS[way];
  const looks = shape
    .reduce((all, size) => all.flatMap((index) => range(size).map((i) => [...index, i])), [[]])
    .map((index) => index.reduce((place, i, axis) => place + i * stride[axis], offset));
  const storage = own ? READINGS : a;
  const isNew = a.map((value, i) => value !== READINGS[i]);
  return {
    ...{ a, shape, stride, offset, looks, isNew },
    b: looks.map((place) => storage[place]),
    shares: !own,
    changed: looks.map((place) => !own && isNew[place]),
  };
}

function sentence({ way }, { a, isNew, shares, changed }) {
  const set = range(a.length).filter((i) => isNew[i]);
  if (!set.length) return `B = ${way}. Will B change when an entry of A is set?`;
  const done = set.map((i) => `A[${i}] = ${short(a[i])}`).join(", ");
  if (changed.includes(true))
    return `B = ${way}, then ${done}: B changes, it looks at A's storage.`;
  return shares
    ? `B = ${way}, then ${done}: B looks at A's storage, but not at what was set.`
    : `B = ${way}, then ${done}: B stays, it has a storage of its own.`;
}

// Where things stand: across in boxes, up in °C, for A's entries are pulled along a thermometer.
/** @type {{ x: [number, number], y: [number, number] }} */
const ENDS = { x: [0, 13.4], y: [-158, 46] };
const [LEFT, RIGHT] = [0.7, 7.2];
const MIDDLE = (LEFT + RIGHT + 6) / 2; // of B
const TALL = 15; // of a box
const ROW = { a: -26, memory: -64, b: -106 }; // the lower side of the first boxes of each
const BELOW = 18; // from one row of B to the next

/** Where an entry of B stands. */
function placeOfB(shape, k) {
  const wide = shape.at(-1);
  return [MIDDLE - wide / 2 + (k % wide), ROW.b - BELOW * Math.floor(k / wide)];
}

function picture(stage) {
  const plot = panel(stage, {
    title: "Whose storage does B look at?",
    x: { label: "", domain: ENDS.x },
    y: { label: "°C", domain: ENDS.y },
    ratio: 0.78,
    bare: true,
  });
  const drawThreads = threads(plot);
  const rods = plot.layer("rods");
  const drawBoxes = boxes(plot);
  const drawWords = words(stage, plot);
  const entries = READINGS.map((_, i) =>
    handle(stage, plot, {
      label: `A[${i}]`,
      at: (_, { a }) => [LEFT + i + 0.5, a[i]],
      to: ([, y], { a }) => ({ a: a.with(i, y) }),
      step: [0, 1],
      value: (_, { a }) => `${short(a[i])} °C`,
    }),
  );
  rove(entries);
  const tried = new Map();
  stage.onRestart(() => tried.clear());
  const row = (label) => ({ label, unit: "", read: () => tried.get(label) ?? "?" });
  const drawGauges = gauges(stage, WAY.options.map(row), WAY, { a: READINGS });

  return (state, result) => {
    if (result.isNew.includes(true)) {
      if (!result.shares) tried.set(state.way, "B stays");
      else if (result.changed.includes(true)) tried.set(state.way, "B changes");
    }
    rods
      .selectAll("line")
      .data(result.a)
      .join("line")
      .attr("x1", (_, i) => plot.x(LEFT + i + 0.5))
      .attr("x2", (_, i) => plot.x(LEFT + i + 0.5))
      .attr("y1", plot.y(ROW.a + TALL))
      .attr("y2", (value) => plot.y(value));
    drawThreads(result);
    drawBoxes(result);
    drawWords(state, result);
    drawGauges(state, result);
    for (const one of entries) one.show(state, result);
  };
}

/** From each entry to its place in a storage; what is set runs along them. */
function threads(plot) {
  const layer = plot.layer("threads");
  const path = linkVertical();
  const thread = (x, high, otherX, low) =>
    path({
      source: [plot.x(x + 0.5), plot.y(high)],
      target: [plot.x(otherX + 0.5), plot.y(low)],
    });
  let before = READINGS;

  return ({ a, looks, shape, shares, isNew, changed }) => {
    const told = isNew.includes(true); // until then the reader is to say what B looks at
    const storage = shares ? LEFT : RIGHT;
    const ofA = a.map((_, i) => ({
      kind: isNew[i] ? "set" : "",
      d: thread(LEFT + i, ROW.a, LEFT + i, ROW.memory + TALL),
      moved: a[i] !== before[i],
      after: 0,
    }));
    const ofB = looks.map((place, k) => {
      const [x, y] = placeOfB(shape, k);
      return {
        kind: `${shares ? "shared" : "own"} ${changed[k] ? "set" : ""}`,
        d: thread(storage + place, ROW.memory, x, y + TALL),
        moved: shares && a[place] !== before[place],
        after: 220,
      };
    });
    before = a;
    const all = [...ofA, ...(told ? ofB : [])];
    layer
      .selectAll("path.thread")
      .data(all)
      .join("path")
      .attr("class", ({ kind }) => `thread ${kind}`)
      .attr("d", ({ d }) => d);
    layer
      .selectAll("path.pulse")
      .data(all)
      .join("path")
      .attr("class", "pulse")
      .attr("pathLength", 1)
      .attr("d", ({ d }) => d)
      .each(pulse);
  };
}

const RUN = [{ strokeDashoffset: 0.3 }, { strokeDashoffset: -1 }];

function pulse({ moved, after }) {
  if (!moved || still() || this.getAnimations().length) return;
  this.animate(RUN, { duration: 420, delay: after, easing: "ease-in-out" });
}

/** The entries of A, the boxes of memory, and the entries of B. */
function boxes(plot) {
  const layer = plot.layer("boxes");
  return ({ a, b, isNew, changed, shares, shape }) => {
    const told = isNew.includes(true);
    const six = (values, x, y, set, kind) =>
      values.map((value, i) => ({ value, at: [x + i, y], set: set[i], kind }));
    const all = [
      ...six(a, LEFT, ROW.a, isNew, "entry"),
      ...six(a, LEFT, ROW.memory, isNew, "memory"),
      ...(told && !shares ? six(READINGS, RIGHT, ROW.memory, [], "memory own") : []),
      ...b.map((value, k) => ({ value, at: placeOfB(shape, k), set: changed[k], kind: "entry" })),
    ];
    const wide = Math.max(3, plot.x(1) - plot.x(0));
    const tall = Math.max(0, plot.y(0) - plot.y(TALL));
    const box = layer
      .selectAll("g")
      .data(all)
      .join((enter) => {
        const one = enter.append("g");
        one.append("rect");
        one.append("text").attr("text-anchor", "middle").attr("dy", "0.35em");
        return one;
      })
      .attr("class", ({ kind, set }) => `${kind} ${set ? "set" : ""}`)
      .attr("transform", ({ at: [x, y] }) => `translate(${plot.x(x)},${plot.y(y + TALL)})`);
    box
      .select("rect")
      .attr("width", ({ kind }) => (kind === "entry" ? wide - 3 : wide))
      .attr("x", ({ kind }) => (kind === "entry" ? 1.5 : 0))
      .attr("rx", ({ kind }) => (kind === "entry" ? 6 : 0))
      .attr("height", tall);
    box
      .select("text")
      .attr("x", wide / 2)
      .attr("y", tall / 2)
      .text(({ value }) => short(value));
  };
}

/** What the rows are, what came out, and the assignment of the lesson as a button. */
function words(stage, plot) {
  const layer = plot.layer("words");
  const word = (kind, anchor) =>
    layer.append("text").attr("class", kind).attr("text-anchor", anchor);
  const [nameA, nameB] = ["A", "B"].map((name) => word("name", "end").text(name));
  const [shape, memory, verdict] = [
    word("small", "middle"),
    word("small", "start"),
    word("", "start"),
  ];
  const chip = plot.layer("chip").append("g");
  chip.append("rect").attr("rx", 8).attr("height", 32).attr("width", 104);
  const code = chip.append("text").attr("x", 52).attr("y", 16).attr("dy", "0.35em");
  code.attr("text-anchor", "middle");
  const next = ({ a }) => (a[SET] === TO ? READINGS[SET] : TO);
  press(
    chip,
    () => "set an entry of A",
    () => {
      const { a } = stage.state();
      stage.change({ a: a.with(SET, next({ a })) }, true);
    },
  );
  const put = (text, x, y) => text.attr("x", plot.x(x)).attr("y", plot.y(y)).attr("dy", "0.35em");
  const axis = (sizes) => `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;

  return (_, result) => {
    const told = result.isNew.includes(true);
    const line = `A[${SET}] = ${short(next(result))}`;
    code.text(line);
    chip.attr("aria-label", line);
    chip.attr("transform", `translate(${plot.x(RIGHT)},${plot.y(38)})`);
    put(nameA, LEFT - 0.15, ROW.a + TALL / 2);
    put(nameB, placeOfB(result.shape, 0)[0] - 0.15, ROW.b + TALL / 2);
    put(shape, MIDDLE, placeOfB(result.shape, result.b.length - 1)[1] - 10).text(
      `B: shape ${axis(result.shape)}, stride ${axis(result.stride)}, offset ${result.offset}`,
    );
    const own = told && !result.shares;
    put(memory, RIGHT, own ? ROW.memory + TALL + 8 : ROW.memory + TALL / 2).text(
      told ? (own ? "B's own storage" : "← B looks here, too") : "← A's storage",
    );
    const yes = result.changed.includes(true);
    verdict.attr("class", `verdict ${yes ? "yes" : own ? "no" : ""}`);
    put(verdict, RIGHT, ROW.a + TALL / 2).text(
      !told
        ? "Will B change?"
        : yes
          ? "B changes."
          : own
            ? "B stays as it was."
            : "B does not look there.",
    );
  };
}

const afterSetting = { a: READINGS.with(SET, TO) };

export default {
  hint: "Choose how B is made, and say whether it will change. Then pull an entry of A up or down.",
  knobs: [WAY, A],
  numbers,
  sentence,
  picture,
  still: [...WAY.options, "A.view(2, 3).T"].flatMap((way) => [{ way, a: READINGS }, afterSetting]),
  css: `
    .rods line { stroke: var(--edge); stroke-width: 6; stroke-linecap: round; }
    .thread { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-opacity: .7; }
    .thread.shared { stroke: var(--model); stroke-opacity: .6; }
    .thread.own { stroke: var(--truth); stroke-opacity: .7; stroke-dasharray: 5 4; }
    .thread.set { stroke: var(--model); stroke-opacity: 1; stroke-width: 3; }
    .pulse { fill: none; stroke: var(--ink); stroke-dasharray: .25 3; stroke-dashoffset: .3;
      stroke-width: 5; }
    .boxes rect { fill: var(--surface); stroke: var(--muted); stroke-width: 1.5; }
    .boxes .memory rect { fill: var(--raised); stroke: var(--data); }
    .boxes .own rect { stroke: var(--truth); }
    .boxes .set rect { fill: var(--model); stroke: var(--model); }
    .boxes .set text { fill: #1b1a18; font-weight: 700; }
    .boxes text { font-variant-numeric: tabular-nums; }
    svg .name { paint-order: stroke; stroke: var(--surface); stroke-width: 5px; font: 600 18px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    .small { fill: var(--muted); }
    svg .verdict { font-size: clamp(13px, 2cqw, 20px); font-weight: 650; }
    .verdict.yes { fill: var(--model-text); }
    .verdict.no { fill: var(--accent); }
    .chip rect { fill: var(--raised); stroke: var(--muted); }
    .chip .press:hover rect { stroke: var(--model); }
    .chip text { font: 600 14px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    .name, .face { font-variant-ligatures: none; }
    .gauges { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); }
    @container (min-width: 640px) { .gauges { grid-template-columns: repeat(3, 1fr); } }
    @container (min-width: 900px) {
      .face { align-items: baseline; display: flex; justify-content: space-between; }
    }
    .gauges .name { font: 0.8em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
      letter-spacing: -.02em; overflow-wrap: anywhere; color: var(--ink); }
    .gauges .number { font-size: 1em; }
    .gauges .face { padding: 4px 9px 5px; }
    :host([data-fills]) .explorer:has(.panels) { display: grid; gap: 0 14px;
      grid-template: auto 1fr / 1fr 262px; }
    :host([data-fills]) .explorer > :not(.panels, .readings) { grid-column: 1 / -1; }
    :host([data-fills]) .gauges { gap: 3px; grid-template-columns: 1fr; }
    :host([data-fills]) .gauges .face { justify-content: space-between; padding-block: 0 1px; }
    :host([data-fills]) svg .verdict { font-size: 18px; }
    :host([data-fills]) .gauges .name { font-size: 14px; letter-spacing: -.05em; }
  `,
};
