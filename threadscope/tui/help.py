"""The keys of the screen, made from its bindings so that they cannot go stale."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.content import Content

from threadscope.tui.canvas import Lines
from threadscope.tui.keys import CLOSING, HELP, bind
from threadscope.tui.over import Over
from threadscope.tui.paint import BOLD, PLAIN

_NAMES = {
    "left_square_bracket": "[", "right_square_bracket": "]", "left_curly_bracket": "{",
    "right_curly_bracket": "}", "left_parenthesis": "(", "right_parenthesis": ")",
    "asterisk": "*", "number_sign": "#", "apostrophe": "'", "slash": "/", "ampersand": "&",
    "backslash": "\\", "question_mark": "?", "greater_than_sign": ">", "less_than_sign": "<",
    "colon": ":", "full_stop": ".", "comma": ",", "vertical_line": "|",
}  # fmt: skip
_WIDTH = 64
"""Cells of the list."""
_KEYS = 22
"""Cells of the keys, where there is room for the list."""


class KeysScreen(Over[None]):
    """All keys that work where the reader is; it scrolls."""

    DEFAULT_CSS = """
    KeysScreen { align: center middle; }
    KeysScreen Lines { width: 64; max-width: 100%; height: 80%; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, bind("help", HELP, "close", "Close")]

    def __init__(self, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._keys = list(_by_action(bindings))
        self._pane = Lines()

    def compose(self) -> ComposeResult:
        """Show the list."""
        wide = _KEYS if self.app.size.width >= _WIDTH else 0
        self._pane.tell([(f"{keys:>{wide}}  ", BOLD), (words, PLAIN)] for keys, words in self._keys)
        yield self._pane

    def on_mount(self) -> None:
        """Say above the list how it is moved and left."""
        pane = self._pane
        if pane.is_attached:  # else it was left before it stood
            self.set_focus(pane)
        keys: dict[str, str] = {}
        for key, active in self.active_bindings.items():
            keys.setdefault(active.binding.action, spoken(key))
        down, up, close = (keys.get(each, "-") for each in ("move(1)", "move(-1)", "close"))
        count = len(self._keys)
        pane.border_title = Content(f"{count} keys, {down}/{up} scroll, {close} closes")

    def action_close(self) -> None:
        """Go back to the view."""
        self.dismiss()


def spoken(key: str) -> str:
    """Give the sign of a key that has one, else its name."""
    return _NAMES.get(key, key)


def _by_action(bindings: Mapping[str, ActiveBinding]) -> Iterator[tuple[str, str]]:
    """Gather the keys of each action."""
    keys: dict[str, list[str]] = {}
    for key, active in bindings.items():
        if active.binding.description and active.enabled:
            keys.setdefault(active.binding.description, []).append(spoken(key))
    for words, names in keys.items():
        yield " ".join(names), words
