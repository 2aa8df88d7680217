"""Figures: what is put on the page, and what is refused."""

import base64
import io
from itertools import pairwise

import matplotlib.pyplot as plt
import pytest
import torch
from PIL import Image

from course_utils import plots, simulate
from course_utils.plots import style

T_U, T_C = simulate.thermometer()


@pytest.fixture
def shown(monkeypatch):
    """Collect what `plots.show` displays on a page, and what is said about it."""
    found = []
    monkeypatch.setattr("course_utils.page.is_there", lambda: True)
    monkeypatch.setattr(
        "IPython.display.display", lambda data, **about: found.append((data, about))
    )
    return found


def test_show_gives_picture_text_and_caption(shown):
    fig, _ = plots.canvas()
    plots.show(fig, " A picture of 11 readings. ")
    (picture, _), (caption, _) = shown
    image = Image.open(io.BytesIO(base64.b64decode(picture["image/png"])))
    assert image.size == (1050, 480) and image.mode == "P"
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    assert picture["text/plain"] and caption.data == "*A picture of 11 readings.*"
    assert not plt.fignum_exists(fig.number)


def test_the_caption_is_the_alternative_text(shown):
    fig, _ = plots.canvas()
    plots.show(fig, "The loss of `w` falls to *2* at $b$ > 0.")
    metadata = shown[0][1]["metadata"]["image/png"]
    assert metadata == {"width": 700, "height": 320, "alt": "The loss of w falls to 2 at b > 0."}


def test_where_there_is_no_page_the_caption_is_printed_and_nothing_else(capsys):
    fig, _ = plots.canvas()
    plots.show(fig, " A picture. ")
    assert capsys.readouterr() == ("A picture.\n", "")
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("caption", ["", "  ", None, 3])
def test_show_wants_a_caption(shown, caption):
    fig, _ = plots.canvas()
    with pytest.raises(ValueError, match="caption"):
        plots.show(fig, caption)
    assert not shown


@pytest.mark.parametrize("thing", [None, "figure", T_U])
def test_show_wants_a_figure(shown, thing):
    with pytest.raises(TypeError, match="figure"):
        plots.show(thing, "A caption.")
    assert not shown


def test_rank_ladder_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="ranks 0 to 3.*deep has rank 4"):
        plots.rank_ladder(deep=torch.zeros(1, 1, 1, 1))
    with pytest.raises(TypeError, match="a must be a tensor.*list"):
        plots.rank_ladder(a=[1.0])


def test_memory_draws_names_of_one_storage_together():
    a = torch.arange(6.0)
    together = plots.memory(a=a, view=a[2:5], copy=a.clone())
    boxes = [text.get_text() for text in together.axes[0].texts]
    assert boxes.count("5") == 2  # one storage of `a` and `view`, and one of `copy`
    with pytest.raises(TypeError, match="a must be a tensor.*ndarray"):
        plots.memory(a=a.numpy())


def test_square_is_as_wide_as_high_on_the_page():
    fig, ax = plots.canvas()
    ax.set(xlim=(0, 100), ylim=(0, 50))
    plots.residual_squares(ax, T_U, T_C, T_C + 10)
    (square,) = ax.collections
    corners = ax.transData.transform(square.get_paths()[0].vertices)
    width, height = corners.max(0) - corners.min(0)
    assert width == pytest.approx(height, rel=1e-3)
    plt.close(fig)


def test_colours_differ_in_greyscale_or_style():
    """The data's black and the gradient's, model's and validation's grey are told apart."""
    names = (plots.DATA, plots.MODEL, plots.VALIDATION)
    greys = sorted(sum(w * c for w, c in zip((0.3, 0.6, 0.1), _rgb(n), strict=True)) for n in names)
    assert all(b - a > 0.15 for a, b in zip(greys, greys[1:], strict=False))


def _rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def test_gate_is_full_where_the_answer_is_one():
    fig, ax = plots.canvas()
    plots.gate(ax, [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)])
    places = [tuple(dots.get_offsets()[0]) for dots in ax.collections]
    full = [dots.get_facecolor()[0][:3].sum() == 0 for dots in ax.collections]
    assert dict(zip(places, full, strict=True)) == {
        (0, 0): False,
        (0, 1): True,
        (1, 0): True,
        (1, 1): False,
    }


