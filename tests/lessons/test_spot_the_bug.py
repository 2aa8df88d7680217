"""The losses against which spot the bug is held, its cases, and what it says."""

import importlib
import inspect
import itertools
import shutil

import pytest
from scripts import in_node, parsed, sentences

from course_utils import clinic

# The package offers a function of the same name as the module.
spot = importlib.import_module("course_utils.lessons.lesson_10_capstone.explore_spot_the_bug")

CASE_OF = {bug: case for case, bug in spot.CASES.items()}
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node")
each_bug = pytest.mark.parametrize("bug", clinic.BUGS)


def said(*states):
    """Return what the page says of states that name their bug."""
    cases = [{**state, "case": CASE_OF[state["bug"]]} for state in states]
    return sentences(spot.EXPLORER, cases)


def test_cases_are_the_ten_bugs_in_another_order():
    assert list(spot.CASES) == [str(number) for number in range(1, 11)]
    assert sorted(spot.CASES.values()) == sorted(clinic.BUGS)
    for other in (clinic.BUGS, clinic.CASES.values()):
        assert all(a != b for a, b in zip(spot.CASES.values(), other, strict=True))


@each_bug
def test_losses_are_those_of_the_clinic(bug):
    """In float64, to what float32 can tell."""
    ours, theirs = spot.run_of(bug), clinic.BUGS[bug]()
    for name in ("train", "val", "again"):
        one, other = getattr(ours, name), getattr(theirs, name)
        assert (one is None) == (other is None)
        pairs = zip(one or [], other or [], strict=True)
        # What swings for long is not in step to the last digit.
        until = 100 if bug == "not zeroed" else None
        for i, (loss, float32) in enumerate(itertools.islice(pairs, until)):
            if not float32 < 1e37:
                assert not loss < 1e37 and i > 9
                break
            assert loss == pytest.approx(float32, rel=2e-3), i
    assert ours.message == theirs.message


@each_bug
def test_losses_shown_are_the_first_of_the_run(bug):
    whole = spot.run_of(bug)
    for epochs in (1, 2, 10, 88, 999, 1000):
        result = spot.compute(CASE_OF[bug], epochs)
        assert result["bug"] == bug and result["healed"] is None
        for name in ("train", "val", "again"):
            losses = getattr(whole, name)
            assert repr(result[name]) == repr(losses and losses[:epochs])  # nan is not nan


@each_bug
def test_code_is_that_of_the_clinic_and_its_fault_heals_it(bug):
    source, fault = inspect.getsource(clinic.BUGS[bug]), clinic.FAULTS[bug]
    lines = spot.code(bug)
    assert all(line in source for line in lines) and lines[0].startswith("t_u, t_c = ")
    at = spot.fault_at(bug)
    assert [lines[i].strip() for i in at] == fault.fault.splitlines()
    healed = spot.compute(CASE_OF[bug], 1000, line=at[0])["healed"]
    assert healed["train"][-1] == pytest.approx(3.8, abs=1) and healed["train"][0] > 50
    if bug == "alias reset":
        assert healed["again"] == healed["train"]
    if healed["val"]:
        assert healed["val"][-1] < 10
    other = next(i for i in range(len(lines)) if i not in at)
    assert spot.compute(CASE_OF[bug], 1000, line=other)["healed"] is None


@needs_node
def test_sentences_say_the_symptom_in_numbers():
    expected = {
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
    assert {bug for bug, _ in expected} == set(clinic.BUGS)
    states = [{"bug": bug, "epochs": epochs} for bug, epochs in expected]
    assert said(*states) == list(expected.values())


@needs_node
def test_diagnosis_is_judged_with_what_to_look_at():
    wrong, right = said(
        {"bug": "not zeroed", "epochs": 20, "diagnosis": "sign"},
        {"bug": "sign", "diagnosis": "sign"},
    )
    assert wrong.endswith(
        "You said sign; but a wrong sign starts like a healthy run and grows in every epoch, "
        "without bound, and this loss swings and stays below 90."
    )
    assert right.endswith(
        "You said sign, and that is right: a wrong sign starts like a healthy run and grows in "
        "every epoch, without bound."
    )


TELLS = {
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
}


@needs_node
def test_every_wrong_diagnosis_is_answered_without_giving_the_bug_away():
    pairs = list(itertools.permutations(clinic.BUGS, 2))
    answers = said(*({"bug": bug, "diagnosis": other} for bug, other in pairs))
    for (bug, other), sentence in zip(pairs, answers, strict=True):
        assert f"You said {other}; but {clinic.FAULTS[other].symptom}, and " in sentence
        assert TELLS[bug] in sentence.partition("; but ")[2] and f"bug is {bug}" not in sentence


@needs_node
def test_the_line_at_fault_heals_and_any_other_is_in_order():
    at = spot.fault_at("zero before step")
    before, other, healed = said(
        *({"bug": "zero before step", "reveal": True, "line": line} for line in (-1, 0, at[1])),
    )
    assert before.endswith("Which line is wrong? Press it.")
    assert other.endswith(
        "There is nothing wrong with t_u, t_c = simulate.thermometer() in itself. Try another line."
    )
    assert healed.endswith(
        "The bug is zero before step: params.grad = None and loss.backward() in place of "
        "loss.backward() and params.grad.zero_() heals it."
    )


@needs_node
def test_every_line_of_every_case_can_be_pressed():
    knobs = {knob["name"]: knob for knob in parsed(in_node(spot.EXPLORER.script(), None))}
    assert knobs["line"]["high"] >= max(len(spot.code(bug)) for bug in clinic.BUGS) - 1
    assert knobs["diagnosis"]["options"] == ["not yet", *clinic.BUGS]


def test_caption_names_what_gives_some_of_them_away():
    for number in "90 80.4 884 1,764 95.9 3.01 0.70 3.99 3.83".split():
        assert number in spot.EXPLORER.caption()
