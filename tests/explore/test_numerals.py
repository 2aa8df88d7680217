"""Numbers on the page are written in one way."""

import json
import subprocess

import pytest
from scripts import needs_node

from course_utils.explore.explorer import BUILT

WRITTEN = {
    "short(-0.5367719)": "−0.537",
    "short(2.0, 4)": "2",
    "short(3.1622776e-7)": "3.16e-7",
    "short(-1e-12, 1)": "−1e-12",
    "short(8.11e10)": "8.11e10",
    "short(10 ** -4)": "0.0001",
    "short(0)": "0",
    "short(-0)": "0",
    "short(Infinity)": "Infinity",
    "fixed(-17.304785, 2)": "−17.30",
    "fixed(-0.001, 2)": "0.00",
    "steady(0.1)": "0.100",
    "steady(10 ** -4)": "0.000100",
    "steady(3.1622776e-7)": "3.16e-7",
    "inWords({log: true, unit: ''}, -6.5)": "3.16e-7",
    "inWords({decimals: 2, unit: '°C'}, -17.3)": "−17.30 °C",
}


@pytest.fixture(scope="module")
def written():
    """What each call gives."""
    page = (BUILT.parent / "page").as_uri()
    program = (
        f'const {{ fixed, short, steady }} = await import("{page}/numerals.js");'
        f'const {{ inWords }} = await import("{page}/knobs.js");'
        f"process.stdout.write(JSON.stringify([{', '.join(WRITTEN)}]));"
    )
    command = ["node", "--input-type=module", "--eval", program]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return dict(zip(WRITTEN, json.loads(ran.stdout), strict=True))


@needs_node
@pytest.mark.parametrize("call", WRITTEN)
def test_a_number_is_written_in_one_way(written, call):
    assert written[call] == WRITTEN[call]
