"""WordPress: the export of a site as XML (WXR), its articles with their comments."""

from collections.abc import Iterable, Iterator

from threadscope.errors import Note, Severity
from threadscope.pages.door import Door, File, Item
from threadscope.pages.dumps.elements import Element, elements
from threadscope.pages.dumps.prolog import root_of
from threadscope.pages.fragment import plain
from threadscope.pages.items import CommentItem, row_of

_FORMAT = b"wordpress.org/export/"
_HIDDEN = frozenset({"0", "spam", "trash", "post-trashed"})
_NOBODY = "0"


def is_wordpress(head: bytes) -> bool:
    """Tell from its first bytes whether a file is such an export."""
    root = root_of(head)
    return root.startswith(b"<rss") and _FORMAT in root.partition(b">")[0]


def read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read the comments, each with the article that it stands below; hidden ones are left out.

    Raises:
        CutError, DataError: the file is broken, or as the chunks raise.
    """
    hidden = 0
    for element in elements(chunks, frozenset({"item", "wp:comment"})):
        if element.tag != "wp:comment":
            continue
        if element.text("wp:comment_approved") in _HIDDEN:
            hidden += 1
        else:
            yield _comment(element)
    if hidden:
        why = f"{hidden} comments do not show on the site: spam, trash or not approved (left out)"
        yield Note(Severity.INFO, file.name, why)


def _comment(comment: Element) -> CommentItem:
    """Read a comment; its line feeds are breaks, as the site shows them."""
    said = comment.text("wp:comment_content")
    parent = comment.text("wp:comment_parent") or _NOBODY
    row = row_of(
        plain((said or "").replace("\r\n", "\n").replace("\n", "<br>")),
        author=comment.text("wp:comment_author"),
        posted_text=comment.text("wp:comment_date_gmt") or comment.text("wp:comment_date"),
        source_id=comment.text("wp:comment_id"),
        parent_id=None if parent == _NOBODY else parent,
        top_level=parent == _NOBODY,
    )
    page = _page(comment.around)
    return CommentItem(comment.place, page, row, wordless=said is None, last=comment.last)


def _page(article: Element | None) -> str | None:
    if article is None:
        return None
    return article.text("link") or article.text("wp:post_id") or article.text("title")


DOOR = Door("wordpress", is_wordpress, read, "comment", "an export of WordPress as XML")
"""Exports of WordPress."""
