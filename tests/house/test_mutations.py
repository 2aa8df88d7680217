"""The proof of the checks finds a hole, takes a reason for one, and knows when it is needless."""

import mutations
import pytest
import torch
from edits import as_pair, edits

from course_utils.checking.exercises import Exercise

SOURCE = """\
def path(x, lr, steps=3):
    places = [x]
    for step in range(1, steps):
        x = x - lr * (x.double().abs() + 1)
        places.append(x)
    return places[0], x"""

MADE = {
    "an operator": "x = x + lr *",
    "a factor dropped": "x = x - (x.double().abs() + 1)",
    "a summand dropped": "lr * (x.double().abs())",
    "a range one off": "range(1, steps - 1)",
    "a range from another start": "range(0, steps)",
    "a default": "steps=4",
    "an argument for another": "lr * (lr.double().abs() + 1)",
    "a call dropped": "lr * (x.double() + 1)",
    "two calls in turn": "x.abs().double()",
    "a function of the same kind": "x.float().abs()",
    "last for first": "places[-1], x",
    "results exchanged": "return x, places[0]",
    "a statement dropped": "        pass\n        places.append(x)",
    "two statements in turn": "        places.append(x)\n        x = x - lr",
    "into the loop": "range(1, steps):\n        places = [x]",
    "out of the loop": "    places.append(x)\n    return",
    "return in the loop": "places.append(x)\n        return places[0], x",
    "cut off": "return (places[0], x).detach()",
}


@pytest.mark.parametrize("fragment", MADE.values(), ids=MADE)
def test_an_edit_is_made(fragment):
    assert any(fragment in text for text in edits(SOURCE)), edits(SOURCE)


def test_each_edit_is_python_and_comes_once():
    made = edits(SOURCE, first=["lr = 0.1"], last=["x.add_(1)"])
    assert len({*made}) == len(made) > 40 and SOURCE not in made
    for text in made:
        compile(text, "edit", "exec")
    assert any("    lr = 0.1\n    places = [x]" in text for text in made)
    assert any("    x.add_(1)\n    return result" in text for text in made)


@pytest.mark.parametrize(
    "text, pair",
    [
        (SOURCE.replace("abs", "sqrt"), ("abs", "sqrt")),
        (SOURCE.replace("x.double()", "x"), ("double().", "")),
        (SOURCE.replace("lr * (", "("), ("lr * ", "")),
        (SOURCE.replace("places[0]", "places[1]"), ("0", "1")),
    ],
)
def test_an_edit_is_shown_as_a_pair_that_stands_once(text, pair):
    fragment, instead = as_pair(SOURCE, text)
    assert (fragment, instead) == pair
    assert SOURCE.count(fragment) == 1 and SOURCE.replace(fragment, instead) == text


@pytest.fixture
def part():
    """A part with a hole: all rows hold three numbers, in rising order."""

    def rows(generator):
        return [(torch.rand(3, generator=generator).sort().values + k,) for k in (0, 9)]

    @Exercise("9.9", "A hole", []).part(probes=rows)
    def spread(x):
        return (x.max() - x[0]).abs() / 3

    return spread


def holes(part, seeds=(0, 1)):
    return {str(one) for one in mutations.holes(mutations.tried(part, seeds))}


def test_a_hole_is_found(part):
    assert "('.abs()', '')" in holes(part)
    assert "('x[0]', 'x.min()')" not in holes(part)  # nobody edits so
    assert "('max', 'min')" not in holes(part)


def test_what_stands_in_same_is_no_hole(part):
    part.same({"Rows rise.": (".abs()", "")})
    assert "('.abs()', '')" not in holes(part)
    tried = mutations.tried(part, [0])
    assert mutations.needless(part, tried, [0]) == []


def test_what_stands_in_same_must_be_accepted_and_an_edit(part):
    part.same({"Wrong.": ("max", "min"), "No edit.": ("x[0]", "x.min()")})
    tried = mutations.tried(part, [0])
    assert mutations.needless(part, tried, [0]) == ["Wrong.", "No edit."]


def test_an_edit_that_does_not_end_is_refused(monkeypatch):
    monkeypatch.setattr(mutations, "PATIENCE", (0.1, 5.0))

    @Exercise("9.9", "Endless", []).part(probes=lambda generator: [(3,), (5,)])
    def count(n):
        k = 0
        while k < n:
            k += 1
        return k

    tried = mutations.tried(count, [0])
    assert not any(one.accepted for one in tried if "k -= 1" in one.text)


def test_edits_without_a_sentence_are_listed_once_for_each_result(part):
    listed = mutations.silent(mutations.tried(part, [0]), seed=0)
    assert listed and len(listed) <= mutations.SHOWN
    assert len({text.partition("got")[2] for text in listed}) == len(listed)


@pytest.mark.parametrize(
    "lessons, exercise", [(["02"], "2.1"), (["notebooks/02_loss.ipynb"], "2.1")]
)
def test_a_lesson_is_named_by_number_or_path(lessons, exercise):
    names = mutations.named(lessons)
    assert any(name.startswith(exercise) for name in names)
    assert all(name.startswith("2.") for name in names)
    assert {name.split()[0] for name in mutations.named([exercise])} == {exercise}


def test_a_hole_makes_the_command_fail(part, monkeypatch, capsys):
    monkeypatch.setitem(mutations.PARTS, "9.9 spread", ("9.9", part))
    assert mutations.main(["9.9", "--seeds", "1"]) == 1
    said = capsys.readouterr().out
    assert "accepted at 1 of 1: ('.abs()', '')" in said


def test_a_reference_that_raises_is_named_and_not_edited(part, monkeypatch, capsys):
    monkeypatch.setattr(part, "probes", lambda generator: [()])
    monkeypatch.setitem(mutations.PARTS, "9.9 spread", ("9.9", part))
    assert mutations.main(["9.9", "--seeds", "1"]) == 1
    said = capsys.readouterr().out
    assert "9.9 spread: not edited, the right answer raised TypeError" in said
    assert "refused" not in said
