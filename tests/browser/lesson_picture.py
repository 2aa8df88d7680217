"""Draw the README's picture of a lesson: `make pictures`.

It is lesson 02 as a reader sees it in JupyterLab: the first map of a loss, and an exercise with a
mistake in the answer and its first hint open. The picture carries a mark of all that it shows.
"""

import hashlib
import io
import json
import pathlib
import shutil
import tempfile

from PIL import Image, PngImagePlugin

from course_utils.checking import exercises
from course_utils.publish import notebooks

PATH = notebooks.FOLDER / "images" / "lesson.png"
LESSON = next(notebooks.FOLDER.glob("02_*.ipynb"))
SIZE = {"width": 900, "height": 2000}
SHOW_ONLY = """async ids => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = 0; // it is hidden
  const cells = notebook.widgets.filter(cell => ids.includes(cell.model.id));
  for (const cell of notebook.widgets) {
    cell.node.style.contentVisibility = "visible";
    cell.node.style.display = cells.includes(cell) ? "" : "none";
  }
  notebook.node.querySelector(".course-verdict summary").click();
  cells[0].node.scrollIntoView();
  await new Promise(done => setTimeout(done, 1500));
}"""


def shown():
    """Return the cells of the picture: a map of a loss, an exercise's text, and its cell."""
    cells = notebooks.read(LESSON).cells
    figure = next(cell for cell in cells if "plots.surface(" in cell.source)
    task = next(cell for cell in cells if "exercise" in notebooks.tags(cell))
    return [figure, cells[cells.index(task) - 1], task]


def answer(task):
    """Return what is typed into the exercise: all right, but for a sum in place of a mean."""
    number, check = notebooks.checks(task.source)[0]
    right = exercises.find(number).source()
    return f"{right.replace('.mean()', '.sum()', 1)}\n\n\n{check}"


def mark():
    """Return a mark of all that is shown."""
    figure, text, task = shown()
    style = (notebooks.ROOT / "course_utils" / "face" / "style.css").read_text(encoding="utf-8")
    said = [figure.source, *notebooks.outputs(figure), text.source, answer(task), style]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def marked():
    """Return the mark of what the stored picture shows."""
    with Image.open(PATH) as picture:
        return picture.info.get("Description")


def draw():
    """Return the picture."""
    # What asks whether it is current needs no browser.
    import chromium
    from jupyter import PATIENCE, lab, open_notebook, run_all, run_cell, shut_down

    with tempfile.TemporaryDirectory() as folder, chromium.browser() as browser:
        folder = pathlib.Path(folder)
        shutil.copytree(notebooks.FOLDER, folder / "notebooks")
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5)
        page.set_default_timeout(PATIENCE)
        with lab(folder / "lab.log", folder) as address:
            open_notebook(page, address, f"notebooks/{LESSON.name}")
            run_all(page)
            *_, task = cells = shown()
            page.evaluate(
                """([id, source]) => jupyterapp.shell.currentWidget.content.widgets
                  .find(cell => cell.model.id === id).model.sharedModel.setSource(source)""",
                [task.id, answer(task)],
            )
            run_cell(page, answer(task))
            page.locator(".course-verdict.wrong").wait_for()
            page.evaluate(SHOW_ONLY, [cell.id for cell in cells])
            top, *_, bottom = (
                page.locator(".jp-Cell:visible").nth(i).bounding_box() for i in (0, 1, 2)
            )
            clip = {**top, "height": bottom["y"] + bottom["height"] - top["y"]}
            picture = page.screenshot(clip=clip)
            shut_down(page)
    return Image.open(io.BytesIO(picture)).convert("RGB")


def main():
    """Draw the picture, if what it shows is another than before."""
    if marked() != mark():
        info = PngImagePlugin.PngInfo()
        info.add_text("Description", mark())
        draw().save(PATH, optimize=True, pnginfo=info)
        print(f"{PATH.name}: {PATH.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
