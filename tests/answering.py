"""Hand in answers to the exercises of the answer key, one part at a time."""

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


def tried_answers(kind):
    """Return the list of this kind, 'WRONG' or 'RIGHT', of all modules in `tried` together."""
    found = pkgutil.iter_modules(tried.__path__)
    modules = [importlib.import_module(f"tried.{module.name}") for module in found]
    return [answer for module in modules for answer in getattr(module, kind)]
