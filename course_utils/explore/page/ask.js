// What `ask("2.3")` shows: one question or several, each in the place of its markup.

import css from "./ask.css";
import { element } from "./dom.js";
import { keepKeys } from "./keys.js";
import { recalled, remember } from "./memory.js";
import questionCss from "./question.css";
import { ask, asked, kind, read, told } from "./question.js";

/** @param {HTMLElement} host  what holds the question's markup, which is hidden, not removed */
function mount(host) {
  const question = read(host);
  const card = element("div", { class: "card", tabindex: -1 });
  const spoken = element("p", { class: "spoken", role: "status" });
  host.attachShadow({ mode: "open" }).append(element("style", {}, css, questionCss), card, spoken);
  keepKeys(host);

  // What fits a slide to the screen listens for this event, which does not leave a shadow.
  const tell = () => host.dispatchEvent(new Event("toggle"));
  card.addEventListener("toggle", tell, true);

  function put(...parts) {
    card.replaceChildren(element("p", { class: "kind" }, kind(question)), ...parts);
    spoken.textContent = "";
    tell();
  }

  const pose = () => put(ask(question, (choice) => answer(choice, true)));
  const again = () => {
    pose();
    card.querySelector("input").focus();
  };

  function answer(choice, byHand) {
    const options = told(question, choice);
    put(
      element("p", { class: "asked" }, ...asked(question)),
      element("div", { class: "options" }, ...options),
      element("button", { type: "button", onclick: again }, "Ask me again"),
    );
    if (!byHand) return;
    if (choice) remember(question, choice.text);
    const [said = options[0]] = options.filter((option) => option.open);
    said.querySelector("summary").focus();
    spoken.textContent = choice
      ? `${said.lastChild.textContent} The other options can be opened.`
      : "Each option can be opened.";
  }

  const before = recalled(question);
  const chosen = question.options.find(({ text }) => text === before);
  if (chosen) answer(chosen, false);
  else pose();
}

document.currentScript.parentElement.querySelectorAll("[data-question]").forEach(mount);
