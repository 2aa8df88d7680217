"""An exercise's cell before the student writes: a value, a function, a class, code to repair."""

import pytest

from course_utils.checking import judging, stubs
from course_utils.checking.exercises import Exercise
from course_utils.checking.verdict import Kind

task = Exercise("9.9", "Kinds of stubs", [])


@task.part()
def size():
    return 3


@task.part(probes=lambda generator: [(1.0,), (2.0,)])
def double(x):
    """Twice x."""
    return 2 * x


def counted(answer, n):
    counter = answer(n)
    for _ in range(3):
        counter.step()
    return counter.n


@task.part(probes=lambda generator: [(1,), (5,)], observe=counted)
class Counter:
    """Counts steps."""

    def __init__(self, n):
        self.n = n

    def step(self):
        """Count one more."""
        self.n += 1


@task.part(probes=lambda generator: [(3,), (5,)], given=(("+=", "="),))
def summed(n):
    total = 0
    for i in range(n):
        total += i
    return total


@task.part(probes=lambda generator: [(3,), (5,)], given=(("range(n)", "range(n + 1)"), ("+=", "=")))
def added(n):
    total = 0
    for i in range(n):
        total += i
    return total


TEXTS = {
    "size": "size = ...",
    "double": 'def double(x):\n    """Twice x."""\n    ...',
    "Counter": (
        'class Counter:\n    """Counts steps."""\n\n    def __init__(self, n):\n        ...\n\n'
        '    def step(self):\n        """Count one more."""\n        ...'
    ),
    "summed": (
        "def summed(n):\n    total = 0\n    for i in range(n):\n        total = i\n    return total"
    ),
    "added": (
        "def added(n):\n    total = 0\n    for i in range(n + 1):\n        total = i\n"
        "    return total"
    ),
}
each_part = pytest.mark.parametrize("part", task.parts, ids=lambda part: part.name)


def hand_in(part, answer):
    return judging.judge_part(part, answer, seed=0).kind


@each_part
def test_the_cell_holds_what_the_student_shall_fill_in(part):
    assert stubs.text_of(part) == TEXTS[part.name]


@each_part
def test_what_was_left_as_it_was_is_not_attempted(part):
    namespace = {}
    exec(stubs.text_of(part), namespace)
    assert hand_in(part, namespace[part.name]) is Kind.UNTOUCHED


@each_part
def test_the_reference_written_again_is_right(part):
    namespace = {}
    exec(part.source(), namespace)
    assert hand_in(part, namespace[part.name]) is Kind.RIGHT


def test_a_class_half_written_is_attempted():
    class Counter:
        def __init__(self, n):
            self.n = n

        def step(self): ...

    assert hand_in(task.parts[2], Counter).is_wrong


def test_given_code_changed_in_one_number_is_attempted():
    def summed(n):
        total = 1
        for i in range(n):
            total = i
        return total

    assert hand_in(task.parts[3], summed).is_wrong
