"""A theme of colours that people with any kind of colour vision tell apart.

The palette is Okabe and Ito's ("Color Universal Design", 2008). Its blue is too dark for text on a
dark ground and draws only lines.
"""

from rich.color import Color
from rich.terminal_theme import TerminalTheme
from textual.theme import BUILTIN_THEMES, Theme

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
_WHITE = "#FFFFFF"
_GREY = "#A6A6A6"
_GROUND = "#141414"
"""Behind what lies over the screen: the footer, menus."""

COLOUR_BLIND_SAFE = Theme(
    name="colour-blind-safe",
    primary=SKY,
    secondary=BLUE,
    accent=ORANGE,
    warning=YELLOW,
    error=VERMILLION,
    success=GREEN,
    foreground=_WHITE,
    background=BLACK,
    surface=BLACK,
    panel=_GROUND,
    variables={
        "footer-background": _GROUND,
        "footer-key-foreground": ORANGE,
        "block-cursor-foreground": BLACK,
        "input-selection-background": BLUE,
        "text-muted": _GREY,
        "text-disabled": _GREY,
    },
)


def _triplet(colour: str) -> tuple[int, int, int]:
    return tuple(Color.parse(colour).get_truecolor())  # type: ignore[return-value]


_SIXTEEN = TerminalTheme(
    _triplet(BLACK),
    _triplet(_WHITE),
    [_triplet(each) for each in (BLACK, VERMILLION, GREEN, ORANGE, SKY, PURPLE, SKY, _WHITE)],
    [_triplet(each) for each in (_GREY, VERMILLION, GREEN, YELLOW, SKY, PURPLE, SKY, _WHITE)],
)
"""The terminal's sixteen colours as this theme draws them."""

PALETTES = {COLOUR_BLIND_SAFE.name: _SIXTEEN}
"""Themes that say what the sixteen colours are."""
NAMES = (*BUILTIN_THEMES, COLOUR_BLIND_SAFE.name)
"""The names of all themes."""
