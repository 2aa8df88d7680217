// Play, step and back, around the slider of a number of steps.

import { element } from "./dom.js";

/**
 * Add the buttons to what `range` makes.
 *
 * @param {(knob: import("./knobs.js").Knob, change: Function) => { node: HTMLElement, show: Function }} range
 */
export const player = (range) => (knob, change) => {
  let now = knob.value;
  let timer = 0;
  const bar = range(knob, (value) => {
    stop();
    change(value, false);
  });
  const go = (to) => change(Math.min(Math.max(to, knob.low), knob.high), false);
  const button = (name, sign, onclick) =>
    element("button", { type: "button", "aria-label": name, title: name, onclick }, sign);
  const play = button("Play", "▶", () => (timer ? stop() : begin()));

  function begin() {
    if (now >= knob.high) go(knob.low);
    // A page that has thrown its output away has nothing to play for.
    const on = () => now < knob.high && play.isConnected;
    timer = setInterval(() => (on() ? go(now + 1) : stop()), 1000 / knob.rate);
    name("Pause", "❚❚");
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    name("Play", "▶");
  }

  function name(text, sign) {
    play.setAttribute("aria-label", text);
    play.title = text;
    play.textContent = sign;
  }

  const by = (difference) => () => {
    stop();
    go(now + difference);
  };
  const buttons = [button("Back", "◀︎", by(-1)), play, button("Step", "▷", by(1))];
  return {
    node: element("div", { class: "steps" }, element("div", {}, ...buttons), bar.node),
    show(value) {
      now = value;
      bar.show(value);
    },
  };
};
