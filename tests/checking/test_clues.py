"""A clue says what is true of the answer, and nothing else."""

import pytest
import torch

from course_utils.checking import judging
from course_utils.checking.exercises import Exercise
from course_utils.checking.relations import relation
from course_utils.checking.verdict import Kind


def pairs(generator):
    """Return rows of whole numbers of several lengths, one of them alone."""
    lengths = (3, 5, 1, 4)
    return [(torch.randint(1, 99, (n,), generator=generator).float(),) for n in lengths]


def line_on(answer, right, probes=pairs, slips=(), **options):
    """Return the line of the verdict on an answer, where `right` is the reference."""
    part = Exercise("9.9", "Any", []).part(probes=probes, **options)(right)
    for sentence, slip in slips:
        part.slip(sentence, slip)
    return judging.judge_part(part, answer, seed=1)


def mean_square(x):
    return (x**2).mean()


RELATED = [
    (lambda x: 2 * mean_square(x), "This is twice the right answer."),
    (lambda x: mean_square(x) / 2, "This is half the right answer."),
    (lambda x: -mean_square(x), "This is the right answer with the wrong sign."),
    (lambda x: (x**2).sum(), "This is n times the right answer (a sum where a mean was meant?)."),
    (lambda x: mean_square(x) / len(x), "the right answer divided by n"),
    (lambda x: 0.3 * mean_square(x), "This is 0.3 times the right answer."),
    (lambda x: mean_square(x) + 32, "This is the right answer plus 32."),
    (lambda x: mean_square(x) - 20, "This is the right answer minus 20."),
    (lambda x: mean_square(x).sqrt(), "This is the root of the right answer."),
    (lambda x: mean_square(x) ** 2, "This is the square of the right answer."),
    (lambda x: 1 / mean_square(x), "This is 1 divided by the right answer."),
    (lambda x: torch.tensor(7.0), "The same comes out whatever goes in."),
]


@pytest.mark.parametrize("answer, fragment", RELATED)
def test_what_is_the_same_on_all_inputs_is_said(answer, fragment):
    line = line_on(answer, mean_square)
    assert line.kind is Kind.CLUE and fragment in line.said


NOT_SO = [
    (lambda x: mean_square(x)[None], "times"),  # the right number in another shape
    (lambda x: 2 * mean_square(x) if len(x) > 3 else -mean_square(x), "twice"),
    (lambda x: mean_square(x) + len(x), "plus"),
    (lambda x: torch.zeros(()), "times"),
]


@pytest.mark.parametrize("answer, fragment", NOT_SO)
def test_what_is_not_so_on_all_inputs_is_not_said(answer, fragment):
    assert fragment not in line_on(answer, mean_square).said


def test_n_is_only_named_where_it_varies():
    rows = [torch.tensor([1.0, 5.0, 3.0])], [torch.tensor([2.0, 7.0, 8.0])]
    same_size = [(want, 3 * want) for (want,) in rows]
    assert relation(same_size, [3, 3]) == "3 times the right answer"
    assert relation([(w, n * w) for (w,), n in zip(rows, (2, 3), strict=True)], [2, 3]).startswith(
        "n"
    )


def test_few_numbers_make_no_relation():
    one = [(torch.tensor([4.0]), torch.tensor([10.0]))]
    assert relation(one, [1]) == "" and relation(one * 5, [1] * 5) == ""
    assert relation([(torch.zeros(3), torch.zeros(3))], [3]) == ""


def scaled(x):
    return (x - 50) / 3


KINDS = [
    (lambda x: scaled(x)[:, None], "right numbers in another shape"),
    (lambda x: scaled(x) + scaled(x)[:, None], "Did every entry meet every other?"),
    (lambda x: torch.cat([scaled(x), x.new_ones(1)]), "One entry too many came."),
    (lambda x: scaled(x)[:-1], "One entry is missing."),
    (lambda x: scaled(x).sum(), "Many numbers were asked for and one came"),
    (lambda x: scaled(x).repeat(2, 1), "more axes than asked for"),
    (lambda x: (scaled(x),), "This is a tuple of one"),
    (lambda x: scaled(x).sort(), "Two things came: values, and their places?"),
    (lambda x: (scaled(x), 1, 2), "3 things came"),
    (lambda x: scaled(x).sum().item(), "One number came, and many are asked for"),
    (lambda x: scaled(x).tolist(), "This is a list."),
    (lambda x: scaled(x).numpy(), "This is a NumPy array."),
    (lambda x: print(x), "None came back"),
    (lambda x: scaled, "brackets () missing"),
    (lambda x: scaled(x) / 0, "inf: "),
    (lambda x: (scaled(x) - 99).log(), "nan: "),
    (lambda x: scaled(x).flip(0), "These are the right numbers in reverse order."),
    (lambda x: scaled(x).sort().values, "These are the right numbers in another order."),
    (lambda x: x.sub_(50).div_(3), "x itself is changed. Work on a copy, x.clone()"),
]


@pytest.mark.parametrize("answer, fragment", KINDS)
def test_another_kind_of_result_is_named(answer, fragment):
    line = line_on(answer, scaled)
    assert line.kind is Kind.CLUE and fragment in line.said, line


FOR_A_NUMBER = [
    (lambda x: mean_square(x)[None], "the right number, but packed in a tensor of shape (1,)"),
    (lambda x: [1.0], "This is one number, but packed in a list"),
    (lambda x: (1.0, 2.0), "One number is asked for, and 2 came."),
    (lambda x: str(mean_square(x).item()), "Leave out the quotes"),
]


