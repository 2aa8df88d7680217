"""The pictures of the README are drawn by scripts, and show what there is now."""

import re
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils.publish import hero, notebooks

sys.path.append(str(notebooks.ROOT / "tests" / "browser"))
import lesson_picture  # noqa: E402

README = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_at_the_top_is_what_the_script_draws():
    now, stored = (
        np.asarray(p.convert("RGB"), float) for p in (hero.draw(), Image.open(hero.PATH))
    )
    assert np.abs(now - stored).mean() < 3, "python -m course_utils.publish.hero draws it"


def test_its_descent_arrives_in_the_valley():
    x, y = hero.data()
    best = np.polyfit(x, y, 1)
    assert hero.descent()[-1] == pytest.approx(best, rel=1e-4)
    assert hero.loss(*best) == pytest.approx(np.mean((np.polyval(best, x) - y) ** 2))


def test_the_picture_of_a_lesson_shows_what_there_is_now():
    assert lesson_picture.marked() == lesson_picture.mark(), "`make pictures` draws it"
    with Image.open(lesson_picture.PATH) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize("path", [hero.PATH, lesson_picture.PATH], ids=lambda path: path.name)
def test_the_readme_shows_it_and_says_what_is_in_it(path):
    (said,) = re.findall(rf"!\[(.*?)\]\({path.relative_to(notebooks.ROOT).as_posix()}\)", README)
    assert len(said) > 40 and path.stat().st_size < 400_000
