"""Every small edit of a reference is refused, or named in the key with the reason why it is right.

`make mutations` asks the same at twenty seeds.
"""

import mutations
import pytest
from answering import PARTS

SEEDS = [0]


@pytest.mark.thorough
@pytest.mark.parametrize("name", mutations.named([]))
def test_every_edit_is_refused_or_right_for_a_reason(name):
    part = PARTS[name][1]
    tried = mutations.tried(part, SEEDS)
    assert [str(one) for one in mutations.holes(tried)] == []
    assert mutations.needless(part, tried, SEEDS) == []
