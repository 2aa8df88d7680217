"""Stands in for a notebook's process: it runs the cells, and imports nothing that they do not.

It is for what is proved around a notebook, as that no grade is lost, in a twentieth of the time.
FLAGS have the grader start it, and `cell` makes what it runs. What the process itself does is
proved in test_grade.py and test_walls.py.
"""

import json
import platform
import shlex
import sys

FLAGS = ["--with", shlex.join([sys.executable, __file__])]


def cell(number, answer):
    """Return a cell that checks an answer to an exercise with one part, which has no inputs.

    There it says at once what the process would say, which has tried the answer.
    """
    from course_utils.checking.exercises import find
    from course_utils.checking.handing_in import hand_in
    from course_utils.checking.paper import paper_of
    from course_utils.grade import wire

    (part,) = find(number).parts
    handed = hand_in(paper_of(part), answer, lambda: [()])
    return f'check("{number}", {wire.to_json(handed)!r})'


def main():
    """Take the job from stdin; say what came of each cell, as course_utils.grade.student does."""
    job = json.load(sys.stdin)
    _say({"python": platform.python_version()})
    for place, (source, numbers) in enumerate(job["cells"]):
        _say({"begin": place, "seconds": job["limits"]["cell"]})
        came = _run(source)
        for number in numbers:
            _say({"exercise": number, "cell": place, "seconds": 0, **came})
    _say({"done": True})


def _run(source):
    handed = []
    try:
        exec(source, {"check": lambda _, one: handed.append(one)})
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}
    return {"handed": handed}


def _say(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
