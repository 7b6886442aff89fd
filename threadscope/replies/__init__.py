"""Who answers whom, with the reasons and how sure they make it.

A reader's correction beats everything; what the page states is never outvoted. The rest adds up:
every reason has a weight in log-odds against hanging the comment on the page, and the sums become
probabilities that add up to one.
"""

import polars as pl

from threadscope.replies.choose import choose
from threadscope.replies.clues import CERTAIN, clues
from threadscope.replies.named import named
from threadscope.replies.position import position
from threadscope.replies.quote import quote
from threadscope.replies.stated import header, indent
from threadscope.schema import CORRECTED

__all__ = ["follow", "replies"]


def replies(
    comments: pl.DataFrame,
    phrases: dict[str, tuple[str, ...]],
    corrected: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Find the REPLIES of COMMENTS, all pages at once.

    Args:
        comments: COMMENTS; pages together, in order.
        phrases: for each page its phrases that name whom a comment answers; patterns over a line,
            with the group parent_author.
        corrected: CORRECTED, what a reader says; None = nothing.
    """
    corrected = CORRECTED.to_frame() if corrected is None else corrected
    shown = pl.concat([header(comments), indent(comments)])
    stated = pl.concat([_corrected(corrected), shown.join(corrected, on="id", how="anti")])
    open_ends = comments.join(stated.select("id").unique(), on="id", how="anti")
    found = [stated]
    if not open_ends.is_empty():
        guesses = [*_named(comments, phrases), quote(comments), position(comments)]
        wanted = open_ends.select("id").lazy()
        found += [g.lazy().join(wanted, on="id", how="semi").collect() for g in guesses]
    return choose(comments.select("id"), pl.concat(found))


def follow(corrected: pl.DataFrame) -> pl.DataFrame:
    """Give the REPLIES of the comments that a reader has corrected, and of no others."""
    return choose(corrected.select("id"), _corrected(corrected))


def _corrected(corrected: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of what a reader says."""
    said = corrected.with_columns(clue=pl.lit("corrected by a reader"))
    return clues(said, "corrected", CERTAIN, certain=True)


def _named(comments: pl.DataFrame, phrases: dict[str, tuple[str, ...]]) -> list[pl.DataFrame]:
    """Ask each group of pages with the same phrases."""
    pages: dict[tuple[str, ...], list[str]] = {}
    for page, patterns in phrases.items():
        pages.setdefault(patterns, []).append(page)
    return [
        named(comments.filter(pl.col("page").is_in(names)), patterns)
        for patterns, names in pages.items()
    ]
