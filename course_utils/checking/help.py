"""The help that a wrong verdict offers: hints one after another by a click, a solution last.

They are nested `<details>`: they open without a kernel and without a script, and one that is not
opened gives nothing away. What is opened there is not kept; what `hint` and `solution` show, is.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """What leads to the answer of exercise `number`: hints, vague to plain, and the code of one."""

    number: str
    hints: Sequence[str]
    solution: str

    def __str__(self) -> str:
        return f'→ hint("{self.number}") gives a hint.'

    def _repr_html_(self) -> str:
        steps = [
            (f"Hint {i} of {len(self.hints)}", f"<p>{html.escape(hint)}</p>")
            for i, hint in enumerate(self.hints, start=1)
        ]
        steps.append(("One way to do it", f"<pre>{html.escape(self.solution)}</pre>"))
        inside = ""
        for name, text in reversed(steps):
            inside = f"<details><summary>{name}</summary>{text}{inside}</details>"
        calls = f'<code>hint("{self.number}")</code>, <code>solution("{self.number}")</code>'
        return f"{inside}<p>Where nothing opens by a click, type {calls}.</p>"
