"""XML as a stream of small records, safe to be fed anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from threadscope.errors import CutError

_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_DEEPEST = 2
"""Names in the path to a text that is kept."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


@dataclass(slots=True)
class Element:
    """An element that was asked for, with the texts in it."""

    tag: str
    """Its name, with the prefix."""
    attributes: dict[str, str]
    """Its attributes."""
    place: int
    """1-based line on which it begins."""
    last: int
    """1-based line on which it ends."""
    around: "Element | None"
    """The nearest element around it that was asked for too."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts by the name of the element that holds them, or both names where one is in another."""
    inner: dict[str, dict[str, str]] = field(default_factory=dict)
    """The attributes of the elements directly in it, by their names."""

    def text(self, name: str) -> str | None:
        """Give the text of an element in it, white space around it left out; None = it is empty."""
        return self.texts.get(name, "").strip() or None


def elements(chunks: Iterable[bytes], wanted: frozenset[str]) -> Iterator[Element]:
    """Read elements in the order in which they end.

    Nothing is fetched, entities that the file defines itself are refused, and depth costs no more
    than the names of the open elements. Control characters, which XML cannot hold, are left out.

    Raises:
        CutError: the file is broken at a place, or ends too early; what stands before was read.
        DataError: passed on from the chunks.
    """
    collector = _Collector(wanted)
    wide: bool | None = None
    try:
        for chunk in chunks:
            wide = chunk.startswith(_WIDE) if wide is None else wide
            collector.feed(chunk if wide else chunk.translate(None, _CONTROLS))
            yield from collector.taken()
        collector.feed(b"", final=True)
    except expat.ExpatError as error:
        yield from collector.taken()
        why = expat.errors.messages[error.code]
        raise CutError(
            f"is broken on line {error.lineno}: {why} (what stands before was read)"
        ) from None
    yield from collector.taken()


class _Collector:
    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._done: list[Element] = []
        self._open: list[Element] = []
        self._path: list[list[str]] = []
        """For each open element that was asked for, the names of those open in it."""
        self._words: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words.append
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, data: bytes, *, final: bool = False) -> None:
        self._parser.Parse(data, final)

    def taken(self) -> list[Element]:
        """Give the elements that have ended, and forget them."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._words.clear()
        if tag in self._wanted and not (self._path and self._path[-1]):
            line = self._parser.CurrentLineNumber
            around = self._open[-1] if self._open else None
            self._open.append(Element(tag, attributes, line, line, around))
            self._path.append([])
        elif self._open:
            self._path[-1].append(tag)
            if attributes and len(self._path[-1]) == 1:
                self._open[-1].inner.setdefault(tag, attributes)

    def _end(self, _tag: str) -> None:
        words = "".join(self._words)
        self._words.clear()
        if not self._open:
            return
        if self._path[-1]:
            if words and len(self._path[-1]) <= _DEEPEST:
                self._open[-1].texts.setdefault("/".join(self._path[-1]), words)
            self._path[-1].pop()
            return
        self._path.pop()
        element = self._open.pop()
        element.last = self._parser.CurrentLineNumber
        self._done.append(element)

    def _refuse(self, name: str, *_: Any) -> None:
        raise CutError(f"defines the entity {name!r} (wanted: XML without any of its own)")
