"""From reasons to possible parents with probabilities."""

import polars as pl

from threadscope.replies.clues import CLUES
from threadscope.schema import REPLIES


def choose(ids: pl.DataFrame, clues: pl.DataFrame) -> pl.DataFrame:
    """Weigh CLUES into REPLIES: one row per possible parent of every comment, best first.

    The page itself is always possible, with weight 0; at a tie the nearest comment is best.

    Args:
        ids: one row per comment: id.
        clues: CLUES.
    """
    settled = clues.filter("certain").select("id").unique()
    voices = pl.concat(
        [
            clues.filter("certain"),
            clues.join(settled, on="id", how="anti"),
            _page(ids.join(settled, on="id", how="anti")),
        ]
    )
    candidates = (
        voices.sort("id", pl.col("weight").abs(), descending=[False, True], maintain_order=True)
        .group_by("id", "parent", "orphan", maintain_order=True)
        .agg(
            score=pl.col("weight").cast(pl.Float64).sum(),
            certain=pl.col("certain").any(),
            evidence=pl.struct("kind", "clue", "weight").filter(pl.col("weight") != 0).head(8),
        )
    )
    share = (pl.col("score") - pl.col("score").max().over("id")).exp()
    return (
        candidates.with_columns(share=share)
        .with_columns(probability=pl.col("share") / pl.col("share").sum().over("id"))
        .sort("id", "probability", "parent", descending=[False, True, True], nulls_last=True)
        .with_columns(rank=pl.int_range(pl.len(), dtype=pl.UInt16).over("id"))
        .select(
            "id",
            "parent",
            "rank",
            pl.col("probability").cast(pl.Float32),
            "certain",
            "orphan",
            "evidence",
        )
        .match_to_schema(REPLIES)
    )


def _page(ids: pl.DataFrame) -> pl.DataFrame:
    """Make the page a possible parent."""
    return ids.select(
        "id",
        parent=pl.lit(None, pl.UInt32),
        orphan=pl.lit(False),
        certain=pl.lit(False),
        kind=pl.lit("position"),
        clue=pl.lit(""),
        weight=pl.lit(0, pl.Float32),
    ).match_to_schema(CLUES)
