"""Hacker News: threads and search results of Algolia, and items on their own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from threadscope.pages.door import Item
from threadscope.pages.fragment import plain
from threadscope.pages.items import CommentItem, row_of
from threadscope.pages.values import first_of, text_of

_TYPES = ("comment", "job", "poll", "pollopt", "story")


def read(place: int, value: dict[str, Any]) -> Iterable[Item] | None:
    """Read a thread with its `children`, or comments that a search has found."""
    if isinstance(value.get("children"), list) and "created_at" in value and "author" in value:
        return _thread(place, value)
    if isinstance(value.get("hits"), list) and "nbHits" in value:
        return [_comment(place, hit) for hit in value["hits"] if _is_hit(hit)]
    return [_comment(place, value)] if _is_hit(value) else None


def _is_hit(value: Any) -> bool:
    return isinstance(value, dict) and {"comment_text", "objectID", "story_id"} <= value.keys()


def _thread(place: int, top: dict[str, Any]) -> Iterator[Item]:
    """Walk over a thread, each comment before its replies; a story itself is no comment."""
    story = top.get("story_id") or top.get("id")
    waiting: list[tuple[Any, Any]] = [(top, top.get("parent_id"))]
    while waiting:
        value, above = waiting.pop()
        if not isinstance(value, dict):
            continue
        if value.get("type", "comment") == "comment":
            told = {"parent_id": above, **value, "story_id": story}
            yield _comment(place, told)
        inside = value.get("children")
        if isinstance(inside, list):
            waiting += [(each, value.get("id")) for each in reversed(inside)]


def _comment(place: int, value: dict[str, Any]) -> CommentItem:
    story, parent = text_of(value.get("story_id")), text_of(value.get("parent_id"))
    told = text_of(first_of(value, ("text", "comment_text")))
    top = parent is not None and parent == story
    row = row_of(
        plain(told or ""),
        author=text_of(first_of(value, ("author", "by"))),
        posted_text=text_of(first_of(value, ("created_at", "timestamp", "time"))),
        source_id=text_of(first_of(value, ("id", "objectID"))),
        parent_id=None if top else parent,
        top_level=top,
    )
    return CommentItem(place, _page(story), row, wordless=told is None)


def _page(story: str | None) -> str | None:
    return story and f"item?id={story}"


def is_loose(value: dict[str, Any]) -> bool:
    """Tell whether an object is an item that names its parent alone, not its story."""
    told = value.get("type") in _TYPES and {"by", "deleted", "dead", "kids"} & value.keys()
    return bool(told) and text_of(value.get("id")) is not None and "children" not in value


def gathered(items: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[Item]:
    """Read the comments among single items, in order, each with the story that it belongs to.

    The story of a comment whose line of parents leaves the file is known by the last one named.
    """
    parents = {
        text_of(value["id"]): text_of(value.get("parent"))
        for _, value in items
        if value["type"] == "comment"
    }
    tops: dict[str | None, str | None] = {}
    known = {text_of(value["id"]) for _, value in items}
    for place, value in items:
        if value["type"] == "comment":
            story = _top(text_of(value["id"]), parents, tops)
            told = {**value, "parent_id": value.get("parent"), "story_id": story}
            comment = _comment(place, told)
            if story not in known and comment.row["top_level"]:
                comment.row.update(parent_id=story, top_level=False)
            yield comment


def _top(
    item: str | None,
    parents: dict[str | None, str | None],
    tops: dict[str | None, str | None],
) -> str | None:
    """Go up from a comment to what is none, and remember it for all on the way."""
    way: dict[str | None, None] = {}
    while item in parents and item not in tops and item not in way:
        way[item] = None
        item = parents[item]
    top = tops.get(item, item)
    tops.update(dict.fromkeys(way, top))
    return top
