"""Draw the still picture of each explorer, for where no scripts run: `make explorers`.

`python tests/browser/stills.py loss_dial` draws one. It is the explorer itself, in light colours,
after the states of its `still`, and it carries a mark of the script that drew it: what has it needs
no drawing.
"""

import io
import pathlib
import sys
import tempfile

import chromium
from PIL import ExifTags, Image

from course_utils import explore
from course_utils.explore.explorer import BUILT

WIDTH = 720
SHARPNESS = 1.5  # stored pixels for each pixel shown
WALK = """async host => {
  const {explorer} = host;
  for (const patch of [{}, ...explorer.still]) {
    explorer.set(patch);
    do await new Promise(requestAnimationFrame); while (!explorer.resting());
  }
}"""


def still(browser, explorer):
    """Return what the explorer shows, as an image."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": 900},
        device_scale_factor=SHARPNESS,
        reduced_motion="reduce",
    )
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(f"<!doctype html><meta charset=utf-8>{explorer.html()}", encoding="utf-8")
        page.goto(file.as_uri())
        page.get_by_role("button", name="Just show me").click()
        page.locator("body > div").evaluate(WALK)
        page.evaluate("document.querySelector('body > div').shadowRoot.activeElement?.blur()")
        shown = [page.locator(part).bounding_box() for part in (".panels", ".readings")]
        top, bottom = shown[0]["y"], max(box["y"] + box["height"] for box in shown if box)
        clip = {**shown[0], "y": top, "height": bottom - top}
        picture = page.screenshot(clip=clip)
    page.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


def marked(file):
    """Return the mark of the script that drew this picture; None if there is none."""
    if not file.exists():
        return None
    with Image.open(file) as picture:
        return picture.getexif().get(ExifTags.Base.ImageDescription)


def main(names):
    """Draw the stills of these explorers, or of all."""
    with chromium.browser() as browser:
        for explorer in map(explore.find, names or explore.names()):
            file = BUILT / f"{explorer.name}.webp"
            if marked(file) == explorer.mark():
                continue
            exif = Image.Exif()
            exif[ExifTags.Base.ImageDescription] = explorer.mark()
            still(browser, explorer).save(file, quality=60, method=6, exif=exif)
            print(f"{file.name}: {file.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
