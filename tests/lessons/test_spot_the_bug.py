"""The explorer of lesson 10 without a page: its cases, its sentences and its picture."""

import importlib
import itertools

import pytest

from course_utils import clinic

# The package offers a function of the same name as the module.
spot = importlib.import_module("course_utils.lessons.lesson_10_capstone.explore_spot_the_bug")

MESSAGE = clinic.detached().message
CASE_OF = {bug: case for case, bug in spot.CASES.items()}
PICTURE = spot.CurvesAndCode()
PICTURE.settle(**spot.EXPLORER.values())


def seen(bug, **given):
    values = spot.EXPLORER.values(case=CASE_OF[bug], **given)
    return spot.compute(**values), values


def said(bug, **given):
    result, values = seen(bug, **given)
    return spot.say(result, **values)


def test_cases_are_the_ten_bugs_in_another_order():
    assert list(spot.CASES) == [str(number) for number in range(1, 11)]
    assert sorted(spot.CASES.values()) == sorted(clinic.BUGS)
    for other in (clinic.BUGS, clinic.CASES.values()):
        assert all(a != b for a, b in zip(spot.CASES.values(), other, strict=True))


@pytest.mark.parametrize("bug", clinic.BUGS)
def test_losses_shown_are_the_first_of_the_run(bug):
    whole = spot.run_of(bug)
    for epochs in (1, 2, 3, 10, 11, 12, 87, 88, 500, 999, 1000):
        result, values = seen(bug, epochs=epochs)
        assert spot.say(result, **values).startswith(f"Case {CASE_OF[bug]}: ")
        for name in ("train", "val", "again"):
            losses, shown = getattr(whole, name), getattr(result, name)
            assert repr(shown) == repr(losses and losses[:epochs])  # nan is not equal to nan
        assert result.run is whole and result.bug == bug


def test_runs_are_those_of_the_lesson():
    for bug in ("sign", "broadcast"):
        assert spot.run_of(bug) == clinic.BUGS[bug](lr=1e-2, start=(1.0, 0.0), epochs=1000)


def test_sentences_say_the_symptom_in_numbers():
    sentences = {
        ("not zeroed", 5): "Case 7: after 5 epochs the loss is 76.85 °C²; it began at 80.36 and "
        "was between 37.57 and 82.15.",
        ("sum for mean", 1): "Case 2: the loss starts at 884 °C².",
        ("own statistics", 1000): "Case 4: after 1,000 epochs the training loss is 3.012 °C², the "
        "validation loss 95.94 °C².",
        (
            "raw inputs",
            11,
        ): "Case 3: the loss starts at 1,764 °C² and is too large for float32 from epoch 11 on.",
        ("zero before step", 9): "Case 5: after 9 epochs the loss is 80.36 °C²; it began at 80.36 "
        "and was between 80.36 and 80.36.",
        ("alias reset", 1): "Case 6: after 1 epoch of the first run the loss has gone from 80.36 "
        "to 80.36 °C², in the second from 3.825 to 3.825 °C².",
        ("sign", 4): "Case 1: after 4 epochs the loss is 898.5 °C²; it began at 80.36 and was "
        "between 80.36 and 898.5.",
        ("broadcast", 1000): "Case 8: after 1,000 epochs the loss is 77.45 °C²; it began at 108 "
        "and was between 77.45 and 108.",
        ("detached", 1000): "Case 9: the loss is 80.36 °C², then epoch 1 ends with a RuntimeError.",
        ("validation leak", 1): "Case 10: after 1 epoch the training loss is 66.58 °C², the "
        "validation loss 142.4 °C².",
    }
    assert {bug for bug, _ in sentences} == set(clinic.BUGS)
    for (bug, epochs), sentence in sentences.items():
        assert said(bug, epochs=epochs) == sentence


