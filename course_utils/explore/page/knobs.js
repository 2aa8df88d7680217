// What can be turned: the state of an explorer is one value for each of its knobs.

import { fixed, steady } from "./numerals.js";

/**
 * @typedef {object} Knob
 * @property {"slider" | "steps" | "choice" | "toggle" | "text" | "list"} kind
 * @property {string} name     its name in the state
 * @property {string} label    what the reader sees and hears
 * @property {any} value       what it is at the start
 * @property {boolean} [hidden]  turned in the picture only: by a handle, by gauges
 * @property {number} [low]    of a slider, steps, and each number of a list
 * @property {number} [high]
 * @property {number} [step]   what a key moves a slider by
 * @property {number} [grain]  what a number is rounded to when a handle moves it; else `step`
 * @property {boolean} [log]   the value is the exponent of ten of what is shown
 * @property {number} [decimals]
 * @property {string} [unit]
 * @property {number} [rate]   of steps: how many a second when they play
 * @property {string[]} [options]  of a choice
 * @property {number} [most]   of a text: its characters
 *
 * @typedef {Record<string, any>} State
 */

/** A number from `low` to `high`. @param {Omit<Knob, "kind">} knob @returns {Knob} */
export const slider = (knob) => ({ kind: "slider", decimals: 2, unit: "", ...knob });

/** A number of steps from 0 to `high`, that can be played. @returns {Knob} */
export const steps = (knob) => ({
  ...{ kind: "steps", low: 0, step: 1, decimals: 0, unit: "", rate: 8 },
  ...knob,
});

/** One text out of `options`. @returns {Knob} */
export const choice = (knob) => ({ kind: "choice", value: knob.options[0], ...knob });

/** On or off. @returns {Knob} */
export const toggle = (knob) => ({ kind: "toggle", value: false, ...knob });

/** One line of text, of at most `most` characters. @returns {Knob} */
export const text = (knob) => ({ kind: "text", value: "", most: 40, ...knob });

/** Numbers that handles move, each from `low` to `high`. @returns {Knob} */
export const list = (knob) => ({ kind: "list", hidden: true, decimals: 1, unit: "", ...knob });

/** The state at the start. @param {Knob[]} knobs @returns {State} */
export function start(knobs) {
  return Object.fromEntries(knobs.map((knob) => [knob.name, knob.value]));
}

/**
 * Bring a value into the range of its knob; what makes no sense there becomes the start.
 *
 * @param {Knob} knob
 * @param {any} value
 */
export function clean(knob, value) {
  switch (knob.kind) {
    case "choice":
      return knob.options.includes(value) ? value : knob.value;
    case "toggle":
      return Boolean(value);
    case "text":
      return String(value).slice(0, knob.most);
    case "list":
      return knob.value.map((start, i) => inRange(knob, value[i] ?? start, start));
    default:
      return inRange(knob, value, knob.value);
  }
}

function inRange(knob, value, otherwise) {
  const number = Number(value);
  if (!Number.isFinite(number)) return otherwise;
  const grain = knob.grain ?? knob.step;
  const rounded = Number((Math.round(number / grain) * grain).toPrecision(12));
  return Math.min(Math.max(rounded, knob.low), knob.high);
}

/** What a number is in words. */
export function inWords(knob, value) {
  const number = knob.log ? steady(10 ** value) : fixed(value, knob.decimals);
  return `${number} ${knob.unit}`.trim();
}
