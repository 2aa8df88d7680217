"""How fast each explorer answers, beside the same figure under `ipywidgets.interact`.

A command, not a test: `make bench`. Both run in one JupyterLab in one headless Chromium, where one
control goes back and forth between two values. It prints the milliseconds from an event on the
control to the new picture (60 moves), how long a drag of 120 events takes to settle, the blank
frames seen meanwhile, and the ratio of the medians. Where no other picture comes, the row says so.

What is drawn in the page is moved by the real mouse, its first handle up and down: the time is from
the event to the frame that is painted after it. What `interact` draws beside is a figure of the
same content by matplotlib, where somebody wrote one (`FIGURES`).
"""

import contextlib
import functools
import pathlib
import statistics
import sys
import tempfile

import nbformat
from playwright.sync_api import Error

from course_utils import explore
from course_utils.explore.drawn import Drawn

sys.path.insert(0, str(pathlib.Path(__file__).parent / "browser"))
import chromium  # noqa: E402
from explorers import OnPage  # noqa: E402
from jupyter import PATIENCE, lab, open_notebook, run_all, shut_down  # noqa: E402

MOVES, DRAG = 60, 120
PICTURES = {"explorer": ".explorer img", "interact": ".widget-interact img"}

EXPLORER = """from course_utils import explore
explore.{name}()
"""

# What a notebook without a picture path of its own would do: the same figure, made anew.
INTERACT = """from ipywidgets import interact
from IPython.display import display
from course_utils import explore

EXPLORER = explore.find("{name}")

Picture = EXPLORER.picture


@interact(x=[("start", {start!r}), ("other", {other!r})])
def draw(x):
    values = EXPLORER.values({control}=x)
    picture = Picture()
    picture.set_scene(picture.scene(**values))
    picture.move(EXPLORER.compute(**values), **values)
    for artist in picture.moving:
        artist.set_animated(False)
    picture.fig.set_dpi(100 * picture.sharpness)
    display(picture.fig)
"""

# The same content as a drawn explorer has, as one would draw it in a notebook; x is moved.
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
INTERACT_FIGURE = """{figure}

import matplotlib.pyplot as plt
from ipywidgets import interact
from IPython.display import display


@interact(x=[("start", 0), ("other", 20)])
def draw(x):
    fig = figure(x)
    plt.close(fig)
    display(fig)
"""

# From an event to the paint of the frame that follows it: a message is heard after the paint.
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

PAGE = """
const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
function set(control, value) {
  control[control.type === "checkbox" ? "checked" : "value"] = value;
  for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, {bubbles: true}));
}
"""

TIMED = f"""async (control, [selector, values, moves, patience]) => {{
  {PAGE}
  const picture = () => document.querySelector(selector), seen = () => picture()?.src;
  async function next(before, since, when) {{
    while ((seen() ?? before) === before) {{
      if (performance.now() - since > patience) throw new Error(`no new picture ${{when}}`);
      await sleep(1);
    }}
    await picture().decode().catch(() => {{}});
    return performance.now() - since;
  }}
  await next(undefined, performance.now(), "at the start");
  const times = [];
  for (let i = 0; i < moves; i++) {{
    const before = seen(), start = performance.now();
    set(control, values[i % 2]);
    times.push(await next(before, start, `after a move to ${{values[i % 2]}}`));
    await sleep(30);
  }}
  return times;
}}"""

DRAGGED = f"""async (slider, [selector, events]) => {{
  {PAGE}
  const image = document.querySelector(selector);
  const low = Number(slider.min), high = Number(slider.max);
  let blanks = 0, changed = 0;
  const note = new MutationObserver(() => (changed = performance.now()));
  note.observe(image, {{ attributeFilter: ["src"] }});
  for (let i = 1; i <= events; i++) {{
    set(slider, low + (high - low) * i / events);
    await new Promise(requestAnimationFrame);
    blanks += !(image.complete && image.naturalWidth);
  }}
  const end = performance.now();
  await sleep(1500);
  return [Math.max(0, changed - end), blanks];
}}"""


