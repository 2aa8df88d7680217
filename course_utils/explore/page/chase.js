// What jumps is followed: numbers that come nearer to where they should be, frame by frame.

import { still } from "./motion.js";

const REACH = 0.28; // of the way to go, numbers go in a frame
const NEAR = 1e-3; // of their span: here they have arrived

/**
 * Follow numbers that jump, such as a curve that is another at once.
 *
 * @param {import("./stage.js").Stage} stage
 * @returns {(goals: number[], span: number) => number[]}  call it while drawing, with where the
 *   numbers should be and how far apart they can be; it returns where they are
 */
export function chase(stage) {
  let now = null;
  return (goals, span) => {
    const arrived = (value, i) => Math.abs(goals[i] - value) < NEAR * span;
    if (now?.length !== goals.length || still() || now.every(arrived)) now = goals;
    else {
      now = now.map((value, i) => value + REACH * (goals[i] - value));
      stage.again();
    }
    return now;
  };
}
