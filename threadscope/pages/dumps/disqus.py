"""Disqus: the export of a site's comments as XML."""

from collections.abc import Iterable, Iterator

from threadscope.errors import Note, Severity
from threadscope.pages.door import Door, File, Item
from threadscope.pages.dumps.elements import Element, elements
from threadscope.pages.dumps.prolog import root_of
from threadscope.pages.fragment import plain
from threadscope.pages.items import CommentItem, row_of

_ID = "dsq:id"


def is_disqus(head: bytes) -> bool:
    """Tell from its first bytes whether a file is such an export."""
    return root_of(head).startswith(b"<disqus") and b"disqus.com" in head


def read(chunks: Iterable[bytes], file: File) -> Iterator[Item]:
    """Read the posts, each with the page that its thread stands for; spam is left out.

    Raises:
        CutError, DataError: the file is broken, or as the chunks raise.
    """
    threads: dict[str, str | None] = {}
    spam = 0
    for element in elements(chunks, frozenset({"thread", "post"})):
        if element.around is not None:
            element.around.inner.setdefault(element.tag, element.attributes)
        elif element.tag == "thread":
            address = element.text("link") or element.text("id") or element.text("title")
            threads[element.attributes.get(_ID, "")] = address
        elif element.text("isSpam") == "true":
            spam += 1
        else:
            yield _comment(element, threads)
    if spam:
        yield Note(Severity.INFO, file.name, f"{spam} posts are marked as spam (left out)")


def _comment(post: Element, threads: dict[str, str | None]) -> CommentItem:
    thread = post.inner.get("thread", {}).get(_ID, "")
    parent = post.inner.get("parent", {}).get(_ID)
    said = post.text("message")
    row = row_of(
        plain(said or ""),
        author=post.text("author/name") or post.text("author/username"),
        posted_text=post.text("createdAt"),
        source_id=post.attributes.get(_ID),
        parent_id=parent,
        top_level=not parent,
    )
    page = threads.get(thread) or thread or None
    return CommentItem(post.place, page, row, wordless=said is None, last=post.last)


DOOR = Door("disqus", is_disqus, read, "post", "an export of Disqus as XML")
"""Exports of Disqus."""
