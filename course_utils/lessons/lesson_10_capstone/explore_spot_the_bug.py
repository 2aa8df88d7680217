"""Lesson 10: look at the losses of a loop with one bug, say which it is, and have it shown."""

import functools
import math
from dataclasses import dataclass

from matplotlib.lines import Line2D

from course_utils import clinic, plots
from course_utils.explore.base import Choice, Explorer, Picture, Slider, Toggle
from course_utils.plots import curves

EPOCHS = 1000
CASES = {
    "1": "sign",
    "2": "sum for mean",
    "3": "raw inputs",
    "4": "own statistics",
    "5": "zero before step",
    "6": "alias reset",
    "7": "not zeroed",
    "8": "broadcast",
    "9": "detached",
    "10": "validation leak",
}
NOT_YET = "not yet"


@dataclass(frozen=True)
class Seen:
    """The bug of a case, its whole run, and the losses of the epochs that are shown."""

    bug: str
    run: clinic.Run
    train: list
    val: list | None
    again: list | None


@functools.cache
def run_of(bug):
    """Return the `Run` of a bug at lr 0.01 from w = 1, b = 0; each is trained only once."""
    return clinic.BUGS[bug](epochs=EPOCHS)


def compute(case, epochs, **_):
    """Return what is `Seen` of a case after this many epochs; a diagnosis changes no number."""
    bug = CASES[case]
    run = run_of(bug)
    shown = [losses and losses[:epochs] for losses in (run.train, run.val, run.again)]
    return Seen(bug, run, *shown)


def say(result, case, diagnosis, reveal, **_):
    """Return the symptom in numbers, then what is right or wrong about the diagnosis."""
    sentences = [f"Case {case}: {_symptom(result)}."]
    if diagnosis != NOT_YET:
        sentences.append(judge(result.bug, diagnosis))
    if reveal:
        fault = clinic.FAULTS[result.bug]
        wrong, right = (" and ".join(lines.split("\n")) for lines in (fault.fault, fault.mend))
        sentences.append(f"The bug is {result.bug}: write {right} in place of {wrong}.")
    return " ".join(sentences)


def _symptom(result):
    """Return the losses that are shown, in words."""
    train, count = result.train, len(result.train)
    first, last = amount(train[0]), amount(train[-1])
    after = f"after {count:,} epoch{'s' * (count != 1)}"
    if result.run.message:
        return f"the loss is {first} °C², then epoch 1 ends with a RuntimeError"
    if result.val:
        return f"{after} the training loss is {last} °C², the validation loss {_end(result.val)}"
    if result.again:
        return (
            f"{after} of the first run the loss has gone from {first} to {last} °C², "
            f"in the second from {amount(result.again[0])} to {_end(result.again)}"
        )
    epoch = overflow(train)
    if epoch:
        return f"the loss starts at {first} °C² and is too large for float32 from epoch {epoch} on"
    if count == 1:
        return f"the loss starts at {first} °C²"
    span = f"between {amount(min(train))} and {amount(max(train))}"
    return f"{after} the loss is {last} °C²; it began at {first} and was {span}"


def _end(losses):
    return f"{amount(losses[-1])} °C²"


def amount(loss):
    """Return a loss as text: with four digits, as a power of ten, or as no finite number."""
    if not math.isfinite(loss):
        return "nan" if math.isnan(loss) else "∞"
    if loss < 1e6:
        return f"{loss:,.0f}" if loss >= 1000 else f"{loss:.4g}"
    digits, exponent = f"{loss:.3e}".split("e")
    return f"{digits}e{int(exponent)}"


def overflow(losses):
    """Return the first epoch whose loss is not finite, None if there is none."""
    epochs = (epoch for epoch, loss in enumerate(losses, start=1) if not math.isfinite(loss))
    return next(epochs, None)


def judge(bug, said):
    """Return what is to be said to someone who took `bug` for what they `said`."""
    symptom = clinic.FAULTS[said].symptom
    if said == bug:
        return f"You said {said}, and that is right: {symptom}."
    return f"You said {said}; but {symptom}, and {this_one(bug)}."