@pytest.mark.parametrize(
    "knobs, fires, ringed",
    [
        ((1, 1, -1.5), [(1, 1)], {(0, 1), (1, 0), (1, 1)}),
        ((1, 1, 0), [(0, 1), (1, 0), (1, 1)], {(1, 1)}),  # a point on the line is silent
        ((-1, 0, 1), [(0, 0), (0, 1)], {(0, 0), (1, 0)}),
        ((0, 0, 1), [(0, 0), (0, 1), (1, 0), (1, 1)], {(0, 0), (1, 1)}),  # no line at all
        ((0, 0, 0), [], {(0, 1), (1, 0)}),
    ],
)
def test_firing_is_shaded_where_the_unit_fires_and_rings_what_is_wrong(knobs, fires, ringed):
    xor = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
    fig, ax = plots.canvas()
    plots.firing(ax, xor, *knobs)
    shades = [patch.get_path().transformed(patch.get_patch_transform()) for patch in ax.patches]
    inside = [(x, y) for x, y, _ in xor if any(s.contains_point((x, y), radius=0) for s in shades)]
    on_the_line = [(x, y) for x, y in inside if knobs[0] * x + knobs[1] * y + knobs[2] == 0]
    assert [point for point in inside if point not in on_the_line] == fires
    assert len(ax.lines) == (knobs[:2] != (0, 0))
    rings = {tuple(c.get_offsets()[0]) for c in ax.collections if c.get_sizes()[0] > 200}
    assert rings == ringed


def test_perceptron_names_its_inputs_and_weights():
    fig, ax = plots.canvas()
    plots.perceptron(ax)
    assert {"x1", "x2", "1", "w1", "w2", "b"} <= {text.get_text() for text in ax.texts}


def test_timeline_keeps_every_text_on_the_page():
    fig, ax = plots.canvas()
    events = [(1900 + 10 * k, f"something that happened in year {k}") for k in range(10)]
    plots.timeline(ax, events, [(1930, 1940, "a span")])
    fig.canvas.draw()
    assert [text.get_text() for text in ax.texts] == [*(said for _, said in events), "a span"]
    for text in ax.texts:
        box = text.get_window_extent()
        assert 0 <= box.x0 and box.x1 <= fig.bbox.x1, text.get_text()


def brightness(rgb):
    """Return how bright a colour is, as the eye sees it."""
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), rgb, strict=False))


def valley():
    """Return a figure with a loss surface whose lowest point is in its middle."""
    fig, ax = plots.canvas()
    ws = bs = torch.linspace(-1, 1, 21)
    plots.surface(ax, ws, bs, 0.01 + ws[:, None] ** 2 + bs**2)
    return fig, ax


def test_what_is_low_glows():
    shades = style.GLOW(range(256))
    steps = [brightness(b) - brightness(a) for a, b in pairwise(shades)]
    assert max(steps) <= 0, "the higher, the darker"
    fig, ax = valley()
    image = Image.open(io.BytesIO(style.png(fig))).convert("RGB")
    middle, corner = (
        image.getpixel((round(1.5 * x), image.height - round(1.5 * y)))
        for x, y in (ax.transData.transform(p) for p in [(0, 0), (0.95, 0.95)])
    )
    assert brightness(middle) > 200 and brightness(corner) < 80


def test_what_is_drawn_on_a_map_has_an_edge_and_nothing_else_has():
    fig, ax = valley()
    drawn = [*ax.plot([0, 1], [0, 1], label="path"), ax.scatter([0], [0]), ax.text(0, 0, "low")]
    drawn += [ax.annotate("", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}).arrow_patch]
    drawn += ax.legend().get_texts()
    style.png(fig)
    assert all(artist.get_path_effects() for artist in drawn)
    fig, ax = plots.canvas()
    (line,) = ax.plot([0, 1])
    style.png(fig)
    assert not line.get_path_effects()
