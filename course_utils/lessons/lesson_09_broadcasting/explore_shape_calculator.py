"""Lesson 09: write shapes and see how they are aligned, then train on targets of a wrong shape."""

import math
import re
import textwrap
from dataclasses import dataclass, replace

import numpy as np
import torch
from matplotlib.patches import Rectangle

from course_utils import plots, simulate
from course_utils.explore.base import Choice, Explorer, Picture, Slider, Text
from course_utils.lessons.lesson_05_analytic_gradients.explore_scale_and_stability import (
    STANDARD,
    set_the_scene,
)

SHAPES, TRAINING = "shapes", "training"
FLAT, COLUMN = "(11,)", "(11, 1)"
BEST = (0.5367719, -17.3047847)  # w and b of the lowest loss
STARTS = {"the best line": BEST, "w 1, b 0": (1.0, 0.0)}  # °C over raw readings
LEFT_OUT = "-"
LR = 0.01  # on standardised readings

MOST_AXES = 6  # there is room for in the picture
LARGEST = 10**9  # size of one axis
MOST_NUMBERS = 10**15  # in one tensor

# Of the twin.
PAIRS = {
    "A": ("()", "11"),
    "B": ("3, 1", "1, 3"),
    "C": ("3, 3", "2, 1, 1"),
    "D": ("101, 1, 1", "81, 1"),
    "E": ("0", "1"),
    "F": ("11", "11, 1"),
    "G": ("2, 3", "3, 2"),
    "H": ("3", "4"),
}

_FORMS = re.compile(r"torch\.Size\(\[(.*)\]\)|\((.*)\)|\[(.*)\]|(.*)", re.DOTALL)
_FLOAT32 = 4  # bytes


@dataclass(frozen=True)
class Aligned:
    """The `shapes` by name, aligned to the right, and the shape of the `result` of adding them up.

    `columns` has, for each axis from left to right, the size in each tensor, None where there is no
    such axis. `failing` names the axes that do not fit, from the right (-1, -2, ...); then `result`
    is None and `message` is what torch says. `trouble` says what is wrong with the text of a
    shape; then there is nothing else.
    """

    shapes: dict
    columns: tuple = ()
    result: tuple | None = None
    failing: tuple = ()
    message: str = ""
    code: str = ""
    trouble: str = ""

    def inputs_bytes(self):
        """Return how many bytes each input has as float32."""
        return [_FLOAT32 * math.prod(shape) for shape in self.shapes.values()]

    def result_bytes(self):
        """Return how many bytes the result has as float32."""
        return _FLOAT32 * math.prod(self.result)

    def stretched(self):
        """Return the axes, counted from the right, along which each tensor is stretched."""
        axes = range(-len(self.columns), 0)
        return {
            name: [
                axis
                for axis in axes
                if self.result is not None
                and self.columns[axis][i] in (1, None)
                and self.result[axis] != 1
            ]
            for i, name in enumerate(self.shapes)
        }


@dataclass(frozen=True)
class Trained:
    """The line w, b over the raw readings t_u after the last step, and its loss.

    `losses` are those of all steps, the start included; `difference` is the shape of y_hat - y;
    `lowest` is the lowest loss there can be with these targets.
    """

    w: float
    b: float
    loss: float
    losses: list
    difference: tuple
    lowest: float


def read_shape(name, text):
    """Return the shape that is written, such as "3, 1", "(3, 1)" or "()"; else a ValueError.

    An empty text is the shape of a scalar.
    """
    inner = next(part for part in _FORMS.fullmatch(text.strip()).groups() if part is not None)
    sizes = [size.strip() for size in inner.split(",")]
    if len(sizes) > 1 and not sizes[-1]:
        sizes.pop()  # the comma of (3,)
    if inner.strip() == "":
        return ()
    if not all(re.fullmatch(r"[+-]?[0-9]+", size) for size in sizes):
        written = "".join(c if c.isascii() and c.isprintable() else "?" for c in text)
        raise ValueError(
            f"The shape of {name}, {written!r}, cannot be read. Write whole numbers with commas "
            "between them, such as 3, 1, or () for a scalar."
        )
    shape = tuple(map(int, sizes))
    if min(shape) < 0:
        raise ValueError(f"The shape of {name} has a size of {min(shape)}: no size is below 0.")
    if len(shape) > MOST_AXES:
        raise ValueError(
            f"The shape of {name} has {len(shape)} axes: this picture has room for {MOST_AXES}."
        )
    if max(shape) > LARGEST:
        raise ValueError(
            f"The shape of {name} has a size above {LARGEST:,}: this picture has no room for it."
        )
    _not_too_many(name, shape)
    return shape


