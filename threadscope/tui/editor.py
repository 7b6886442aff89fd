"""The editor of a pack: lines that are refused are underlined."""

from collections.abc import Iterable

from rich.text import Text
from textual.widgets import TextArea

from threadscope.tui.paint import BOLD, UNDERLINED, WARN


class Editor(TextArea):
    """A text some of whose lines are refused."""

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(id=ident, show_line_numbers=True, soft_wrap=False)
        self._refused: frozenset[int] = frozenset()

    def refuse(self, lines: Iterable[int] = ()) -> None:
        """Underline these lines, 1-based, and no others."""
        self._refused = frozenset(lines)
        self.notify_style_update()
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        """Give a line, underlined if it is refused."""
        line = super().get_line(line_index)
        if line_index + 1 in self._refused:
            line.stylize(WARN + BOLD + UNDERLINED)
        return line
