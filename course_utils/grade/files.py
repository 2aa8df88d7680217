"""The files that were handed in: in a folder, and in the zips of it. Nothing is unpacked to disk.

A zip is a download of the system's, with the hand-ins of many, if it is what was named, or if
nothing but such zips lies in the folder and all in them has names of Moodle's or Canvas's.
Any other zip is one person's. A zip in a person's zip is opened too, and no further one.
"""

import io
import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from course_utils.grade import canvas, moodle

LARGEST = 300_000_000  # bytes of a file that is still read
MOST_BYTES = 500_000_000  # that a person's files in a zip may have together
MOST_FILES = 20_000  # in a zip
KINDS = (".ipynb", ".py", ".zip")  # of the files that are read

_TOO_LARGE = f"has more than {LARGEST // 10**6} MB"
_LINK = "is a symbolic link, which is not followed"


@dataclass(frozen=True)
class File:
    """A file by its `name`, the path from the folder, in which a zip is one more folder.

    `told_by` are the parts of it that tell whose it is, none of them chosen by a student within a
    zip. `trouble` says why it is not to be read; `read` may be called while it is the newest.
    """

    name: str
    told_by: tuple[str, ...]
    read: Callable[[], bytes]
    trouble: str = ""

    @property
    def kind(self) -> str:
        """Its ending, in small letters."""
        return PurePosixPath(self.name).suffix.lower()


def walk(root: Path) -> Iterator[File]:
    """Yield the files of a folder, or of a zip that the system made, at any depth, in order.

    ValueError if a folder cannot be read.
    """
    seen: Counter = Counter()
    for file in _walk(root):
        seen[file.name] += 1  # in a zip two may have one name
        yield file if seen[file.name] == 1 else _named(file, f" [{seen[file.name]}]")


def _named(file, mark):
    name = PurePosixPath(file.name)
    return replace(file, name=name.with_stem(name.stem + mark).as_posix())


def _walk(root):
    if root.is_file():
        yield from _in_zip(root, "", (), of_many=True)
        return
    names = sorted(_names(root))
    of_many = _only_downloads(root, names)
    for name in names:
        path, parts = root / name, PurePosixPath(name).parts
        file = File(name, parts, path.read_bytes, _trouble(os.lstat(path)))
        if file.kind == ".zip" and not file.trouble:
            yield from _in_zip(path, name, () if of_many else parts, of_many)
        else:
            yield file


def _names(root: Path) -> Iterator[str]:
    """Yield the paths of what is no folder, from the root; a link is none."""
    for folder, folders, files in os.walk(root, onerror=_cannot_be_read):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = [name for name in folders if not is_hidden(name)]
        for name in files + links:
            path = Path(folder, name).relative_to(root)
            if not is_hidden(name):
                yield path.as_posix()


def _cannot_be_read(error):
    raise ValueError(f"expected folders that can be read; {error}")


def is_hidden(name: str) -> bool:
    """True for checkpoints and for what systems leave."""
    return name.startswith((".", "__MACOSX"))


def _trouble(status: os.stat_result) -> str:
    if stat.S_ISLNK(status.st_mode):
        return _LINK
    if not stat.S_ISREG(status.st_mode):
        return "is no ordinary file"
    return _TOO_LARGE if status.st_size > LARGEST else ""


def _only_downloads(root: Path, names: list[str]) -> bool:
    read = [name for name in names if PurePosixPath(name).suffix.lower() in KINDS]
    return (
        bool(read)
        and all(name.lower().endswith(".zip") for name in read)
        and all("/" not in name and _is_download(root / name) for name in read)
    )


def _is_download(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as opened:
            tops = {_path(one).split("/")[0] for one in opened.infolist()}
    except (OSError, zipfile.BadZipFile):
        return False
    return bool(tops) and all(moodle.origin(top) or canvas.origin(top) for top in tops)


def _in_zip(source, name, told_by, of_many=False, above=0) -> Iterator[File]:
    """Yield the files of a zip; itself, with its trouble, if it cannot be opened."""
    deep = above if of_many else above + 1  # in zips of one person
    whole = File(name, told_by or (name,), bytes)
    try:
        opened = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        yield replace(whole, trouble=f"cannot be opened: {error}")
        return
    with opened:
        entries = [one for one in opened.infolist() if not one.is_dir()]
        if len(entries) > MOST_FILES:
            yield replace(whole, trouble=f"holds more than {MOST_FILES} files")
            return
        spent: Counter = Counter()
        for entry in sorted(entries, key=lambda one: one.filename):
            parts = PurePosixPath(_path(entry)).parts
            if not parts or ".." not in parts and any(map(is_hidden, parts)):
                continue
            inner = parts if of_many else told_by
            path = "/".join(filter(None, [name, _path(entry).lstrip("/")]))
            if path.lower().endswith(KINDS) and entry.file_size <= LARGEST:
                spent[inner[0]] += entry.file_size
            trouble = _trouble_in_zip(entry, parts, spent[inner[0]], deep)
            file = File(path, inner, lambda e=entry: opened.read(e), trouble)
            if file.kind == ".zip" and not trouble:
                yield from _nested(file, inner, deep)
            else:
                yield file


def _path(entry):
    return entry.filename.replace("\\", "/")  # as some programs write them


def _nested(file, told_by, deep):
    try:
        data = io.BytesIO(file.read())
    except Exception as error:  # a zip can be wrong in any way
        yield replace(file, trouble=f"cannot be opened: {error}")
        return
    yield from _in_zip(data, file.name, told_by, above=deep)


def _trouble_in_zip(entry, parts, spent, deep):
    if entry.flag_bits & 1:
        return "is encrypted"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _LINK
    if ".." in parts or re.match(r"/|[A-Za-z]:", _path(entry)):
        return "has a path that leads out of its zip"
    if entry.file_size > LARGEST:
        return _TOO_LARGE
    if spent > MOST_BYTES:
        return f"comes after more than {MOST_BYTES // 10**6} MB in one person's zip"
    if deep == 2 and entry.filename.lower().endswith(".zip"):
        return "is a zip in a zip in a zip"
    return ""
