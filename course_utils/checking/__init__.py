"""The machinery of an answer: what an exercise is, how an answer is run, judged and shown."""
