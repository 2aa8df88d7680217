"""An explorer that is drawn in the page: one output, alive wherever scripts run.

`course_utils/explore/page/` is the side in the page; `make explorers` builds of it, for each
explorer, the script and the still picture in `course_utils/explore/built/`.
"""

import base64
import gzip
import hashlib
import html
from dataclasses import dataclass
from pathlib import Path

from course_utils import page
from course_utils.checking import questions

BUILT = Path(__file__).parent / "built"


@dataclass(frozen=True)
class Explorer:
    """What Python knows of an explorer: what is asked, what is right, and what the still says.

    `compute(**state)` returns a dict of what `numbers` of its JavaScript returns, in torch, for the
    proof, to within a relative `tolerance`; `caption()` is the sentence below the still picture,
    with its numbers computed.
    """

    name: str
    title: str
    question: str
    compute: object
    caption: object
    tolerance: float = 1e-9

    def script(self):
        """Return the built script; it defines `course`, with `explorer` and `mount`."""
        return gzip.decompress(self._packed()).decode()

    def mark(self):
        """Return what a still picture carries that was made by this script."""
        return f"{self.name}.js {hashlib.sha256(self.script().encode()).hexdigest()[:16]}"

    def show(self):
        """Put the explorer on the page; where there is none, print its title and its caption."""
        said = f"{self.title}: {self.caption()}"
        if page.is_there():
            from IPython.display import display

            display({"text/html": self.html(), "text/plain": said}, raw=True)
        else:
            print(said)

    def html(self):
        """Return the explorer as HTML: question and still picture, then what makes it alive.

        The script finds its place by where it stands, so that any number of them share a page.
        """
        question = questions.find(self.question).html()
        return f"<div>{question}{self._still()}{page.script(self._packed())}</div>"

    def _packed(self):
        """Return the built script as it is stored, compressed."""
        return (BUILT / f"{self.name}.js.gz").read_bytes()

    def _still(self):
        """Return the picture and the caption for where no scripts run."""
        title, caption = html.escape(self.title), html.escape(self.caption())
        file = BUILT / f"{self.name}.webp"
        picture = base64.b64encode(file.read_bytes()).decode() if file.exists() else ""
        source = f"data:image/webp;base64,{picture}"
        image = f'<img data-title="{title}" src="{source}" alt="{caption}">'
        return f"{image}<p><em>{caption}</em></p>"
