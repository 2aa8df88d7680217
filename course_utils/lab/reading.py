"""How JupyterLab serves the course: `jupyter lab --config=` this file.

A kernel answers a move of a widget's slider with two short messages. By default the second waits
until the browser has confirmed the first, which browsers put off for 40 ms (Nagle's algorithm and
delayed acknowledgement); most of a slider's delay is this pause. Here no message waits for another.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Passes each message between kernel and page on at once."""

    def connect(self):
        """Connect as usual, with TCP_NODELAY set on the websocket."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c = get_config()  # noqa: F821 (Jupyter defines it)
c.ServerApp.kernel_websocket_connection_class = PromptConnection
