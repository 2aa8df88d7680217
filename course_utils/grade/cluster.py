"""Grade a class that outgrows one machine: on a Dask cluster, which gives lost work to others.

It needs the extra `cluster`, and on each machine of the cluster this course and what shuts code in.
A worker that dies gives its submission back; one at which several workers died is not tried again.
"""

from collections.abc import Iterator

from course_utils.grade import bench, grading
from course_utils.grade.bench import Terms
from course_utils.grade.process import GradingError
from course_utils.grade.submissions import Submission

PATIENCE = 20  # seconds until a scheduler answers


def grade_all(submissions: list[Submission], terms: Terms, address: str) -> Iterator:
    """Yield (submission, grades, seconds), each as it is finished, by the workers at `address`.

    GradingError where there is no scheduler, or no Dask.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise GradingError(f"expected Dask, of the extra `cluster`; {error}") from error
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise GradingError(f"expected a scheduler at {address!r}; {error}") from error
    with client:
        tasks = {client.submit(bench.grade, one, terms, pure=False): one for one in submissions}
        for task in as_completed(tasks):
            # Whoever is still waited for is kept; a dead worker's others need not be done again.
            one, error = tasks.pop(task), task.exception()
            yield one, *((grading.failed(one, error), 0.0) if error else task.result())
