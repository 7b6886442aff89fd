"""A page of HTML as lines of text, with where its elements stand and what they state."""

from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from threadscope.markup.lines import Lines
from threadscope.markup.quote import is_quote
from threadscope.markup.states import Attributes, known_by, stated, upwards
from threadscope.markup.tags import AS_WRITTEN, BLOCKS, PARAGRAPHS, SILENT, SPACED, is_container

_MOST_CLASSES = 12
"""Classes of an element that are looked at, the first ones."""
_ELEMENT = ("tag", "classes", "up", "line", "last")
_STATE = ("kind", "value", "line")


def _columns(names: tuple[str, ...]) -> dict[str, list[Any]]:
    return {name: [] for name in names}


@dataclass(slots=True)
class Rendered:
    """A page of HTML as text, and the rest in columns that JSON can carry."""

    text: str = ""
    """Its lines, each ended by a line feed: the title first."""
    elements: dict[str, list[Any]] = field(default_factory=lambda: _columns(_ELEMENT))
    """Elements that may hold comments and have text, outer before inner: tag, classes, up (the
    place of the one around it; -1 = none), line and last (1-based lines of its text)."""
    states: dict[str, list[Any]] = field(default_factory=lambda: _columns(_STATE))
    """What is stated, as `states.State` says, and on which line: the first one of the element's
    text, else the next one there is."""


def render(html: str) -> Rendered:
    """Render a page.

    Raises:
        MemoryError: it takes more than there is.
    """
    try:
        tree = LexborHTMLParser(html)
    except SelectolaxError as error:
        raise MemoryError from error  # nothing else keeps a text from being HTML
    renderer = _Renderer(_linked(tree))
    title = tree.css_first("title")
    if title is not None and title.parent is not None and title.parent.tag == "head":
        renderer.title(title.text())
    if tree.root is not None:
        renderer.walk(tree.root)
    return renderer.rendered()


def _linked(tree: Any) -> frozenset[str]:
    """Give the places on the page that its links lead to."""
    addresses = (link.attributes.get("href") or "" for link in tree.css("a[href*='#']"))
    return frozenset(filter(None, map(known_by, addresses)))


class _Renderer:
    """Walks over a tree without recursion, however deep it is."""

    def __init__(self, linked: frozenset[str]) -> None:
        self._linked = linked
        self._lines = Lines()
        self._out = Rendered()
        self._open: list[int] = []
        """Places of the open elements that may hold comments."""
        self._told = 0
        """How many of them, the outer ones, have text already."""
        self._waiting: list[tuple[str, str]] = []
        """What was stated since the last words."""
        self._as_written = 0
        """How many open elements keep their spaces."""
        self._quotes: list[bool] = []
        """Which of the open quotes are quotes indeed."""
        self._last = 0
        """The line of the last words."""

    def title(self, text: str) -> None:
        """Take the title."""
        self._said(self._lines.words(text))
        self._lines.gap()

    def walk(self, root: Any) -> None:
        """Take all below an element."""
        above: list[Any] = []
        node = root
        while node is not None:
            entered = self._enter(node)
            child = node.first_child if entered else None
            if child is not None:
                above.append(node)
                node = child
                continue
            if entered:
                self._leave(node.tag)
            following = node.next if above else None
            while following is None and above:
                node = above.pop()
                self._leave(node.tag)
                following = node.next if above else None
            node = following

    def rendered(self) -> Rendered:
        """Give what came of it."""
        self._lines.end()
        self._settle(max(self._last, 1))
        kept = [place for place, line in enumerate(self._out.elements["line"]) if line]
        places = {old: new for new, old in enumerate(kept)} | {-1: -1}
        columns = {
            name: [column[place] for place in kept] for name, column in self._out.elements.items()
        }
        columns["up"] = [places[up] for up in columns["up"]]
        self._out.elements = columns
        self._out.text = "".join(f"{line}\n" for line in self._lines.done)
        return self._out

    def _enter(self, node: Any) -> bool:
        """Take an element or a text; tell whether to look inside."""
        if node.is_text_node:
            text = node.text_content or ""
            self._said(self._lines.written(text) if self._as_written else self._lines.words(text))
            return False
        tag = node.tag or ""
        if not node.is_element_node or tag in SILENT:
            return False
        attributes: Attributes = node.attributes
        if tag == "br":
            self._lines.feed()
            return False
        if attributes.get("hidden", "until-found") != "until-found" or _says_nothing(tag, node):
            return False
        self._open_element(tag, attributes, node)
        return True

    def _open_element(self, tag: str, attributes: Attributes, node: Any) -> None:
        if tag in PARAGRAPHS:
            self._lines.gap()
        elif tag in BLOCKS:
            self._lines.end()
        elif tag in SPACED:
            self._lines.apart()
        self._state(tag, attributes, node)
        if tag == "blockquote":
            self._quotes.append(is_quote(node))
            self._lines.quoted += self._quotes[-1]
        self._as_written += tag in AS_WRITTEN
        if is_container(tag):
            self._contain(tag, attributes)
        if tag == "img":
            self._said(self._lines.words(attributes.get("alt") or ""))

    def _contain(self, tag: str, attributes: Attributes) -> None:
        columns = self._out.elements
        classes = (attributes.get("class") or "").split()[:_MOST_CLASSES]
        up = self._open[-1] if self._open else -1
        self._open.append(len(columns["tag"]))
        for name, value in zip(columns, (tag, " ".join(classes), up, 0, 0), strict=True):
            columns[name].append(value)

    def _leave(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._lines.gap()
        elif tag in BLOCKS:
            self._lines.end()
        elif tag in SPACED:
            self._lines.apart()
        if tag == "blockquote":
            self._lines.quoted -= self._quotes.pop()
        self._as_written -= tag in AS_WRITTEN
        if is_container(tag):
            place = self._open.pop()
            self._out.elements["last"][place] = self._last
            if self._out.elements["line"][place]:
                self._settle(self._last)
            self._told = min(self._told, len(self._open))

    def _state(self, tag: str, attributes: Attributes, node: Any) -> None:
        if not attributes:
            return
        for kind, value in stated(tag, attributes):
            named = kind == "id" and value in self._linked
            self._waiting.append(("named" if named else kind, value))
        if tag == "a" and "#" in (attributes.get("href") or ""):
            self._waiting += upwards(attributes, node.text(), self._lines.before)

    def _said(self, line: int) -> None:
        """Note that words stand on a line, and perhaps on those below; 0 = there were none."""
        if not line:
            return
        for place in self._open[self._told :]:
            self._out.elements["line"][place] = line
        self._told = len(self._open)
        self._settle(line)
        self._last = self._lines.number

    def _settle(self, line: int) -> None:
        """Let what was stated stand on a line."""
        for kind, value in self._waiting:
            for name, each in zip(self._out.states, (kind, value, line), strict=True):
                self._out.states[name].append(each)
        self._waiting.clear()


def _says_nothing(tag: str, node: Any) -> bool:
    """Tell whether an element only repeats a picture for browsers that load none later."""
    return tag == "noscript" and not node.text().strip()
