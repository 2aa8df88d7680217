"""The reader's own copies of the lessons: how they are made, and how a new edition reaches them."""
