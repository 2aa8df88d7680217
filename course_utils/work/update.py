"""Make a reader's copies, and bring a new edition into those that are there.

What could not be merged is kept beside them under another name, and is said in one line. Each file
is written whole or not at all: a run that was interrupted leaves nothing half done, and the next
one goes on.
"""

import os
from itertools import count

from course_utils import home, workplace
from course_utils.work import checkout, copies

BEFORE = "before_update"  # in it lie the copies as they were before they were last changed here


def bring(folder, merge=True):
    """Copy the lessons that `folder` lacks, and merge new editions of the others into them.

    Without `merge` these stay of their edition. Answers that stand in the course's own notebooks
    are taken over. Return what there is to say, a list of sentences.
    """
    said = []
    answers = checkout.changed()
    for path in home.lessons():
        lesson = _Lesson(folder, path, answers.get(path.name, []))
        try:
            lesson.bring(merge)
        except Exception as error:  # whatever is wrong with one, the others come
            lesson.say(f"your copy stays as it is: {error}")
        said += lesson.said
    return said


class _Lesson:
    """A lesson of the course, with what the reader has of it.

    `answers` are pairs: the text of the course's own notebook as published, and with answers.
    """

    def __init__(self, folder, path, answers):
        self.folder, self.source, self.answers = folder, path, answers
        self.copy = folder / path.name
        self.said = []

    def say(self, sentence):
        self.said.append(f"{self.copy.stem}: {sentence}")

    def bring(self, merge):
        edition = self._edition()
        before = self._read()
        nb = before
        if nb is None:
            copies.keep(self.folder, self.copy.stem, edition)
            nb = copies.tied(edition, edition=copies.key(edition))
        nb = self._with_answers(nb)
        if merge:
            nb = self._with_edition(nb, edition)
        elif copies.ours(nb).get("edition") != copies.key(edition):
            self.say(f"there is a newer edition; `{workplace.UPDATE}` brings it.")
        if before is None:
            workplace.write(self.copy, copies.text(nb))
        elif nb != before:
            text = self.copy.read_text(encoding="utf-8")
            workplace.write(self.folder / BEFORE / self.copy.name, text)
            workplace.write(self.copy, copies.text(nb))
            copies.pass_trust_on(before, nb)

    def _edition(self):
        """Return the lesson as it is published; ValueError if that is no notebook."""
        text = checkout.published(self.source.name) if self.answers else None
        try:
            return copies.blank(copies.parse(text) if text else copies.read(self.source))
        except ValueError as error:
            raise ValueError("the course's own notebook cannot be read") from error

    def _read(self):
        """Return the reader's copy; None if there is none, or none that can be read."""
        if not self.copy.exists():
            self._rename()
        try:
            return copies.read(self.copy)
        except FileNotFoundError:
            return None
        except ValueError:
            aside = self._free("unreadable.txt")
            os.replace(self.copy, aside)
            self.say(f"your copy could not be read; it is {aside.name}, and a new one is made.")
            return None

    def _rename(self):
        """Let a copy follow a lesson that has another name in this edition."""
        current = {path.stem for path in home.lessons()}
        for path in sorted(self.folder.glob(f"{self.copy.stem[:3]}*.ipynb")):
            if path.stem not in current and copies.was_lesson(self.folder, path.stem):
                os.replace(path, self.copy)
                self.say(f"is the new name of {path.stem}.")
                return

    def _with_answers(self, nb):
        """Return the copy with the answers that stand in the course's own notebook."""
        for published, answered in self.answers:
            try:
                base, own = (copies.blank(copies.parse(text)) for text in (published, answered))
            except ValueError:  # git has left its marks in it
                continue
            taken = copies.ours(nb).get("taken", [])
            if copies.key(own) in taken:
                continue
            merged, sentence = self._merged(base, nb, own, "from_notebooks.ipynb")
            if sentence or merged.cells != nb.cells:
                self.say(f"what you wrote in notebooks/ is in your copy now{sentence}.")
            nb = copies.tied(merged, taken=[*taken, copies.key(own)])
        return nb

    def _with_edition(self, nb, edition):
        """Return the copy with what is new in this edition."""
        name = copies.key(edition)
        if copies.ours(nb).get("edition") == name:
            return nb
        base = copies.edition_of(self.folder, nb)
        nb, sentence = self._merged(base, nb, edition, "new.ipynb")
        self.say(f"the new edition is in your copy{sentence}.")
        copies.keep(self.folder, self.copy.stem, edition)
        return copies.tied(nb, edition=name)

    def _merged(self, base, yours, theirs, name):
        """Return the merged notebook, and the half of a sentence that says what did not arrive.

        Then `theirs` is kept beside the copy under this name.
        """
        from course_utils.work import merging  # takes a second, and mostly nothing is to be merged

        try:
            if base is None:
                raise ValueError("what it was made from is lost")
            merged, missing = merging.merge(base, yours, theirs)
        except Exception as error:  # whatever it is, yours stays
            merged, missing = yours, [f"everything ({error})"]
        if not missing:
            return merged, ""
        beside = self._free(name, copies.text(theirs))
        workplace.write(beside, copies.text(theirs))
        return merged, f" but for {', '.join(missing)}: there yours stays; see {beside.name}"

    def _free(self, ending, text=None):
        """Return a path beside the copy: 02_loss.new.ipynb, 02_loss.2.new.ipynb, ...

        No file is there, or one with this text.
        """
        for number in count(1):
            between = "" if number == 1 else f"{number}."
            path = self.copy.with_name(f"{self.copy.stem}.{between}{ending}")
            if not path.exists() or text is not None and path.read_text(encoding="utf-8") == text:
                return path
