"""A reader's own word on whom comments answer: kept in a small file beside the page.

It beats everything that the page says and everything that is guessed. A comment is known by its
first line and a digest of author and body, so that a correction still finds its comment after
lines have shifted, and is noticed as stale once its comment is gone.
"""

from threadscope.corrections.file import SCHEMA, dump, parse
from threadscope.corrections.model import (
    MISSING,
    PAGE,
    Answers,
    Correction,
    Key,
    correct,
    digest,
)
from threadscope.corrections.resolve import resolve, unread, without

__all__ = [
    "MISSING",
    "PAGE",
    "SCHEMA",
    "Answers",
    "Correction",
    "Key",
    "correct",
    "digest",
    "dump",
    "parse",
    "resolve",
    "unread",
    "without",
]
