"""The kernel side of an explorer on the page: answers each request with a picture."""

import pathlib

import anywidget
import traitlets

_HERE = pathlib.Path(__file__).parent


class Panel(anywidget.AnyWidget):
    """Shows an `Explorer`: asks its question first, then gives the controls free.

    `prediction` is the index of the option the reader chose, None if they chose none.
    """

    _esm = _HERE / "panel.js"
    _css = _HERE / "panel.css"
    spec = traitlets.Dict().tag(sync=True)
    prediction = traitlets.Int(None, allow_none=True).tag(sync=True)
    begun = traitlets.Bool(False).tag(sync=True)

    def __init__(self, explorer):
        super().__init__(spec=explorer.spec())
        self._explorer = explorer
        self.on_msg(self._answer)

    def _answer(self, _, message, __):
        reply = {"view": message.get("view")}
        try:
            picture, text = self._explorer.frame(**message["values"])
        except Exception as error:  # shown on the page in words: nobody reads a kernel's log
            self.send({**reply, "error": f"{type(error).__name__}: {error}"})
        else:
            self.send({**reply, "text": text}, buffers=[picture])

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, *rest = bundle if isinstance(bundle, tuple) else (bundle,)
        data["text/plain"] = f"{self.spec['title']}: open this notebook in JupyterLab to move it."
        return (data, *rest) if rest else data
