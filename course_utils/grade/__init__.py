"""Grade what students hand in: which exercise passed, which mistake was recognised, what it earns.

- `files` finds what lies in a folder and its zips, `reading` reads it, `moodle` and `canvas` know
  the names that these systems give, `submissions` says whose it is and which exercises it holds,
- `bench` grades one submission: `process` runs it in `student`, shut in by `shut_in`, without the
  answer key; `judge` says what came of the answers; `local` does several at a time,
- `results` says what a result is, `ledger` keeps results as they come,
- `people` says who is expected, `points` what an answer earns, `tally` puts these together,
- `report` writes the tables and the page, `feedback` a page for each person, `worksheet` and
  `gradebook` what Moodle and Canvas take back.
"""
