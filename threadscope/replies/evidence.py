"""What a model added up for a parent, told by kinds of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from threadscope.replies.model import Matrix, Part, Scores
from threadscope.schema import EVIDENCE

_SLIGHT = 0.1
"""Evidence that weighs less is not told."""
_NOTHING = 0.0005
"""What weighs less says nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """Some parents that were weighed, with what their evidence is told from."""

    part: Part
    """The weights."""
    features: Matrix
    """One row a parent."""
    kinds: Mapping[str, str]
    """For each feature, by name, its kind."""
    frame: pl.DataFrame
    """What the words are made from, one row a parent."""
    words: Mapping[str, pl.Expr]
    """For each kind what it says; null = nothing worth telling."""
    more: Mapping[str, Scores]
    """What kinds weigh on top of the features, one a parent."""


def told(case: Case) -> pl.Series:
    """Give the evidence of every row that is worth telling, strongest first.

    The weight of a kind is what the score loses if the features of that kind say nothing.
    """
    weights = _weights(case)
    reasons = [
        _reason(kind, case.frame.select(clue=clue).to_series(), weights[kind])
        for kind, clue in case.words.items()
    ]
    worth = pl.col("clue").is_not_null() & (pl.col("weight").abs() >= _SLIGHT)
    return _listed(reasons, worth, len(case.features))


def told_all(case: Case) -> pl.Series:
    """Give all evidence of every row, strongest first: its weights add up to the row's score.

    What has no words of its own is told by the names of its features.
    """
    weights = _weights(case)
    nothing = np.zeros(len(case.features))
    score = case.part.score(case.features) + sum(case.more.values(), nothing)
    weights["together"] = score - sum(weights.values(), nothing)
    reasons = []
    for kind, weight in weights.items():
        signs = pl.Series(_signs(case.features, case.kinds, kind), dtype=pl.String)
        words = case.words.get(kind)
        clue = signs if words is None else case.frame.select(clue=words).to_series()
        reasons.append(_reason(kind, clue.zip_with(clue.is_not_null(), signs), weight))
    return _listed(reasons, pl.col("weight").abs() >= _NOTHING, len(case.features))


def _weights(case: Case) -> dict[str, Scores]:
    """Give what every kind weighs, one a row."""
    given = np.array(list(case.kinds.values()))
    weights = {
        kind: case.part.share(case.features, np.flatnonzero(given == kind))
        for kind in dict.fromkeys(case.kinds.values())
    }
    return weights | {kind: weights.get(kind, 0) + weight for kind, weight in case.more.items()}


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
