"""Where a reader stands, lesson by lesson: `python -m course_utils.standing` prints it."""

import re

from course_utils import memory, workplace
from course_utils.checking import questions, register

NOTHING_YET = "Nothing is done yet. What you pass in your copies of the lessons is listed here."


def progress():
    """Print how far the reader has come, where this notebook is one of their own copies."""
    print(report(workplace.here()))


def predictions():
    """Say how many of the reader's predictions were right, and ask the others once more."""
    folder = workplace.here()
    right, made = count_predictions(folder)
    if not made:
        print("You have predicted nothing yet. Predictions in your copies of the lessons count.")
        return
    print(f"{right} of your {made} predictions {'was' if right == 1 else 'were'} right.")
    if wrong := wrong_predictions(folder):
        print("Here is what you said when you were wrong. What do you say now?")
        questions.ask(*wrong)


def report(folder):
    """Return a line for each lesson, if anything is kept in `folder`.

    '02: 4 of 6, next 2.5; 3 of 8 questions' says how many exercises are passed, which is the next,
    and how many questions were answered, be it rightly or not.
    """
    kept = memory.kept(folder) if folder else {}
    if not kept:
        return NOTHING_YET
    lines = [f"Your work lies in {folder}."]
    for lesson in register.lessons():
        total, open_ones = len(_exercises(lesson)), left(lesson, kept)
        next_one = f", next {open_ones[0]}" if open_ones else ""
        passed = f"{total - len(open_ones)} of {total}{next_one}"
        asked = [question.number for question in questions.of_lesson(lesson)]
        answered = sum("answered" in kept.get(number, {}) for number in asked)
        lines.append(f"{lesson:02d}: {passed}; {answered} of {len(asked)} questions")
    return "\n".join(lines)


def left(lesson, kept):
    """Return the numbers of the exercises of a lesson that are not passed by what is kept."""
    tasks = _exercises(lesson)
    return [task.number for task in tasks if "passed" not in _entry(kept, task)]


def _exercises(lesson):
    from course_utils.checking import exercises  # imports torch: not for who has done nothing yet

    return exercises.of_lesson(lesson)


def count_predictions(folder):
    """Return how many predictions were right, and how many were made."""
    made = _predictions(folder)
    return sum(made.values()), len(made)


def wrong_predictions(folder):
    """Return the numbers of the questions of this edition that were predicted wrongly, in order."""
    made = _predictions(folder)
    asked = (q.number for lesson in register.lessons() for q in questions.of_lesson(lesson))
    return [number for number in asked if made.get(number) is False]


def _predictions(folder):
    """Return {'2.p1': whether the first choice was right} for what was predicted."""
    kept = memory.kept(folder) if folder else {}
    made = {key: entry for key, entry in kept.items() if re.fullmatch(r"\d+\.p\d+", key)}
    return {key: entry["right"] is True for key, entry in made.items() if "right" in entry}


def _entry(kept, task):
    """Return what is kept of an exercise, {} if nothing is.

    In another edition it may have had another number, and its number may have been that of another
    exercise: its title and its lesson tell.
    """
    found = {}
    for key, entry in kept.items():
        number, _, title = key.partition(" ")
        if title == task.title and number.partition(".")[0] == task.number.partition(".")[0]:
            found |= entry
    return found


if __name__ == "__main__":
    print(report(workplace.folder()))
