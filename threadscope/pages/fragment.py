"""Pieces of HTML, as mails and dumps hold them, as plain text.

Whole pages go through their own door; here nothing is known of nesting but quotes, so that a piece
of any depth costs one step a tag.
"""

import re
from html import unescape

_TAG = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|(/?)([A-Za-z][A-Za-z0-9:-]*+)([^<>]*+)>|[!?][^<>]*+>)", re.DOTALL
)
_BLOCK = re.compile(
    r"address|article|aside|blockquote|d[dlt]|details|div|fieldset|fig(?:caption|ure)|footer|form"
    r"|h[1-6r]|header|li|main|nav|[ou]l|p|pre|section|table|tr"
)
_APART = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"})
"""Elements with a blank line before and after."""
_SILENT = frozenset({"script", "style", "template", "title"})
_CELLS = frozenset({"td", "th"})
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ANY = re.compile(r"<[A-Za-z/!][^<>]*+>|&(?:#\w{1,9}|\w{2,32});")
_QUOTE = "> "
_GAPS = re.compile(r"\n{3,}")


def looks_marked(text: str) -> bool:
    """Tell whether a text holds a tag or an entity."""
    return bool(_ANY.search(text))


def plain(html: str) -> str:
    """Turn a piece of HTML into text.

    Blocks and line breaks end lines, paragraphs stand apart, lines inside a quote begin with ">",
    pictures leave their alternative text, white space outside of `pre` is one blank. Scripts and
    styles are left out.
    """
    return _Writer().text(html)


class _Writer:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoted = 0
        self._kept = 0
        self._silent = ""

    def text(self, html: str) -> str:
        at = 0
        for tag in _TAG.finditer(html):
            self._say(html[at : tag.start()])
            at = tag.end()
            if tag[2]:
                self._tag(tag[2].lower(), tag[3], closes=bool(tag[1]))
        self._say(html[at:])
        self._end()
        return _GAPS.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _say(self, raw: str) -> None:
        if self._silent or not raw:
            return
        said = unescape(raw).replace("\xa0", " ")
        if self._kept:
            first, *others = said.split("\n")
            self._line.append(first)
            for line in others:
                self._end(always=bool(self._lines))
                self._line.append(line)
            return
        said = _SPACE.sub(" ", said)
        self._line.append(said if self._line else said.lstrip(" "))

    def _tag(self, name: str, inside: str, *, closes: bool) -> None:
        if self._silent:
            self._silent = "" if closes and name == self._silent else self._silent
        elif name in _SILENT:
            self._silent = "" if closes else name
        elif name == "br":
            self._end(always=True)
        elif _BLOCK.fullmatch(name):
            self._block(name, closes=closes)
        elif name in _CELLS:
            self._line.append(" ")
        elif name == "img" and (alt := _ALT.search(inside)):
            self._say(alt[1] or alt[2] or "")

    def _block(self, name: str, *, closes: bool) -> None:
        self._end()
        before, change = self._quoted, -1 if closes else 1
        if name == "blockquote":
            self._quoted = max(0, before + change)
        if name == "pre":
            self._kept = max(0, self._kept + change)
        if name in _APART and self._lines:
            self._gap((_QUOTE * min(before, self._quoted)).rstrip())

    def _gap(self, mark: str) -> None:
        """Leave a line blank but for the marks of the quotes that go on."""
        if self._lines[-1].strip("> "):
            self._lines.append(mark)
        else:
            self._lines[-1] = min(self._lines[-1], mark)

    def _end(self, *, always: bool = False) -> None:
        said = "".join(self._line)
        self._line = []
        said = said.rstrip() if self._kept else _SPACE.sub(" ", said).strip()
        if said or always:
            self._lines.append((_QUOTE * self._quoted + said).rstrip())
