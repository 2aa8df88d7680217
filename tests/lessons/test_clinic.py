"""The bug clinic: each loop has the symptoms the lesson names, and its mend makes it healthy."""

import functools
import inspect
import itertools
import math
import textwrap
import warnings

import numpy as np
import pytest
import torch

from course_utils import clinic, plots, simulate
from course_utils.plots import curves

each_bug = pytest.mark.parametrize("bug", clinic.BUGS)

# Losses of the healthy loop by the epoch, as the book prints them.
PUBLISHED = {1: 80.3643, 2: 37.5749, 3: 30.8711, 10: 29.0305, 100: 22.1487, 500: 7.8601}


@functools.cache
def run_of(bug):
    """Return the run of a bug at the setting of the lesson; it is trained only once."""
    return clinic.BUGS[bug]()


@functools.cache
def healthy(epochs=1000):
    """Return the run of the loop without a bug; it is trained only once."""
    return clinic.healthy(epochs=epochs)


@functools.cache
def mended_run(bug):
    """Return the run of a bug with its faulty lines replaced; it is trained only once."""
    return mended(bug)()


@functools.cache
def case_of(letter):
    """Return the run of a case; it is trained only once."""
    return clinic.case(letter)


def mended(bug):
    """Return the function of a bug with its faulty lines replaced."""
    source, fault = inspect.getsource(clinic.BUGS[bug]), clinic.FAULTS[bug]
    for margin in (4 * " ", 8 * " ", 12 * " ", 16 * " "):
        wrong = textwrap.indent(fault.fault, margin) + "\n"
        if "\n" + wrong in source:
            assert source.count("\n" + wrong) == 1
            right = textwrap.indent(fault.mend, margin) + "\n"
            space = dict(vars(clinic))
            exec(source.replace("\n" + wrong, "\n" + right), space)
            return space[clinic.BUGS[bug].__name__]
    raise AssertionError(f"the lines of {bug} are not in its source")


def first_not_finite(losses):
    """Return the first epoch whose loss is not finite."""
    return next(epoch for epoch, loss in enumerate(losses, 1) if not math.isfinite(loss))


def test_healthy_loop_gives_the_published_losses():
    run = healthy(5000)
    for epoch, loss in PUBLISHED.items() | {1000: 3.8285, 5000: 2.9276}.items():
        assert run.train[epoch - 1] == pytest.approx(loss, abs=2e-4)
    assert run.params == pytest.approx((5.3671, -17.3012), abs=1e-3)
    assert run.val is run.again is run.message is None


@pytest.mark.parametrize(
    "bug, losses",
    {
        "not zeroed": [80.4, 37.6, 39.9, 82.1, 76.8],
        "sign": [80.36, 160.32, 366.51, 898.49],
        "sum for mean": [884.0, 18191.0, 575136.0],
        "raw inputs": [1763.88, 5802485.5, 19408035840.0],
        "zero before step": [80.3643] * 1000,
        "detached": [80.3643],
    }.items(),
)
def test_first_losses_are_those_of_the_lesson(bug, losses):
    found = run_of(bug).train
    assert found[: len(losses)] == pytest.approx(losses, rel=1.5e-3)


def test_not_zeroed_swings_and_stays_bounded():
    losses = clinic.not_zeroed(epochs=3000).train
    assert max(losses) < 90 and max(losses[2500:]) > 80 and min(losses[2500:]) < 10


def test_three_bugs_grow_without_bound():
    assert first_not_finite(run_of("raw inputs").train) == 11
    assert first_not_finite(run_of("sum for mean").train) == 25
    assert first_not_finite(run_of("sign").train) == 88
    assert math.isnan(run_of("raw inputs").train[-1])


def test_broadcast_ends_on_a_flat_line():
    run = clinic.broadcast(epochs=3000)
    assert run.train[-1] == pytest.approx(77.1364, abs=1e-3)
    assert run.params == pytest.approx((0, 10.5), abs=7e-2)
    assert run_of("broadcast").train[-1] == pytest.approx(77.45, abs=1e-2)


def test_detached_loss_says_so_and_moves_nothing():
    run = run_of("detached")
    assert run.message.startswith("element 0 of tensors does not require grad")
    assert run.params == (1, 0) and len(run.train) == 1


def test_leak_ends_with_validation_below_training():
    run = clinic.validation_leak(epochs=3000)
    assert (run.val[-1], run.train[-1]) == pytest.approx((0.466, 3.83), abs=3e-3)
    assert run.params == pytest.approx((5.5761, -17.9615), abs=2e-2)
    run = run_of("validation leak")
    assert run.val[-1] < run.train[-1] / 5


