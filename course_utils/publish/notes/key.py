"""Find in the answer key the wrong answers that speaker notes mention."""

import re

from course_utils.checking import exercises, questions


def wrong_answer(reference):
    """Return the wrong answer that '8.p2 about 2' means, and what the answer key says to it.

    ValueError unless exactly one wrong option, or mistake, has the words after the number in it.
    """
    number, _, words = reference.partition(" ") if isinstance(reference, str) else ("", "", "")
    if not words.strip():
        raise ValueError(f"expected a number and some words, as '8.p2 about 2'; got {reference!r}")
    if re.search(r"\.\d", number):
        task = exercises.find(number)
        said = {mistake.sentence for part in task.parts for mistake in part.mistakes}
        return f"Exercise {number}, {task.title}", _only(number, words, said)
    options = questions.find(number).options
    why = {option.text: option.why for option in options if not option.right}
    text = _only(number, words, why)
    return f"Question {number}, “{text}”", why[text]


def _only(number, words, texts):
    """Return the one text that is these words, or failing that has them in it."""
    words = words.strip().casefold()
    found = [text for text in texts if text.casefold() == words]
    found = found or [text for text in texts if words in text.casefold()]
    if len(found) != 1:
        which = f"{len(found)} wrong answers have" if found else "no wrong answer has"
        raise ValueError(f"{which} {words!r} in it; {number} has {sorted(found or texts)}")
    return found[0]
