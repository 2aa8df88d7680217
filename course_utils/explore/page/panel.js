// A panel: two axes, their scales, and layers to draw on, as wide as the page leaves it.

import { axisBottom, axisLeft } from "d3-axis";
import { easeCubicOut } from "d3-ease";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";
import { element } from "./dom.js";
import { still } from "./motion.js";

const MARGIN = { top: 26, right: 14, bottom: 38, left: 40 };
const BARE = { top: 8, right: 8, bottom: 8, left: 8 };
const LEAST = 200; // pixels that a panel is high at least, whatever its ratio,
const MOST = 0.39; // and at most, of the window: all of an explorer should be seen at once,
const AROUND = 500; // with what stands around its panels, also on a low slide
const REACH = 0.16; // of the way to where its axes should end, a panel goes in a frame

let made = 0; // ids of clip paths must differ on a page

/**
 * @typedef {object} Axis
 * @property {string} label
 * @property {number[]} domain
 * @property {() => any} [scale]   a scale of d3-scale; else linear
 * @property {(axis: any) => void} [ticks]  sets up the axis of d3-axis
 *
 * @typedef {object} Panel
 * @property {any} x  the scale across
 * @property {any} y  the scale up
 * @property {number} width   of the plot, in pixels, without its margins
 * @property {number} height
 * @property {(name: string, clipped?: boolean) => any} layer  a new <g>, above those before
 * @property {(ends: { x?: number[], y?: number[] }) => void} aim  ease the axes to these ends
 * @property {(label: string) => void} nameX  say what is across, where that is not always the same
 * @property {() => boolean} held  whether something is held, and frames must be quick
 * @property {HTMLElement} frame  what holds it
 * @property {any} inner  its <g>, with the plot's upper left corner as origin
 * @property {HTMLCanvasElement | null} ground  under the layers, if `ground` was asked for
 */

/**
 * Make a panel; `stage` redraws it when its size changes.
 *
 * @param {import("./stage.js").Stage} stage
 * @param {{ title: string, x: Axis, y: Axis, ratio?: number, least?: number, most?: number,
 *   ground?: boolean, bare?: boolean }} options
 *   `ratio` is the height to the width; it is at least `least` pixels, and at most `most` of the
 *   window's height, unless the explorer fills a slide; a `bare` panel has scales, but draws
 *   no axes
 * @returns {Panel}
 */
export function panel(stage, options) {
  const { title, x, y, ratio = 0.78, least = LEAST, most = MOST } = options;
  const { ground = false, bare = false } = options;
  const margin = bare ? BARE : MARGIN;
  const frame = element("div", { class: "frame" });
  const canvas = ground ? element("canvas", { "aria-hidden": "true" }) : null;
  if (canvas) frame.append(canvas);
  const svg = select(frame).append("svg").attr("role", "group").attr("aria-label", title);
  const inner = svg.append("g").attr("transform", `translate(${margin.left},${margin.top})`);
  const axes = inner.append("g").attr("class", "axes").attr("aria-hidden", "true");
  const across = axes.append("g");
  const up = axes.append("g");
  const labels = axes.append("g").attr("class", "labels");
  const xLabel = labels.append("text").attr("text-anchor", "end");
  const nameX = (label) => xLabel.text(`${label} →`);
  nameX(x.label);
  labels
    .append("text")
    .attr("x", -margin.left + 2)
    .attr("y", -12)
    .text(`↑ ${y.label}`);
  if (bare) axes.remove();
  const clip = `panel-${made++}`;
  const cut = svg.append("clipPath").attr("id", clip).append("rect");
  stage.panels.append(element("figure", {}, element("figcaption", {}, title), frame));

  const self = {
    x: (x.scale ?? scaleLinear)().domain(x.domain),
    y: (y.scale ?? scaleLinear)().domain(y.domain),
    width: 0,
    height: 0,
    ground: canvas,
    ...{ frame, inner, nameX, held: () => stage.holding() },
    layer(name, clipped = true) {
      const layer = inner.append("g").attr("class", name);
      return clipped ? layer.attr("clip-path", `url(#${clip})`) : layer;
    },
    aim(ends) {
      // What one holds stays under the hand: an axis along which it goes waits until it is let go.
      const moved = ["x", "y"].map(
        (axis, way) => ends[axis] && !stage.holding(self, way) && near(self[axis], ends[axis]),
      );
      if (moved.some(Boolean)) {
        drawAxes();
        if (!still()) stage.again();
      }
    },
  };

  function drawAxes() {
    const { width, height } = self;
    const grid = ground ? 0 : -1;
    const bottom = axisBottom(self.x)
      .ticks(Math.max(2, width / 70))
      .tickSize(grid * height || 5);
    const left = axisLeft(self.y)
      .ticks(Math.max(2, height / 50))
      .tickSize(grid * width || 5);
    x.ticks?.(bottom);
    y.ticks?.(left);
    across.attr("transform", `translate(0,${height})`).call(bottom.tickPadding(7));
    up.call(left.tickPadding(7));
  }

  function resize() {
    const full = frame.clientWidth;
    if (!full) return;
    const own = Math.round(Math.max(least, Math.min(full * ratio, most * room())));
    const tall = fills(frame) ? frame.clientHeight : own;
    self.width = full - margin.left - margin.right;
    self.height = tall - margin.top - margin.bottom;
    svg.attr("width", full).attr("height", tall).attr("viewBox", `0 0 ${full} ${tall}`);
    self.x.range([0, self.width]);
    self.y.range([self.height, 0]);
    cut.attr("width", self.width).attr("height", self.height);
    xLabel.attr("x", self.width).attr("y", self.height + 34);
    if (canvas) placeCanvas(canvas, self, margin);
    drawAxes();
    stage.redraw();
  }

  new ResizeObserver(resize).observe(frame);
  window.addEventListener("resize", resize); // a lower window leaves the frame as wide as it was
  return self;
}

/** Whether its place decides how high a panel is, as on a slide. */
const fills = (frame) => frame.getRootNode().host.hasAttribute("data-fills");

/** How high the window is; a low one counts as lower, for what is around panels stays. */
const room = () => Math.min(window.innerHeight, (window.innerHeight - AROUND) / MOST);

/** Bring the ends of a scale nearer to where they should be; whether they were not there yet. */
function near(scale, ends) {
  const now = scale.domain();
  const span = Math.abs(ends[1] - ends[0]);
  const far = now.some((end, i) => Math.abs(end - ends[i]) > span / 500);
  if (!far && now.every((end, i) => end === ends[i])) return false;
  const part = easeCubicOut(REACH);
  const next = (end, i) => end + (ends[i] - end) * part;
  scale.domain(far && !still() ? now.map(next) : ends);
  return true;
}

function placeCanvas(canvas, { width, height }, margin) {
  Object.assign(canvas.style, {
    ...{ left: `${margin.left}px`, top: `${margin.top}px` },
    ...{ width: `${width}px`, height: `${height}px` },
  });
}