def this_one(bug):
    """Return what tells this run from the others, with its numbers."""
    run = run_of(bug)
    first, last = amount(run.train[0]), amount(run.train[-1])
    match bug:
        case "not zeroed":
            return f"this loss swings and stays below {math.ceil(max(run.train) / 10) * 10}"
        case "sign":
            growth = run.train[1] / run.train[0]
            return f"this one starts at {first} and grows about {growth:.1f}-fold in an epoch"
        case "sum for mean":
            return f"this one starts at {first}"
        case "raw inputs":
            growth = run.train[1] / run.train[0]
            return f"this one grows {growth:,.0f}-fold in its first epoch"
        case "broadcast":
            return f"this one falls from {first} to {last} and stays, with w = {run.params[0]:.2f}"
        case "zero before step":
            return f"this one is {last} in every epoch"
        case "detached":
            return "this run ends in its first epoch, with an error"
        case "validation leak":
            return f"this one ends with {amount(run.val[-1])} in validation and {last} in training"
        case "own statistics":
            return f"this one ends with {last} in training and {amount(run.val[-1])} in validation"
        case "alias reset":
            return f"here a second run starts at {amount(run.again[0])}, the first at {first}"


LOOKS = (curves.TRAINING, curves.HELD_BACK, curves.SECOND_RUN)
_TEXT = {"va": "top", "linespacing": 1.45, "animated": True}


class CurvesAndCode(Picture):
    """The losses on the left, numbers on the right, and below them the lines that are wrong."""

    def __init__(self):
        layout, ratios = [["curve", "numbers"], ["code", "code"]], {"width_ratios": [1.9, 1]}
        fig, axes = plots.mosaic(layout, height=4.4, height_ratios=[2.9, 1.1], **ratios)
        self.ax, numbers_ax, code_ax = axes["curve"], axes["numbers"], axes["code"]
        for ax in (numbers_ax, code_ax):
            ax.axis("off")
        self.lines = [self.ax.plot([1], [1], **look, animated=True)[0] for look in LOOKS]
        self.ends = [self._end(look) for look in LOOKS]
        place = {"transform": self.ax.transAxes, "ha": "right", "va": "bottom"}
        self.note = self.ax.text(0.97, 0.1, "", **place, animated=True)
        self.numbers = numbers_ax.text(0, 1, "", **_TEXT)
        self.code = code_ax.text(0, 1, "", family="monospace", fontsize=9, **_TEXT)
        super().__init__(fig, [*self.lines, *self.ends, self.note, self.numbers, self.code])

    def _end(self, look):
        dot = {"color": look["color"], "markersize": 8, "markeredgecolor": "white"}
        return self.ax.plot([1], [1], "o", **dot, clip_on=False, animated=True)[0]

    def scene(self, case, **_):
        """Return which scale the losses need, and which of them there are."""
        run = run_of(CASES[case])
        return curves.grows(run.train), run.val is not None, run.again is not None

    def set_scene(self, scene):
        """Draw another scale, and a legend for more than one curve."""
        growing, *more = scene
        curves.loss_axes(self.ax, EPOCHS, growing)
        self.ax.set(xlabel="epoch", ylabel="loss (°C²)")
        if self.ax.get_legend():
            self.ax.get_legend().remove()
        if any(more):
            there = [look for look, is_there in zip(LOOKS, [True, *more], strict=True) if is_there]
            self.ax.legend(handles=[Line2D([], [], **look) for look in there], frameon=False)

    def move(self, result, diagnosis, reveal, **_):
        """Put curves, numbers and code where they belong."""
        shown = (result.train, result.val, result.again)
        for line, end, losses in zip(self.lines, self.ends, shown, strict=True):
            drawn = curves.drawable(losses or [])
            line.set_data(range(1, len(drawn) + 1), drawn)
            end.set_data([len(drawn)], drawn[-1:] or [1])
            end.set_visible(bool(drawn) and drawn[-1] <= curves.BEYOND)
        self.note.set_text(_note(result))
        self.numbers.set_text(_numbers(result, diagnosis))
        self.code.set_text(_code(result, reveal))


