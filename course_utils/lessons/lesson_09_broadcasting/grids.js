// Shapes, drawn: their last two axes as cells, to be stretched by a corner; all axes as a table.

import { range } from "d3-array";
import { element } from "../../explore/page/dom.js";
import { handle } from "../../explore/page/handle.js";
import { minus } from "../../explore/page/numerals.js";
import { panel } from "../../explore/page/panel.js";
import { bytes } from "./shapes.js";

const MOST = 8; // cells a side; more cannot be told apart
const HEAD = 26; // pixels above the cells, for the shapes
const VALUES = { a: 10, b: 1, c: 100 }; // what the first cell of each holds; the next twice as much

/** The last two axes of a shape as rows and columns, and how many such sheets there are. */
function sheet(shape) {
  const [rows = 1, columns = 1] = [shape.at(-2), shape.at(-1)];
  return { rows, columns, sheets: shape.slice(0, -2).reduce((total, size) => total * size, 1) };
}

const written = ({ rows, columns }, shape) =>
  rows > 1 || shape.length > 1 ? `${rows}, ${columns}` : `${columns}`;

const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

/** Where the grids stand: side by side, as large as they fit. */
function layout(plot, aligned) {
  const own = aligned.shapes.map((shape, i) => ({
    name: aligned.names[i],
    shape,
    ...sheet(shape),
  }));
  const full = sheet(aligned.result ?? []);
  const grids = own.map((grid) => (aligned.result ? { ...grid, full } : { ...grid, full: grid }));
  if (aligned.result) grids.push({ name: "sum", shape: aligned.result, ...full, full });
  const drawable = grids.every(({ full }) => Math.max(full.rows, full.columns) <= MOST);
  const wide = grids.reduce((total, { full }) => total + Math.max(full.columns, 1) + 1.2, 0);
  const tall = Math.max(...grids.map(({ full }) => full.rows), 1);
  const side = Math.min(64, plot.width / wide, (plot.height - HEAD - 14) / tall);
  let left = (plot.width - wide * side) / 2 + 0.6 * side;
  const places = grids.map((grid) => {
    const place = { ...grid, left, side };
    left += (Math.max(grid.full.columns, 1) + 1.2) * side;
    return place;
  });
  return { places, drawable: drawable && plot.width > 0 };
}

/** Make the panel of the grids. */
export function gridPanel(stage) {
  const plot = panel(stage, {
    title: "The last two axes, cell by cell: what is pale is stretched, not copied",
    x: { label: "", domain: [0, 1] },
    y: { label: "", domain: [1, 0] },
    ...{ ratio: 0.3, bare: true },
  });
  const [depth, sheets, inks, heads] = ["depth", "sheets", "inks", "heads"].map((name) =>
    plot.layer(name, false),
  );
  const corners = ["a", "b"].map((name) => corner(stage, plot, name));
  return {
    nodes: [plot.frame.parentElement],
    show(state, aligned) {
      const { places, drawable } = layout(plot, aligned);
      const shown = drawable ? places : [];
      const cells = shown.flatMap((place) => cellsOf(place, state, aligned));
      drawDepth(depth, shown);
      drawCells(sheets, cells, stage);
      drawInks(inks, cells);
      drawHeads(heads, plot, places, aligned, drawable);
      for (const one of corners) one.show(state, aligned, shown);
    },
  };
}

/** The cells of one grid; those beyond its own rows and columns are pale copies of the last. */
function cellsOf({ name, left, side, rows, columns, full }, state, aligned) {
  const point = { i: Math.min(state.i, full.rows - 1), j: Math.min(state.j, full.columns - 1) };
  const at = (grid, i, j) => [Math.min(i, grid.rows - 1), Math.min(j, grid.columns - 1)];
  const [pi, pj] = at({ rows, columns }, point.i, point.j);
  const value = (name, shape, i, j) => {
    const grid = sheet(shape);
    const [row, column] = at(grid, i, j);
    return VALUES[name] * (row * grid.columns + column + 1);
  };
  const shapes = aligned.names.map((each, k) => [each, aligned.shapes[k]]);
  return range(full.rows).flatMap((i) =>
    range(full.columns).map((j) => ({
      ...{ name, i, j, side, x: left + j * side, y: HEAD + i * side },
      ghost: i >= rows || j >= columns,
      lit: Boolean(aligned.result) && i === pi && j === pj,
      value:
        name === "sum"
          ? shapes.reduce((total, [each, shape]) => total + value(each, shape, i, j), 0)
          : value(name, shapes.find(([each]) => each === name)[1], i, j),
    })),
  );
}

/** The sheets: the first lies on top, the others behind it. */
function drawDepth(layer, places) {
  const all = places.flatMap(({ full, left, side, sheets }) =>
    range(Math.min(sheets, 5) - 1, -1, -1).map((k) => ({ full, left, side, k })),
  );
  layer
    .selectAll("rect")
    .data(all)
    .join("rect")
    .classed("first", ({ k }) => k === 0)
    .attr("x", ({ left, k }) => left + 5 * k)
    .attr("y", ({ k }) => HEAD - 4 * k)
    .attr("width", ({ full, side }) => full.columns * side)
    .attr("height", ({ full, side }) => full.rows * side);
}

