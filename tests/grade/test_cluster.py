"""A Dask cluster grades as this machine does, and a worker that dies loses nothing."""

import os
import signal
import threading
import time

import pytest
import stand_in
import submissions as submitted
from distributed import LocalCluster
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.checking import exercises
from course_utils.grade import bench, cluster
from course_utils.grade.__main__ import main

LESSON = "00_can_a_machine_learn"
RIGHT = exercises.find("0.4").parts[0].reference()


@pytest.fixture
def machines():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as machines:
        yield machines


@pytest.mark.filterwarnings("ignore")  # Dask's own, when a worker of its is killed
def test_a_worker_that_dies_gives_its_submission_back(machines, tmp_path):
    answers = {"ada": "abcdef", "bob": "abcdef", "cyd": RIGHT}
    for name, answer in answers.items():
        nb = new_notebook(cells=[new_code_cell(stand_in.cell("0.4", answer))])
        submitted.save({f"{name}/{LESSON}.ipynb": nb}, tmp_path / "in")
    killing = threading.Thread(target=_kill_one, args=[machines])
    killing.start()
    flags = [*stand_in.FLAGS, "--to", str(tmp_path / "to")]
    address = ["--scheduler", machines.scheduler_address]
    assert main([str(tmp_path / "in"), *flags, *address]) == 0
    killing.join()
    rows = submitted.rows(tmp_path / "to")
    assert [row["student"] for row in rows[3::4]] == list(answers)
    came = [row["result"] for row in rows[3::4]]
    assert came == ["mistake recognised", "mistake recognised", "passed"]


def _kill_one(machines):
    """Kill a worker as soon as it is at work."""
    while not any(state.processing for state in machines.scheduler.workers.values()):
        time.sleep(0.05)
    os.kill(next(iter(machines.workers.values())).process.pid, signal.SIGKILL)


def test_what_has_come_is_not_graded_again_when_its_worker_dies(monkeypatch):
    monkeypatch.setattr(bench, "grade", lambda one, terms: (one, 0.0))
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as machines:
        coming = cluster.grade_all(["ada", "bob"], None, machines.scheduler_address)
        assert {next(coming)[0], next(coming)[0]} == {"ada", "bob"}
        kept = machines.scheduler.tasks  # what a cluster does again when it is lost
        waited = 0
        while len(kept) > 1 and (waited := waited + 1) < 1000:  # it is told later
            time.sleep(0.05)
        assert len(kept) == 1  # the last one is still in our hands
        coming.close()


def test_where_there_is_no_scheduler_it_says_so(tmp_path, capsys, monkeypatch):
    submitted.save({f"ada/{LESSON}.ipynb": submitted.notebook()}, tmp_path / "in")
    monkeypatch.setattr("course_utils.grade.cluster.PATIENCE", 1)
    flags = [*stand_in.FLAGS, "--to", str(tmp_path / "to"), "--scheduler", "tcp://127.0.0.1:9"]
    assert main([str(tmp_path / "in"), *flags]) == 2
    assert "expected a scheduler at 'tcp://127.0.0.1:9'" in capsys.readouterr().err
