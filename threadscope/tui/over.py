"""A screen over the views, for as long as it asks or tells something."""

from typing import TypeVar

from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Over(ModalScreen[Answer]):
    """Is left once: what was on its way to it when it was left changes nothing any more."""

    def leave(self, answer: Answer | None = None) -> None:
        """Go back to what is below."""
        if self.is_current:
            self.dismiss(answer)
