"""Discourse: a topic as the site gives it as JSON, and single posts."""

from collections.abc import Iterable
from typing import Any

from threadscope.pages.door import Item
from threadscope.pages.fragment import plain
from threadscope.pages.items import CommentItem, row_of
from threadscope.pages.values import first_of, text_of

_ACTION = 3
"""A post that only says what was done to the topic."""
_QUOTE = 'class="quote'


def read(place: int, value: dict[str, Any]) -> Iterable[Item] | None:
    """Read a topic with its posts, or a post on its own."""
    stream = value.get("post_stream")
    if isinstance(stream, dict) and isinstance(stream.get("posts"), list):
        topic = {"topic_slug": value.get("slug"), "topic_id": value.get("id")}
        posts = (post for post in stream["posts"] if isinstance(post, dict))
        return [_comment(place, {**topic, **post}) for post in posts if _is_said(post)]
    if {"post_number", "topic_id"} <= value.keys() and {"cooked", "raw"} & value.keys():
        return [_comment(place, value)] if _is_said(value) else []
    return None


def _is_said(post: dict[str, Any]) -> bool:
    return post.get("post_type") != _ACTION


def _comment(place: int, post: dict[str, Any]) -> CommentItem:
    """Read a post; one that names no parent and quotes somebody leaves open whom it answers."""
    cooked, raw = text_of(post.get("cooked")), text_of(post.get("raw"))
    answered = text_of(post.get("reply_to_post_number"))
    row = row_of(
        plain(cooked) if cooked is not None else raw or "",
        author=text_of(first_of(post, ("username", "name"))),
        posted_text=text_of(post.get("created_at")),
        source_id=text_of(post.get("post_number")),
        parent_id=answered,
        top_level=answered is None and _QUOTE not in (cooked or ""),
    )
    topic = (text_of(post.get(key)) for key in ("topic_slug", "topic_id"))
    page = "/".join(["t", *filter(None, topic)])
    return CommentItem(place, page, row, wordless=cooked is None and raw is None)
