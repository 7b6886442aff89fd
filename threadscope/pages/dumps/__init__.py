"""Discussions as other programs and sites write them into JSON, one file a source.

Every reader takes the place and the object, and gives its comments; None = another one wrote it.
What a site keeps apart as the text under discussion (a story, a submission) is no comment: answers
to it answer the page. Where the first text is one among equals (a forum), it is a comment.
"""

from collections.abc import Callable, Iterable
from typing import Any

from threadscope.pages.door import Item
from threadscope.pages.dumps import discourse, forumdl, hackernews, reddit

DUMPS: tuple[Callable[[int, dict[str, Any]], Iterable[Item] | None], ...] = (
    forumdl.read,
    reddit.read,
    hackernews.read,
    discourse.read,
)
"""In the order in which they are tried."""
