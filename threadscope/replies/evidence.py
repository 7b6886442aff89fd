"""What a model added up for a parent, told by kinds of evidence."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from threadscope.replies.model import Matrix, Part, Scores
from threadscope.schema import EVIDENCE

_SLIGHT = 0.1
"""Evidence that weighs less is not told."""
_NOTHING = 0.0005
"""What weighs less says nothing."""


def told(
    part: Part,
    features: Matrix,
    kinds: Mapping[str, str],
    frame: pl.DataFrame,
    words: Mapping[str, pl.Expr],
    more: Mapping[str, Scores],
) -> pl.Series:
    """Give the evidence of every row that is worth telling, strongest first.

    The weight of a kind is what the score loses if the features of that kind say nothing.

    Args:
        part: the weights.
        features: one row per row of the frame.
        kinds: for each feature, by name, its kind.
        frame: what the words are made from.
        words: for each kind what it says; null = nothing worth telling.
        more: what kinds weigh on top of the features, one a row.
    """
    weights = _weights(part, features, kinds, more)
    reasons = [
        _reason(kind, frame.select(clue=clue).to_series(), weights[kind])
        for kind, clue in words.items()
    ]
    worth = pl.col("clue").is_not_null() & (pl.col("weight").abs() >= _SLIGHT)
    return _listed(reasons, worth, len(features))


def told_all(
    part: Part,
    features: Matrix,
    kinds: Mapping[str, str],
    frame: pl.DataFrame,
    words: Mapping[str, pl.Expr],
    more: Mapping[str, Scores],
) -> pl.Series:
    """Give all evidence of every row, strongest first: its weights add up to the row's score.

    What has no words of its own is told by the names of its features. The arguments are those of
    `told`.
    """
    weights = _weights(part, features, kinds, more)
    added = sum(weights.values(), np.zeros(len(features)))
    score = part.score(features) + sum(more.values(), np.zeros(len(features)))
    weights["together"] = score - added
    reasons = []
    for kind, weight in weights.items():
        signs = pl.Series(_signs(features, kinds, kind), dtype=pl.String)
        clue = frame.select(clue=words[kind]).to_series() if kind in words else signs
        reasons.append(_reason(kind, clue.zip_with(clue.is_not_null(), signs), weight))
    return _listed(reasons, pl.col("weight").abs() >= _NOTHING, len(features))


def _weights(
    part: Part, features: Matrix, kinds: Mapping[str, str], more: Mapping[str, Scores]
) -> dict[str, Scores]:
    """Give what every kind weighs, one a row."""
    given = np.array(list(kinds.values()))
    weights = {
        kind: part.share(features, np.flatnonzero(given == kind))
        for kind in dict.fromkeys(kinds.values())
    }
    return weights | {kind: weights.get(kind, 0) + weight for kind, weight in more.items()}


def _signs(features: Matrix, kinds: Mapping[str, str], kind: str) -> list[str]:
    """Name the features of a kind that say something, for every row."""
    own = [(at, name) for at, name in enumerate(kinds) if kinds[name] == kind]
    return [
        ", ".join(name.replace("_", " ") for at, name in own if row[at]) or kind for row in features
    ]


def _reason(kind: str, clue: pl.Series, weight: Scores) -> pl.DataFrame:
    """Make rows of evidence of one kind."""
    return pl.DataFrame(
        {
            "row": np.arange(len(weight)),
            "kind": [kind] * len(weight),
            "clue": clue,
            "weight": weight.astype(np.float32),
        },
        schema={"row": pl.Int64, "kind": pl.String, "clue": pl.String, "weight": pl.Float32},
    )


def _listed(reasons: list[pl.DataFrame], worth: pl.Expr, size: int) -> pl.Series:
    """Gather the evidence of every row."""
    listed = (
        pl.concat(reasons)
        .filter(worth)
        .sort(pl.col("weight").abs(), descending=True, maintain_order=True)
        .group_by("row")
        .agg(evidence=pl.struct("kind", "clue", "weight"))
    )
    rows = pl.DataFrame({"row": np.arange(size)})
    found = rows.join(listed, on="row", how="left", maintain_order="left")["evidence"]
    return found.cast(EVIDENCE).fill_null([])
