"""Words on their way to lines of text."""

from threadscope.markup.tags import FEED, SPACE

_QUOTE = "> "
_DEEPEST = 20
"""Quotes around a line that are shown."""
_NEAR = 8
"""Pieces of the line that count as standing before what comes next."""


class Lines:
    """Lines of text as a browser would lay them out, with quotes marked as in mail."""

    def __init__(self) -> None:
        self.done: list[str] = []
        """Lines that are finished."""
        self.quoted = 0
        """How many quotes stand around what comes next."""
        self._line: list[str] = []
        self._space = False
        self._gap = False

    @property
    def number(self) -> int:
        """The 1-based line that is being written, or was written last."""
        return len(self.done) + bool(self._line)

    @property
    def before(self) -> str:
        """What stands on the line that is being written, its end."""
        return "".join(self._line[-_NEAR:])

    def words(self, text: str) -> int:
        """Add words, white space made one blank; give their line, 0 = there were none."""
        flat = SPACE.sub(" ", text)
        bare = flat.strip(" ")
        self._space |= flat.startswith(" ")
        if not bare:
            return 0
        self._put(bare)
        self._space = flat.endswith(" ")
        return self.number

    def written(self, text: str) -> int:
        """Add text whose line ends and spaces count; give its first line, 0 = it says nothing."""
        first = 0
        for place, line in enumerate(FEED.sub("\n", text).split("\n")):
            if place:
                self.feed()
            if line.strip():
                self._put(line)
                first = first or self.number
        return first

    def apart(self) -> None:
        """Let a blank stand before what comes next on the line."""
        self._space = True

    def end(self) -> None:
        """End the line, if anything stands on it."""
        if self._line:
            marks = _QUOTE * min(self.quoted, _DEEPEST)
            self.done.append(marks + "".join(self._line))
            self._line = []
        self._space = False

    def feed(self) -> None:
        """End the line; where nothing stands on it, leave a blank one."""
        if self._line:
            self.end()
        else:
            self._gap = True

    def gap(self) -> None:
        """End the line and leave a blank one before what comes next."""
        self.end()
        self._gap = True

    def _put(self, text: str) -> None:
        if self._line and self._space:
            self._line.append(" ")
        elif not self._line and self._gap and self.done:
            self.done.append("")
        self._gap = self._space = False
        self._line.append(text)