def neighbours(control):
    """Return values of a control beside the one it starts with, the nearest first."""
    match control.kind:
        case "slider":
            near = [round(control.value + step, 9) for step in (-control.step, control.step)]
            inside = [value for value in near if control.low <= value <= control.high]
            return [*inside, control.low, control.high]
        case "choice":
            return control.options
        case "toggle":
            return [not control.value]
        case "text":
            return [control.value[:-1]]


def to_and_fro(explorer):
    """Return a control, a slider if any will do, and a value of it that gives another picture."""
    start, _ = explorer.frame()
    for control in sorted(explorer.controls, key=lambda control: control.kind != "slider"):
        for value in neighbours(control):
            if explorer.frame(**{control.name: value})[0] != start:
                return control, value
    raise LookupError(f"no control of {explorer.title} changes its picture")


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


def timings(moved, who, values):
    """Return the median and the 95th percentile of the milliseconds from a move to its picture."""
    times = moved.evaluate(TIMED, [PICTURES[who], values, MOVES, PATIENCE])
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def explorer_times(page, explorer, control, value):
    """Return the timings of an explorer, and how a drag of its slider settles."""
    on_page = OnPage(page, explorer)
    on_page.predict()
    moved = on_page.control(control)
    times = timings(moved, "explorer", [value, control.value])
    return times, moved.evaluate(DRAGGED, [PICTURES["explorer"], DRAG])


def interact_times(page):
    """Return the timings of `interact`, whose control is a drop-down of two values."""
    return timings(page.locator(".widget-interact select"), "interact", ["other", "start"])


def drawn_times(page, explorer):
    """Return the median and the 95th percentile of the milliseconds from an event to its paint."""
    page.get_by_role("button", name="Just show me").click()
    handle = page.locator(".explorer .handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(LISTEN)
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(DRAG):
        page.mouse.move(x + 3 * (i % 2), y + 20 * ((i % 20) / 10 - 1))
        page.wait_for_timeout(8)
    page.mouse.up()
    times = page.evaluate("window.waits")
    assert len(times) > DRAG / 2
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def drawn_row(name, show):
    """Return the row of an explorer that is drawn in the page."""
    with show(EXPLORER.format(name=name)) as page:
        p50, p95 = drawn_times(page, explore.find(name))
    theirs = ""
    if name in FIGURES:
        with show(INTERACT_FIGURE.format(figure=FIGURES[name])) as page:
            their_p50, their_p95 = interact_times(page)
        theirs = f"{their_p50:12.0f} {their_p95:5.0f} | {their_p50 / p50:12.1f}"
    return f"{name:19} {p50:5.1f} {p95:5.1f} | {theirs:33} | in the page"


def row(name, show):
    """Return the row of the explorer of this name; `show` gives a page on which a cell has run."""
    explorer = explore.find(name)
    if isinstance(explorer, Drawn):
        return drawn_row(name, show)
    control, value = to_and_fro(explorer)
    with show(EXPLORER.format(name=name)) as page:
        (p50, p95), (settled, blanks) = explorer_times(page, explorer, control, value)
    values = {"control": control.name, "start": control.value, "other": value}
    with show(INTERACT.format(name=name, **values)) as page:
        try:
            their_p50, their_p95 = interact_times(page)
        except Error as error:
            theirs = error.message.splitlines()[0].rpartition("Error: ")[2]
        else:
            theirs = f"{their_p50:12.0f} {their_p95:5.0f} | {their_p50 / p50:12.1f}"
    return f"{name:19} {p50:5.0f} {p95:5.0f} | {theirs:33} | {settled:7.0f} {blanks:6}"


def main():
    """Print a table with a row for each explorer."""
    print(f"milliseconds from event to picture, {MOVES} moves; drag of {DRAG} events")
    print("explorer              p50   p95 | interact p50   p95 | times faster | settled  blank")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        with lab(folder / "lab.log", folder) as address, chromium.browser() as browser:
            show = functools.partial(shown, browser, address, folder)
            for name in sys.argv[1:] or explore.names():
                print(row(name, show), flush=True)


if __name__ == "__main__":
    main()
