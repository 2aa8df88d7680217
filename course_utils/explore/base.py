"""What all explorers share: controls, a picture that is redrawn quickly, and the way they meet.

An explorer is a pure function from the values of its controls to numbers, a `Picture` that draws
these numbers, and a sentence that says them. `Explorer` wires the three together.
"""

import io
from dataclasses import asdict, dataclass, field

import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course_utils import plots
from course_utils.checking import questions as question
from course_utils.plots.style import DPI


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high`; with `log`, the position is the exponent of ten."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""
    decimals: int = 2
    log: bool = False
    kind: str = field(default="slider", init=False)

    def read(self, value):
        """Return `value` if it lies in the range; else raise a ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{self.label} must be a number; got {value!r}")
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.label} must be from {self.low} to {self.high}; got {value}")
        return value


@dataclass(frozen=True)
class Choice:
    """One text out of `options`."""

    name: str
    label: str
    options: tuple
    value: str
    kind: str = field(default="choice", init=False)

    def read(self, value):
        """Return `value` if it is one of the options; else raise a ValueError."""
        if value not in self.options:
            raise ValueError(f"{self.label} must be one of {self.options}; got {value!r}")
        return value


@dataclass(frozen=True)
class Toggle:
    """On or off."""

    name: str
    label: str
    value: bool = False
    kind: str = field(default="toggle", init=False)

    def read(self, value):
        """Return `value` if it is True or False; else raise a ValueError."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.label} must be True or False; got {value!r}")
        return value


@dataclass(frozen=True)
class Text:
    """One line of text, of at most `most` characters."""

    name: str
    label: str
    value: str = ""
    most: int = 40
    kind: str = field(default="text", init=False)

    def read(self, value):
        """Return `value` if it is a text that is short enough; else raise a ValueError."""
        if not isinstance(value, str) or len(value) > self.most:
            raise ValueError(
                f"{self.label} must be a text of at most {self.most} characters; got {value!r}"
            )
        return value


class Picture:
    """A figure of which only what moves is redrawn, on a background that is kept.

    A subclass makes the figure and its moving artists (`animated=True`) in `__init__` and moves
    them in `move`. If something fixed depends on a control, `scene` returns what it depends on, and
    `set_scene` changes it: one background is kept for each scene.
    """

    sharpness = 1.5  # stored pixels for each pixel shown

    def __init__(self, fig, moving):
        self.fig, self.moving = fig, moving
        self._backgrounds = {}
        plt.close(fig)  # or the inline backend would show it a second time
        FigureCanvasAgg(fig)
        fig.set_dpi(DPI * self.sharpness)

    def scene(self, **values):
        """Return what the fixed part of the picture depends on."""
        return None

    def set_scene(self, scene):
        """Change the fixed part of the picture."""

    def move(self, result, **values):
        """Put the moving artists where `result` says."""
        raise NotImplementedError

    def settle(self, **values):
        """Lay the axes out once; they stay where they are in every scene."""
        self._background(self.scene(**values))
        self.fig.set_layout_engine("none")

    def frame(self, result, **values):
        """Return the picture of `result` as the bytes of a PNG."""
        background, palette, limits = self._background(self.scene(**values))
        self.fig.canvas.restore_region(background)
        for ax, x_limits, y_limits in limits:  # of the scene that was drawn last, until now
            ax.set(xlim=x_limits, ylim=y_limits)
        self.move(result, **values)
        for artist in self.moving:
            artist.axes.draw_artist(artist)
        # With a palette that is known, the picture is encoded five times as quickly as without.
        image = self._image().quantize(palette=palette, dither=Image.Dither.NONE)
        file = io.BytesIO()
        image.save(file, format="png", compress_level=1)
        return file.getvalue()

    def _background(self, scene):
        """Return pixels, palette and limits of the fixed part, made once for each scene."""
        if scene not in self._backgrounds:
            self.set_scene(scene)
            self.fig.canvas.draw()
            pixels = self.fig.canvas.copy_from_bbox(self.fig.bbox)
            limits = [(ax, ax.get_xlim(), ax.get_ylim()) for ax in self.fig.axes]
            self._backgrounds[scene] = pixels, plots.palette(self._image()), limits
        return self._backgrounds[scene]

    def _image(self):
        pixels = self.fig.canvas.buffer_rgba()
        size = pixels.shape[1], pixels.shape[0]
        return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")


@dataclass
class Explorer:
    """One explorer: what the reader is asked, what can be turned, and what is shown.

    `compute(**values)` is pure; `picture()` makes a `Picture`; `say(result, **values)` is one
    sentence; `twin()` returns a figure and its caption for where no kernel runs.
    """

    title: str
    question: str
    controls: list
    compute: object
    picture: object
    say: object
    twin: object

    def values(self, **given):
        """Return the value of every control, those `given` checked; ValueError if one is wrong."""
        unknown = given.keys() - {control.name for control in self.controls}
        if unknown:
            raise ValueError(f"{self.title} has no control {', '.join(sorted(unknown))}")
        return {c.name: c.read(given.get(c.name, c.value)) for c in self.controls}

    def frame(self, **given):
        """Return the picture (PNG bytes) and the sentence for these values."""
        values = self.values(**given)
        result = self.compute(**values)
        if not isinstance(self.picture, Picture):
            self.picture = self.picture()
            self.picture.settle(**self.values())
        return self.picture.frame(result, **values), self.say(result, **values)

    def spec(self):
        """Return what the page needs to know, as data."""
        asked = question.find(self.question)
        return {
            "title": self.title,
            "question": {"text": asked.text, "options": [asdict(o) for o in asked.options]},
            "controls": [asdict(control) for control in self.controls],
            "sharpness": Picture.sharpness,
        }

    def show(self):
        """Put question and still twin on the page, then the live panel, which hides them."""
        from IPython.display import display

        from course_utils.explore.panel import Panel

        display(question.find(self.question))
        plots.show(*self.twin())
        display(Panel(self))
