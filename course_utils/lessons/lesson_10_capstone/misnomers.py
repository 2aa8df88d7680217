"""Which runs of the bug clinic an answer calls by a wrong name, and what it takes them for."""

import re

from course_utils.clinic import CASES


def second_look(answer):
    """Return what the wrong letters were called, as a text: no right name stands in it."""
    if isinstance(answer, list | tuple):
        answer = dict(zip(CASES, answer, strict=False)) if len(answer) == len(CASES) else answer
    if not isinstance(answer, dict):
        return f"{len(answer)} names" if isinstance(answer, list | tuple) else "no list"
    if not all(type(text) is str for pair in answer.items() for text in pair):
        return "no names"
    named = {
        letter.strip().upper(): " ".join(name.lower().replace("_", " ").split())
        for letter, name in answer.items()
    }
    if named.keys() != CASES.keys():
        return f"{len(named)} names"
    off = [f"{letter}: {name}" for letter, name in named.items() if name != CASES[letter]]
    return ", ".join(sorted(off)) or "none"


def called(text):
    """Return the wrong names by letter, out of a text by `second_look`."""
    return dict(re.findall(r"([A-J]): ([^,]*)", text))


def confuses(names, others=None):
    """Return a test: is one of these names given to one of the others, or the other way round?"""

    def test(wrong):
        pairs = [{CASES[letter], name} for letter, name in wrong.items()]
        return any(pair & set(names) and pair & set(others or pair) for pair in pairs)

    return test
