// The question that comes first: choose, commit, and read the sentence why. Or just be shown.

import { element, prose } from "./dom.js";

/**
 * @typedef {object} Option
 * @property {string} text
 * @property {boolean} right
 * @property {string} why
 *
 * @typedef {object} Question
 * @property {string} number  "2.p3"
 * @property {string} text
 * @property {Option[]} options
 */

/**
 * Ask, and call `answered(choice)` with the index of the option, or null if none was chosen.
 *
 * @param {Question} question
 * @param {(choice: number | null) => void} answered
 * @returns {HTMLElement}
 */
export function ask(question, answered) {
  const commit = element(
    "button",
    { type: "submit", class: "primary", disabled: true },
    "This is my prediction",
  );
  const options = question.options.map((option, i) => {
    const choose = () => commit.removeAttribute("disabled");
    const radio = element("input", { type: "radio", name: "option", value: i, onchange: choose });
    return element("label", {}, radio, element("span", {}, ...prose(option.text)));
  });
  const pass = element("button", { type: "button", onclick: () => answered(null) }, "Just show me");
  const onsubmit = (event) => {
    event.preventDefault();
    answered(Number(new FormData(event.target).get("option")));
  };
  return element(
    "form",
    { class: "question", onsubmit },
    element("fieldset", {}, element("legend", {}, ...prose(question.text)), ...options),
    element("div", { class: "buttons" }, commit, pass),
  );
}

/**
 * Say what was chosen, whether it is right, and why; nothing if nothing was chosen.
 *
 * @param {Question} question
 * @param {number | null} choice
 * @param {() => void} again  asks once more
 * @returns {HTMLElement}
 */
export function judged(question, choice, again) {
  const button = element(
    "button",
    { type: "button", class: "quiet", onclick: again },
    "Ask me again",
  );
  if (choice === null) {
    return element("p", { class: "said" }, ...prose(question.text), " ", button);
  }
  const said = question.options[choice];
  const right = question.options.find((option) => option.right);
  const quoted = (option) => ["“", ...prose(option.text), "”. ", ...prose(option.why)];
  const truth = said.right ? [] : [" It is ", ...quoted(right)];
  return element(
    "p",
    { class: `said ${said.right ? "right" : "wrong"}`, tabindex: -1 },
    element("strong", {}, said.right ? "✓ You said " : "✗ You said "),
    ...[...quoted(said), ...truth, " "],
    button,
  );
}

const key = (question) => `course.predicted.${question.number}`;

/** What was chosen before: an index, null for "just show me", undefined for nothing yet. */
export function recalled(question) {
  try {
    const choice = JSON.parse(localStorage.getItem(key(question)) ?? "[]");
    const known = choice === null || question.options[choice] !== undefined;
    return known ? choice : undefined;
  } catch {
    return undefined; // a page that may remember nothing
  }
}

/** Remember what was chosen; undefined forgets it. */
export function remember(question, choice) {
  try {
    if (choice === undefined) localStorage.removeItem(key(question));
    else localStorage.setItem(key(question), JSON.stringify(choice));
  } catch {
    // a page that may remember nothing asks again
  }
}
