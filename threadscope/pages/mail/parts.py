"""The parts of a mail: what is text in it, and what is attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from threadscope.errors import Severity
from threadscope.pages.decode import decode
from threadscope.pages.fragment import plain
from threadscope.pages.mail.headers import decoded, guarded, in_charset, parsed

_HEAD = re.compile(
    rb"(?:>?From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*(?:\n|\Z)|[ \t]+\S[^\n]*(?:\n|\Z))*+(?:[ \t]*\r?\n)?"
)
"""Headers and the blank line that ends them; anything else ends them too."""
_DELIMITER = re.compile(rb"(?m)^--([^\r\n]{1,200}?)[ \t]*(?:\r?\n|\Z)")
_HTML = "text/html"
_TEXTS = frozenset({_HTML, "text/markdown", "text/plain"})


@dataclass(slots=True)
class Part:
    """A part of a mail that holds no other."""

    head: Message
    """Its headers."""
    kind: str
    """What its headers say that it is."""
    data: bytes
    """What follows them."""
    choice: int | None
    """The nearest set of alternatives that it is one of; None = it stands for itself."""


@dataclass(slots=True)
class Content:
    """What a mail says."""

    text: str = ""
    """Its text."""
    attached: list[str] = field(default_factory=list)
    """Names of what is attached; a kind where there is no name."""
    damaged: bool = False
    """True if bytes became U+FFFD."""


def opened(data: bytes) -> tuple[Message, bytes]:
    """Part the headers from what follows them."""
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    head, end = _headers(data, 0)
    return head, data[end:]


def _headers(data: bytes, at: int) -> tuple[Message, int]:
    """Read the headers from a place on, and say where they end."""
    found = _HEAD.match(data, at)
    end = found.end() if found else at
    return parsed(data[at:end]), end


def content(head: Message, body: bytes) -> Content:
    """Read the text of a mail.

    Of alternatives plain text is taken, else HTML as text; parts that are text follow each other.
    """
    found = list(parts(head, body)) or [Part(parsed(b""), "text/plain", body, None)]
    said = Content()
    texts = [(part, _text(part, said)) for part in found if _is_text(part)]
    plainly = {part.choice for part, text in texts if part.kind != _HTML and text}
    chosen = [
        text
        for part, text in texts
        if part.choice is None or part.choice not in plainly or part.kind != _HTML
    ]
    said.text = "\n\n".join(filter(None, chosen))
    said.attached = [_name(part) for part in found if not _is_text(part)]
    return said


def parts(head: Message, body: bytes) -> Iterator[Part]:
    """Take a mail apart in one pass over its delimiters, however deep its parts are nested.

    A mail inside the mail is opened too. A part that its delimiter does not end is ended by that
    of a part around it, or by the end of the mail.
    """
    return _Parts(body).walk(head)


@dataclass(slots=True)
class _Level:
    boundary: bytes
    choice: int | None


class _Parts:
    def __init__(self, body: bytes) -> None:
        self._body = body
        self._levels: list[_Level] = []
        self._known: dict[bytes, list[int]] = {}
        """For each boundary the levels that it delimits."""
        self._choices = 0

    def walk(self, head: Message) -> Iterator[Part]:
        open_head: Message | None = head
        at = 0
        open_head, at = self._enter(head, at)
        for line in _DELIMITER.finditer(self._body):
            if line.start() < at or (level := self._level(line[1])) is None:
                continue
            if open_head is not None:
                yield self._part(open_head, at, line.start())
            ends = line[1] not in self._known
            self._leave(level if ends else level + 1)
            open_head, at = None, line.end()
            if not ends:
                open_head, at = self._enter(*_headers(self._body, at))
        if open_head is not None:
            yield self._part(open_head, at, len(self._body))

    def _enter(self, head: Message, at: int) -> tuple[Message | None, int]:
        """Open what holds other parts: only delimiters count until the first one."""
        while (kind := _kind(head)) == "message/rfc822" and not _is_encoded(head):
            head, at = _headers(self._body, at)
        boundary = guarded(head.get_boundary, None) if kind.startswith("multipart/") else None
        if not boundary:
            return head, at
        choice = self._levels[-1].choice if self._levels else None
        if kind == "multipart/alternative":
            choice = self._choices = self._choices + 1
        key = boundary.encode("utf-8", "surrogateescape")
        self._known.setdefault(key, []).append(len(self._levels))
        self._levels.append(_Level(key, choice))
        return None, at

    def _level(self, said: bytes) -> int | None:
        levels = self._known.get(said) or self._known.get(said.removesuffix(b"--"))
        return levels[-1] if levels else None

    def _leave(self, level: int) -> None:
        while len(self._levels) > level:
            gone = self._levels.pop()
            levels = self._known[gone.boundary]
            levels.pop()
            if not levels:
                del self._known[gone.boundary]

    def _part(self, head: Message, start: int, stop: int) -> Part:
        choice = self._levels[-1].choice if self._levels else None
        return Part(head, _kind(head), self._body[start:stop], choice)


def _kind(head: Message) -> str:
    return guarded(head.get_content_type, "text/plain")


def _is_encoded(head: Message) -> bool:
    how = guarded(lambda: str(head.get("content-transfer-encoding", "")), "")
    return how.strip().lower() in {"base64", "quoted-printable"}


def _is_text(part: Part) -> bool:
    placed = guarded(part.head.get_content_disposition, None)
    is_said = part.kind in _TEXTS or part.kind.startswith("multipart/")
    return is_said and placed != "attachment"


def _name(part: Part) -> str:
    name = guarded(part.head.get_filename, None)
    return (isinstance(name, str) and decoded(name)) or part.kind


def _text(part: Part, said: Content) -> str:
    """Decode a part; quotes keep their marks."""
    head, charset = part.head, guarded(part.head.get_content_charset, None)
    raw = part.data.decode("ascii", "surrogateescape")
    head.set_payload(raw)
    payload = guarded(lambda: head.get_payload(decode=True), None)
    data = payload if isinstance(payload, bytes) else part.data
    text, damaged = _words(data, charset)
    said.damaged |= damaged
    text = plain(text) if part.kind == _HTML else text.replace("\r\n", "\n")
    return text.strip("\r\n") if text.strip() else ""


def _words(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Decode bytes as their mail says, else as they look; tell whether some were bad."""
    if charset and (text := in_charset(data, charset)) is not None:
        return text, False
    text, notes = decode(data, "")
    return text, any(note.severity is Severity.DAMAGE for note in notes)
