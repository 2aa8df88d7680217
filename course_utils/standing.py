"""Where a reader stands, lesson by lesson: `python -m course_utils.standing` prints it."""

import re

from course_utils import memory, workplace
from course_utils.checking import exercises, register

NOTHING_YET = "Nothing is done yet. What you pass in your copies of the lessons is listed here."


def progress():
    """Print how far the reader has come, where this notebook is one of their own copies."""
    print(report(workplace.here()))


def predictions():
    """Print how many of the reader's predictions were right, where this is one of their copies."""
    right, made = count_predictions(workplace.here())
    if made:
        print(f"{right} of your {made} predictions {'was' if right == 1 else 'were'} right.")
    else:
        print("You have predicted nothing yet. Predictions in your copies of the lessons count.")


def report(folder):
    """Return a line for each lesson ('02: 4 of 6, next 2.5'), if anything is kept in `folder`."""
    kept = memory.kept(folder) if folder else {}
    if not kept:
        return NOTHING_YET
    lines = [f"Your work lies in {folder}."]
    for lesson in register.lessons():
        total, open_ones = len(exercises.of_lesson(lesson)), left(lesson, kept)
        next_one = f", next {open_ones[0]}" if open_ones else ""
        lines.append(f"{lesson:02d}: {total - len(open_ones)} of {total}{next_one}")
    return "\n".join(lines)


def left(lesson, kept):
    """Return the numbers of the exercises of a lesson that are not passed by what is kept."""
    tasks = exercises.of_lesson(lesson)
    return [task.number for task in tasks if "passed" not in _entry(kept, task, tasks)]


def count_predictions(folder):
    """Return how many predictions were right, and how many were made."""
    kept = memory.kept(folder) if folder else {}
    made = [e for key, e in kept.items() if re.fullmatch(r"\d+\.p\d+", key) and "right" in e]
    return sum(entry["right"] is True for entry in made), len(made)


def _entry(kept, task, tasks):
    """Return what is kept of an exercise, {} if nothing is.

    In another edition it may have had another number, or another title, but hardly both.
    """
    titles = {other.title for other in tasks}
    by_number = by_title = {}
    for key, entry in kept.items():
        number, _, title = key.partition(" ")
        if title == task.title and number.partition(".")[0] == task.number.partition(".")[0]:
            by_title = by_title | entry
        elif number == task.number and title not in titles:
            by_number = entry
    return by_title or by_number


if __name__ == "__main__":
    print(report(workplace.folder()))
