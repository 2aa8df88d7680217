"""What `make` makes of the notebooks: stored outputs, slides, hand-outs, notes, solutions."""