function drawCells(layer, cells, stage) {
  layer
    .selectAll("rect")
    .data(cells)
    .join("rect")
    .attr("class", ({ name, ghost, lit }) => `${name} ${ghost ? "ghost" : ""} ${lit ? "lit" : ""}`)
    .attr("rx", 4)
    .attr("x", ({ x }) => x + 1)
    .attr("y", ({ y }) => y + 1)
    .attr("width", ({ side }) => Math.max(0, side - 2))
    .attr("height", ({ side }) => Math.max(0, side - 2))
    .on("pointermove", (_, { name, i, j }) => name === "sum" && stage.change({ i, j }));
}

function drawInks(layer, cells) {
  layer
    .selectAll("text")
    .data(cells.filter(({ side }) => side > 19))
    .join("text")
    .attr("class", ({ name, ghost }) => `${name} ${ghost ? "ghost" : ""}`)
    .attr("x", ({ x, side }) => x + side / 2)
    .attr("y", ({ y, side }) => y + side / 2)
    .attr("font-size", ({ side }) => `${side > 30 ? 13 : 10}px`)
    .text(({ value }) => value);
}

function drawHeads(layer, plot, places, aligned, drawable) {
  const words = places.map(({ name, left, side, shape, full }, k) => ({
    x: left + (Math.max(full.columns, 1) * side) / 2,
    y: HEAD - 9,
    text: name === "sum" ? `= ${tuple(shape)}` : `${k ? "+ " : ""}${name} ${tuple(shape)}`,
  }));
  const middle = { x: plot.width / 2, y: plot.height / 2 };
  const last = places.at(-1);
  const beyond = last ? last.left + (last.full.columns + 1) * last.side : 0;
  const no = aligned.trouble || (!aligned.result && "✗");
  const too =
    !drawable && plot.width > 0 && !no && "too many cells to draw; the table has them all";
  layer
    .selectAll("text")
    .data([
      ...(drawable ? words : []),
      ...(no === "✗"
        ? [{ x: Math.min(beyond, plot.width - 20), y: HEAD + 36, text: no, kind: "no" }]
        : []),
      ...(too ? [{ ...middle, text: too }] : []),
    ])
    .join("text")
    .attr("class", ({ kind }) => kind ?? "")
    .attr("x", ({ x }) => x)
    .attr("y", ({ y }) => y)
    .text(({ text }) => text);
}

/** The lower right corner of a tensor: dragged, it gives it other rows and columns. */
function corner(stage, plot, name) {
  let place = null;
  const end = () => [place.left + place.columns * place.side, HEAD + place.rows * place.side];
  const sized = (rows, columns) => {
    const inside = (size) => Math.min(Math.max(Math.round(size), 1), MOST);
    const grid = { rows: inside(rows), columns: inside(columns) };
    return { [name]: written(grid, place.shape) };
  };
  const grip = handle(stage, plot, {
    label: `corner of ${name}`,
    colour: name === "a" ? "truth" : "validation",
    at: () => (place ? end().map((pixel, i) => [plot.x, plot.y][i].invert(pixel)) : [0, 0]),
    to: ([x, y]) => sized((plot.y(y) - HEAD) / place.side, (plot.x(x) - place.left) / place.side),
    step: [1, 1],
    turn: ([dx, dy]) => sized(place.rows - dy, place.columns + dx),
    value: () => (place ? `${place.rows} rows, ${place.columns} columns` : "not drawn"),
  });
  return {
    show(state, aligned, places) {
      place = places.find((each) => each.name === name) ?? null;
      grip.node.attr("display", place ? null : "none");
      grip.show(state, aligned);
    },
  };
}

/** Make the table of all axes, with what each tensor takes. */
export function shapeTable(stage) {
  const table = element("table", {});
  const node = element("div", { class: "scroll" }, table);
  stage.readings.append(node);
  let shown = "";
  return {
    nodes: [node],
    show(aligned) {
      const key = JSON.stringify(aligned);
      if (key === shown) return;
      shown = key;
      table.replaceChildren(...rows(aligned));
    },
  };
}

function rows({ names, columns, result, failing, stretched, inputs_bytes, result_bytes }) {
  if (!names.length) return [];
  const axes = columns.map((_, axis) => axis - columns.length);
  const row = (name, cells, size) =>
    element("tr", {}, element("th", { scope: "row" }, name), ...cells, element("td", {}, size));
  const head = axes.map((axis) => element("th", { scope: "col" }, `axis ${minus(`${axis}`)}`));
  const cell = (kind, words) => element("td", { class: kind }, minus(`${words}`));
  const inputs = names.map((name, i) =>
    row(
      name,
      axes.map((axis, k) => {
        const size = columns[k][i];
        const from = size ?? 1; // a missing axis is read as 1
        if (failing.includes(axis)) return cell("no", from);
        const words = stretched[i].includes(axis) ? `${from} → ${result[k]}` : from;
        return cell(`${size === null ? "none" : ""} ${words === from ? "" : "stretched"}`, words);
      }),
      bytes(inputs_bytes[i]),
    ),
  );
  const sum = axes.map((axis, k) =>
    failing.includes(axis) ? cell("no", "✗") : cell("", result ? result[k] : ""),
  );
  return [
    element(
      "tr",
      {},
      element("td", { class: "corner" }),
      ...head,
      element("th", { scope: "col" }, "float32"),
    ),
    ...inputs,
    row(names.join(" + "), sum, result ? bytes(result_bytes) : "error"),
  ];
}
