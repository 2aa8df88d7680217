// Large numbers that follow what is moved; where they are a choice, the chosen one stands out.

import { element } from "./dom.js";

let made = 0; // names of radio groups must differ on a page

/**
 * Add a row of numbers below the panels.
 *
 * @param {import("./stage.js").Stage} stage
 * @param {{ label: string, unit: string, read: (numbers: any) => string,
 *   colour?: "data" | "validation", won?: (numbers: any) => boolean }[]} rows
 *   `colour` is that of the line that draws the number; a number that has `won` turns green
 * @param {import("./knobs.js").Knob} [knob]  the choice (hidden) of which the labels are the options
 * @param {object} [also]  what else becomes new with a choice, at once
 * @returns {(state: any, numbers: any) => void}
 */
export function gauges(stage, rows, knob, also) {
  const name = `gauge-${made++}`;
  const numbers = rows.map(() => element("span", { class: "number" }));
  const radios = rows.map(({ label }) =>
    element("input", {
      ...{ type: "radio", class: "unseen", name, value: label },
      onchange: () => stage.change({ ...also, [knob.name]: label }, !also),
    }),
  );
  const cells = rows.map(({ label, unit, colour = "" }, i) => {
    const name = element("span", { class: `name ${colour}`.trim() }, label);
    const text = [name, numbers[i], ` ${unit}`];
    return knob
      ? element("label", {}, radios[i], element("span", { class: "face" }, ...text))
      : element("div", {}, element("span", { class: "face" }, ...text));
  });
  const role = knob ? { role: "radiogroup", "aria-label": knob.label } : {};
  stage.readings.append(element("div", { class: "gauges", ...role }, ...cells));
  return (state, all) => {
    rows.forEach(({ label, read, won }, i) => {
      numbers[i].textContent = read(all);
      cells[i].classList.toggle("won", Boolean(won?.(all)));
      if (knob) radios[i].checked = state[knob.name] === label;
    });
  };
}