def _note(result):
    return "stops with an error" if result.run.message else curves.outgrown(result.train)


def _numbers(result, diagnosis):
    """Return the losses of the last epoch shown, the final w and b, and the diagnosis."""
    names = ("training", "validation", "second run")
    shown = zip(names, (result.train, result.val, result.again), strict=True)
    w, b = result.run.params
    said = "right" if diagnosis == result.bug else "not this one"
    return "\n".join(
        [
            f"epoch {len(result.train):,}",
            *(f"{name}: {_end(losses)}" for name, losses in shown if losses),
            "",
            f"at the end, epoch {len(result.run.train):,}",
            f"w = {w:.4g}, b = {b:.4g}",
            "",
            *([] if diagnosis == NOT_YET else [f"you said: {diagnosis}", said]),
        ]
    )


def _code(result, reveal):
    """Return the error, if any, and if wanted the bug, its lines and those to write instead."""
    rows = [f"RuntimeError: {result.run.message}"] if result.run.message else []
    if not reveal:
        return "\n".join(rows)
    fault = clinic.FAULTS[result.bug]
    rows.append(f"The bug: {result.bug}")
    for name, lines in (("wrong", fault.fault), ("right", fault.mend)):
        first, *more = lines.split("\n")
        rows += [f"{name}:  {first}", *(f"        {line}" for line in more)]
    return "\n".join(rows)


def twin():
    """Return a figure of all ten bugs with their names, and its caption."""
    layout = [list(clinic.BUGS)[:5], list(clinic.BUGS)[5:]]
    fig, axes = plots.mosaic(layout, height=4.2)
    for bug, ax in axes.items():
        run = run_of(bug)
        plots.loss_curves(ax, run.train, run.val, run.again, run.message)
        ax.set_title(bug, fontsize="small")
    for row, bugs in enumerate(layout):
        axes[bugs[0]].set_ylabel("loss (°C²)")
        for bug in bugs if row else ():
            axes[bug].set_xlabel("epoch")
    run = {bug: run_of(bug) for bug in clinic.BUGS}
    zeroed, raw, flat = run["not zeroed"], run["raw inputs"], run["broadcast"]
    leak, own, alias = run["validation leak"], run["own statistics"], run["alias reset"]
    return fig, (
        f"All from w = 1, b = 0 with lr 0.01, over {EPOCHS:,} epochs; both axes are logarithmic. "
        f"Not zeroed swings below {math.ceil(max(zeroed.train) / 10) * 10} °C². A sign, a sum or "
        f"raw inputs grow without bound; they start at {_list_of_starts(run)} °C², and raw inputs "
        f"are infinite in epoch {overflow(raw.train)}. Broadcast has nearly stopped, at "
        f"{flat.train[-1]:.1f}; zero before step stays at {run['zero before step'].train[-1]:.1f}; "
        "detached ends in its first epoch. Dashed is validation: the leak's ends at "
        f"{leak.val[-1]:.2f}, below its training loss of {leak.train[-1]:.2f}, and with own "
        f"statistics it ends at {own.val[-1]:.1f} against {own.train[-1]:.2f}. Dotted is a second "
        f"run: after an alias reset it starts at {alias.again[0]:.2f}, not {alias.train[0]:.1f}."
    )


def _list_of_starts(run):
    first, second, third = (run[b].train[0] for b in ("sign", "sum for mean", "raw inputs"))
    return f"{first:.1f}, {second:.0f} and {third:,.0f}"


EXPLORER = Explorer(
    title="Spot the bug",
    question="10.p3",
    controls=[
        Choice("case", "case", tuple(CASES), "1"),
        Slider("epochs", "epochs shown", 1, EPOCHS, 1, EPOCHS, decimals=0),
        Choice("diagnosis", "your diagnosis", (NOT_YET, *clinic.BUGS), NOT_YET),
        Toggle("reveal", "reveal the bug"),
    ],
    compute=compute,
    picture=CurvesAndCode,
    say=say,
    twin=twin,
)


def spot_the_bug():
    """Ask what a curve gives away, then let the reader find ten bugs by their curves."""
    EXPLORER.show()
