"""The answer key: right answers pass, every known mistake draws its own sentence, and no other."""

import ast
import math
import runpy
from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from answering import EXERCISES, PARTS, hand_in, tried_answers, tried_parts

from course_utils.checking import exercises, handing_in, judging, sandbox, stubs
from course_utils.checking.comparison import same_numbers
from course_utils.checking.diagnosis import diagnose
from course_utils.checking.paper import paper_of
from course_utils.checking.plain_data import as_data
from course_utils.checking.trial import Trial, yardstick
from course_utils.checking.verdict import Kind

REMARKS = [(name, known) for name, (_, part) in PARTS.items() for known in part.remarks]


@pytest.mark.parametrize("name", PARTS)
def test_reference_is_right_and_draws_no_hint(name, thorough):
    _, part = PARTS[name]
    for seed in range(1 if part.is_value else 20 if thorough else 2):
        assert hand_in(name, part.answer(), seed).kind is Kind.RIGHT


@pytest.mark.parametrize("name", PARTS)
def test_each_mistake_draws_its_own_sentence(name, thorough):
    _, part = PARTS[name]
    wrong = []
    for seed in range(1 if part.is_value or not thorough else 4):
        measure = yardstick(part, seed)
        for mistake in part.mistakes:
            # Tried only once on these inputs, as what others are compared with.
            line = diagnose(measure, Trial(tuple(measure.wrong(mistake)), sandbox.LIMIT))
            if (line.kind, line.said) != (Kind.SLIP, mistake.sentence):
                wrong.append((seed, mistake.sentence, line))
    assert not wrong


@pytest.mark.parametrize("name", PARTS)
def test_each_mistake_is_an_answer_that_would_be_tried_to_its_end(name):
    _, part = PARTS[name]
    paper, measure = paper_of(part), yardstick(part, 0)
    for mistake in part.mistakes:
        assert handing_in.hand_in(paper, mistake.answer, list).trial, mistake.sentence
        seconds = sum(outcome.seconds for outcome in measure.wrong(mistake))
        assert seconds < sandbox.LIMIT, mistake.sentence


@pytest.mark.parametrize("name, remark", REMARKS)
def test_remark_is_right_and_says_its_sentence(name, remark, thorough):
    for seed in range(5 if thorough else 1):
        line = hand_in(name, remark.answer, seed)
        assert (line.kind, line.said) == (Kind.REMARK, remark.sentence), line