@pytest.mark.parametrize("answer, fragment", FOR_A_NUMBER)
def test_what_is_no_number_where_one_is_asked_for_is_named(answer, fragment):
    line = line_on(answer, lambda x: mean_square(x).item())
    assert line.kind is Kind.CLUE and fragment in line.said, line


@pytest.mark.parametrize("answer", [torch.sum, lambda x: 3, lambda x: 0.5])
def test_one_number_in_place_of_several_results_is_named(answer):
    line = line_on(answer, lambda x: (x.sum(), x.mean()))
    assert line.said == "One number came, and 2 results are asked for."


def test_the_right_numbers_of_another_kind_are_not_said_to_be_in_another_order():
    line = line_on(lambda x: (x.max()[None], x.sum()), lambda x: (x.max().item(), x.sum().item()))
    assert "order" not in line.said


def test_a_list_is_copied_as_a_list():
    line = line_on(
        lambda x: [x.pop(), *x], lambda x: x[-1:] + x[:-1], probes=lambda _: [([1, 2, 3],)]
    )
    assert "Work on a copy, list(x)" in line.said


def test_a_number_that_an_exercise_made_of_a_tensor_is_not_called_pythons():
    def observe(answer, x):
        result = answer(x)
        return result.item() if result.ndim == 0 else result

    line = line_on(lambda x: scaled(x).sum(), scaled, observe=observe)
    assert line.text.startswith("expected a tensor of shape (") and "got one number" in line.text
    assert "Python" not in line.said


# Where it is right --------------------------------------------------------------------------------


def test_the_result_that_alone_is_off_is_named():
    line = line_on(lambda x: (x.mean(), x.sin().sum()), lambda x: (x.mean(), x.cos().sum()))
    assert line.said == "Only result[1] is off, all else is right."


def test_what_one_of_several_results_is_to_the_right_one_is_said():
    line = line_on(
        lambda x: {"w": x.max(), "b": 2 * x.sum()}, lambda x: {"w": x.max(), "b": x.sum()}
    )
    assert line.said == "b: this is twice the right answer."


def test_a_row_that_goes_off_is_right_up_to_there():
    def walk(x, shrink=1.0):
        places = [1.0]
        for step in range(4):
            places.append(places[-1] + shrink**step * x.mean().item())
        return places

    line = line_on(lambda x: walk(x, 0.9), walk)
    assert line.said == "The first 2 are right."


def test_an_answer_made_for_the_first_input_is_known():
    line = line_on(lambda x: (x**2).sum() / 3, mean_square, probes=lambda g: pairs(g)[:3])
    assert line.said == "Right on the first input alone. Is something of it written into the code?"


def test_an_answer_that_is_right_on_some_inputs_is_told_so():
    line = line_on(lambda x: mean_square(x) + (len(x) == 4) * x[0], mean_square)
    assert line.said == "It is right on other inputs. What is different here?"


def test_the_input_that_is_shown_is_the_easiest_of_those_that_are_wrong():
    rows = [torch.tensor([0.12345, 7.65432]), torch.tensor([1.0, 2.0]), torch.tensor([3.0])]
    line = line_on(lambda x: x.sum(), lambda x: x.max(), probes=lambda _: [(row,) for row in rows])
    assert line.text == "expected tensor(2), got tensor(3); with x = tensor([1, 2])"


def test_inputs_are_named_only_where_the_answer_is_called_with_them():
    def observe(answer, start, steps):
        return [answer(start) for _ in range(steps)]

    def line(probes, **options):
        return line_on(lambda x: x + 1, lambda x: x, lambda generator: probes, **options)

    assert line([(3.0,)], observe=lambda answer, x: answer(x)).text.endswith("; with x = 3")
    assert line([(3.0, 2)], observe=observe).text == "result[0]: expected 3, got 4"


# A known mistake with one more slip ---------------------------------------------------------------

SQUARED_LATE = ("The square comes too late.", lambda x: x.mean() ** 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda v, x: -v,
        lambda v, x: 2 * v,
        lambda v, x: v * len(x),
        lambda v, x: v / len(x),
        lambda v, x: v + 10,
        lambda v, x: v.sqrt(),
        lambda v, x: v.double() / 3,
    ],
)
def test_a_known_mistake_with_another_slip_is_known(change):
    line = line_on(lambda x: change(x.mean() ** 2, x), mean_square, slips=[SQUARED_LATE])
    assert (line.kind, line.said) == (Kind.SLIP, SQUARED_LATE[0])


def test_a_known_mistake_is_not_seen_where_two_say_different_things():
    other = ("Another.", lambda x: 3 * x.mean() ** 2 + 1000)
    line = line_on(lambda x: 3 * x.mean() ** 2, mean_square, slips=[SQUARED_LATE, other])
    assert line.kind is not Kind.SLIP


def test_a_known_mistake_is_not_seen_in_an_answer_that_is_related_to_the_right_one():
    half = ("Half.", lambda x: mean_square(x) / 2)
    line = line_on(lambda x: 5 * mean_square(x), mean_square, slips=[half])
    assert line.said == "This is 5 times the right answer."


def test_numbers_of_a_mistake_in_the_right_type_are_not_a_mistake_of_type():
    sentence = "Whole numbers come out."
    slip = (sentence, lambda x: scaled(x).long())
    assert line_on(lambda x: scaled(x).long(), scaled, slips=[slip]).said == sentence
    assert line_on(lambda x: scaled(x).trunc(), scaled, slips=[slip]).said != sentence
