"""What the lessons ask and say beside their notebooks: a folder each, a file for each thing.

`lesson_03_gradients/` holds a module for each exercise (`ex1_walk_downhill.py` is exercise 3.1),
the questions (`quiz.py`), what the reader moves (`explore_step_size_lab.js` and `.py`) and what a
teacher needs (`notes.toml`). A file joins by lying there: `checking.register` and `explore` find
it. What two lessons share lies beside their folders.
"""
