// Questions on a slide: none is higher than the slide, and of several in a cell one is seen at a
// time, with its place among them. `slides.css` hides the others.

const COMPACT = new CSSStyleSheet(); // so that the longest fills a slide and no more
COMPACT.replaceSync(`.card { line-height: 1.28; padding-block: 0.2em 0.4em; }
  :is(fieldset, .options) { gap: 0.3em; margin-bottom: 0.4em; }
  :is(legend, .asked) { margin-bottom: 0.4em; }
  .option:is(label), .option summary { padding-block: 0.2em; }`);
const SEVERAL = ".jp-OutputArea-output > div:has(> [data-question] ~ [data-question])";

/** Let a question be no higher than a slide: one answer is open at a time. */
export function compact(root) {
  root.adoptedStyleSheets = [COMPACT];
  // The name makes a group of which one is open.
  for (const answer of root.querySelectorAll("details")) answer.name = "option";
}

/** Let the questions of a cell come one after another, wherever there are several. */
export function lineUp() {
  for (const group of document.querySelectorAll(`${SEVERAL}:not(.course-turns)`)) begin(group);
}

/** Show the next question of a cell (or, by -1, the one before); false if there is none. */
export function turn(cell, by) {
  const group = cell.querySelector(".course-turns");
  return group !== null && show(group, now(group) + by);
}

const questions = (group) => [...group.querySelectorAll(":scope > [data-question]")];
const now = (group) => questions(group).findIndex((one) => one.hasAttribute("data-turn"));

function begin(group) {
  const bar = document.createElement("div");
  const place = document.createElement("output");
  const arrow = (sign, name, by) => {
    const button = document.createElement("button");
    Object.assign(button, { textContent: sign, title: name, ariaLabel: name });
    button.addEventListener("click", () => show(group, now(group) + by));
    return button;
  };
  bar.className = "course-turns-bar";
  bar.append(arrow("◀︎", "Question before (P)", -1), place, arrow("▶︎", "Next question (N)", 1));
  group.classList.add("course-turns");
  group.prepend(bar);
  // Before a question gets them, for it would keep them.
  group.addEventListener("keydown", (event) => byKey(group, event), true);
  show(group, 0);
}

function byKey(group, { key, ctrlKey, metaKey }) {
  const by = { n: 1, p: -1 }[key];
  if (!by || ctrlKey || metaKey || !show(group, now(group) + by)) return;
  const [shown] = questions(group).filter((one) => one.hasAttribute("data-turn"));
  /** @type {HTMLElement} */
  const first = shown.shadowRoot?.querySelector("input, summary");
  first?.focus();
}

/** Show this question and no other; false if there is none at this place. */
function show(group, place) {
  const all = questions(group);
  if (place < 0 || place >= all.length) return false;
  all.forEach((one, i) => {
    one.toggleAttribute("data-turn", i === place);
  });
  const [before, next] = group.querySelectorAll(":scope > .course-turns-bar button");
  before.disabled = place === 0;
  next.disabled = place === all.length - 1;
  group.querySelector("output").textContent = `${place + 1} of ${all.length}`;
  return true;
}
