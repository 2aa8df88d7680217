"""A day of a class: `python tests/hub/day.py --students 10` plays it, and prints what it took.

Each student signs in, runs a lesson, answers, and signs out. Then a new edition comes. Each signs
in again, and finds the answer and what is new. It is a command, for ten students take minutes;
test_class.py plays a short day with two.
"""

import argparse
import contextlib
import re
import statistics
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from classroom import Hub, Student, course

from course_utils.publish import notebooks

LESSON, EXERCISE = "02_loss.ipynb", "2.1"
NEWS = "A sentence of the new edition."
# What a student tries, in a kernel, to get hold of another's: each way returns what it reached.
ATTEMPTS = """
import glob, os, urllib.request

def attempt(way):
    try:
        return way() or ""
    except Exception:
        return "nothing"

def asks(page, token):
    asked = urllib.request.Request(URL + page, headers={"Authorization": f"token {token}"})
    return urllib.request.urlopen(asked, timeout=20).status

def all_of(*ways):
    return {str(attempt(way)) for way in ways}

tokens = [value for name, value in os.environ.items() if "TOKEN" in name]
environments = glob.glob("/proc/[0-9]*/environ")
print("homes", os.listdir("/home"))
print("their folder", attempt(lambda: os.listdir(FOLDER)))
print("their file", attempt(lambda: open(FILE).read()))
print("their processes", [path for path in environments if HOME in str(attempt(open(path).read))])
print("a signal to them", attempt(lambda: os.kill(PROCESS, 0)))
mine = os.environ["JUPYTER_RUNTIME_DIR"]
print("their kernels", [path for path in glob.glob("/tmp/seat-*") if path != mine])
print("their server", all_of(*(lambda t=t: asks(f"/user/{OTHER}/api/contents", t) for t in tokens)))
them = f"/hub/api/users/{OTHER}"
print("as them at the hub", all_of(*(lambda t=t: asks(them, t) for t in tokens)))
print("the course", attempt(lambda: open(COURSE, "a")))
print("the system's secrets", attempt(lambda: open("/etc/shadow").read()))
"""
SHUT = """homes ['{name}']
their folder nothing
their file nothing
their processes []
a signal to them nothing
their kernels []
their server {{'nothing'}}
as them at the hub {{'nothing'}}
the course nothing
the system's secrets nothing"""


class Pupil(Student):
    """A student with a day's work: a `whole` lesson, or its first cell and an answer."""

    def __init__(self, hub, name, whole):
        super().__init__(hub, name)
        self.whole = whole
        self.seconds, self.served, self.running = 0.0, 0.0, 0.0
        self.mark = f"# {name} was here"

    def morning(self, together):
        """Work through the lesson; `together` is a barrier at which each waits for the others."""
        self.seconds = self.sign_in()
        together.wait()
        self.served = self.hub.memory(self.name)
        self.work()
        together.wait()  # all kernels are there
        self.running = self.hub.memory(self.name)
        together.wait()
        self.sign_out()

    def work(self):
        """Run the lesson with an answer in it, compare what it prints, and save it."""
        nb = nbformat.from_dict(self.read(LESSON))
        solved = notebooks.code_cells(notebooks.solved(nb))
        stored = notebooks.code_cells(notebooks.read(notebooks.FOLDER / LESSON))
        with self.kernel(LESSON) as run:
            for cell, right, before in zip(notebooks.code_cells(nb), solved, stored, strict=True):
                is_answered = f'check("{EXERCISE}"' in cell.source
                if is_answered:
                    cell.source = f"{right.source}\n{self.mark}"
                if not (self.whole or is_answered or "begin(" in cell.source):
                    continue
                said = run(cell.source)
                if "exercise" not in notebooks.tags(cell):
                    compare(said, before)
        self.save(LESSON, nb)
        self.choose("2.p1", "The first")

    def evening(self):
        """Come back: the answer is there, it has passed, and the new edition has come."""
        self.sign_in()
        nb = nbformat.from_dict(self.read(LESSON))
        sources = [cell.source for cell in nb.cells]
        assert sum(self.mark in source for source in sources) == 1, self.name
        assert sum(NEWS in source for source in sources) == 1, self.name
        progress = self.ask("GET", "contents/progress.json")["content"]
        assert re.search(rf'"{EXERCISE} .*?"passed"', progress, re.DOTALL), self.name
        assert self.page()["course"]["chosen"] == {"2.p1": "The first"}, self.name


def compare(said, cell):
    """Assert that a cell printed what is stored of it, as far as that is plain text."""
    texts = "".join(text for kind, text in notebooks.outputs(cell) if kind == "stdout")
    assert all(line in said for line in texts.splitlines()), (cell.id, said, texts)


def new_edition(folder):
    """Let the course have one sentence more in a lesson."""
    path = folder / "notebooks" / LESSON
    nb = notebooks.read(path)
    prose = next(c for c in nb.cells[5:] if c.cell_type == "markdown" and len(c.source) > 200)
    prose.source += f"\n{NEWS}"
    path.write_text(nbformat.writes(nb), encoding="utf-8")


def reach(me, other):
    """Return what a student's attempts at another's work came to, and what they should come to."""
    folder = me.hub.folder / "people" / other.name
    names = {
        "FOLDER": str(folder),
        "FILE": str(folder / "course" / LESSON),
        "OTHER": other.name,
        "HOME": f"JUPYTERHUB_USER={other.name}",
        "PROCESS": me.hub.processes(other.name)[-1].pid,
        "URL": me.hub.url,
        "COURSE": str(me.hub.course / "course_utils" / "simulate.py"),
    }
    with me.kernel("00_can_a_machine_learn.ipynb") as run:
        run("\n".join(f"{name} = {value!r}" for name, value in names.items()))
        return run(ATTEMPTS).strip(), SHUT.format(name=me.name)


def play(hub, names, whole=True):
    """Play the day; return the students."""
    pupils = [Pupil(hub, name, whole) for name in names]
    together = threading.Barrier(len(pupils), timeout=600)
    with ThreadPoolExecutor(len(pupils)) as room:
        with breaking(together):
            list(room.map(lambda pupil: pupil.morning(together), pupils))
        new_edition(hub.course)
        list(room.map(Pupil.evening, pupils))
    return pupils


@contextlib.contextmanager
def breaking(barrier):
    """Let nobody wait for somebody who failed."""
    try:
        yield
    except BaseException:
        barrier.abort()
        raise


def main():
    """Play the day and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=10)
    number = parser.parse_args().students
    with tempfile.TemporaryDirectory() as folder, Hub(course(Path(folder))) as hub:
        alone = hub.memory()
        pupils = play(hub, [f"student{n}" for n in range(1, number + 1)])
        came, expected = reach(*pupils[:2])
        print(came)
        assert came == expected, expected
        print(f"{number} served, nothing lost, another's files out of reach")
        for what, values in {
            "seconds to start, all at once": [pupil.seconds for pupil in pupils],
            "MB of a server": [pupil.served for pupil in pupils],
            "MB of a server and a kernel after the lesson": [pupil.running for pupil in pupils],
        }.items():
            print(f"{what}: {statistics.median(values):.0f} (to {max(values):.0f})")
        print(f"MB of hub and proxy: {alone:.0f}, after all came {hub.memory():.0f}")


if __name__ == "__main__":
    main()
