"""What is said of an answer to exercise 9.2 that is not two numbers: nothing but what is true."""

import pytest
import torch
from answering import hand_in

OTHERS = {
    "one number": (2.5, "got a Python float", "One number came, and 2 results are asked for."),
    "one in a tensor": (torch.tensor(2.5), "got a Python float", "2 results are asked for."),
    "one in a list": ([2.5], "got 1", ""),
    "three": ((2.5, 1.0, 0.1), "got 3", ""),
    "a dict": ({"w": 2.5, "b": 1.0}, "got a dict", ""),
    "a column": (torch.ones(2, 1), "got a tensor of shape (2, 1)", ""),
    "nothing": (None, "got None", "does the function lack its return?"),
}


@pytest.mark.parametrize("name", ["9.2 fit_a", "9.2 fit_b"])
@pytest.mark.parametrize("came, seen, said", OTHERS.values(), ids=OTHERS)
def test_two_numbers_are_asked_for(name, came, seen, said):
    line = hand_in(name, lambda *_: came)
    assert line.text.startswith(f"(w, b): expected 2 values, {seen};")
    assert line.said.endswith(said) and bool(line.said) == bool(said)


@pytest.mark.parametrize("name", ["9.2 fit_a", "9.2 fit_b"])
def test_a_row_of_two_is_two_numbers(name):
    line = hand_in(name, lambda *_: torch.tensor([2.5, 1.0]))
    assert line.text.startswith("(w, b)[0]: expected ")
    assert "the line is another" in line.said
