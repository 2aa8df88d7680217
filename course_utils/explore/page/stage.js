// Where an explorer plays: its panels, numbers, knobs and its sentence, and what they share.

import { control } from "./controls.js";
import { element } from "./dom.js";
import { start } from "./knobs.js";
import { store, written } from "./state.js";

const PAUSE = 500; // milliseconds of rest before a screen reader is told

/**
 * @template State, Numbers
 * @typedef {object} Explorer  what a file `explore_name.js` exports
 * @property {string} hint  what one can take hold of, in one line
 * @property {import("./knobs.js").Knob[]} knobs
 * @property {(state: State) => Numbers} numbers  pure; what a test holds against torch
 * @property {(state: State, numbers: Numbers) => string} sentence  says the numbers
 * @property {(stage: Stage) => (state: State, numbers: Numbers) => void} picture
 *   makes the picture once, and returns what draws a state and its numbers
 * @property {string} [css]  rules of its own, beside those of this folder
 * @property {object[]} [still]  the states, one after another, that lead to the still picture
 * @property {object[]} [views]  states that show different panels, if not all are shown at once
 */

/**
 * @typedef {object} Stage
 * @property {HTMLElement} panels    where panels are put
 * @property {HTMLElement} readings  where gauges are put, below the panels
 * @property {() => any} state    what was set last
 * @property {() => any} shown    what is drawn now, perhaps on its way there
 * @property {() => any} numbers  of what is drawn now
 * @property {(patch: object, eased?: boolean) => void} change
 * @property {() => void} redraw
 * @property {() => void} again    (while drawing) ask for another frame
 * @property {(panel: object | null, ways?: boolean[]) => void} hold  tell in which panel a handle
 *   is held, and whether it goes across and up
 * @property {(panel?: object, way?: number) => boolean} holding  whether one is held, in this panel
 *   or in any; and whether it goes this way, across (0) or up (1)
 * @property {(state: any) => any} compute  the numbers of a state
 * @property {(listener: () => void) => void} onRestart  what is called until the start is reached
 */

/**
 * @typedef {object} Alive
 * @property {() => any} state
 * @property {(patch: object, eased?: boolean) => void} set
 * @property {import("./knobs.js").Knob[]} knobs
 * @property {object[]} still
 * @property {() => any} numbers
 * @property {() => string} sentence
 * @property {() => number} frames    how many were drawn
 * @property {() => boolean} resting  whether nothing is on its way, and nothing held
 */

/**
 * Set up an explorer inside `root`.
 *
 * @param {Explorer<any, any>} explorer
 * @param {HTMLElement} root
 * @returns {Alive} what a test or a script may ask of it
 */
export function play(explorer, root) {
  const panels = element("div", { class: "panels" });
  const readings = element("div", { class: "readings" });
  const line = element("p", { class: "line", "aria-hidden": "true" });
  const spoken = element("p", { class: "spoken", "aria-live": "polite" });
  const { numbers: compute, sentence, knobs } = explorer;
  const restarts = [];
  let [held, more, restarting, frames, speak] = [null, false, false, 0, 0];
  let numbers = compute(start(knobs));

  const all = store(knobs, draw);
  const stage = {
    ...{ panels, readings },
    ...{ state: all.state, shown: all.shown, numbers: () => numbers, compute },
    change: all.set,
    redraw: all.redraw,
    again: () => {
      more = true;
    },
    hold(panel, ways) {
      held = panel && { panel, ways };
      all.redraw();
    },
    holding: (panel = held?.panel, way = null) =>
      held !== null && held.panel === panel && (way === null || held.ways[way]),
    onRestart: (listener) => restarts.push(listener),
  };
  const show = explorer.picture(stage);
  const controls = knobs
    .filter((knob) => !knob.hidden)
    .map((knob) => ({
      name: knob.name,
      ...control(knob, (value, eased) => all.set({ [knob.name]: value }, eased)),
    }));

  function draw(shown) {
    more = false;
    if (restarting) {
      for (const listener of restarts) listener();
      restarting = shown !== all.state(); // the way back to the start is none of the reader's ways
    }
    numbers = compute(shown);
    show(shown, numbers);
    for (const { name, show } of controls) show(shown[name]);
    line.textContent = sentence(shown, numbers);
    frames++;
    clearTimeout(speak);
    speak = setTimeout(() => {
      spoken.textContent = line.textContent;
      root.dataset.state = written(all.state());
    }, PAUSE);
    return more;
  }

  function restart() {
    restarting = true;
    all.set(start(knobs), true);
  }

  const back = element(
    "button",
    { type: "button", class: "quiet", onclick: restart },
    "Start again",
  );
  const nodes = controls.map(({ node }) => node);
  root.append(
    element("div", { class: "hint" }, element("p", {}, explorer.hint), back),
    panels,
    readings,
    element("div", { class: "controls" }, ...nodes),
    ...[line, spoken],
  );
  all.redraw();

  return {
    state: all.state,
    set: all.set,
    knobs,
    still: explorer.still ?? [],
    numbers: () => compute(all.state()),
    sentence: () => sentence(all.state(), compute(all.state())),
    frames: () => frames,
    resting: () => all.resting() && !held,
  };
}
