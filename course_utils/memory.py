"""What a reader has tried, passed and answered: one small file on their own machine.

It is progress.json beside their copies of the lessons; they may read it, and delete it. Elsewhere
nothing is kept: not of the course's own notebooks, of tests or of grading. What cannot be kept
stops no check: it is said in one sentence, once.
"""

import contextlib
import datetime
import json
import os
import re

from course_utils import workplace

FILE = "progress.json"
PATIENCE = 3  # seconds to wait for another kernel that is writing

_said = set()


def checked(number, title, passed):
    """Keep that an answer to an exercise was checked; return what went wrong, '' if nothing."""

    def change(entry):
        entry["tried"] = _count(entry, "tried") + 1
        if passed:
            entry.setdefault("passed", _today())

    return _keep(f"{number} {title}", change)


def hinted(number, title):
    """Keep that a hint was asked for; return as `checked`."""
    return _keep(f"{number} {title}", lambda entry: entry.update(hints=_count(entry, "hints") + 1))


def solved(number, title):
    """Keep that the solution was looked at; return as `checked`."""
    return _keep(f"{number} {title}", lambda entry: entry.setdefault("solution", _today()))


def answered(number, chosen, right, folder=None, options=()):
    """Keep what was chosen in a question ('2.p1'); return as `checked`.

    The first choice, and if it was right, is what counts; the last one is what is shown again.
    Where the first is none of the `options`, if they are given, this number was another question's,
    and the choice is a first one. Without a `folder` of work it is that of the working directory.
    """

    def change(entry):
        if options and entry.get("chosen") not in options:
            entry.clear()
        if "answered" not in entry:
            entry.update(chosen=chosen, right=bool(right), answered=_today())
        elif chosen != entry.get("chosen"):
            entry["again"] = chosen
        else:
            entry.pop("again", None)

    return _keep(number, change, folder)


def chosen(folder):
    """Return what was chosen last in each question that was answered: {'2.p1': 'The first'}."""
    last = {key: entry.get("again", entry.get("chosen")) for key, entry in kept(folder).items()}
    return {key: text for key, text in last.items() if isinstance(text, str)}


def place():
    """Return the key of the folder of work that the working directory lies in, '' if in none."""
    folder = workplace.here()
    return workplace.key(folder) if folder else ""


def kept(folder):
    """Return what is kept in a folder of work: {'2.1 Title' or '2.p1': {what: how often or when}}.

    A file that cannot be read counts as nothing, and so does what in it is none of ours.
    """
    try:
        entries = _read(folder / FILE)
    except (OSError, ValueError):
        return {}
    return {key: entry for key, entry in entries.items() if isinstance(entry, dict)}


def _keep(key, change, folder=None):
    """Change the entry of `key`; return what went wrong, '' if nothing or if it was said before."""
    try:
        folder = folder or workplace.here()
        trouble = _change(folder, key, change) if folder else ""
    except Exception as error:  # whatever it is, the check goes on
        trouble = f"Your progress could not be kept: {_text(error)}"
    if trouble in _said:
        return ""
    _said.add(trouble)
    return trouble


def _change(folder, key, change):
    from filelock import FileLock

    path = folder / FILE
    with FileLock(folder / workplace.EDITIONS / f"{FILE}.lock", timeout=PATIENCE):
        entries, trouble = _read_or_set_aside(path)
        entry = dict(entries[key]) if isinstance(entries.get(key), dict) else {}
        change(entry)
        if entry != entries.get(key):
            entries[key] = entry
            ordered = dict(sorted(entries.items(), key=_place))
            workplace.write(path, json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")
    return trouble


def _read_or_set_aside(path):
    """Return what is kept, and a sentence if the file was none of ours and got another name."""
    try:
        return _read(path), ""
    except ValueError:
        aside = path.with_name("progress.unreadable.txt")
        os.replace(path, aside)
        return {}, f"{FILE} could not be read; it is {aside.name} now, and a new one begins."


def _read(path):
    """Return the entries in a file, {} if there is none; OSError, ValueError if it is none of ours.

    Each is a dict, unless another edition of the course, or a person, wrote it.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(entries, dict):
        raise ValueError("expected an object")
    return entries


def _count(entry, name):
    return entry[name] if isinstance(entry.get(name), int) else 0


def _place(item):
    """Order '2.9 Title' before '2.10 Title' and '10.1 Title'."""
    numbers = re.split("[. ]", item[0])[:2]
    return [int(number) if number.isdecimal() else 0 for number in numbers], item[0]


def _today():
    return datetime.date.today().isoformat()


def _text(error):
    with contextlib.suppress(Exception):
        return getattr(error, "strerror", None) or str(error) or type(error).__name__
    return type(error).__name__
