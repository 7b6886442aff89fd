"""What forum-dl has fetched from forums and lists, a line each."""

from collections.abc import Iterable
from typing import Any

from threadscope.pages.door import Item
from threadscope.pages.dumps import discourse
from threadscope.pages.fragment import looks_marked, plain
from threadscope.pages.items import CommentItem, row_of
from threadscope.pages.values import text_of


def read(place: int, value: dict[str, Any]) -> Iterable[Item] | None:
    """Read a post; threads, boards and files among them say nothing that posts do not."""
    item = value.get("item")
    if value.get("generator") != "forum-dl" or not isinstance(item, dict):
        return None
    if value.get("type") != "post":
        return []
    if value.get("extractor") == "discourse" and isinstance(item.get("data"), dict):
        found = discourse.read(place, item["data"])
        if found is not None:
            return found
    return [_comment(place, item)]


def _comment(place: int, item: dict[str, Any]) -> CommentItem:
    """Read a post of any forum; its own path ends with its id, behind those it answers."""
    content = text_of(item.get("content"))
    path = _names(item.get("subpath"))
    row = row_of(
        plain(content) if content and looks_marked(content) else content or "",
        author=text_of(item.get("author")),
        posted_text=text_of(item.get("creation_time")),
        source_id=path[-1] if path else None,
        parent_id=path[-2] if len(path) > 1 else None,
    )
    page = "/".join(_names(item.get("path"))) or None
    return CommentItem(place, page, row, wordless=content is None)


def _names(path: Any) -> list[str]:
    return [name for name in map(text_of, path) if name] if isinstance(path, list) else []
