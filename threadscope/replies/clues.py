"""The table of what is certain, before it is chosen from."""

import polars as pl

CLUES = pl.Schema(
    {
        "id": pl.UInt32,
        "parent": pl.UInt32,
        "orphan": pl.Boolean,
        "kind": pl.String,
        "clue": pl.String,
    }
)
"""One row per statement that a comment hangs somewhere, in any order.

- `id`: the comment
- `parent`: an earlier comment of its page; null = the page itself, or one not on it (`orphan`)
- `kind`: corrected (a reader says so; a comment that has it has no other), header or indent
- `clue`: the words that say so, for people
"""


def clues(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Make CLUES of one kind from a frame with id, parent, clue and perhaps orphan."""
    orphan = pl.col("orphan") if "orphan" in frame.columns else pl.lit(False)
    return frame.select(
        "id",
        pl.col("parent").cast(pl.UInt32),
        orphan=orphan,
        kind=pl.lit(kind),
        clue="clue",
    )
