"""How fast each explorer answers, beside the same figure under `ipywidgets.interact`.

A command, not a test: `make bench`. All run in one JupyterLab in one headless Chromium. The first
handle of each explorer is pulled up and down by the real mouse: the time is from an event to the
paint of the frame that shows it. Beside it, where somebody wrote one (`FIGURES`), `interact` draws
a figure of the same content by matplotlib: the time is from a choice to the new picture.

What is measured is first of all waiting. Chromium keeps a move of the mouse until the next frame
begins, and a frame begins every 16.7 ms: a hand, which moves when it likes, waits 8.3 ms in the
middle and 15.8 ms once in twenty times. Playwright, though, returns from a move in the frame that
hears it, so whatever is sent a fixed time later is sent at the same point of every frame, and all
medians are that one point of the frame. Hence a random rest before each event, as long as a frame
at most. The first row is a page on which nothing is drawn: what the others take beyond it is
theirs.
"""

import contextlib
import functools
import pathlib
import random
import statistics
import sys
import tempfile

import nbformat

from course_utils import explore

sys.path.insert(0, str(pathlib.Path(__file__).parent / "browser"))
import chromium  # noqa: E402
from jupyter import PATIENCE, lab, open_notebook, run_all, shut_down  # noqa: E402

MOVES, DRAG = 60, 240
FRAME = 1000 / 60  # milliseconds
FLOOR = "nothing drawn"  # the name of the first row

EXPLORER = """from course_utils import explore
explore.{name}()
"""
NOTHING = """from IPython.display import HTML
HTML('<div class="explorer"><p class="handle">Pull here: nothing is drawn.</p></div>')
"""

# The same content as an explorer has, as one would draw it in a notebook; x is moved.
FIGURES = {
    "loss_dial": """
import torch
from course_utils import plots, simulate

t_u, t_c = simulate.thermometer()
ws, bs = torch.linspace(0, 1, 101), torch.linspace(-30, 10, 81)
losses = ((ws[:, None, None] * t_u + bs[:, None] - t_c) ** 2).mean(-1)


def figure(x):
    w, b = 0.2, -x / 4
    fig, (line, map) = plots.canvas(2, height=3.4)
    plots.residual_sticks(line, t_u, t_c, w * t_u + b)
    line.set(xlim=(15, 95), ylim=(-20, 50), title=f"MSE {((w * t_u + b - t_c) ** 2).mean():.2f}")
    plots.residual_squares(line, t_u, t_c, w * t_u + b)
    plots.surface(map, ws, bs, losses)
    map.plot(w, b, "o", color=plots.MODEL)
    return fig
""",
    "step_size_lab": """
import numpy as np
from course_utils import plots

xs = np.linspace(-3.4, 9.4, 241)


def figure(x):
    path = [0.0]
    for _ in range(10):
        path.append(path[-1] - (0.1 + x / 100) * (2 * path[-1] - 6))
    path = np.array(path)
    fig, (curve, values) = plots.canvas(2, height=3.4)
    curve.plot(xs, (xs - 3) ** 2 + 2, color=plots.DATA)
    curve.plot(path, (path - 3) ** 2 + 2, "o-", color=plots.MODEL)
    values.plot((path - 3) ** 2 + 2, "o-", color=plots.MODEL)
    return fig
""",
    "optimizer_race": """
import numpy as np
from course_utils import plots, simulate

x, y = (column.double().numpy() for column in simulate.thermometer())
x = x / 10
ws, bs = np.linspace(-1.5, 10.5, 101), np.linspace(-42, 14, 81)
surface = ((ws[:, None, None] * x + bs[:, None] - y) ** 2).mean(-1)


def descent(lr, beta):
    params, velocity, places, losses = np.array([1.0, 0.0]), np.zeros(2), [], []
    for _ in range(101):
        r = params[0] * x + params[1] - y
        places.append(params)
        losses.append((r**2).mean() - 2.9276)
        velocity = beta * velocity + 2 * np.array([(r * x).mean(), r.mean()])
        params = params - lr * velocity
    return np.array(places), losses


def figure(x):
    fig, (map, left) = plots.canvas(2, height=3.4)
    plots.surface(map, ws, bs, surface)
    for beta in (0, 0.9):
        places, losses = descent(0.01 + x / 1000, beta)
        map.plot(*places.T)
        left.loglog(losses)
    return fig
""",
}
INTERACT = """{figure}

import matplotlib.pyplot as plt
from ipywidgets import interact
from IPython.display import display


@interact(x=[("start", 0), ("other", 20)])
def draw(x):
    fig = figure(x)
    plt.close(fig)
    display(fig)
"""

