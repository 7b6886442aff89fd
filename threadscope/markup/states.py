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
        if value is None or len(value) > _LONGEST:
            continue
        value = value.strip()  # noqa: PLW2901 - nothing else is meant
        if name in ("id", "name") or _ID.fullmatch(name):
            if value and (name != "name" or tag == "a"):
                yield "id", value
        elif name in ("rel", "rev", "property", "itemprop", "class"):
            if _REPLY_OF.search(value.lower()):
                yield from _answered(attributes)
            if name == "class" and (found := _DEPTH_CLASS.search(value.lower())):
                yield "depth", found[1]
        elif name == "style":
            if found := _INDENT.search(value.lower()):
                yield "depth", found[1]
        elif _DEPTH.fullmatch(name):
            if value.isdecimal():
                yield "depth", value
        elif _PARENT.fullmatch(name) and value:
            yield "likely", value
    if tag == "img" and _is_spacer(attributes):
        yield "depth", attributes.get("width") or "0"


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


def _answered(attributes: Attributes) -> Iterator[State]:
    address = attributes.get("href") or attributes.get("resource") or attributes.get("content")
    if address:
        target = known_by(address)
        yield ("parent", target) if target else ("page", address.strip()[:_LONGEST])


def _is_spacer(attributes: Attributes) -> bool:
    width, height = attributes.get("width") or "", attributes.get("height") or ""
    flat = height in ("0", "1") and width.isdecimal() and len(width) < 5  # noqa: PLR2004
    return flat and bool(_SPACER.search(attributes.get("src") or ""))
