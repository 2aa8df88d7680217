"""Hand in answers to the exercises of the answer key, one part at a time."""

import functools
import importlib
import pkgutil

import tried

from course_utils.checking import exercises, judging, questions, register

for _number in register.lessons():
    register.load(_number)

EXERCISES = dict(exercises._registry)
QUESTIONS = dict(questions._registry)
PARTS = {
    f"{number} {part.name}": (number, part)
    for number, task in EXERCISES.items()
    for part in task.parts
}


def hand_in(name, answer, seed=0):
    """Return the verdict's line on `answer` to the part `name` ('2.1 rmse')."""
    _, part = PARTS[name]
    return judging.judge_part(part, answer, seed)


def tried_answers(kind, name):
    """Return what `tried` holds of this kind, 'WRONG' or 'RIGHT', for a part: its rows' rest."""
    return [rest for part, *rest in _tried(kind) if part == name]


def tried_parts(kind):
    """Return the names of the parts that `tried` has answers of this kind for."""
    return {part for part, *_ in _tried(kind)}


@functools.cache
def _tried(kind):
    found = pkgutil.iter_modules(tried.__path__)
    modules = [importlib.import_module(f"tried.{module.name}") for module in found]
    return [row for module in modules for row in getattr(module, kind)]