def test_diagnosis_is_judged_with_what_to_look_at():
    assert said("not zeroed", epochs=20, diagnosis="sign").endswith(
        "You said sign; but a wrong sign starts like a healthy run and grows in every epoch, "
        "without bound, and this loss swings and stays below 90."
    )
    assert said("sign", diagnosis="sign").endswith(
        "You said sign, and that is right: a wrong sign starts like a healthy run and grows in "
        "every epoch, without bound."
    )


def test_every_wrong_diagnosis_is_answered_without_giving_the_bug_away():
    for bug, other in itertools.permutations(clinic.BUGS, 2):
        sentence = said(bug, diagnosis=other)
        assert f"You said {other}; but {clinic.FAULTS[other].symptom}, and " in sentence
        assert spot.this_one(bug) in sentence and f"The bug is {bug}" not in sentence


@pytest.mark.parametrize(
    "bug, words",
    {
        "not zeroed": "below 90",
        "sign": "starts at 80.36 and grows about 2.0-fold",
        "sum for mean": "starts at 884",
        "raw inputs": "grows 3,290-fold in its first epoch",
        "broadcast": "from 108 to 77.45 and stays, with w = 0.33",
        "zero before step": "80.36 in every epoch",
        "detached": "an error",
        "validation leak": "0.6971 in validation and 3.993 in training",
        "own statistics": "3.012 in training and 95.94 in validation",
        "alias reset": "at 3.825, the first at 80.36",
    }.items(),
)
def test_what_tells_a_bug_from_the_others_has_its_numbers(bug, words):
    assert words in spot.this_one(bug)


def test_reveal_names_the_lines():
    sentence = said("zero before step", reveal=True)
    assert sentence.endswith(
        "The bug is zero before step: write params.grad = None and loss.backward() in place of "
        "loss.backward() and params.grad.zero_()."
    )
    for bug, fault in clinic.FAULTS.items():
        result, values = seen(bug, reveal=True)
        PICTURE.frame(result, **values)
        shown = PICTURE.code.get_text()
        lines = [bug, *fault.fault.split("\n"), *fault.mend.split("\n")]
        assert all(line in shown for line in lines)
        result, values = seen(bug, reveal=False)
        PICTURE.frame(result, **values)
        assert PICTURE.code.get_text() == ("" if bug != "detached" else f"RuntimeError: {MESSAGE}")


def test_text_stays_inside_the_picture_and_apart():
    for bug, diagnosis in itertools.product(clinic.BUGS, ["zero before step", "validation leak"]):
        result, values = seen(bug, diagnosis=diagnosis, reveal=True)
        PICTURE.frame(result, **values)
        page, plot = PICTURE.fig.bbox, PICTURE.ax.get_tightbbox()
        numbers, code = PICTURE.numbers.get_window_extent(), PICTURE.code.get_window_extent()
        assert plot.x1 <= numbers.x0 and numbers.x1 <= page.x1 and numbers.y1 <= page.y1
        assert code.x1 <= page.x1 and page.y0 <= code.y0
        assert code.y1 <= min(plot.y0, numbers.y0)


def test_curves_are_in_the_picture():
    for bug in clinic.BUGS:
        result, values = seen(bug)
        PICTURE.frame(result, **values)
        low, high = PICTURE.ax.get_ylim()
        for losses in (result.train, result.val, result.again):
            bounded = [loss for loss in losses or [] if loss <= 1e30]
            assert all(low < loss < high for loss in bounded)


def test_legend_is_there_for_more_than_one_curve():
    names = {"validation leak": "validation", "alias reset": "second run", "sign": None}
    for bug, name in names.items():
        result, values = seen(bug)
        PICTURE.set_scene(PICTURE.scene(**values))
        legend = PICTURE.ax.get_legend()
        texts = [text.get_text() for text in legend.get_texts()] if legend else []
        assert texts == (["training", name] if name else [])


def test_twin_names_all_ten_with_their_numbers():
    figure, caption = spot.twin()
    assert [ax.get_title() for ax in figure.axes] == list(clinic.BUGS)
    numbers = "90 80.4 884 1,764 11 77.5 0.70 3.99 95.9 3.01 3.83".split()
    assert all(number in caption for number in numbers)
