// An explorer takes the place of its still picture: the question first, then the thing.

import controlsCss from "./controls.css";
import { element } from "./dom.js";
import { keepKeys } from "./keys.js";
import { recalled, remember } from "./memory.js";
import pictureCss from "./picture.css";
import questionCss from "./question.css";
import { ask, judged, read } from "./question.js";
import { play } from "./stage.js";
import css from "./style.css";
import { followTheme } from "./theme.js";

/**
 * Put an explorer into `host`, whose markup says its title; that is hidden then, not removed.
 *
 * @param {HTMLElement} host
 * @param {import("./stage.js").Explorer<any, any>} explorer
 */
export function mount(host, explorer) {
  const title = host.querySelector("[data-title]").getAttribute("data-title");
  const question = read(host.querySelector("[data-question]"));
  const root = host.attachShadow({ mode: "open" });
  const body = element("div", { class: "explorer", role: "group", "aria-label": title });
  const styles = [css, pictureCss, controlsCss, questionCss, explorer.css ?? ""];
  root.append(element("style", {}, ...styles), body);
  keepKeys(host);
  followTheme(host);

  // What fits a slide to the screen listens for this event of <details>. Panels have their size in
  // the second frame.
  const tell = () => host.dispatchEvent(new Event("toggle"));
  const tellLater = () => requestAnimationFrame(() => requestAnimationFrame(tell));
  body.addEventListener("toggle", tell, true); // it does not leave a shadow

  const head = () => element("p", { class: "title", "aria-hidden": "true" }, title);
  const put = (first) => {
    body.replaceChildren(head(), first);
    tellLater();
  };

  function pose() {
    put(ask(question, (choice) => begin(choice, true)));
    return body.querySelector("input");
  }

  function begin(choice, byHand) {
    put(judged(question, choice, () => pose().focus()));
    host.explorer = play(explorer, body);
    if (!byHand) return;
    if (choice) remember(question, choice.text);
    /** @type {HTMLElement} */
    const next = body.querySelector(choice ? ".said" : "[role=slider], input");
    next.focus();
  }

  const before = recalled(question);
  const chosen = question.options.find(({ text }) => text === before);
  if (chosen) begin(chosen, false);
  else pose();
}