def test_own_statistics_spoil_the_validation_only():
    run = run_of("own statistics")
    assert run.val[-1] == pytest.approx(95.94, abs=1e-2)
    assert run.train[-1] == pytest.approx(3.0123, abs=1e-3)
    assert mended_run("own statistics").val[-1] == pytest.approx(3.5444, abs=1e-3)


def test_second_run_starts_where_the_first_ended():
    run = run_of("alias reset")
    after = healthy(5000).train[1000]
    assert run.again[0] == pytest.approx(after, rel=1e-6) and run.train[0] > 80
    run = mended_run("alias reset")
    assert run.again == run.train and len(run.train) == 1000


@each_bug
def test_mend_makes_the_loop_healthy(bug):
    run = mended_run(bug)
    assert run.message is None
    if run.val is None:
        assert run.train == pytest.approx(healthy().train, rel=1e-5)
        assert bug == "alias reset" or run.params == pytest.approx(healthy().params, rel=1e-5)
    elif bug == "validation leak":  # the losses of the book's loop with a split
        for epoch, losses in {1: (66.5811, 142.3890), 500: (7.1454, 9.1252)}.items():
            assert (run.train[epoch - 1], run.val[epoch - 1]) == pytest.approx(losses, abs=2e-4)


@each_bug
def test_loop_takes_lr_start_and_epochs(bug):
    run = clinic.BUGS[bug](lr=1e-3, start=(2.0, 5.0), epochs=3)
    assert len(run.train) == (1 if bug == "detached" else 3)
    if bug == "zero before step":
        assert run.params == (2, 5)
    x, y = simulate.thermometer()
    if run.val is None and bug not in ("sum for mean", "raw inputs", "broadcast"):
        assert run.train[0] == pytest.approx(((0.2 * x + 5 - y) ** 2).mean().item(), rel=1e-5)


@each_bug
def test_loops_are_repeatable_and_warn_of_nothing(bug):
    before = torch.random.get_rng_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runs = [clinic.BUGS[bug](lr=0.5, epochs=60) for _ in range(2)]
    assert repr(runs[0]) == repr(runs[1])  # nan is not equal to nan
    assert torch.equal(before, torch.random.get_rng_state())
    numbers = [*runs[0].params, *runs[0].train, *(runs[0].val or []), *(runs[0].again or [])]
    assert all(type(number) is float for number in numbers)


def test_every_bug_has_a_fault_and_a_letter():
    assert list(clinic.FAULTS) == list(clinic.BUGS)
    assert sorted(clinic.CASES.values()) == sorted(clinic.BUGS)
    assert "".join(clinic.CASES) == "ABCDEFGHIJ"
    assert list(clinic.CASES.values()) != list(clinic.BUGS)
    for fault in clinic.FAULTS.values():
        assert fault.fault != fault.mend and not fault.symptom.endswith(".")


def test_cases_keep_their_symptoms():
    run = {bug: case_of(letter) for letter, bug in clinic.CASES.items()}
    growing = {bug for bug in run if curves.grows(run[bug].train)}
    assert growing == {"sign", "sum for mean", "raw inputs"}
    start = run["sign"].train[0]
    assert start == pytest.approx(187.386, abs=1e-2)
    assert run["sum for mean"].train[0] == pytest.approx(11 * start, rel=1e-6)
    assert run["raw inputs"].train[1] > 1000 * start
    assert start < run["sign"].train[1] < 10 * start
    assert set(run["zero before step"].train) == {start}
    swings = run["not zeroed"].train
    assert max(swings) < 1.2 * start and max(swings[1000:]) > 150 > 10 > min(swings[1000:])
    assert 77.1364 < run["broadcast"].train[-1] < 77.6
    assert run["validation leak"].val[-1] < run["validation leak"].train[-1] / 5
    assert run["own statistics"].val[-1] > 90 > 4 > run["own statistics"].train[-1]
    assert run["alias reset"].again[0] < 5 and run["detached"].message
    assert {bug for bug in run if run[bug].val} == {"validation leak", "own statistics"}


@pytest.mark.parametrize("letter", ["", "K", "a", None, 1])
def test_unknown_letter_is_refused(letter):
    with pytest.raises(ValueError, match="a case is one of A, B"):
        clinic.case(letter)


