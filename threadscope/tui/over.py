"""Screens over the views: each is left once, whatever else was on its way to it."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Over(ModalScreen[Answer]):
    """Asks or tells something."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Go back to what is below, if this has not been left already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Palette(CommandPalette):
    """Finds every command by its words."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette")

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go back to what is below, if this has not been left already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
