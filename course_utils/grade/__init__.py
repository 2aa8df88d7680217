"""Grade submitted notebooks: which exercise passed, which mistake was recognised.

This executes the students' code with your rights, unless you say how to run it as somebody else.

- `submissions` finds the notebooks of a folder, their students and their exercises,
- `run` gives each one a process of its own, and goes on when that ends early,
- `worker` is that process: it runs the cells and judges the answers,
- `results` says what a result is, `report` writes the tables.
"""