def _not_too_many(name, shape):
    if math.prod(shape) > MOST_NUMBERS:
        raise ValueError(
            f"{name} would have more than 10**15 numbers, {_bytes(_FLOAT32 * MOST_NUMBERS)} as "
            "float32: no machine has room for it."
        )


def align(a, b, c=LEFT_OUT):
    """Return the `Aligned` shapes that the texts say; c may be left out with "-"."""
    try:
        texts = {"a": a, "b": b, "c": c}
        if c.strip() == LEFT_OUT:
            texts.pop("c")
        shapes = {name: read_shape(name, text) for name, text in texts.items()}
        aligned = _aligned(shapes)
        if aligned.result is not None:
            _not_too_many(" + ".join(shapes), aligned.result)
    except ValueError as error:
        return Aligned({}, trouble=str(error))
    return aligned


def _aligned(shapes):
    """Return the `Aligned` shapes: torch says what fits."""
    longest = max(map(len, shapes.values()))
    padded = [(None,) * (longest - len(shape)) + shape for shape in shapes.values()]
    columns = tuple(zip(*padded, strict=True))
    code = " + ".join(f"torch.zeros({_sizes(shape)})" for shape in shapes.values())
    message = _refusal(list(shapes.values()))
    if not message:
        result = tuple(torch.broadcast_shapes(*shapes.values()))
        return Aligned(shapes, columns, result, code=code)
    failing = tuple(
        axis
        for axis in range(-longest, 0)
        if _refusal([(size,) for size in columns[axis] if size is not None])
    )
    return Aligned(shapes, columns, failing=failing, message=message, code=code)


def _refusal(shapes):
    """Return what torch says when it cannot add tensors of these shapes, "" if it can."""
    total = shapes[0]
    for shape in shapes[1:]:
        try:
            total = torch.broadcast_shapes(total, shape)
        except RuntimeError:
            # One number, looked at as the whole tensor: the shapes are compared before any memory
            # is asked for.
            views = [torch.zeros(()).expand(shape) for shape in (total, shape)]
            try:
                views[0] + views[1]
            except RuntimeError as error:
                return str(error)
    return ""


def _sizes(shape):
    """Return the arguments with which torch.zeros gives this shape."""
    return ", ".join(map(str, shape)) or "()"


