"""`python -m course_utils.work` copies the lessons into your folder; `... update` renews them.

`make lab` and `make update` call them. Your folder is work/ in the course's, or what the variable
COURSE_WORK says; where the course was installed as a package, work/ in the working directory.
"""

import argparse
import subprocess
import sys

from course_utils import home, workplace
from course_utils.work import checkout, update


def main(arguments=None):
    """Do what the command line says; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m course_utils.work",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", nargs="?", choices=TASKS, default="copy")
    task = TASKS[parser.parse_args(arguments).task]
    folder = workplace.folder()
    try:
        home.lessons()
        (folder / workplace.EDITIONS).mkdir(parents=True, exist_ok=True)
        return task(folder)
    except home.NotHere as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"Your work cannot be kept in {folder}: {error.strerror}. Set the variable COURSE_WORK "
            "to a folder that you can write to.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("Interrupted. Nothing is lost, and the next run goes on.", file=sys.stderr)
        return 130


def copy(folder):
    """Copy the lessons that are not there yet, and say where they lie."""
    print(*update.bring(folder, merge=False), f"Your work lies in {folder}.", sep="\n")
    return 0


def renew(folder):
    """Bring the newest edition from where the course was cloned, then merge it."""
    needs = _needs()
    print(checkout.pull() or "git has nothing newer.", flush=True)
    # A process of its own: by now the course's code may be newer than what this one has imported.
    code = subprocess.call([sys.executable, "-m", "course_utils.work", "merge"])
    if _needs() != needs:
        print("This edition needs other packages: type what README.md says at Start once more.")
    return code


def _needs():
    """Return which packages this edition needs; pip sees to them where it installed the course."""
    return (home.COURSE / "constraints.txt").read_bytes() if home.IS_SOURCE else b""


def merge(folder):
    """Merge the edition that is at hand into the copies."""
    said = update.bring(folder)
    if said:
        said.append("A lesson that is open in JupyterLab: File > Reload Notebook from Disk.")
    print(*said or ["Your copies are of this edition."], sep="\n")
    return 0


TASKS = {"copy": copy, "update": renew, "merge": merge}


if __name__ == "__main__":
    sys.exit(main())
