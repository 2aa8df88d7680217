"""What is handed back to each person: a page of their own, which says nothing of anybody else.

For hand-ins that came from Moodle a zip holds the same pages by the names that Moodle takes with
"Upload multiple feedback files in a zip": one zip for each assignment that was downloaded, for a
number is one person in one assignment and another in the next.
"""

import re
import zipfile
from collections import defaultdict
from pathlib import Path

import jinja2

from course_utils.grade import moodle, points, results, worksheet
from course_utils.grade.tally import Standing, Tally

FOLDER = "feedback"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # on Windows


def names(tally: Tally) -> dict[str, str]:
    """Return {name of a standing: name of its page}, of those who handed in; no two are one."""
    found, taken = {}, set()
    for standing in tally.standings:
        if standing.works:
            stem = re.sub(r"[^\w .'()-]", "_", standing.name)[:80].strip(" .") or "student"
            stem = f"_{stem}" if _RESERVED.match(stem) else stem
            name, number = stem, 1
            while name.casefold() in taken:  # as Windows and macOS compare them
                number += 1
                name = f"{stem} [{number}]"
            taken.add(name.casefold())
            found[standing.name] = f"{name}.html"
    return found


def write(tally: Tally, folder: Path) -> list[Path]:
    """Write the pages into a folder in `folder`, and zips for Moodle; return what was written."""
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    zips = defaultdict(dict)
    called = names(tally)
    for standing in tally.standings:
        if standing.works:
            page = as_html(standing, tally).encode("utf-8", "backslashreplace")
            (home / called[standing.name]).write_bytes(page)
            for download, name in _for_moodle(standing):
                zips[download][name] = page
    return [home, *(_zip(folder, zips, download) for download in sorted(zips))]


def _for_moodle(standing: Standing):
    """Yield (download, name) for each assignment of Moodle's in which something was handed in."""
    found = {}
    for work in standing.works.values():
        for attempt in work.attempts:
            whose = attempt.submission.origin
            if whose.system == moodle.NAME:
                name = moodle.feedback_name(whose.name, whose.id, "feedback.html")
                found[moodle.download(attempt.submission.file), name] = True
    return list(found)


def _zip(folder, zips, download):
    mark = re.sub(r"\W+", "-", download.removesuffix(".zip")).strip("-") if len(zips) > 1 else ""
    path = folder / f"{'-'.join(filter(None, [FOLDER, 'moodle', mark]))}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, page in sorted(zips[download].items()):
            made.writestr(name, page)
    return path


def as_html(standing: Standing, tally: Tally) -> str:
    """Return the page of one person."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    page = jinja2.Environment(loader=loader, autoescape=True).get_template("feedback.html.j2")
    return page.render(
        standing=standing,
        tally=tally,
        signs=results.SIGNS,
        shown=points.shown,
        late=worksheet.late,
        other=_other,
    )


def _other(work):
    """Return the files of the attempts that do not count."""
    return [one.submission.file for one in work.attempts if one is not work.counts]
