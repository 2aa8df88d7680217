// The state of an explorer, and what is shown of it while it eases from one to the next.

import { easeCubicInOut } from "d3-ease";
import { interpolate } from "d3-interpolate";
import { clean, start } from "./knobs.js";
import { still } from "./motion.js";

const EASE = 450; // milliseconds from one state to the next

/**
 * @typedef {object} Store
 * @property {() => import("./knobs.js").State} state  what was set last
 * @property {() => import("./knobs.js").State} shown  what is to be drawn now
 * @property {(patch: object, eased?: boolean) => void} set
 * @property {() => void} redraw    draw before the next frame is painted
 * @property {() => boolean} resting  whether nothing is on its way
 */

/**
 * Keep a state; `draw` is called at most once a frame, and returns whether it wants another.
 *
 * @param {import("./knobs.js").Knob[]} knobs
 * @param {(shown: import("./knobs.js").State) => boolean} draw
 * @returns {Store}
 */
export function store(knobs, draw) {
  let state = start(knobs);
  let shown = state;
  let easing = null; // { from, began }
  let frame = 0;

  function tick(now) {
    frame = 0;
    if (easing) {
      easing.began ??= now;
      const part = Math.min(1, (now - easing.began) / EASE);
      shown = part < 1 ? between(knobs, easing.from, state, easeCubicInOut(part)) : state;
      if (part === 1) easing = null;
    }
    if (draw(shown) || easing) redraw();
  }

  function redraw() {
    frame ||= requestAnimationFrame(tick);
  }

  return {
    state: () => state,
    shown: () => shown,
    set(patch, eased = false) {
      const known = knobs.filter((knob) => knob.name in patch);
      const next = known.map((knob) => [knob.name, clean(knob, patch[knob.name])]);
      state = { ...state, ...Object.fromEntries(next) };
      easing = eased && !still() ? { from: shown } : null;
      if (!easing) shown = state;
      redraw();
    },
    redraw,
    resting: () => !frame && !easing,
  };
}

/** Only numbers have something between them; the rest is at its new value at once. */
function between(knobs, from, to, part) {
  const mixed = knobs.map(({ name, kind }) => {
    const moves = kind === "slider" || kind === "list";
    return [name, moves ? interpolate(from[name], to[name])(part) : to[name]];
  });
  return { ...to, ...Object.fromEntries(mixed.map(([name, v]) => [name, copied(v)])) };
}

const copied = (value) => (Array.isArray(value) ? [...value] : value);

/** A state as one line: "w=0.2&b=-15&loss=MSE". */
export function written(state) {
  return Object.entries(state)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}
