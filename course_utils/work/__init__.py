"""The reader's own copies of the lessons: how they are made, and how a new edition reaches them."""

import course_utils.publish  # noqa: F401 - before nbformat, which it makes quick to import
