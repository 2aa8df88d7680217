"""What the lessons ask and say beside their notebooks: a folder each, a file for each thing.

`lesson_03_gradients/` holds a module for each exercise (`ex1_walk_downhill.py` is exercise 3.1),
the questions (`quiz.py`) and what whoever speaks needs (`notes.toml`). A file joins by lying there:
`register` finds it. What two lessons share lies beside their folders.
"""
