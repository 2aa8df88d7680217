// The knobs as native inputs, which bring the keyboard and the screen reader with them.

import { element } from "./dom.js";
import { inWords } from "./knobs.js";
import { player } from "./player.js";

let made = 0; // names of radio groups must differ on a page

/**
 * Make the input of a knob.
 *
 * @param {import("./knobs.js").Knob} knob
 * @param {(value: any, eased: boolean) => void} change
 * @returns {{ node: HTMLElement, show: (value: any) => void }}
 */
export function control(knob, change) {
  const makers = { slider: range, steps: player(range), toggle: checkbox, text: line };
  const maker = knob.kind === "choice" ? (fitsARow(knob) ? segments : menu) : makers[knob.kind];
  return maker(knob, change);
}

/** @param {import("./knobs.js").Knob} knob */
const fitsARow = ({ options }) => options.length <= 4 && options.join("").length <= 40;

function range(knob, change) {
  const longest = Math.max(...[knob.low, knob.high].map((end) => inWords(knob, end).length));
  const value = element("output", { style: `min-width: ${longest}ch` });
  const input = element("input", {
    ...{ type: "range", min: knob.low, max: knob.high, step: knob.step, value: knob.value },
    "aria-label": knob.label,
    oninput: () => change(Number(input.value), false),
  });
  return {
    node: element("label", { class: "slider" }, element("span", {}, knob.label), input, value),
    show(number) {
      const words = inWords(knob, number);
      if (value.textContent === words) return;
      if (Number(input.value) !== number) input.value = String(number);
      value.textContent = words;
      input.setAttribute("aria-valuetext", words);
      const part = (number - knob.low) / (knob.high - knob.low);
      input.style.setProperty("--part", `${100 * part}%`);
    },
  };
}

function segments(knob, change) {
  const name = `${knob.name}-${made++}`;
  const radios = knob.options.map((option) =>
    element("input", {
      ...{ type: "radio", class: "unseen", name, value: option },
      onchange: () => change(option, true),
    }),
  );
  const labels = radios.map((radio, i) =>
    element("label", {}, radio, element("span", {}, knob.options[i])),
  );
  const row = element("div", { class: "segments" }, ...labels);
  return {
    node: element(
      "div",
      { class: "choice", role: "radiogroup", "aria-label": knob.label },
      element("span", { "aria-hidden": "true" }, knob.label),
      row,
    ),
    show: (option) =>
      radios.forEach((radio) => {
        radio.checked = radio.value === option;
      }),
  };
}

function menu(knob, change) {
  const options = knob.options.map((option) => element("option", { value: option }, option));
  const select = element("select", { onchange: () => change(select.value, true) }, ...options);
  return {
    node: element("label", { class: "menu" }, element("span", {}, knob.label), select),
    show: (option) => {
      select.value = option;
    },
  };
}

function checkbox(knob, change) {
  const box = element("input", {
    type: "checkbox",
    onchange: () => change(box.checked, true),
  });
  return {
    node: element("label", { class: "toggle" }, box, element("span", {}, knob.label)),
    show: (on) => {
      box.checked = on;
    },
  };
}

function line(knob, change) {
  const input = element("input", {
    ...{ type: "text", maxlength: knob.most, spellcheck: "false", autocomplete: "off" },
    oninput: () => change(input.value, false),
  });
  return {
    node: element("label", { class: "text" }, element("span", {}, knob.label), input),
    show: (value) => {
      if (input.value !== value) input.value = value;
    },
  };
}
