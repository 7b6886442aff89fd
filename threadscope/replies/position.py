"""Where a comment stands: below whom, and in whose exchange.

The weights are log-odds read off real threads of several kinds; how much they vary from site to
site is why every reply found by them carries a low confidence.
"""

import polars as pl

from threadscope.replies.clues import clues

_ABOVE = -0.1
_OWN_ABOVE = -1.5
_NEWCOMER = -0.3
_NOBODY = -0.3
_REPOST = -3.0
_ALTERNATION = 1.6


def position(comments: pl.DataFrame) -> pl.DataFrame:
    """Give the CLUES of place: the comment directly above, and whose turn it is."""
    above = comments.select(
        "id",
        "author",
        "repeats",
        parent=pl.col("id").shift(1).over("page"),
        before=pl.col("author").shift(1).over("page"),
        spoke=pl.col("id").cum_count().over("page", "author") > 1,
        back=pl.col("author").eq(pl.col("author").shift(2).over("page")).fill_null(False),
    ).filter(pl.col("parent").is_not_null())
    same = pl.col("author").eq(pl.col("before")).fill_null(False)
    both = pl.col("author").is_not_null() & pl.col("before").is_not_null()
    kinds = (
        ("position", _ABOVE, ~same, pl.lit("stands directly below it")),
        ("position", _OWN_ABOVE, same, pl.lit("continues the same author's comment")),
        ("position", _NOBODY, ~both, pl.lit("an author is unknown")),
        ("position", _REPOST, pl.col("repeats").is_not_null(), pl.lit("is a repost")),
        (
            "position",
            _NEWCOMER,
            ~same & both & ~pl.col("spoke"),
            pl.format("first comment of {}", "author"),
        ),
        (
            "alternation",
            _ALTERNATION,
            ~same & both & pl.col("back"),
            pl.format("{} is back, right after {}", "author", "before"),
        ),
    )
    return pl.concat(
        clues(above.filter(applies).with_columns(clue=clue), kind, weight)
        for kind, weight, applies, clue in kinds
    )
