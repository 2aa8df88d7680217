"""Answers tried out on the key, written without looking at it: one module a lesson.

`WRONG` holds what the syllabus says people write, and a fragment of what they should be told, so
that a wrong answer cannot drop out of the key unnoticed. `RIGHT` holds right answers written in
another way than the reference.
"""
