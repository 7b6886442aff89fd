"""What a model added up for a parent, told by kinds of evidence."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies.model import Matrix, Part
from threadscope.schema import EVIDENCE

_SLIGHT = 0.1
"""Evidence that weighs less is not told."""


def told(
    part: Part,
    features: Matrix,
    kinds: list[str],
    frame: pl.DataFrame,
    words: dict[str, pl.Expr],
    more: Mapping[str, NDArray[np.float32]],
) -> pl.Series:
    """Give the evidence of every row, strongest first.

    The weight of a kind is what the score loses if the features of that kind say nothing.

    Args:
        part: the weights.
        features: one row per row of the frame.
        kinds: the kind of each feature.
        frame: what the words are made from.
        words: for each kind what it says; null = nothing worth telling.
        more: what kinds weigh on top of the features, one a row.
    """
    whole = part.score(features)
    reasons = [
        pl.DataFrame(
            {
                "row": np.arange(len(whole)),
                "kind": [kind] * len(whole),
                "clue": frame.select(clue=clue).to_series(),
                "weight": (
                    whole - part.without(features, _columns(kinds, kind)) + more.get(kind, 0)
                ).astype(np.float32),
            },
            schema={"row": pl.Int64, "kind": pl.String, "clue": pl.String, "weight": pl.Float32},
        )
        for kind, clue in words.items()
    ]
    listed = (
        pl.concat(reasons)
        .filter(pl.col("clue").is_not_null() & (pl.col("weight").abs() >= _SLIGHT))
        .sort(pl.col("weight").abs(), descending=True, maintain_order=True)
        .group_by("row")
        .agg(evidence=pl.struct("kind", "clue", "weight"))
    )
    rows = pl.DataFrame({"row": np.arange(len(whole))})
    found = rows.join(listed, on="row", how="left", maintain_order="left")["evidence"]
    return found.cast(EVIDENCE).fill_null([])


def _columns(kinds: list[str], kind: str) -> NDArray[np.int64]:
    return np.flatnonzero(np.array(kinds) == kind)
