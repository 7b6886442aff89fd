"""What the attributes of an element state about comments, whichever software wrote them."""

import re
from collections.abc import Iterator

Attributes = dict[str, str | None]
State = tuple[str, str]
"""What is stated, and its value.

- `id`: the element is known by it
- `parent`: the comment answers what is known by it
- `likely`: so it does, if something on the page is known by it
- `page`: it answers the page itself
- `depth`: so far in it is shown
"""

_ID = re.compile(r"(?:data-)?(?:(?:comment|post|message|reply|thing)-?_?)?id")
_PARENT = re.compile(
    r"(?:data-)?(?:(?:comment|post|message)-?_?)?"
    r"(?:parent|reply-?_?to|in-?_?reply-?_?to)(?:-?_?(?:comment|post|message))?(?:-?_?id)?"
)
_DEPTH = re.compile(r"(?:data-)?(?:(?:comment|reply|thread)-?_?)?(?:depth|indent|level)|aria-level")
_DEPTH_CLASS = re.compile(
    r"(?:^| )(?:[a-z]+[-_])?(?:depth|indent|level)(?:ed|ation)?[-_]?(\d{1,3})(?= |$)"
)
_INDENT = re.compile(r"(?:margin|padding)-left\s*:\s*(\d{1,5}(?:\.\d{1,4})?)\s*(?:px|r?em|%|pt)")
_NUMBER = re.compile(r"^(\d{1,5})$")
_WORDS = frozenset({"class", "itemprop", "property", "rel", "rev"})
"""Attributes that hold words."""
_REPLY_OF = re.compile(r"(?:^|[ :-])(?:reply[_-]of|in-reply-to|parentitem)(?= |$)")
_UPWARDS = re.compile(
    r"(?:^|\b)(?:in (?:reply|response) to|reply(?:ing)? to|answer(?:ing)? to|antwort auf|"
    r"als antwort auf|en réponse à|en respuesta a|em resposta a|in risposta a|in antwoord op|"
    r"w odpowiedzi na|в ответ на|som svar på|svar på)\s*:?\s*$"
)
_UP = frozenset({"parent", "(parent)", "[parent]", "up", "in reply to", "↑ parent", "↑"})
_SPACER = re.compile(r"(?:^|/)(?:s|spacer|blank|clear|pixel|transparent|shim)\.gif$")
_LONGEST = 200
"""A value of more characters is no id."""


def stated(tag: str, attributes: Attributes) -> Iterator[State]:
    """Say what an element states by its attributes alone."""
    for name, value in attributes.items():
        if value and (said := value.strip()):
            yield from _by(tag, name, said, attributes)
    if tag == "img" and _is_spacer(attributes):
        yield "depth", attributes.get("width") or "0"


def _by(tag: str, name: str, value: str, attributes: Attributes) -> Iterator[State]:
    """Say what one attribute states."""
    if name in _WORDS:
        yield from _by_words(name, value.lower(), attributes)
    elif name == "style" or _DEPTH.fullmatch(name):
        pattern = _INDENT if name == "style" else _NUMBER
        if found := pattern.search(value.lower()):
            yield "depth", found[1]
    elif len(value) > _LONGEST:
        return
    elif _ID.fullmatch(name) or (name == "name" and tag == "a"):
        yield "id", value
    elif _PARENT.fullmatch(name):
        yield "likely", value


def _by_words(name: str, words: str, attributes: Attributes) -> Iterator[State]:
    if _REPLY_OF.search(words):
        address = attributes.get("href") or attributes.get("resource") or attributes.get("content")
        target = known_by(address or "")
        if target:
            yield "parent", target
        elif address:
            yield "page", address.strip()[:_LONGEST]
    if name == "class" and (found := _DEPTH_CLASS.search(words)):
        yield "depth", found[1]


def upwards(attributes: Attributes, text: str, before: str) -> Iterator[State]:
    """Say whether a link leads to what its comment answers.

    Args:
        attributes: those of the link.
        text: what it says.
        before: what stands before it on its line.
    """
    said = text.strip().lower()
    titled = (attributes.get("title") or attributes.get("aria-label") or "").strip().lower()
    if said in _UP or titled in _UP or _UPWARDS.search(before.lower()):
        target = known_by(attributes.get("href") or "")
        if target:
            yield "likely", target


def known_by(address: str) -> str | None:
    """Give the part of an address that names a place on a page; None = it names none."""
    fragment = address.partition("#")[2].strip()
    return fragment if fragment and len(fragment) <= _LONGEST else None


def _is_spacer(attributes: Attributes) -> bool:
    width, height = attributes.get("width") or "", attributes.get("height") or ""
    flat = height in ("0", "1") and width.isdecimal() and len(width) < 5  # noqa: PLR2004
    return flat and bool(_SPACER.search(attributes.get("src") or ""))