# From an event to the paint of its frame: a message that is sent in the frame is heard after it.
LISTEN = """host => {
  const channel = new MessageChannel();
  let event = 0;
  window.waits = [];
  channel.port1.onmessage = () => window.waits.push(performance.now() - event);
  window.addEventListener("mousemove", ({buttons, timeStamp}) => {
    if (!buttons) return;
    requestAnimationFrame(() => {
      event = timeStamp;
      channel.port2.postMessage(0);
    });
  }, true); // before what handles the drag, which keeps the event to itself
}"""

CHOSEN = """async (menu, [moves, patience]) => {
  const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const picture = () => document.querySelector(".widget-interact img");
  const seen = () => picture()?.src;
  const times = [];
  for (let i = 0; i < moves; i++) {
    const before = seen(), start = performance.now();
    menu.value = ["other", "start"][i % 2];
    menu.dispatchEvent(new Event("change", {bubbles: true}));
    while ((seen() ?? before) === before) {
      if (performance.now() - start > patience) throw new Error("no new picture");
      await sleep(1);
    }
    await picture().decode().catch(() => {});
    times.push(performance.now() - start);
    await sleep(30);
  }
  return times;
}"""


@contextlib.contextmanager
def shown(browser, address, folder, cell):
    """Give a page on which this cell, alone in a notebook, has run in a kernel of its own."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_code_cell(cell)]
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(nb, folder / "bench.ipynb")
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.set_default_timeout(PATIENCE)
    open_notebook(page, address, "bench.ipynb")
    run_all(page)
    yield page
    shut_down(page)
    page.close()


def quantiles(times):
    """Return the median and the 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def pulled(page):
    """Return the milliseconds from each event of a drag to its paint."""
    page.locator(".explorer").first.wait_for()
    if (question := page.get_by_role("button", name="Just show me")).count():
        question.click()
    handle = page.locator(".explorer .handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(LISTEN)
    page.mouse.move(x, y)
    page.mouse.down()
    rests = random.Random(0)
    for i in range(DRAG):
        page.mouse.move(x + 10 * ((i % 12) / 6 - 1), y + 20 * ((i % 20) / 10 - 1))
        page.wait_for_timeout(rests.uniform(0, FRAME))
    page.mouse.up()
    times = page.evaluate("window.waits")
    assert len(times) > DRAG / 2
    return times


def chosen(page):
    """Return the milliseconds from each choice of `interact` to its picture."""
    page.locator(".widget-interact img").wait_for()
    menu = page.locator(".widget-interact select")
    return menu.evaluate(CHOSEN, [MOVES, PATIENCE])


def row(name, show):
    """Return the row of an explorer, or of `FLOOR`; `show` gives a page on which a cell has run."""
    with show(NOTHING if name == FLOOR else EXPLORER.format(name=name)) as page:
        p50, p95 = quantiles(pulled(page))
    ours = f"{name:19} {p50:5.1f} {p95:5.1f}"
    if name not in FIGURES:
        return ours
    with show(INTERACT.format(figure=FIGURES[name])) as page:
        their_p50, their_p95 = quantiles(chosen(page))
    return f"{ours} | {their_p50:12.0f} {their_p95:5.0f} | {their_p50 / p50:12.1f}"


def main(names):
    """Print a table with a row for each explorer, or for those of these names."""
    print(f"milliseconds from event to paint, a drag of {DRAG} events")
    print("explorer              p50   p95 | interact p50   p95 | times faster")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        with lab(folder / "lab.log", folder) as address, chromium.browser() as browser:
            show = functools.partial(shown, browser, address, folder)
            for name in [FLOOR, *(names or explore.names())]:
                print(row(name, show), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
