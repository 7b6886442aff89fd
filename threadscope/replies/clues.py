"""The table that every kind of evidence fills and the chooser reads."""

import polars as pl

CLUES = pl.Schema(
    {
        "id": pl.UInt32,
        "parent": pl.UInt32,
        "orphan": pl.Boolean,
        "certain": pl.Boolean,
        "kind": pl.String,
        "clue": pl.String,
        "weight": pl.Float32,
    }
)
"""One row per reason to hang a comment somewhere, in any order.

- `id`: the comment
- `parent`: an earlier comment of its page; null = the page itself, or one not on it (`orphan`)
- `certain`: the page states it, or a reader; never outvoted
- `kind`: corrected (a reader says so; a comment that has it has no other), header, indent, named,
  quote, alternation or position
- `clue`: the words that say so, for people
- `weight`: log-odds against hanging it on the page
"""

CERTAIN = 12.0
"""Weight of what the page itself states, or a reader."""


def clues(frame: pl.DataFrame, kind: str, weight: float, *, certain: bool = False) -> pl.DataFrame:
    """Make CLUES of one kind from a frame with id, parent, clue and perhaps orphan."""
    orphan = pl.col("orphan") if "orphan" in frame.columns else pl.lit(False)
    return frame.select(
        "id",
        pl.col("parent").cast(pl.UInt32),
        orphan=orphan,
        certain=pl.lit(certain),
        kind=pl.lit(kind),
        clue="clue",
        weight=pl.lit(weight, pl.Float32),
    )


def latest_of(asked: pl.DataFrame, comments: pl.DataFrame) -> pl.DataFrame:
    """Find the latest earlier comment of a named author.

    Args:
        asked: rows with id, page and name (as written), any order.
        comments: COMMENTS.

    Returns:
        The rows whose name belongs to an earlier comment of the page, with its id as `parent`.
    """
    key = pl.col("name").str.to_lowercase().str.strip_chars(" \t@.,:;")
    authors = comments.filter(pl.col("author").is_not_null()).select(
        "page", parent="id", name="author"
    )
    return (
        asked.with_columns(key=key)
        .sort("id")
        .join_asof(
            authors.with_columns(key=key).drop("name").sort("parent"),
            left_on="id",
            right_on="parent",
            by=["page", "key"],
            allow_exact_matches=False,
            coalesce=False,
            check_sortedness=False,
        )
        .filter(pl.col("parent").is_not_null())
        .drop("key")
    )
