"""Styles and glyphs: how things look, in the terminal's own sixteen colours.

Nothing is said by colour alone: every mark has a glyph of its own.
"""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

from rich.cells import cell_len, set_cell_size
from rich.style import Style

_AUTHOR_COLOURS = (
    "cyan", "green", "yellow", "magenta", "blue", "bright_cyan", "bright_green", "bright_yellow",
    "bright_magenta", "bright_blue", "red", "bright_red",
)  # fmt: skip

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
UNDERLINED = Style(underline=True)
CURSOR = Style(reverse=True)
HIT = Style(bold=True, underline=True, color="yellow")
WARN = Style(color="yellow")


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs a tree is drawn with."""

    through: str
    """A guide that runs on."""
    tee: str
    """A reply the page states, with siblings below."""
    corner: str
    """A reply the page states, the last of its siblings."""
    guess_tee: str
    """An inferred reply, with siblings below."""
    guess_corner: str
    """An inferred reply, the last of its siblings."""
    open: str
    """A comment whose replies show."""
    folded: str
    """A comment whose replies are folded away."""
    leaf: str
    """A comment without replies."""
    orphan: str
    """A comment that answers one that is not on the page."""
    repost: str
    """A comment that stood there before."""
    mark: str
    """A comment the reader marked."""
    unread: str
    """A comment that was never open."""
    moved: str
    """A comment whose place is being chosen."""
    deeper: str
    """Levels that there is no room for."""
    cut: str
    """Where text goes on."""
    bars: str
    """A bar, from nothing to full."""
    rest: str
    """The part of a bar that is not chosen."""
    steps: str
    """A cell, from nothing to full, by its height."""
    track: str
    """The gutter that stands for all rows."""
    thumb: str
    """The part of the gutter that shows."""
    hit: str
    """Something found, in the gutter."""
    unsure: str
    """An unsure place, in the gutter."""
    chosen: str
    """A row that is chosen, among others that are not."""
    rising: str
    """A column that is sorted by, the smallest first."""


UNICODE = Glyphs(
    *("│ ", "├─", "└─", "├╌", "└╌", "▾", "▸", "·", "?", "↻", "◆", "•", "↷", "⋯", "…", " ▏▎▍▌▋▊▉█"),
    *("░", " ▁▂▃▄▅▆▇█", "│", "┃", "●", "╌", "▌", "▴"),
)
ASCII = Glyphs(
    *("| ", "+-", "`-", "+~", "`~", "v", ">", ".", "?", "=", "*", "N", "^", "..", "~", " .:-=+*#@"),
    *(".", " .:-=+*#@", "|", "#", "o", "~", "!", "^"),
)


@cache
def author_style(author: str) -> Style:
    """Give an author's colour: the same name has the same one everywhere, on every day."""
    if not author:
        return DIM
    return Style(color=_AUTHOR_COLOURS[crc32(author.encode()) % len(_AUTHOR_COLOURS)])


def fit(text: str, width: int, cut: str = "…") -> str:
    """Cut or fill a line to exactly so many cells."""
    if width <= 0:
        return ""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(width - cell_len(cut), 0)) + cut if width > 1 else cut[:1]


def fit_end(text: str, width: int, cut: str = "…") -> str:
    """Cut a line from the front, or fill it, to exactly so many cells."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    end = text[-width:]
    while end and cell_len(cut + end) > width:
        end = end[1:]
    return set_cell_size(cut + end, width)


def bar(share: float, width: int, glyphs: Glyphs) -> str:
    """Draw a bar that fills a share of so many cells, to the eighth of a cell; some if any."""
    steps = len(glyphs.bars) - 1
    filled = max(round(max(0.0, min(share, 1.0)) * width * steps), share > 0)
    full, rest = divmod(filled, steps)
    part = glyphs.bars[rest] if rest and full < width else ""
    return (glyphs.bars[-1] * full + part).ljust(width)


def sure(confidence: float, *, certain: bool) -> str:
    """Write how sure a place is in four cells: what the page states, or a percentage."""
    return "   =" if certain else f"{min(round(confidence * 100), 100):3d}%"
