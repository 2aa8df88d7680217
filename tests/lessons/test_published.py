"""The numbers that the sources publish are shown, computed, by the lessons."""

import re

import pytest
from lesson import Lesson

from course_utils import simulate
from course_utils.publish import notebooks

RMSES = [74.96194346966999, 36.43029986215973, 22.692756149058336, 19.006926227796704]
RMSES += [18.225665028268686, 18.073917779669408, 18.04494798288646]
RMSES += [18.039351786874853, 18.03818276871748, 18.037850320630035]
RAW = [1, 1763.88, 2, 323.0905, 3, 78.9296, 10, 29.1052, 100, 29.0227]  # epoch, loss
SCALED = [1, 80.3643, 2, 37.5749, 3, 30.8711, 10, 29.0305, 100, 22.1487]
SCALED += [500, 7.8601, 1000, 3.8285, 5000, 2.9276]
SPLIT = [1, 66.5811, 142.3890, 2, 38.8626, 64.0434, 3, 33.3475, 39.4590]  # epoch, train, val
SPLIT += [500, 7.1454, 9.1252, 3000, 3.0125, 3.5756, 5.1964, -16.7512]  # and w, b
SHAPES = [3, 1, 1, 3, 2, 1, 1, 3, 1, 3, 3, 2, 3, 3]  # of y, z, a, x * y, y * z, y * z * a
READINGS = simulate.thermometer()[0].tolist()
# Name in the syllabus, lesson, a fragment of the cell that computes them, the numbers, and how far
# each may be off, relative to its size. They stand side by side in one output that is compared.
PUBLISHED = [
    ("P2", 1, "randn(3)", [-2.3055, 0.9176, 1.5674], 1e-4),
    ("P3", 2, "mean()", [1763.8846], 1e-6),
    ("P4", 2, "model(", READINGS, 1e-7),
    ("P1", 3, "rmses", [n for step, rmse in enumerate(RMSES) for n in (step, rmse)], 1e-5),
    ("P13", 3, "promised", [0.0101445, 0.0101425], 1e-5),
    ("P15", 3, "curvature", [3, 2, 0, 2], 0),
    ("P5", 4, "num_grad", [4517.2969, 82.6], 1e-4),
    ("P5", 5, "grad", [4517.2969, 82.6], 1e-4),
    ("P6", 5, "lr=1e-2", [1763.884644, 5802485.5, 19408035840, 11], 1e-5),
    ("P7", 5, "lr=1e-4", RAW, 1e-5),
    ("P8", 5, "lr=1e-2", SCALED, 1e-5),
    ("P8", 5, "lr=1e-2", [5.3671, -17.3012], 1e-5),
    ("P1", 6, "rmses", [n for step, rmse in enumerate(RMSES) for n in (step, rmse)], 1e-5),
    ("P5", 6, "Value(1.0)", [4517.2969, 82.6], 1e-4),
    ("P5", 6, "torch.tensor", [4517.2969, 82.6], 1e-7),
    ("P8", 6, "Value(w)", [5.3671, -17.3012, 2.9276], 1e-5),
    ("P8", 6, "losses[epoch - 1]", SCALED, 1e-5),
    ("P8", 6, "lr=1e-2", [5.3671, -17.3012], 1e-5),
    ("P10", 6, "backward()", [1, 1, 3, 3, 6, 6, 0.4, 1.4], 1e-6),
    ("P8", 7, "tape", [1, 80.3643, 500, 7.8601], 1e-4),
    ("P9", 7, "params", [2.927646, 0.5367, -17.3021], 1e-6),
    ("P14", 7, "model_at(w0, b0)", [0.01, 100, 2.2193, 1.0283], 1e-5),
    ("P14", 7, "model_at(w0, b0)", [0.01, 1000, 2.5059, 1.0178], 1e-5),
    ("P16", 7, "optim.Adam(", [-0.001, -0.001], 1e-3),
    ("P12", 8, "fit_and_watch(3000", SPLIT, 1e-5),
    ("P11", 9, "y * z * a", SHAPES, 0),
    ("P11", 9, "meet(s1, s2)", [2, 3, 3, 2, 3, 2, 1], 0),
]
NUMBER = re.compile(r"[-−]?\d+(?:\.\d*)?(?:e[-+]?\d+)?")


@pytest.mark.parametrize("name, number, fragment, wanted, tolerance", PUBLISHED)
def test_published_number_is_shown(name, number, fragment, wanted, tolerance):
    lessons = {lesson.number: lesson for lesson in map(Lesson, notebooks.paths())}
    cells = [cell for cell in lessons[number].code if fragment in cell.source]
    texts = [text for cell in cells for text in _texts(cell)]
    assert any(_holds(text, wanted, tolerance) for text in texts), f"{name} is not shown"


def _texts(cell):
    """Return what the cell shows in words."""
    outputs = [output for _, output in notebooks.outputs(cell)]
    plain = [o.get("text/plain", "") if isinstance(o, dict) else o for o in outputs]
    return plain + [o.get("text/markdown", "") for o in outputs if isinstance(o, dict)]


def _holds(text, wanted, tolerance):
    """True if the numbers `wanted` stand in `text` one after the other."""
    found = [float(n.replace("−", "-")) for n in NUMBER.findall(text)]
    close = pytest.approx(wanted, rel=tolerance, abs=0)
    return any(found[i : i + len(wanted)] == close for i in range(len(found) - len(wanted) + 1))


def test_digits_that_differ_are_seen():
    assert _holds("tensor([-2.3055,  0.9176,  1.5674])", [-2.3055, 0.9176, 1.5674], 1e-4)
    assert _holds("loss 1763.8848", [1763.8846], 1e-6)
    assert not _holds("loss 1763.88", [1763.8846], 1e-6)
    assert not _holds("tensor([-2.3055, 1.5674,  0.9176])", [-2.3055, 0.9176, 1.5674], 1e-4)
    assert not _holds("2.3055", [-2.3055], 1e-4)
