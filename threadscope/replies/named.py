"""Whom a comment names: in its header, in a phrase, or by opening with the name."""

import polars as pl

from threadscope.replies.clues import clues, latest_of

_STATED = 6.0
_PHRASE = 4.0
_OPENING = 3.0
_OPENS_WITH = r"^@?(?P<name>[^\s,:@][^,:\n]{0,39}?)\s*[,:]"


def named(comments: pl.DataFrame, phrases: tuple[str, ...]) -> pl.DataFrame:
    """Give the CLUES of names, each pointing to the latest earlier comment of its author.

    Args:
        comments: COMMENTS.
        phrases: patterns over a line of the body, with the group parent_author.
    """
    stated = comments.filter(pl.col("parent_author").is_not_null()).with_columns(
        name="parent_author", clue=pl.format("its header names {}", "parent_author")
    )
    opening = _matched(comments, _OPENS_WITH, "name").with_columns(
        clue=pl.format("opens with the name {}", "name")
    )
    parts = [
        clues(latest_of(stated, comments), "named", _STATED),
        clues(latest_of(opening, comments), "named", _OPENING),
    ]
    for phrase in phrases:
        found = _matched(comments, phrase, "parent_author").with_columns(
            clue=pl.format("says “{}”", "words")
        )
        parts.append(clues(latest_of(found, comments), "named", _PHRASE))
    return pl.concat(parts).unique(["id", "parent"], keep="first", maintain_order=True)


def _matched(comments: pl.DataFrame, pattern: str, group: str) -> pl.DataFrame:
    """Find the first line of each body that matches: id, page, name, words (the match)."""
    by_line = f"(?m){pattern}"
    return (
        comments.lazy()
        .select("id", "page", "body")
        .filter(pl.col("body").str.contains(by_line))
        .select(
            "id",
            "page",
            name=pl.col("body").str.extract_groups(by_line).struct.field(group),
            words=pl.col("body").str.extract(f"({by_line})", 1),
        )
        .filter(pl.col("name").is_not_null())
        .collect()
    )
