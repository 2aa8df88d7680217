"""A wrong answer is an edit of the right one, and one that does not fit is refused."""

import linecache
import traceback

import pytest
import torch

from course_utils.checking import exercises, judging, slips

MSE = 'def mse(y_hat, y):\n    """The mean square."""\n    return ((y_hat - y) ** 2).mean()'
PAIR = torch.tensor([1.0, 4.0]), torch.tensor([0.0, 0.0])


def mse(y_hat, y):
    """The mean square."""
    return ((y_hat - y) ** 2).mean()


def factorial(n):
    return n * factorial(n - 1) if n else 1


def spelt(slip):
    """Return what each spelling of a slip gives for the pair."""
    texts = slips.spellings(slip, MSE)
    made = [slips.build(text, mse) if isinstance(text, str) else text for text in texts]
    return [function(*PAIR).item() for function in made]


@pytest.mark.parametrize(
    "slip, values",
    [
        (("mean", "sum"), [17.0]),
        ((("mean", "sum"), ("** 2", "** 4")), [257.0]),
        ("return y.sum()", [0.0]),
        ("r = y_hat - y\nreturn r.abs().sum()", [5.0]),
        ([("mean", "sum"), "return y_hat.max()"], [17.0, 4.0]),
        (lambda y_hat, y: y_hat.min(), [1.0]),
        ("return torch.tensor(math.pi + np.e)", [pytest.approx(5.8599, abs=1e-4)]),
    ],
)
def test_a_slip_is_an_edit_several_a_body_a_list_or_a_function(slip, values):
    assert spelt(slip) == values


@pytest.mark.parametrize(
    "slip, complaint",
    [
        (("median", "sum"), "expected 'median' once, and it stands 0 times"),
        (("y", "x"), "expected 'y' once, and it stands"),
        (("The mean square", "sum"), "stands 0 times"),  # words of a docstring are no code
        (("mean", "mean"), "expected edits that change something"),
        (("mean()", "mean() "), "expected edits that change something"),
        ((".mean()", ".mean("), "expected Python"),
        ("return (", "expected Python"),
        ((("mean", "sum"), ("mean", "max")), "expected 'mean' once, and it stands 0 times"),
    ],
)
def test_a_slip_that_does_not_fit_is_refused(slip, complaint):
    with pytest.raises(ValueError, match=complaint):
        list(slips.spellings(slip, MSE))


def test_a_slip_that_calls_itself_calls_no_reference():
    source = slips.edited(exercises.definition(factorial), ("n * ", "2 * "))
    assert slips.build(source, factorial)(3) == 8


def test_a_traceback_shows_the_line_of_a_slip():
    function = slips.build("def mse(y_hat, y):\n    return y_hat.nothing()", mse)
    with pytest.raises(AttributeError) as raised:
        function(*PAIR)
    frame = traceback.extract_tb(raised.value.__traceback__)[-1]
    assert linecache.getline(frame.filename, frame.lineno).strip() == "return y_hat.nothing()"


@pytest.fixture
def part():
    task = exercises.Exercise("9.9", "Tried", [])
    return task.part(probes=lambda generator: [PAIR])(mse)


def test_a_table_of_slips_is_known_in_its_order(part):
    part.slips({"A sum.": ("mean", "sum"), "A largest one.": [("mean", "max"), "return y_hat[1]"]})
    assert [known.sentence for known in part.mistakes] == ["A sum.", *["A largest one."] * 2]
    for known in part.mistakes:
        assert judging.judge_part(part, known.answer, seed=0).said == known.sentence


def test_a_refusal_names_the_sentence_and_the_part(part):
    with pytest.raises(ValueError, match=r"slip 'A sum\.' of mse: expected 'median' once"):
        part.slips({"A sum.": ("median", "sum")})


def test_a_finding_speaks_for_all_answers_that_have_it():
    def look(answer, n):
        numbers = answer(n)
        return {"how many": len(numbers), "sorted": numbers == sorted(numbers)}

    def count(n):
        return list(range(n))

    task = exercises.Exercise("9.9", "Tried", [])
    part = task.part(probes=lambda generator: [(3,), (5,)], observe=look)(count)
    part.findings(
        {
            "how many": ("One too few or too many.", ("range(n)", "range(n + 1)")),
            "sorted": ("They are not in order.", "return list(range(n))[::-1]"),
        }
    )
    for answer, said in [
        (lambda n: list(range(1, n)), "One too few or too many."),
        (lambda n: [7] * (n + 2), "One too few or too many."),
        (lambda n: [n, *range(n - 1)], "They are not in order."),
        (lambda n: list(range(n + 1))[::-1], "One too few or too many."),  # said first
    ]:
        assert judging.judge_part(part, answer, seed=0).said == said
