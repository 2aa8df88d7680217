"""A class on one machine: JupyterHub, for each student a server with copies of their own.

`python -m course_utils.hub` starts it, for trying. Servers run as one user of the machine, each
shut in by bubblewrap, so that nobody reaches what is another's. notebooks/serving.md says what a
real class runs on.
"""
