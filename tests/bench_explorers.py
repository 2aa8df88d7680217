"""How fast each explorer answers, beside the same figure under `ipywidgets.interact`.

A command, not a test: `make bench`. Both run in one JupyterLab in one headless Chromium. It prints
the milliseconds from an event on a slider to the new picture (60 moves), how long a drag of 120
events takes to settle, the blank frames seen meanwhile, and the ratio of the medians.
"""

import pathlib
import statistics
import sys
import tempfile

import nbformat

from course_utils import explore

sys.path.insert(0, str(pathlib.Path(__file__).parent / "browser"))
import chromium  # noqa: E402
from explorers import OnPage, explorer_of  # noqa: E402
from jupyter import lab, open_notebook, run_all  # noqa: E402

MOVES, DRAG = 60, 120

# What a notebook without a picture path of its own would do: the same figure, made anew.
INTERACT = """from ipywidgets import FloatSlider, interact
from IPython.display import display
from course_utils.explore.{module} import EXPLORER

Picture = EXPLORER.picture


@interact(x=FloatSlider(min={low}, max={high}, step={step}, value={value}))
def draw(x):
    values = EXPLORER.values({name}=x)
    picture = Picture()
    picture.set_scene(picture.scene(**values))
    picture.move(EXPLORER.compute(**values), **values)
    for artist in picture.moving:
        artist.set_animated(False)
    picture.fig.set_dpi(100 * picture.sharpness)
    display(picture.fig)
"""

TIMED = """async ([find, press, moves]) => {
  const picture = new Function("return " + find), act = new Function("i", press);
  const times = [];
  for (let i = 0; i < moves; i++) {
    const before = picture().src, start = performance.now();
    act(i);
    while (!picture() || picture().src === before) await new Promise(done => setTimeout(done, 1));
    await picture().decode().catch(() => {});
    times.push(performance.now() - start);
    await new Promise(done => setTimeout(done, 30));
  }
  return times;
}"""

DRAGGED = """async ([events]) => {
  const slider = document.querySelector(".explorer input[type=range]");
  const image = document.querySelector(".explorer img");
  const low = Number(slider.min), high = Number(slider.max);
  let blanks = 0, changed = 0;
  const note = new MutationObserver(() => (changed = performance.now()));
  note.observe(image, { attributeFilter: ["src"] });
  for (let i = 1; i <= events; i++) {
    slider.value = low + (high - low) * i / events;
    slider.dispatchEvent(new Event("input"));
    await new Promise(requestAnimationFrame);
    blanks += !(image.complete && image.naturalWidth);
  }
  const end = performance.now();
  await new Promise(done => setTimeout(done, 1500));
  return [Math.max(0, changed - end), blanks];
}"""

OURS = (
    "document.querySelector('.explorer img')",
    "const s = document.querySelector('.explorer input[type=range]');"
    "i % 2 ? s.stepUp() : s.stepDown(); s.dispatchEvent(new Event('input'));",
)
THEIRS = (
    "document.querySelector('.widget-interact img')",
    "document.querySelector('.widget-interact .noUi-handle').dispatchEvent("
    "new KeyboardEvent('keydown', { key: i % 2 ? 'ArrowRight' : 'ArrowLeft', bubbles: true }));",
)


def notebook(cell):
    """Return a notebook with this one code cell."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_code_cell(cell)]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def timings(page, way):
    """Return the median and the 95th percentile of the milliseconds to a new picture."""
    times = page.evaluate(TIMED, [*way, MOVES])
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def measure(browser, address, folder, name):
    """Return (ours, theirs, settled, blanks) for the explorer of this name."""
    explorer = explorer_of(f"explore.{name}()")
    slider = next(c for c in explorer.controls if c.kind == "slider")
    numbers = {key: getattr(slider, key) for key in ("low", "high", "step", "value", "name")}
    cells = {
        "ours": f"from course_utils import explore\nexplore.{name}()",
        "theirs": INTERACT.format(module=name, **numbers),
    }
    results = {}
    for who, cell in cells.items():
        nbformat.write(notebook(cell), folder / f"{name}_{who}.ipynb")
        page = browser.new_page(viewport={"width": 1100, "height": 1000})
        open_notebook(page, address, f"{name}_{who}.ipynb")
        run_all(page)
        if who == "ours":
            OnPage(page, explorer).predict()
            results["ours"] = timings(page, OURS)
            results["drag"] = page.evaluate(DRAGGED, [DRAG])
        else:
            page.locator(".widget-interact img").wait_for()
            results["theirs"] = timings(page, THEIRS)
        page.close()
    return results


def main():
    """Print a table with a row for each explorer."""
    head = "explorer            p50   p95 | interact p50   p95 | times faster | settled  blank"
    print(f"milliseconds from event to picture, {MOVES} moves; drag of {DRAG} events\n{head}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        with lab(folder / "lab.log", folder) as address, chromium.browser() as browser:
            for name in sorted(explore.__all__):
                found = measure(browser, address, folder, name)
                (p50, p95), (their_p50, their_p95) = found["ours"], found["theirs"]
                settled, blanks = found["drag"]
                print(
                    f"{name:17} {p50:5.0f} {p95:5.0f} | {their_p50:12.0f} {their_p95:5.0f} | "
                    f"{their_p50 / p50:12.1f} | {settled:7.0f} {blanks:6}"
                )


if __name__ == "__main__":
    main()
