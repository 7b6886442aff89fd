"""The terminal interface: the only room that knows Textual.

Text from pages crosses `safetext.show` before it is drawn, and is drawn as plain segments: no
widget ever gets a `str` that it could take for markup.
"""

from threadscope.tui.app import Browser
from threadscope.tui.desk import Desk, Loaded, Shelf, View
from threadscope.tui.paint import ASCII, UNICODE, Glyphs

__all__ = ["Browser", "Desk", "Loaded", "Shelf", "View", "glyphs"]


def glyphs(*, plain: bool) -> Glyphs:
    """Choose the signs to draw with."""
    return ASCII if plain else UNICODE
