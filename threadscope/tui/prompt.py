"""A line that asks for words."""

from collections.abc import Callable

from textual.widget import Widget
from textual.widgets import Input


class Prompt(Input):
    """Takes the keys as soon as it asks, and gives them back to what had them."""

    DEFAULT_CSS = "Prompt { display: none; height: 1; border: none; padding: 0 1; }"

    def __init__(self, words: str, ident: str) -> None:
        super().__init__(id=ident, placeholder=words, select_on_focus=False, compact=True)
        self._before: Widget | None = None

    def ask(self, answered: Callable[[str], None], value: str = "") -> None:
        """Open, with some words to begin with, and say who waits for the answer."""
        if not self.display:
            self._before = self.screen.focused
        self._answered = answered
        self.display = True
        self.value = value
        self.cursor_position = len(value)
        self.screen.set_focus(self)

    def leave(self) -> None:
        """Close."""
        self.display = False
        self.screen.set_focus(self._before)

    async def action_submit(self) -> None:
        """Close, and hand on the answer."""
        self.leave()
        self._answered(self.value)
