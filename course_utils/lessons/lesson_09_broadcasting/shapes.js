// Shapes as they are written, aligned at their last axis, and added up as torch does.

const FORMS = /^(?:torch\.Size\(\[(.*)\]\)|\((.*)\)|\[(.*)\]|(.*))$/s;
const MOST_AXES = 6;
const LARGEST = 1e9; // size of one axis
const MOST_NUMBERS = 1e15; // in one tensor
const FLOAT32 = 4; // bytes
export const LEFT_OUT = "-";

const product = (sizes) => sizes.reduce((total, size) => total * size, 1);

/** A number of bytes with its unit; 1 kB are 1000 bytes, as on a disk. */
export function bytes(number) {
  if (number < 1000) return `${number} byte${number === 1 ? "" : "s"}`;
  const power = Math.min(Math.floor((String(number).length - 1) / 3), 5);
  return `${Number((number / 1000 ** power).toPrecision(4))} ${" kMGTP"[power]}B`;
}

/** A text in quotes, with what is not plain ASCII left out. */
function quoted(text) {
  const plain = [...text].map((c) => (c >= " " && c <= "~" ? c : "?")).join("");
  const mark = plain.includes("'") && !plain.includes('"') ? '"' : "'";
  const escaped = plain.replaceAll("\\", "\\\\");
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

/**
 * The shape that is written, such as "3, 1", "(3, 1)" or "()"; an empty text is that of a scalar.
 *
 * @throws {RangeError} with the sentence that says what is wrong
 */
function readShape(name, text) {
  const inner = FORMS.exec(text.trim())
    .slice(1)
    .find((part) => part !== undefined);
  if (inner.trim() === "") return [];
  const sizes = inner.split(",").map((size) => size.trim());
  if (sizes.length > 1 && !sizes.at(-1)) sizes.pop(); // the comma of (3,)
  const refuse = (sentence) => {
    throw new RangeError(`The shape of ${name}${sentence}`);
  };
  if (!sizes.every((size) => /^[+-]?[0-9]+$/.test(size))) {
    refuse(
      `, ${quoted(text)}, cannot be read. Write whole numbers with commas between them, ` +
        "such as 3, 1, or () for a scalar.",
    );
  }
  const shape = sizes.map(Number);
  const least = Math.min(...shape);
  if (least < 0) refuse(` has a size of ${least}: no size is below 0.`);
  if (shape.length > MOST_AXES) {
    refuse(` has ${shape.length} axes: this picture has room for ${MOST_AXES}.`);
  }
  if (Math.max(...shape) > LARGEST) {
    refuse(" has a size above 1,000,000,000: this picture has no room for it.");
  }
  notTooMany(name, shape);
  return shape;
}

function notTooMany(name, shape) {
  if (product(shape) <= MOST_NUMBERS) return;
  throw new RangeError(
    `${name} would have more than 10**15 numbers, ${bytes(FLOAT32 * MOST_NUMBERS)} as float32: ` +
      "no machine has room for it.",
  );
}

/** The size along one axis of two together, or undefined where they do not fit. */
const together = (one, other) =>
  one === other || other === 1 ? one : one === 1 ? other : undefined;

/** A shape with 1 in front, as long as is wanted. */
const padded = (shape, length) => [...Array(length - shape.length).fill(1), ...shape];

/** The shape of a sum and what torch says if there is none: it begins with the last axis. */
function added(a, b) {
  const length = Math.max(a.length, b.length);
  const [one, other] = [padded(a, length), padded(b, length)];
  const result = one.map((size, axis) => together(size, other[axis]));
  const axis = result.lastIndexOf(undefined);
  if (axis < 0) return { result };
  return {
    message:
      `The size of tensor a (${one[axis]}) must match the size of tensor b (${other[axis]}) ` +
      `at non-singleton dimension ${axis}`,
  };
}

/**
 * The shapes that texts say, aligned, and the shape of their sum; c may be left out with "-".
 *
 * `columns` has, for each axis from left to right, the size in each tensor, null where it has no such
 * axis. `failing` are the axes that do not fit, from the right (-1, -2, …); then `result` is null,
 * and `message` is what torch says. `trouble` is what is wrong with a text; then all else is empty.
 */
export function align({ a, b, c }) {
  const none = { names: [], shapes: [], columns: [], result: null, failing: [], message: "" };
  try {
    const texts = Object.entries({ a, b, c }).filter(
      ([name, text]) => name !== "c" || text.trim() !== LEFT_OUT,
    );
    const names = texts.map(([name]) => name);
    const shapes = texts.map(([name, text]) => readShape(name, text));
    const found = { ...sum(shapes), names, shapes, trouble: "" };
    if (found.result) notTooMany(names.join(" + "), found.result);
    return { ...found, ...sizes(found) };
  } catch (error) {
    return { ...none, ...sizes(none), trouble: error.message };
  }
}

function sum(shapes) {
  const length = Math.max(...shapes.map((shape) => shape.length));
  const columns = Array.from({ length }, (_, axis) =>
    shapes.map((shape) => shape[axis - length + shape.length] ?? null),
  );
  let result = shapes[0];
  for (const shape of shapes.slice(1)) {
    const next = added(result, shape);
    if (next.message)
      return { columns, result: null, message: next.message, failing: clashes(columns) };
    result = next.result;
  }
  return { columns, result, message: "", failing: [] };
}

/** The axes, from the right, along which not all sizes but 1 are equal. */
function clashes(columns) {
  return columns
    .map((sizes, axis) => [
      axis - columns.length,
      new Set(sizes.filter((s) => s !== null && s !== 1)),
    ])
    .filter(([, kinds]) => /** @type {Set<number>} */ (kinds).size > 1)
    .map(([axis]) => axis);
}

/** How many bytes each has as float32, and along which axes each is stretched. */
function sizes({ shapes, columns, result }) {
  return {
    inputs_bytes: shapes.map((shape) => FLOAT32 * product(shape)),
    result_bytes: result && FLOAT32 * product(result),
    stretched: shapes.map((_, i) =>
      columns
        .map((sizes, axis) => [axis - columns.length, sizes[i], result?.[axis]])
        .filter(([, size, to]) => result && (size === null || size === 1) && to !== 1)
        .map(([axis]) => axis),
    ),
  };
}
