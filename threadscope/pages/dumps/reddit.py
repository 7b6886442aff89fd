"""Reddit: a thread as the site gives it as JSON, and lines of Pushshift and its heirs."""

from collections.abc import Iterable, Iterator
from typing import Any

from threadscope.errors import Note, Severity
from threadscope.pages.door import Item
from threadscope.pages.items import CommentItem, row_of
from threadscope.pages.values import first_of, text_of

_LINK = "t3_"
_KINDS = ("Listing", "more", "t1", "t3")
_GONE = "[deleted]"


def read(place: int, value: dict[str, Any]) -> Iterable[Item] | None:
    """Read a listing, one of its things, or a comment or submission on a line of its own."""
    if isinstance(value.get("data"), dict) and value.get("kind") in _KINDS:
        return _things(place, value)
    if "body" in value and "parent_id" in value and _is_link(value.get("link_id")):
        return [_comment(place, value, None)]
    return [] if {"selftext", "subreddit", "title"} <= value.keys() else None


def _is_link(name: Any) -> bool:
    return isinstance(name, str) and name.startswith(_LINK)


def _things(place: int, top: dict[str, Any]) -> Iterator[Item]:
    """Walk over a listing, each comment before its replies."""
    waiting: list[tuple[Any, str | None]] = [(top, None)]
    missing = 0
    page = "a listing of Reddit"
    while waiting:
        thing, above = waiting.pop()
        data = thing.get("data") if isinstance(thing, dict) else None
        if not isinstance(data, dict):
            continue
        inside: Any = None
        if thing.get("kind") == "t1":
            comment = _comment(place, data, above)
            yield comment
            page = comment.page or page
            above, inside = comment.row["source_id"] or above, [data.get("replies")]
        elif thing.get("kind") == "Listing":
            inside = data.get("children")
        elif thing.get("kind") == "more":
            count = data.get("count")
            missing += count if isinstance(count, int) else 0
        if isinstance(inside, list):
            waiting += [(each, above) for each in reversed(inside)]
    if missing:
        yield Note(Severity.INFO, page, f"{missing} more comments were not loaded into this dump")


def _comment(place: int, data: dict[str, Any], above: str | None) -> CommentItem:
    link, parent = text_of(data.get("link_id")), text_of(data.get("parent_id"))
    author, body = text_of(data.get("author")), text_of(data.get("body"))
    row = row_of(
        _unescaped(body or ""),
        author=None if author == _GONE else author,
        posted_text=text_of(first_of(data, ("created_utc", "created"))),
        source_id=text_of(data.get("id")),
        parent_id=above if parent is None else _answered(parent),
        top_level=_is_link(parent),
    )
    return CommentItem(place, _page(link, text_of(data.get("subreddit"))), row, wordless=not body)


def _answered(parent: str) -> str | None:
    return None if _is_link(parent) else parent.removeprefix("t1_")


def _page(link: str | None, subreddit: str | None) -> str | None:
    if link is None or subreddit is None:
        return link
    return f"r/{subreddit}/comments/{link.removeprefix(_LINK)}"


def _unescaped(text: str) -> str:
    """Take back the three escapes of the site, which has texts in Markdown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
