"""How a notebook calls an explorer."""

import pytest

from course_utils import explore
from course_utils.explore import loss_dial  # the name a notebook calls


def test_every_explorer_is_offered_and_no_other():
    found = [explore.find(name) for name in explore.names()]
    assert len({one.title for one in found}) == len(found) == len(dir(explore)) >= 11
    assert [one.name for one in found] == explore.names()
    assert all(callable(getattr(explore, name)) for name in explore.names())
    assert callable(loss_dial)
    for name in ("dial", "loss_dial.py", "*", "__wrapped__"):
        with pytest.raises(AttributeError, match="there is no explorer"):
            getattr(explore, name)
