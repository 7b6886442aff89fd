"""From what is certain, and from what is weighed, to REPLIES."""

import polars as pl

from threadscope.schema import REPLIES

CERTAIN = 12.0
"""Weight of what the page itself states, or a reader."""
_UNLIKELY = 0.005
"""Parents less likely than this are not listed."""


def settled(clues: pl.DataFrame) -> pl.DataFrame:
    """Give the REPLIES of what is certain: one row per comment and stated parent.

    Args:
        clues: CLUES.
    """
    reason = pl.struct("kind", "clue", weight=pl.lit(CERTAIN, pl.Float32))
    voices = clues.group_by("id", "parent", "orphan", maintain_order=True).agg(
        evidence=reason, voices=pl.len()
    )
    return (
        voices.with_columns(probability=pl.col("voices") / pl.col("voices").sum().over("id"))
        .with_columns(certain=pl.lit(True), chosen=pl.lit(True))
        .pipe(_ranked)
    )


def likely(options: pl.DataFrame) -> pl.DataFrame:
    """Leave out parents too unlikely to be listed; what they had goes to the others.

    Args:
        options: rows with row, probability, chosen (the parent in the likeliest tree: it stays) and
            asked (all parents of this comment stay).
    """
    kept = options.filter(pl.col("chosen") | pl.col("asked") | (pl.col("probability") >= _UNLIKELY))
    return kept.with_columns(pl.col("probability") / pl.col("probability").sum().over("row"))


def weighed(options: pl.DataFrame) -> pl.DataFrame:
    """Give the REPLIES of weighed parents, best first.

    Args:
        options: one row per possible parent of a comment, the page too: id, parent, orphan, chosen
            (it is the parent in the likeliest tree), probability, evidence.
    """
    return _ranked(options.with_columns(certain=pl.lit(False)))


def _ranked(options: pl.DataFrame) -> pl.DataFrame:
    """Sort possible parents, best first, and number them."""
    order = ("id", "chosen", "probability", "parent", "orphan")
    return (
        options.sort(order, descending=[False, True, True, True, False], nulls_last=True)
        .with_columns(
            rank=pl.int_range(pl.len(), dtype=pl.UInt16).over("id"),
            probability=pl.col("probability").cast(pl.Float32),
        )
        .select(REPLIES.names())
        .match_to_schema(REPLIES)
    )
