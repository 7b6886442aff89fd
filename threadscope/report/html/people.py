"""Who wrote: a table of authors with the way to their comments."""

from collections.abc import Mapping

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.html.markup import Column, bar, left_out, line, name, number, percent, table

_AUTHORS = 50
_LINKS = 30
"""Comments of an author that the table leads to."""
_WORDS = 4
_NUMBERS = {
    "threads_started": "opens",
    "replies_sent": "answers",
    "replies_received": "is answered",
    "mean_depth": "mean depth",
    "words": "words",
}


def authors(discussion: Discussion, shown: pl.DataFrame) -> str:
    """Write the most active authors.

    Args:
        discussion: what to write.
        shown: those of THREADS that the page shows.
    """
    if discussion.authors.is_empty():
        return ""
    most = max(discussion.authors["comments"])
    ids = dict(shown.filter(pl.col("author").is_not_null()).group_by("author").agg("id").rows())
    words = _words(discussion)
    columns = (
        Column("author"),
        Column("comments", "n bar"),
        Column("share", "n"),
        *(Column(title, "n") for title in _NUMBERS.values()),
        *([Column("says more than others")] if words else []),
        Column("find"),
    )
    rows = (
        [
            name(row["author"]),
            bar(row["comments"], most),
            percent(row["share"]),
            *(number(row[each]) for each in _NUMBERS),
            *([words.get(row["author"], "")] if words else []),
            _links(row["author"], ids),
        ]
        for row in discussion.authors.head(_AUTHORS).iter_rows(named=True)
    )
    return table(
        "Known authors, by comments; counts are over all comments", columns, rows, style="authors"
    ) + left_out(discussion.authors.height - _AUTHORS, "author")


def _words(discussion: Discussion) -> Mapping[str, str]:
    """Give the most distinctive words of each author, written."""
    first = discussion.words.group_by("author", maintain_order=True).agg(
        pl.col("word").head(_WORDS)
    )
    return {author: f"<bdi>{line(', '.join(words))}</bdi>" for author, words in first.rows()}


def _links(author: str, ids: Mapping[str, list[int]]) -> str:
    """Lead to the comments of an author that are on the page."""
    own = ids.get(author, [])
    if not own:
        return "not shown"
    links = " ".join(f'<a href="#c{ident}">#{ident}</a>' for ident in own[:_LINKS])
    more = f" and {len(own) - _LINKS} more" if len(own) > _LINKS else ""
    return f"<details><summary>{len(own)}</summary>{links}{more}</details>"
