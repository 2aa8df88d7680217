// An explorer takes the place of its still picture: the question first, then the thing.

import { element } from "./dom.js";
import { keepKeys } from "./keys.js";
import { ask, judged, recalled, remember } from "./question.js";
import { play } from "./stage.js";
import css from "./style.css";
import { followTheme } from "./theme.js";

/**
 * Put an explorer into `host`; what stood there is hidden, not removed.
 *
 * @param {HTMLElement} host
 * @param {import("./stage.js").Explorer<any, any>} explorer
 * @param {{ title: string, question: import("./question.js").Question }} page
 */
export function mount(host, explorer, { title, question }) {
  const root = host.attachShadow({ mode: "open" });
  const body = element("div", { class: "explorer", role: "group", "aria-label": title });
  root.append(element("style", {}, css, explorer.css ?? ""), body);
  keepKeys(host);
  followTheme(host);

  // What fits a slide to the screen listens for this event of <details>. Panels have their size in
  // the second frame.
  const tell = () => host.dispatchEvent(new Event("toggle"));
  const tellLater = () => requestAnimationFrame(() => requestAnimationFrame(tell));

  const head = () => element("p", { class: "title", "aria-hidden": "true" }, title);
  const put = (first) => {
    body.replaceChildren(head(), first);
    tellLater();
  };

  function pose() {
    remember(question, undefined);
    put(ask(question, (choice) => begin(choice, true)));
    return body.querySelector("input");
  }

  function begin(choice, byHand) {
    remember(question, choice);
    put(judged(question, choice, () => pose().focus()));
    host.explorer = play(explorer, body);
    /** @type {HTMLElement} */
    const next = body.querySelector(choice === null ? "[role=slider], input" : ".said");
    if (byHand) next.focus();
  }

  const before = recalled(question);
  if (before === undefined) pose();
  else begin(before, false);
}
