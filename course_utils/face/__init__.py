"""The face of a lesson: its head, its stylesheet, and tracebacks that fit on a page."""
