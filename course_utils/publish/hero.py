"""The picture at the top of the README, drawn from the course's own data.

`python -m course_utils.publish.hero` writes notebooks/images/hero.png: the valley of lessons 02 to
07, the loss of a line over its two knobs for the thermometer's eleven readings, and the way of a
descent with momentum that swings across it, then rolls along its floor.
"""

import io
import re
import sys

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from course_utils import home, simulate
from course_utils.plots.style import GLOW, MODEL
from course_utils.publish import notebooks

PATH = notebooks.FOLDER / "images" / "hero.png"

_SIZE = (1600, 640)  # pixels
_START, _STEPS = (5.9, 2.6), 5000
_LR, _MOMENTUM = 0.0006, 0.96
_WS, _BS = (-3.4, 11.2), (-36.0, 6.0)


def data():
    """Return the readings, a tenth of what the thermometer showed, and the temperatures in °C."""
    t_u, t_c = simulate.thermometer()
    return 0.1 * t_u.double().numpy(), t_c.double().numpy()


def loss(w, b):
    """Return the MSE of the line w * x + b; w and b may be arrays."""
    x, y = data()
    return np.mean((np.multiply.outer(w, x) + np.asarray(b)[..., None] - y) ** 2, axis=-1)


def descent():
    """Return the way of a descent with momentum as an array of points (w, b), one a step."""
    x, y = data()
    way, speed = [np.array(_START)], np.zeros(2)
    for _ in range(_STEPS):
        off = way[-1][0] * x + way[-1][1] - y
        speed = _MOMENTUM * speed + np.array([2 * np.mean(off * x), 2 * np.mean(off)])
        way.append(way[-1] - _LR * speed)
    return np.array(way)


def _title():
    """Return the name of the course, as the README has it, in two lines."""
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    return re.match("# (.+)", readme)[1].replace(", ", ",\n")


def draw():
    """Return the picture."""
    fig = plt.figure(figsize=(_SIZE[0] / 100, _SIZE[1] / 100), dpi=100)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ws, bs = np.linspace(*_WS, 800), np.linspace(*_BS, 320)
    heights = np.log(loss(ws[None, :], bs[:, None]))
    ax.imshow(
        heights, GLOW, extent=(*_WS, *_BS), origin="lower", aspect="auto", interpolation="bicubic"
    )
    ax.contour(ws, bs, heights, levels=18, colors="white", linewidths=0.7, alpha=0.22)
    way = descent()
    ax.plot(*way.T, color="#1b1a18", lw=5, alpha=0.25, solid_joinstyle="round")
    ax.plot(*way.T, ".-", color="white", lw=1.4, ms=5, markevery=range(150))
    ax.plot(*way[-1], "o", color="white", ms=13, mec=MODEL, mew=4)
    ax.text(0.03, 0.08, _title(), color="white", size=27, transform=ax.transAxes, linespacing=1.35)
    ax.set(xlim=_WS, ylim=_BS)
    drawn = io.BytesIO()
    fig.savefig(drawn, dpi=100)
    plt.close(fig)
    return Image.open(drawn).convert("RGB")


def main():
    """Write the picture, or say on stderr why not; return the exit code."""
    try:
        home.need_source()
    except home.NotHere as error:
        print(error, file=sys.stderr)
        return 1
    PATH.parent.mkdir(exist_ok=True)
    draw().quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(PATH, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
