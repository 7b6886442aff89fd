"""How a served interface draws: through pipes, and not for longer than there is a server."""

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

DRIVER = f"{__name__}:Piped"
"""What `TEXTUAL_DRIVER` must say for this driver to be taken."""


class Piped(WebDriver):
    """Ends the interface when its input ends: a server that was killed leaves nothing behind."""

    def run_input_thread(self) -> None:
        """Wait for input until there is none."""
        super().run_input_thread()
        self._app.post_message(ExitApp())
