"""Comments and pages as this program's own keys say them, and ConvoKit's utterances."""

from typing import Any

from threadscope.pages.decode import line_feeds
from threadscope.pages.items import BadItem, CommentItem, PageItem, row_of
from threadscope.pages.values import first_of, text_of

AUTHOR_KEYS = ("author", "speaker", "user")
BODY_KEYS = ("text", "body")
PAGE_KEYS = ("page", "thread", "conversation_id", "root")
DATE_KEYS = ("posted_at", "timestamp", "date")
PARENT_KEYS = ("parent", "reply_to", "reply-to")
_ONLY_COMMENTS = {*AUTHOR_KEYS, "body", *PAGE_KEYS, *PARENT_KEYS}


def item(
    place: int, value: dict[str, Any], *, among_comments: bool
) -> PageItem | CommentItem | BadItem:
    """Read one object.

    Args:
        place: 1-based line or number of it.
        value: the object.
        among_comments: True = a text with an id and nothing else is a comment: data sets leave out
            keys that hold nothing.
    """
    text = text_of(value.get("text"))
    is_comment = _ONLY_COMMENTS & value.keys() or (among_comments and "id" in value)
    if text is not None and not is_comment:
        name = text_of(value.get("url")) or text_of(value.get("title"))
        return PageItem(place, name, line_feeds(text))
    if not (_ONLY_COMMENTS | {"id"}) & value.keys():
        return BadItem(place, "holds neither a comment nor a page (see the keys in the manual)")
    page = text_of(first_of(value, PAGE_KEYS)) or None
    wordless = all(text_of(value.get(key)) is None for key in BODY_KEYS)
    return CommentItem(place, page, _row(value), wordless=wordless)


def _row(value: dict[str, Any]) -> dict[str, Any]:
    parents = [value[key] for key in PARENT_KEYS if key in value and not _is_guess(value)]
    return row_of(
        text_of(first_of(value, BODY_KEYS)) or "",
        author=None if _is_nobody(value) else text_of(first_of(value, AUTHOR_KEYS)),
        posted_text=text_of(first_of(value, DATE_KEYS)),
        subject=text_of(first_of(value, ("subject", "title"))),
        source_id=text_of(value.get("id")),
        parent_id=text_of(next((one for one in parents if one is not None), None)),
        top_level=bool(parents) and all(parent in (None, "") for parent in parents),
    )


def _is_nobody(value: dict[str, Any]) -> bool:
    """Tell whether the speaker of an utterance stands for an unknown author, as we write them."""
    meta = value.get("meta")
    return isinstance(meta, dict) and meta.get("unattributed") is True


def _is_guess(value: dict[str, Any]) -> bool:
    """Tell whether the parent of a comment was found by this program, not stated: look again."""
    return value.get("certain") is False or value.get("orphan") is True