def test_curve_that_grows_ends_with_a_word():
    run = run_of("raw inputs")
    fig, ax = plots.canvas()
    assert plots.loss_curves(ax, run.train) is ax
    (line,), (text,) = ax.lines, ax.texts
    assert len(line.get_xdata()) == 9 and text.get_text() == "1e30 in\nepoch 9"
    assert run.train[7] < 1e30 < run.train[8]
    fig.canvas.draw()


def test_dot_marks_the_first_loss_of_each_curve():
    fig, axes = plots.canvas(3)
    plots.loss_curves(axes[0], *[[200.0, 3.0], [300.0, 4.0], [2.0, 1.0]])
    plots.loss_curves(axes[1], run_of("raw inputs").train)
    plots.loss_curves(axes[2], run_of("detached").train, message="an error")
    firsts = [[dots.get_offsets().tolist() for dots in ax.collections] for ax in axes]
    (_, start) = firsts[1][0][0]
    assert start == run_of("raw inputs").train[0]
    assert firsts[0] == [[[1, 200]], [[1, 2]], [[1, 300]]]
    assert firsts[2] == [[[1, run_of("detached").train[0]]]]
    plots.loss_curves(axes[0].twinx(), [math.inf, 1.0])
    fig.canvas.draw()


@pytest.mark.parametrize("panels", [3, 5])
def test_numbers_below_a_panel_stand_apart(panels):
    fig, axes = plots.canvas(panels)
    for ax in axes:
        plots.loss_curves(ax, run_of("sign").train)
    fig.canvas.draw()
    for ax in axes:
        labels = [label for label in ax.get_xticklabels() if label.get_text()]
        assert len(labels) == (4 if panels == 3 else 3)
        boxes = [label.get_window_extent() for label in labels]
        assert all(left.x1 + 3 < right.x0 for left, right in itertools.pairwise(boxes))


def ink(*artists):
    """Where a panel is another without each of these artists: masks of pixels, no other drawn."""
    panel = artists[0].axes
    for ax in panel.figure.axes:
        ax.set_visible(ax is panel)
    with_all, *without = drawn(panel.figure), *map(drawn_without, artists)
    return [(with_all != look).any(axis=2) for look in without]


def drawn(fig):
    fig.canvas.draw()
    return np.array(fig.canvas.buffer_rgba())


def drawn_without(artist):
    artist.set_visible(False)
    look = drawn(artist.figure)
    artist.set_visible(True)
    return look


def test_words_in_the_panels_of_exercise_10_2_stand_inside_and_beside_their_curves():
    fig, axes = plots.mosaic([list("ABCDE"), list("FGHIJ")], height=3.4)
    for letter, ax in axes.items():
        plots.loss_curves(ax, case_of(letter).train).set_title(letter)
    fig.canvas.draw()
    fig.set_layout_engine("none")  # the panels stay where they are, whichever are seen
    assert [letter for letter, ax in axes.items() if ax.texts[0].get_text()] == list("CGJ")
    for ax in map(axes.get, "CGJ"):
        (curve,), (words,) = ax.lines, ax.texts
        seen, panel = words.get_window_extent(), ax.get_window_extent()
        assert panel.x0 < seen.x0 < seen.x1 < panel.x1 and panel.y0 < seen.y0 < seen.y1 < panel.y1
        of_curve, of_words = ink(curve, words)
        assert of_curve.any() and of_words.any() and not (of_curve & of_words).any()


def test_curves_that_stay_bounded_are_drawn_whole():
    fig, (left, right) = plots.canvas(2)
    leak, alias = clinic.validation_leak(epochs=50), clinic.alias_reset(epochs=50)
    plots.loss_curves(left, leak.train, leak.val)
    plots.loss_curves(right, alias.train, again=alias.again, message="an error")
    assert [line.get_label() for line in left.lines] == ["training", "validation"]
    assert [line.get_label() for line in right.lines] == ["training", "second run"]
    assert list(left.lines[1].get_ydata()) == leak.val and left.texts[0].get_text() == ""
    assert left.lines[1].get_color() == plots.VALIDATION
    assert "error" in right.texts[0].get_text()
    fig.canvas.draw()


def test_losses_without_a_logarithm_do_not_break_the_curve():
    fig, ax = plots.canvas()
    plots.loss_curves(ax, [0.0, 1.0, math.nan])
    assert list(ax.lines[0].get_ydata()) == [1e-6, 1.0, 1e33]
    plots.loss_curves(ax, [])
    fig.canvas.draw()
