"""What git knows of the course's folder, where that is a clone; only `pull` changes anything.

Whoever answered in `notebooks/` itself has the answers there as changes, in commits of their own,
or put aside with `git stash`.
"""

import os
import subprocess

from course_utils import home

PATIENCE = 300  # seconds for what a network is needed for


def published(name):
    """Return the text of a lesson without what the reader has changed; None if there is none."""
    return _shown(_fork(), name)


def changed():
    """Return {name: [(text as published, text as the reader has it)]} of lessons in notebooks/."""
    found = {}
    if not _is_clone():
        return found
    fork = _fork()
    for since, until in ((fork, ""), (fork, "HEAD"), ("refs/stash^1", "refs/stash")):
        for name in _differing(since, until):
            pair = _shown(since, name), _shown(until, name)
            if None not in pair:
                found.setdefault(name, []).append(pair)
    return found


def pull():
    """Bring the newest edition where that changes nothing of the reader's; return what happened.

    The sentence is '' where there was nothing new.
    """
    if not home.IS_SOURCE:
        return "The course is installed as a package: a newer edition comes with pip."
    if not _is_clone():
        return "This folder is no clone of git: a newer edition has to be put in its place by hand."
    if _git("rev-parse", "--verify", "--quiet", "@{upstream}") is None:
        return "git does not know where newer editions come from: this branch has no upstream."
    mine = [line[3:] for line in (_git("status", "--porcelain", "-uno") or "").splitlines()]
    if mine:
        return (
            f"git brings no newer edition while you have changes in {', '.join(mine[:3])}"
            f"{' and others' if len(mine) > 3 else ''}. Answers in notebooks/ go into your copies, "
            "as is said below; then `git restore notebooks` clears the way for the next update."
        )
    before = _git("rev-parse", "HEAD")
    done = _run("pull", "--quiet", "--ff-only", timeout=PATIENCE)
    if done is None or done.returncode:
        said = done.stderr.splitlines() if done else ["it did not answer"]
        said = " ".join(line.strip() for line in said if not line.startswith("hint:"))
        return f"git brought no newer edition: {said}"
    return "" if _git("rev-parse", "HEAD") == before else "git brought a newer edition."


def _is_clone():
    """True if the course's folder is a clone, not a folder in one of something else."""
    return _git("rev-parse", "--show-prefix") == ""


def _fork():
    """Return the commit up to which this clone is as published."""
    return _git("merge-base", "HEAD", "@{upstream}") or "HEAD"


def _differing(since, until):
    """Return the names of lessons in notebooks/ that differ; `until` is '' for the files."""
    said = _git("diff", "--name-only", "-z", since, *filter(None, [until]), "--", "notebooks")
    paths = (said or "").split("\0")
    return [path.removeprefix("notebooks/") for path in paths if path.endswith(".ipynb")]


def _shown(commit, name):
    if commit:
        return _git("show", f"{commit}:notebooks/{name}")
    try:
        return (home.COURSE / "notebooks" / name).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _git(*arguments):
    """Return what a git command prints, without the last line break; None if it fails."""
    done = _run(*arguments)
    return done.stdout.removesuffix("\n") if done and done.returncode == 0 else None


def _run(*arguments, timeout=60):
    try:
        return subprocess.run(
            ["git", "-C", home.COURSE, *arguments],
            env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
