"""A panel's answer leaves the server at once."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class QuickConnection(ZMQChannelsWebsocketConnection):
    """The server's connection to a browser, without waiting to fill a packet.

    A kernel first says that it is busy and then answers. As a rule the system holds the second
    small message back until the browser has acknowledged the first: up to 40 ms for every step of
    a slider.
    """

    async def connect(self) -> Any:
        """Connect as always, and send every message as soon as it is there."""
        self.websocket_handler.set_nodelay(True)
        return await super().connect()
