"""Print the lessons as data: `python tests/report.py`. Nothing is judged here."""

from lesson import Lesson

from course_utils.publish import notebooks


def figures(lesson):
    """Return the figures of one lesson, by name."""
    excused = [c for c in lesson.code if "nbval-ignore-output" in notebooks.tags(c)]
    return {
        "cells": len(lesson.code),
        "median": lesson.median,
        "90 %": lesson.percentile_90,
        "longest": lesson.lines[-1],
        "words": lesson.words,
        "KB": round(lesson.kilobytes),
        "outputs compared": sum(len(notebooks.outputs(cell)) for cell in lesson.code),
        "excused": sum(len(cell.outputs) for cell in excused),
        "exercises": len(lesson.exercises),
        "mistakes": sum(len(part.mistakes) for part in lesson.parts),
        "questions": len(lesson.questions),
    }


def main():
    rows = [(lesson, figures(lesson)) for lesson in map(Lesson, notebooks.paths())]
    for i, (lesson, row) in enumerate(rows):
        if i == 0:
            print(f"{'lesson':24}", *row, sep="  ")
        print(f"{lesson!r:24}", *(f"{v:>{len(k)}}" for k, v in row.items()), sep="  ")
        for cell in lesson.code:
            if "reason" in cell.metadata:
                print(f"    excused: {cell.id}, {cell.metadata.reason}")


if __name__ == "__main__":
    main()
