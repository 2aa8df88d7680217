"""How JupyterLab shows a lesson as a page: `jupyter lab --config=` this file.

A kernel answers a move of a widget's slider with two short messages. By default the second waits
until the browser has confirmed the first, which browsers put off for 40 ms (Nagle's algorithm and
delayed acknowledgement); most of a slider's delay is this pause. Here no message waits for another.

What a reader chooses in a question is kept with their progress, by an extension of the server.
A reader's own sliders are saved with the copy (`overrides.json`): opened again without their
kernel they stand as they stood, where else there would be an error.
The page has the course's looks before a cell was run, and none of the buttons and questions of
others that came along with the packages.
"""

from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

HERE = Path(__file__).resolve().parent
# nbdime merges our lessons, and brings buttons for git; JupyterLab asks whether it may tell news.
UNASKED = ["@jupyterlab/apputils-extension:announcements", "nbdime-jupyterlab"]


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Passes each message between kernel and page on at once."""

    def connect(self):
        """Connect as usual, with TCP_NODELAY set on the websocket."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def without_what_nobody_asked_for(_, page_config):
    """Return the configuration of the page, with more extensions switched off."""
    disabled = {*page_config.get("disabledExtensions", []), *UNASKED}
    return {**page_config, "disabledExtensions": sorted(disabled)}


c = get_config()  # noqa: F821 (Jupyter defines it)
c.ServerApp.kernel_websocket_connection_class = PromptConnection
c.ServerApp.jpserver_extensions = {"course_utils.work.server": True}
c.LabApp.custom_css = True
c.LabApp.app_settings_dir = str(HERE)  # in it lies overrides.json; the reader's own settings win
c.ServerApp.tornado_settings = {
    "static_custom_path": [str(HERE), str(HERE.parent / "face")],
    "page_config_hook": without_what_nobody_asked_for,
}
