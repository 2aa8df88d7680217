"""The answer key: one module a lesson, with its exercises, their wrong answers and questions."""