def test_nothing_of_an_answer_runs_while_tests_are_collected(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("an answer is run while tests are collected")

    monkeypatch.setattr(sandbox, "run", refuse)
    monkeypatch.setattr(exercises.Part, "inputs", refuse)
    monkeypatch.setattr(exercises.Part, "answer", refuse)
    monkeypatch.setattr(exercises.Mistake, "answer", property(refuse))
    runpy.run_path(__file__)


def _as_float64(value):
    return value.double() if isinstance(value, torch.Tensor) else value


def _as_item(value):
    return value.item() if isinstance(value, torch.Tensor) and value.ndim == 0 else value


def _as_numpy(value):
    return value.detach().numpy() if isinstance(value, torch.Tensor) else value


def _as_column(value):
    return value[:, None] if isinstance(value, torch.Tensor) and value.ndim == 1 else value


OTHER_TYPES = (_as_float64, _as_item, _as_numpy, _as_column)


def _gives_wrong_numbers(measure, mistake):
    """True for a mistake that is one in any type: not an error, not a right value in a list."""
    if mistake.when:
        return False
    wrong = measure.wrong(mistake)
    if any(outcome.error for outcome in wrong):
        return False
    return not all(
        same_numbers(t.value, w.value) for t, w in zip(measure.right, wrong, strict=True)
    )


def _in_another_type(outcomes, to):
    """Return what an answer would have given that hands back its values in another type."""
    return tuple(replace(outcome, value=as_data(to(outcome.value))) for outcome in outcomes)


@pytest.mark.parametrize(
    "name", [n for n, (_, p) in PARTS.items() if not (p.is_value or p.observe)]
)
def test_mistakes_are_known_in_other_types_too(name):
    _, part = PARTS[name]
    measure = yardstick(part, 0)
    for mistake in part.mistakes:
        for to in OTHER_TYPES if _gives_wrong_numbers(measure, mistake) else ():
            came = _in_another_type(measure.wrong(mistake), to)
            line = diagnose(measure, Trial(came, limit=5.0))
            assert (line.kind, line.said) == (Kind.SLIP, mistake.sentence), (to, line)


@pytest.mark.parametrize("name", PARTS)
def test_empty_stub_is_not_attempted(name):
    number, part = PARTS[name]
    namespace = {"torch": torch}
    exec(stubs.text_of(part), namespace)
    assert hand_in(name, namespace[part.name]).kind is Kind.UNTOUCHED
    assert hand_in(name, ...).kind is Kind.UNTOUCHED
    empty = judging.judge(number, *[... for _ in EXERCISES[number].parts])
    assert str(empty) == f"○ {number} {EXERCISES[number].title}: not attempted"


def test_a_part_that_is_done_beside_one_that_is_not():
    verdict = judging.judge("2.2", torch.mean, ...)
    assert [line.kind for line in verdict.lines] == [Kind.RIGHT, Kind.UNTOUCHED]
    assert verdict.kind is Kind.UNTOUCHED


@pytest.mark.parametrize("number", EXERCISES)
def test_solution_passes_its_own_check(number, capsys):
    task = EXERCISES[number]
    judging.solution(number)
    capsys.readouterr()
    namespace = {"torch": torch, "math": math}  # what the notebook imports
    exec(task.source(), namespace)
    verdict = judging.judge(number, *[namespace[part.name] for part in task.parts])
    assert verdict.kind is Kind.RIGHT


@pytest.mark.parametrize("number", EXERCISES)
def test_solution_is_formatted_as_a_student_would(number):
    tree = ast.parse(EXERCISES[number].source())
    assert not any(getattr(node, "decorator_list", None) for node in tree.body)
    names = [getattr(node, "name", None) or node.targets[0].id for node in tree.body]
    assert names[-1] == EXERCISES[number].parts[-1].name


@pytest.mark.parametrize("number", EXERCISES)
def test_hints_come_one_by_one_and_end_with_the_solution(number, monkeypatch):
    shown = []
    monkeypatch.setattr(judging, "show", shown.append)
    monkeypatch.setattr(judging, "_hints_given", judging.Counter())
    hints = EXERCISES[number].hints
    for _ in range(len(hints) + 2):
        judging.hint(number)
    assert len(hints) >= 2
    assert all(hint in str(verdict) for hint, verdict in zip(hints, shown, strict=False))
    assert all(f'solution("{number}")' in str(verdict) for verdict in shown[len(hints) :])


@pytest.mark.parametrize("name", PARTS)
def test_sentences_are_sentences(name):
    _, part = PARTS[name]
    for known in part.mistakes + part.remarks:
        assert known.sentence.endswith((".", "?"))
        assert len(known.sentence) <= 140


@pytest.mark.parametrize("name", PARTS)
def test_wrong_answers_of_the_syllabus_are_known(name):
    sentences = {known.sentence for known in PARTS[name][1].mistakes}
    for answer, fragment in tried_answers("WRONG", name):
        line = hand_in(name, answer, seed=0)
        assert line.kind is Kind.SLIP and fragment in line.said and line.said in sentences, line


@pytest.mark.parametrize("name", PARTS)
def test_right_answers_written_another_way_are_right(name, thorough):
    for (answer,) in tried_answers("RIGHT", name):
        for seed in range(5 if thorough else 1):
            line = hand_in(name, answer, seed)
            assert line.kind is Kind.RIGHT, (answer, line)


@pytest.mark.parametrize("kind", ["WRONG", "RIGHT"])
def test_what_is_tried_is_of_a_part_that_there_is(kind):
    assert tried_parts(kind) <= PARTS.keys()


def _reference(name):
    return PARTS[name][1].reference


def _after(name, change):
    """Return the reference of a part, its result changed."""
    reference = _reference(name)
    return lambda *args: change(reference(*args), *args)


COMMON = [
    ("2.1 mae", lambda v, *_: v / 2, "half"),
    ("2.1 mae", lambda v, *_: -v, "wrong sign"),
    ("0.3 train_pass", lambda v, *_: [-number for number in v], "wrong sign"),
    ("2.3 mse_in_f", lambda v, *_: 2 * v, "twice"),
    ("2.2 best_for_mse", lambda v, y: len(y) * v, "n times"),
    ("2.2 best_for_mse", lambda v, y: v / len(y), "divided by n"),
    ("2.2 best_for_mae", lambda v, y: (2 * v).double(), "twice"),
    ("1.6 standardise", lambda v, *_: v[:, None], "another shape"),
    ("1.6 standardise", lambda v, *_: v[None], "another shape"),
    ("1.6 standardise", lambda v, *_: v[:, None] + v, "(n, 1)"),
    ("1.6 standardise", lambda v, *_: v[:-1], "One entry"),
    ("1.6 standardise", lambda v, *_: v.mean(), "too early"),
    ("2.4 pointed_nll", lambda v, r, _: v + r, "not yet summed"),
    ("2.4 pointed_nll", lambda v, *_: v[None], "the right number, but in shape (1,)"),
    ("2.4 pointed_nll", lambda v, *_: v.long(), "dtype"),
    ("1.1 to_tensor", lambda v, *_: v.half(), "dtype"),
    ("1.6 standardise", lambda v, *_: v.tolist(), "list"),
    ("2.4 pointed_nll", lambda v, *_: v.item(), "Python number"),
    ("1.6 standardise", lambda v, *_: v.numpy(), "NumPy"),
    ("1.4 snapshot", lambda v, *_: v.tolist(), "list"),
    ("2.4 pointed_nll", lambda v, *_: (v,), "comma"),
    ("2.4 pointed_nll", lambda v, *_: None, "return"),
    ("1.4 snapshot", lambda v, *_: None, "return"),
    ("2.5 cheapest", lambda v, *_: None, "return"),
    ("2.4 pointed_nll", lambda v, *_: v.mean, "brackets"),
    ("2.4 pointed_nll", lambda v, *_: v * float("nan"), "nan"),
    ("1.6 standardise", lambda v, *_: v / 0, "division by zero"),
    ("1.6 standardise", lambda v, x: v if x > 0 else -v, "entry by entry"),
    ("1.6 standardise", lambda v, x: x.sub_(x.mean()).div_(x.std(correction=0)), "copy"),
    ("2.4 pointed_nll", lambda v, *_: undefined_name, "spelling"),  # noqa: F821
    ("2.4 pointed_nll", lambda v, *_: torch.arrange(3), "arange"),
    ("2.4 pointed_nll", lambda v, *_: torch.log(2.0), "math"),
    ("2.4 pointed_nll", lambda v, *_: v + [1, 2] - [3], "Lists"),
    ("2.4 pointed_nll", lambda v, *_: 2 * ..., "filled in"),
    ("2.4 pointed_nll", lambda v, *_: v(), "not one"),
    ("2.4 pointed_nll", lambda v, *_: math.log(), "argument"),
]


@pytest.mark.parametrize("name, change, fragment", COMMON)
def test_common_mistake_is_named(name, change, fragment):
    line = hand_in(name, _after(name, change), seed=2)
    assert line.kind in (Kind.CLUE, Kind.UNKNOWN, Kind.RAISED)
    assert fragment in line.said or fragment in line.text, line


def test_wrong_number_of_arguments_is_named():
    assert "fewer arguments" in hand_in("2.1 mse", lambda y_hat, y, n: y).said
    assert "more arguments" in hand_in("2.1 mse", lambda y_hat: y_hat).said
    assert "more arguments" in hand_in("2.1 mse", lambda: 1.0).said


def test_lost_requires_grad_is_named(monkeypatch):
    task = exercises.Exercise("9.9", "Tracked", [])
    probes = [(torch.arange(3.0).requires_grad_(),)]

    @task.part(probes=lambda generator: probes)
    def doubled(x):
        return 2 * x

    monkeypatch.setattr(judging, "find", lambda number: task)
    assert judging.judge("9.9", lambda x: x + x).kind is Kind.RIGHT
    verdict = judging.judge("9.9", lambda x: (2 * x).detach())
    assert verdict.kind is Kind.CLUE and "cut off" in verdict.lines[0].said


def test_a_difference_beyond_the_first_entries_is_shown(monkeypatch):
    task = exercises.Exercise("9.9", "Long", [])

    @task.part(probes=lambda generator: [(10,)])
    def count(n):
        return torch.arange(float(n))

    monkeypatch.setattr(judging, "find", lambda number: task)
    verdict = judging.judge("9.9", lambda n: torch.arange(float(n)) + (torch.arange(n) == 8))
    assert "entry [8]: expected 8, got 9" in str(verdict)


def test_verdict_on_a_value_does_not_give_the_right_one_away():
    for name, (_, part) in PARTS.items():
        if part.is_value:
            for junk in ("zebra", ["zebra"] * 3, 17):
                line = hand_in(name, junk)
                words = part.answer() if isinstance(part.answer(), list) else [part.answer()]
                assert line.kind.is_wrong
                assert not any(repr(word) in line.text for word in words), line


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_wrong_number_of_answers_says_what_to_write(count):
    verdict = judging.judge("2.1", *[torch.mean] * count)
    assert verdict.kind is Kind.UNKNOWN
    assert 'check("2.1", sse, mse, rmse, mae)' in str(verdict)


def test_an_exercise_is_of_a_kind_that_there_is():
    with pytest.raises(ValueError, match="of the kind 'guess'"):
        exercises.Exercise("1.9", "Nothing", (), "guess")


NO_NUMBERS = ["99.9", "2.99", "2", "", "two", "2.1 ", 2.1, 2, None, ["2.1"], torch.mean]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_unknown_number_is_refused_in_one_sentence(number, capsys):
    with pytest.raises(ValueError, match="exercise"):
        judging.judge(number)
    for function in (judging.check, judging.hint, judging.solution):
        function(number)
        (shown,) = capsys.readouterr().out.splitlines()
        assert shown.startswith("→ ") and "exercise" in shown and shown.endswith(".")


def test_a_number_without_quotes_is_shown_with_them(capsys):
    judging.hint(2.2)
    assert '"2.2"' in capsys.readouterr().out


def test_called_instead_of_handed_in_is_explained():
    y = torch.ones(3)
    line = hand_in("2.1 mse", F.mse_loss(y, y))
    assert line.kind is Kind.CLUE and "without brackets" in line.said


def test_shapes_of_the_detective_are_true():
    t_c, a_month, four_rooms = torch.zeros(11), torch.zeros(30, 11), torch.zeros(4, 30, 11)
    made = {
        "one_day": a_month[6],
        "mornings": a_month[:, 0],
        "a_week": a_month[6:13].T,
        "all_days": four_rooms.reshape(-1, 11),
        "house": four_rooms.sum(dim=0),
    }
    key = {part.name: part.answer() for part in EXERCISES["1.5"].parts}
    assert key == {name: tuple(tensor.shape) for name, tensor in made.items()} | {"dealt": "error"}
    with pytest.raises(RuntimeError):
        t_c[:10].reshape(4, -1)
