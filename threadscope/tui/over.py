"""Screens over the views: each is left once, whatever else was on its way to it."""

from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.events import Click
from textual.screen import ModalScreen, Screen
from textual.worker import Worker

Answer = TypeVar("Answer")


def _on_top(screen: Screen[Any]) -> bool:
    """Tell whether nothing lies over a screen, and it has not been left."""
    return screen.app.screen_stack[-1:] == [screen]


class Over(ModalScreen[Answer]):
    """Asks or tells something."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Go back to what is below, if this is on top of it."""
        return super().dismiss(result) if _on_top(self) else AwaitComplete()


class _Commands(CommandList):
    """The commands that were found."""

    async def _on_click(self, event: Click) -> None:
        """Leave a click alone whose line has gone before it was answered."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()

    def action_page_up(self) -> None:
        """Go up by a page, where any command shows."""
        if self._lines:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Go down by a page, where any command shows."""
        if self._lines:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """Finds every command by its words."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette")

    def compose(self) -> ComposeResult:
        """Show them in a list of our own."""
        for widget in super().compose():
            yield _Commands() if isinstance(widget, CommandList) else widget

    def _on_click(self, event: Click) -> None:  # type: ignore[override]
        """Leave a click alone whose place has gone before it was answered."""
        if not self.region.contains_point(event.screen_offset):
            event.prevent_default()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go back to what is below, if this is on top of it, and look for commands no longer."""
        if not _on_top(self):
            return AwaitComplete()
        self._cancel_gather_commands()
        return super().dismiss(result)

    def _gather_commands(self, search_value: str) -> Worker[None] | None:  # type: ignore[override]
        """Look for commands, unless the last key typed comes when this has been left."""
        return super()._gather_commands(search_value) if self.is_current else None
