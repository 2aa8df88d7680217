// A question: choose, commit, and read why; then the other options can be opened.
//
// Its words stand in the page as markup of their own (checking/questions.py writes it), readable
// where no scripts run: a paragraph, and one <details> for each option. All else is made of these.

import { element } from "./dom.js";

/**
 * @typedef {object} Option
 * @property {HTMLDetailsElement} source
 * @property {string} text  "The first", by which it is remembered
 *
 * @typedef {object} Question
 * @property {HTMLElement} source
 * @property {string} number  "2.p3"
 * @property {Option[]} options
 */

/**
 * Read a question from its markup.
 *
 * @param {HTMLElement} source
 * @returns {Question}
 */
export function read(source) {
  const options = [...source.querySelectorAll("details")].map((details) => ({
    source: details,
    text: details.querySelector("summary").textContent.slice("A ".length),
  }));
  return { source, number: source.dataset.question, options };
}

/** Copies of what an element of the markup holds. */
const copies = (source, part) => source.querySelector(part).cloneNode(true).childNodes;

/** The letter and the text of an option. */
function label(source) {
  const [letter, first, ...rest] = copies(source, "summary");
  first.textContent = first.textContent.trimStart();
  return [letter, first, ...rest];
}

/** What is asked. */
export const asked = ({ source }) => [...copies(source, "p")];

const isPrediction = ({ number }) => /p\d+$/.test(number);

/** What kind of question it is, in a word. */
export const kind = (question) => (isPrediction(question) ? "Predict" : "Quiz");

/**
 * Ask: `answered` is called with the option that was chosen, or null if none was.
 *
 * @param {Question} question
 * @param {(choice: Option | null) => void} answered
 * @returns {HTMLFormElement}
 */
export function ask(question, answered) {
  const mine = `This is my ${isPrediction(question) ? "prediction" : "answer"}`;
  const commit = element("button", { type: "submit", class: "primary", disabled: true }, mine);
  const onchange = () => commit.removeAttribute("disabled");
  const options = question.options.map(({ source }, value) => {
    const [letter, ...text] = label(source);
    const radio = element("input", {
      ...{ type: "radio", class: "unseen", name: "option", value, onchange },
    });
    return element("label", { class: "option" }, radio, letter, element("span", {}, ...text));
  });
  const pass = element("button", { type: "button", onclick: () => answered(null) }, "Just show me");
  const onsubmit = (event) => {
    event.preventDefault();
    answered(question.options[event.target.elements.option.value]);
  };
  return element(
    "form",
    { class: "question", onsubmit },
    element("fieldset", {}, element("legend", {}, ...asked(question)), ...options),
    element("div", { class: "buttons" }, commit, pass),
  );
}

/**
 * Show what is said of each option: the chosen one is open, the others can be opened.
 *
 * @param {Question} question
 * @param {Option | null} choice
 * @returns {HTMLDetailsElement[]}
 */
export function told({ options }, choice) {
  return options.map((option) => {
    const [letter, ...text] = label(option.source);
    const open = option === choice;
    const yours = open ? [element("em", {}, "your answer")] : [];
    return element(
      "details",
      { class: `option ${option.source.className}`, open },
      element("summary", {}, letter, element("span", {}, ...text, ...yours)),
      element("p", {}, ...copies(option.source, "p")),
    );
  });
}

/**
 * Say in a line what was chosen and why it is right or wrong; behind it stand all options.
 *
 * @param {Question} question
 * @param {Option | null} choice
 * @param {() => void} again  asks once more
 * @returns {HTMLElement}
 */
export function judged(question, choice, again) {
  const all = element("div", { class: "options", hidden: true }, ...told(question, choice));
  const more = element(
    "button",
    { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => open() },
    "All options",
  );
  const open = () => {
    all.hidden = !all.hidden;
    more.setAttribute("aria-expanded", String(!all.hidden));
    all.dispatchEvent(new Event("toggle"));
  };
  const anew = element(
    "button",
    { type: "button", class: "quiet", onclick: again },
    "Ask me again",
  );
  const line = choice ? summary(choice) : asked(question);
  return element(
    "div",
    { class: `said ${choice?.source.className ?? ""}`, tabindex: -1 },
    element("p", {}, ...line, " ", ...(choice ? [more, " "] : []), anew),
    all,
  );
}

function summary({ source }) {
  const [, ...text] = label(source);
  const [, ...why] = copies(source, "p");
  const mark = source.className === "right" ? "✓" : "✗";
  return [element("strong", {}, `${mark} You said`), " “", ...text, "”.", ...why];
}
