"""Two students and a short day at a real hub: nothing is lost, and nobody reaches the other's work.

`python tests/hub/day.py` plays a whole day with ten.
"""

import importlib.util
import shutil

import pytest

from course_utils.hub import __main__ as hub
from course_utils.hub import room

LACKING = [
    *(name for name in ("jupyterhub", "psutil") if not importlib.util.find_spec(name)),
    *([] if shutil.which(hub.PROXY, path=hub._path()) else [hub.PROXY]),
    *(["bubblewrap"] if room.trouble() else []),
]


@pytest.mark.skipif(bool(LACKING), reason=f"needs {', '.join(LACKING)}")
def test_two_students_and_an_update(tmp_path):
    import day
    from classroom import Hub, course

    with Hub(course(tmp_path)) as started:
        ada, bob = day.play(started, ["ada", "bob"], whole=False)
        came, expected = day.reach(ada, bob)
        assert came == expected
        with pytest.raises(PermissionError):
            day.Pupil(started, "eve", whole=False).sign_in("another password")
