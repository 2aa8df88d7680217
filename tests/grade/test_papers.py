"""What goes to a student's process holds nothing of the key."""

import base64
import subprocess
import sys

import pytest
from answering import EXERCISES

from course_utils.grade import shut_in
from course_utils.grade.judge import Judge

JUDGE = Judge(seed=1)

# Run where there is nothing but the copy of the course and what is sent.
LOOK = """
import base64, gc, pickle, sys
papers = pickle.loads(base64.b64decode(sys.stdin.read()))
import course_utils.checking.exercises as exercises
kinds = (exercises.Part, exercises.Exercise, exercises.Mistake)
print([o for o in gc.get_objects() if isinstance(o, kinds)])
print([name for name in sys.modules if name.startswith("course_utils.lessons")])
try:
    exercises.find(next(iter(papers)))
except ValueError as error:
    print(error)
"""


@pytest.mark.parametrize("number", EXERCISES)
def test_no_paper_holds_the_reference(number):
    sent = base64.b64decode(JUDGE.papers([number]))
    for part in EXERCISES[number].parts:
        for code in _codes(part.reference):
            # What a function does, and by which names, is in what is sent if the function is.
            names = [name.encode() for name in (*code.co_names, *code.co_varnames)]
            assert not all(text in sent for text in (code.co_code, *names)), part.name


def _codes(reference):
    """Return the code of a function, or of what a class defines."""
    functions = vars(reference).values() if isinstance(reference, type) else [reference]
    return [one.__code__ for one in functions if hasattr(one, "__code__")]


def test_where_papers_are_read_there_is_no_key():
    with shut_in.course_without_key() as course:
        ran = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-c", LOOK],
            input=JUDGE.papers(EXERCISES),
            capture_output=True,
            text=True,
            env={"PYTHONPATH": course},
        )
    assert not ran.stderr
    parts, modules, *said = ran.stdout.splitlines()
    assert parts == modules == "[]"
    assert said and said[0].startswith("There is no exercise 0.1")
