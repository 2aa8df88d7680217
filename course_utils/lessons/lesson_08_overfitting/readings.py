"""The readings that several exercises of this lesson try."""

from course_utils import simulate

T_U, T_C = simulate.thermometer()
TRAIN, VAL = [9, 6, 5, 8, 4, 7, 0, 1, 3], [2, 10]  # the split in the book
