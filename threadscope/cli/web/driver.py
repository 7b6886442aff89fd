"""How a served interface draws: through pipes, and not for longer than there is a server."""

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus
from textual.messages import ExitApp

DRIVER = f"{__name__}:Piped"
"""What `TEXTUAL_DRIVER` must say for this driver to be taken."""


class Piped(WebDriver):
    """Ends the interface when its input ends: a server that was killed leaves nothing behind."""

    def start_application_mode(self) -> None:
        """Begin with the keys, which the page hands over; Textual would wait for a click."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())

    def run_input_thread(self) -> None:
        """Wait for input until there is none."""
        super().run_input_thread()
        self._app.post_message(ExitApp())
