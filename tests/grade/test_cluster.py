"""A Dask cluster grades as this machine does, and a worker that dies loses nothing."""

import os
import signal
import threading
import time

import pytest
import submissions as submitted
from distributed import LocalCluster
from submissions import notebook

from course_utils.grade import bench, cluster
from course_utils.grade.__main__ import main

LESSON = "00_can_a_machine_learn"


@pytest.fixture
def machines():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as machines:
        yield machines


@pytest.mark.filterwarnings("ignore")  # Dask's own, when a worker of its is killed
def test_a_worker_that_dies_gives_its_submission_back(machines, tmp_path):
    wrong = {"ex_4": 'order = "abcdef"\ncheck("0.4", order)'}
    handed_in = {f"{name}/{LESSON}.ipynb": notebook(**wrong) for name in ("ada", "bob")}
    submitted.save(handed_in | {f"cyd/{LESSON}.ipynb": notebook()}, tmp_path / "in")
    killing = threading.Thread(target=_kill_one, args=[machines])
    killing.start()
    flags = [*submitted.WALLS, "--to", str(tmp_path / "to")]
    address = ["--scheduler", machines.scheduler_address]
    assert main([str(tmp_path / "in"), *flags, *address]) == 0
    killing.join()
    rows = submitted.rows(tmp_path / "to")
    assert [row["student"] for row in rows[::4]] == ["ada", "bob", "cyd"]
    came = [row["result"] for row in rows]
    assert came == 2 * [*3 * ["passed"], "mistake recognised"] + 4 * ["passed"]


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
    submitted.save({f"ada/{LESSON}.ipynb": notebook()}, tmp_path / "in")
    monkeypatch.setattr("course_utils.grade.cluster.PATIENCE", 1)
    flags = [*submitted.WALLS, "--to", str(tmp_path / "to"), "--scheduler", "tcp://127.0.0.1:9"]
    assert main([str(tmp_path / "in"), *flags]) == 2
    assert "expected a scheduler at 'tcp://127.0.0.1:9'" in capsys.readouterr().err
