"""The reading pane: one comment whole, wrapped, however long it is."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.message import Message

from threadscope.safetext import show
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, HIT, PLAIN, author_style
from threadscope.tui.reading import Reading
from threadscope.tui.why import reasons
from threadscope.tui.wrapping import wrap


class CommentPane(Canvas):
    """A comment's head and body."""

    class Seen(Message):
        """The comment of a row is on the screen."""

        def __init__(self, reading: Reading, row: int) -> None:
            super().__init__()
            self.reading = reading
            self.row = row

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(ident)
        self._lines: list[list[Piece]] = []
        self._shown: tuple[Reading, int, str] | None = None

    def show_comment(self, reading: Reading | None, row: int | None, needle: str = "") -> None:
        """Show a row's comment, or nothing; on a narrow terminal why it hangs there, too."""
        self._shown = None if reading is None or row is None else (reading, row, needle)
        self._layout()
        self.scroll_home(animate=False)
        self.set_reactive(CommentPane.cursor, 0)
        if self.is_on_screen:
            self.on_show()

    def on_show(self) -> None:
        """Tell what is seen."""
        if self._shown:
            reading, row, _ = self._shown
            self.post_message(self.Seen(reading, row))

    def on_resize(self) -> None:
        """Wrap again."""
        self._layout()

    def count(self) -> int:
        """Count the lines."""
        return len(self._lines)

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Give a line as it was wrapped."""
        return self._lines[line]

    def _layout(self) -> None:
        width = max(self.scrollable_content_region.width - 1, 10)
        self._lines = list(self._compose_lines(width)) if self._shown else []
        self.repaint()

    def _compose_lines(self, width: int) -> Iterator[list[Piece]]:
        assert self._shown is not None  # noqa: S101 - narrowed by the only caller
        reading, row, needle = self._shown
        yield from _head(reading, row, width)
        yield []
        body = show(reading.get(row, "body"))
        if not body:
            yield [("(says nothing)", DIM)]
        for line in wrap(body, width):
            quoted = line.lstrip().startswith(">")
            yield list(_light(line, needle, quoted=quoted))
        if self.screen.has_class("narrow"):
            yield []
            yield from reasons(reading, row, width)

    def action_move(self, by: int) -> None:
        """Scroll by so many lines."""
        self.scroll_relative(y=by, animate=False)

    def action_page(self, pages: float) -> None:
        """Scroll by a share of the window."""
        self.scroll_relative(y=round(pages * max(self.size.height - 1, 1)), animate=False)

    def action_edge(self, end: int) -> None:
        """Scroll to the first line or the last."""
        if end:
            self.scroll_end(animate=False)
        else:
            self.scroll_home(animate=False)


def _head(reading: Reading, row: int, width: int) -> Iterator[list[Piece]]:
    """Say who wrote it, when, and where it stands on the page."""
    author = reading.author(row)
    first, last = reading.get(row, "first_line"), reading.get(row, "last_line")
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    posted = reading.get(row, "posted_at")
    place = f"{posted:%Y-%m-%d %H:%M}  {lines}" if posted else lines
    name = author or "(unknown)"
    who = (name, author_style(author) + BOLD)
    if cell_len(name) + 2 + cell_len(place) <= width:
        yield [who, (f"  {place}", DIM)]
    else:
        yield [who]
        yield [(place, DIM)]
    subject = reading.get(row, "subject")
    if subject:
        yield [(show(subject), BOLD)]


def _light(line: str, needle: str, *, quoted: bool) -> Iterator[Piece]:
    """Light up what is searched for; quotes stand back."""
    style = DIM if quoted else PLAIN
    rest = line
    while needle and (at := rest.lower().find(needle.lower())) >= 0:
        yield rest[:at], style
        yield rest[at : at + len(needle)], HIT
        rest = rest[at + len(needle) :]
    yield rest, style