def _bytes(number):
    """Return a number of bytes with its unit; 1 kB are 1000 bytes, as on a disk."""
    if number < 1000:
        return f"{number} byte{'s' * (number != 1)}"
    power = min((len(str(number)) - 1) // 3, 5)
    return f"{number / 1000**power:.4g} {' kMGTP'[power]}B"


def train(target, start, steps):
    """Return the `Trained` line for targets of shape (11,) or (11, 1), by a formula.

    The loss is `((y_hat - y) ** 2).mean()` with y_hat of shape (11,). With a column of targets it
    is the mean over all pairs: var(y) + ((y_hat - mean(y)) ** 2).mean(). That is the same quadratic
    bowl, only with its lowest point at the flat line through the mean.
    """
    t_u, t_c = (readings.double() for readings in simulate.thermometer())
    mean, sd = t_u.mean().item(), t_u.std(correction=0).item()
    scene, difference = set_the_scene(STANDARD, True, STARTS[start]), (11,)
    if target == COLUMN:
        flat = scene.best * 0
        flat[1] = t_c.mean().item()
        scene = replace(scene, best=flat, lowest=t_c.var(correction=0).item())
        difference = (11, 11)
    error = scene.Q.T @ (scene.start - scene.best)
    factors = 1 - LR * scene.lambdas
    errors = factors ** np.arange(steps + 1)[:, None] * error
    losses = (scene.lowest + errors**2 @ scene.lambdas / 2).tolist()
    w, b = (scene.best + scene.Q @ errors[-1]).tolist()
    return Trained(w / sd, b - w * mean / sd, losses[-1], losses, difference, scene.lowest)


def compute(show, a, b, c, target, start, steps):
    """Return the `Aligned` shapes or the `Trained` line, whichever is shown."""
    return align(a, b, c) if show == SHAPES else train(target, start, steps)


def say(result, target, start, steps, **_):
    """Return what the picture shows, in words."""
    if isinstance(result, Trained):
        count = math.prod(result.difference)
        floor = "the variance of y" if target == COLUMN else "the lowest loss of any line"
        return (
            f"y_hat has shape {FLAT}, y {target}, so y_hat - y has {_shape(result.difference)}: "
            f"{count} numbers. After {steps} step{'s' * (steps != 1)} from {start}: "
            f"w = {_plain(result.w, 4)} per unit of t_u, b = {_plain(result.b, 2)} °C, "
            f"loss {result.loss:.4f} °C²; {floor} is {result.lowest:.4f} °C²."
        )
    if result.trouble:
        return result.trouble
    if result.failing:
        clashes = _listed(
            f"axis {axis} ({_listed(size for size in result.columns[axis] if size is not None)})"
            for axis in result.failing
        )
        return f"{result.code} does not fit along {clashes}. torch says: {result.message}."
    stretched = [
        f"{name} along ax{'is' if len(axes) == 1 else 'es'} {_listed(axes)}"
        for name, axes in result.stretched().items()
        if axes
    ]
    stretching = f"stretched: {', '.join(stretched)}" if stretched else "nothing is stretched"
    inputs = _listed(map(_bytes, result.inputs_bytes()))
    return (
        f"{result.code} has shape {_shape(result.result)}; {stretching}. As float32 the inputs "
        f"take {inputs}, the result takes {_bytes(result.result_bytes())}."
    )


def _shape(shape):
    return str(tuple(shape))


def _listed(things):
    """Return the things as words: one, two and three."""
    *others, last = map(str, things)
    return f"{', '.join(others)} and {last}" if others else last


def _plain(number, decimals):
    """Return a number without the sign of a zero."""
    return f"{round(number, decimals) + 0.0:.{decimals}f}"


_STRETCHED = "0.87"  # the grey of what is stretched
_CHARACTER = 0.6  # width of a monospace character, of its height


def _look(missing=False, stretched=False, fails=False):
    """Return how the box of an axis is drawn; not by colour alone."""
    return {
        "edgecolor": plots.MODEL if fails else plots.DATA,
        "linewidth": 2.4 if fails else 1.2,
        "linestyle": (0, (3, 2)) if missing else "-",
        "facecolor": _STRETCHED if stretched else "white",
    }


class Rows:
    """The rows of boxes of aligned shapes, in axes whose units are inches."""

    def __init__(self, ax, tensors=3, columns=MOST_AXES, animated=False, fontsize=11):
        self.fontsize = fontsize
        centred = {"ha": "center", "va": "center", "animated": animated, "fontsize": fontsize}
        mono = {**centred, "family": "monospace"}
        beside = {**centred, "fontsize": fontsize - 2}
        heights = range(tensors + 1)
        self.boxes = [
            [ax.add_patch(Rectangle((0, 0), 1, 1, animated=animated)) for _ in range(columns)]
            for _ in heights
        ]
        self.sizes = [[ax.text(0, 0, "", **mono) for _ in range(columns)] for _ in heights]
        self.heads = [ax.text(0, 0, "", color="0.35", **beside) for _ in range(columns + 1)]
        self.names = [ax.text(0, 0, "", **{**mono, "ha": "right"}) for _ in heights]
        self.notes = [ax.text(0, 0, "", **{**beside, "ha": "left"}) for _ in heights]
        (self.rule,) = ax.plot([0], [0], color=plots.DATA, linewidth=1, animated=animated)
        texts = [*sum(self.sizes, []), *self.heads, *self.names, *self.notes]
        self.artists = [*sum(self.boxes, []), *texts, self.rule]

    def hide(self):
        """Take everything away."""
        for artist in self.artists:
            artist.set_visible(False)

    def put(self, result, right, top, wide, tall):
        """Show the shapes in boxes that end at `right` and begin below `top`."""
        self.hide()
        count, last = len(result.columns), len(result.shapes)
        stretched = result.stretched()
        left, pitch = right - wide * count, 1.14 * tall
        self.heads[-1].set(position=(left - 0.06, top), text="axis", ha="right", visible=count > 0)
        for i in range(count):
            middle = right - wide * (i + 0.5)
            self.heads[i].set(position=(middle, top), text=f"{-1 - i}", visible=True)
        lows = [top - 0.13 - tall - pitch * row for row in range(last)]
        lows.append(lows[-1] - pitch - 0.1)
        for row, name in enumerate(result.shapes):
            for i in range(count):
                size = result.columns[-1 - i][row]
                grey = -1 - i in stretched[name]
                text = f"1 → {result.result[-1 - i]}" if grey else str(1 if size is None else size)
                look = _look(size is None, grey, -1 - i in result.failing)
                bounds = right - wide * (i + 1), lows[row], wide, tall
                self._box(row, i, bounds, text, look)
        for i in range(count):
            fails = -1 - i in result.failing
            text = "✗" if fails else str(result.result[-1 - i]) if result.result else ""
            bounds = right - wide * (i + 1), lows[-1], wide, tall
            self._box(last, i, bounds, text, _look(fails=fails))
        self._beside(result, left, right, lows, tall)

    def _box(self, row, i, bounds, text, look):
        left, low, wide, tall = bounds
        inset = look["linewidth"] / 144  # half a line, in inches: neighbours keep their own lines
        inner = left + inset, low + inset, wide - 2 * inset, tall - 2 * inset
        self.boxes[row][i].set(bounds=inner, visible=True, **look)
        if len(text) > 9:
            text = text.replace(" → ", " →\n")
        longest = max(map(len, text.split("\n")))
        fitting = 72 * wide * 0.84 / (_CHARACTER * max(longest, 1))
        self.sizes[row][i].set(
            position=(left + wide / 2, low + tall / 2),
            text=text,
            fontsize=min(self.fontsize, fitting),
            color=plots.MODEL if text == "✗" else plots.DATA,
            visible=True,
        )

    def _beside(self, result, left, right, lows, tall):
        """Write the names to the left of the rows and the bytes to the right, and draw the rule."""
        names = [*result.shapes, " + ".join(result.shapes)]
        notes = [*map(_bytes, result.inputs_bytes())]
        notes.append("error" if result.failing else _bytes(result.result_bytes()))
        for row, (name, note) in enumerate(zip(names, notes, strict=True)):
            middle, colour = lows[row] + tall / 2, plots.MODEL if note == "error" else plots.DATA
            if not result.columns:  # scalars have no boxes
                note = f"()  {note}"
            self.names[row].set(position=(left - 0.1, middle), text=name, visible=True)
            self.notes[row].set(
                position=(right + 0.1, middle), text=note, color=colour, visible=True
            )
        ruled = (lows[-2] + lows[-1] + tall) / 2
        self.rule.set_data([left - 0.55, right + 0.55], [ruled, ruled])
        self.rule.set_visible(True)


_WIDTH, _HEIGHT = 7.0, 3.9  # inches
_RIGHT, _TOP, _TALL = 5.2, 3.3, 0.42


class RowsOrLine(Picture):
    """The shapes as rows of boxes or, in the other scene, the line and its loss over the steps."""

    def __init__(self):
        layout = [["line", "loss"]]
        fig, axes = plots.mosaic(layout, height=_HEIGHT, width_ratios=[1, 1.1])
        self.training = [axes["line"], axes["loss"]]
        self._fixed(*self.training)
        red = {"color": plots.MODEL, "animated": True}
        self.ends = (18.0, 92.0)
        (self.line,) = axes["line"].plot(self.ends, self.ends, **red)
        (self.curve,) = axes["loss"].plot([0], [1], **red)
        (self.last,) = axes["loss"].plot([0], [1], "o", ms=9, mec="white", clip_on=False, **red)
        self.heads = [
            ax.text(0.5, 1.03, "", transform=ax.transAxes, ha="center", animated=True)
            for ax in self.training
        ]
        self.page = fig.add_axes((0, 0, 1, 1))
        self.page.set_in_layout(False)
        self.page.axis("off")
        self.page.set(xlim=(0, _WIDTH), ylim=(0, _HEIGHT))
        self._legend()
        self.rows = Rows(self.page, animated=True)
        # What was typed is shown as it is: a $ begins no formula.
        typed = {"ha": "center", "parse_math": False, "animated": True}
        middle, code = _WIDTH / 2, {"family": "monospace", "fontsize": 9}
        self.verdict = self.page.text(middle, 0.84, "", va="center", **typed)
        self.code = self.page.text(middle, 0.3, "", va="center", **typed, **code)
        self.trouble = self.page.text(middle, 2, "", va="center", color=plots.MODEL, **typed)
        self.of_training = [self.line, self.curve, self.last, *self.heads]
        self.of_shapes = [*self.rows.artists, self.verdict, self.code, self.trouble]
        super().__init__(fig, [*self.of_training, *self.of_shapes])

    def _fixed(self, line, loss):
        t_u, t_c = simulate.thermometer()
        line.scatter(t_u, t_c, color=plots.DATA, s=28)
        line.set(xlim=(15, 95), ylim=(-12, 95), xlabel="t_u (no units)", ylabel="t_c (°C)")
        loss.set(xlim=(-20, 1020), yscale="log", ylim=(2, 3000), xlabel="step", ylabel="loss (°C²)")
        loss.set_yticks([3, 10, 30, 100, 300, 1000], ["3", "10", "30", "100", "300", "1000"])
        loss.minorticks_off()
        mean, variance = t_c.double().mean().item(), t_c.double().var(correction=0).item()
        lowest = train(FLAT, "the best line", 0).lowest
        dashed = {"color": plots.DATA, "linewidth": 1.2, "linestyle": "--", "zorder": 3}
        small = {"ha": "right", "fontsize": "small"}
        line.axhline(mean, **dashed)
        line.text(94, mean - 1.5, f"mean of y: {mean:.1f} °C", va="top", **small)
        loss.axhline(variance, **dashed)
        loss.text(1010, variance * 1.1, f"variance of y: {variance:.2f} °C²", va="bottom", **small)
        loss.axhline(lowest, **{**dashed, "linestyle": ":"})
        loss.text(1010, lowest * 1.1, f"the best line: {lowest:.2f} °C²", va="bottom", **small)
        for ax in (line, loss):
            ax.set_title(" ")  # keeps the room for what is said above

    def _legend(self):
        """Draw what the looks of the boxes mean, at the top of the page."""
        looks = {
            "missing, read as 1": _look(missing=True),
            "stretched, not copied": _look(stretched=True),
            "✗ does not fit": _look(fails=True),
        }
        for i, (words, look) in enumerate(looks.items()):
            x, y = 0.6 + 2.2 * i, _HEIGHT - 0.3
            self.page.add_patch(Rectangle((x, y), 0.3, 0.18, **look))
            self.page.text(x + 0.38, y + 0.09, words, va="center", fontsize="small")

    def settle(self, **values):
        """Lay the axes out where they are seen."""
        super().settle(**{**values, "show": TRAINING})

    def scene(self, show, **_):
        """Return which of the two is shown."""
        return show

    def set_scene(self, scene):
        """Show the axes of one scene and hide those of the other."""
        self.page.set_visible(scene == SHAPES)
        for ax in self.training:
            ax.set_visible(scene == TRAINING)

    def move(self, result, show, **values):
        """Put boxes or line where they belong, and hide what is not of this scene."""
        for artist in self.of_training:
            artist.set_visible(show == TRAINING)
        if show == SHAPES:
            self._move_shapes(result)
        else:
            for artist in self.of_shapes:
                artist.set_visible(False)
            self._move_training(result)

    def _move_shapes(self, result):
        for text in (self.verdict, self.code, self.trouble):
            text.set_visible(True)
        self.trouble.set_text(textwrap.fill(result.trouble, 60))
        self.verdict.set_text(_verdict(result))
        self.verdict.set_color(plots.MODEL if result.failing else plots.DATA)
        self.code.set_text(_wrapped(result.code))
        if result.trouble:
            self.rows.hide()
        else:
            wide = min(0.95, 3.84 / max(len(result.columns), 1))
            right = _RIGHT if result.columns else _WIDTH / 2
            self.rows.put(result, right, _TOP, wide, _TALL)

    def _move_training(self, result):
        w, b = result.w, result.b
        self.line.set_ydata([w * end + b for end in self.ends])
        self.curve.set_data(range(len(result.losses)), result.losses)
        self.last.set_data([len(result.losses) - 1], [result.loss])
        count = math.prod(result.difference)
        self.heads[0].set_text(f"w {_plain(w, 4)} °C per unit, b {_plain(b, 2)} °C")
        self.heads[1].set_text(f"y_hat - y: {_shape(result.difference)}, {count} numbers")


def _verdict(result):
    """Return what the picture says under the rows."""
    if result.trouble:
        return ""
    names = " + ".join(result.shapes)
    if result.failing:
        return textwrap.fill(result.message, 72, break_on_hyphens=False)
    return f"{names} has shape {_shape(result.result)}"


def _wrapped(code, most=86):
    return code if len(code) <= most else code.replace(" + ", "\n+ ")


def twin():
    """Return a figure of eight pairs of shapes, and its caption."""
    across, down = 3.5, 1.6  # inches for each pair
    height = down * len(PAIRS) / 2
    fig, ax = plots.canvas(height=height)
    fig.set_layout_engine("none")
    ax.set_position((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=(0, _WIDTH), ylim=(0, height))
    done = {name: align(*pair) for name, pair in PAIRS.items()}
    for i, (name, result) in enumerate(done.items()):
        left, top = across * (i % 2), height - 0.37 - down * (i // 2)
        title = f"{name}: {_listed(map(_shape, result.shapes.values()))}"
        colour = plots.MODEL if result.failing else plots.DATA
        ax.text(left + 1.65, top + 0.17, title, ha="center", color=colour)
        rows = Rows(ax, tensors=2, columns=len(result.columns), fontsize=10)
        rows.put(result, left + 2.55, top, 0.6, 0.27)
    trap, trained = done["F"], train(COLUMN, "the best line", 1000)
    fitting = [result for result in done.values() if not result.failing]
    return fig, (
        f"Shapes are aligned at their last axis. {len(fitting)} of {len(done)} pairs fit: in each "
        "column the sizes are equal, or one of them is 1 (grey: stretched) or missing (dashed). "
        f"G and H fail. F is the trap: two shapes with {_bytes(trap.inputs_bytes()[0])} each give "
        f"{_shape(trap.result)}, {math.prod(trap.result)} numbers, and no error. Trained on it, "
        f"even the best line sinks to w = {_plain(trained.w, 4)}, b = {_plain(trained.b, 2)}, with "
        f"a loss of {trained.loss:.4f}, the variance of y."
    )


EXPLORER = Explorer(
    title="Shape calculator",
    question="9.p4",
    controls=[
        Choice("show", "show", (SHAPES, TRAINING), TRAINING),
        Slider("steps", "training: steps", 0, 1000, 10, 0, decimals=0),
        Choice("target", "training: shape of y", (FLAT, COLUMN), COLUMN),
        Choice("start", "training: start", tuple(STARTS), "the best line"),
        Text("a", "shape of a", "3, 1"),
        Text("b", "shape of b", "1, 3"),
        Text("c", "shape of c (- for none)", LEFT_OUT),
    ],
    compute=compute,
    picture=RowsOrLine,
    say=say,
    twin=twin,
)


def shape_calculator():
    """Ask where the trapped loss leads the best line, then let the reader train and align."""
    EXPLORER.show()
