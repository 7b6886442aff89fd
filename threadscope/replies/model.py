"""The weights: how much each feature speaks for a parent, for each kind of page.

They stand in `weights.json`, trained by `benchmarks/replies`; `weights.md` is their model card.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from threadscope.replies.course import PAGE_COURSE, PAIR_COURSE
from threadscope.replies.features import MISSED, PAGE, PAIR

Matrix = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """Hidden units: what features say only together."""

    into: Matrix
    """Features by units."""
    shift: Matrix
    """One a unit."""
    out: Matrix
    """One a unit."""

    def score(self, features: Matrix) -> Scores:
        """Give what they add to the log-odds of each row."""
        hidden: Matrix = np.tanh(features @ self.into + self.shift) @ self.out
        return hidden.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Part:
    """Scores the rows of one table of features: linear, and perhaps with hidden units."""

    linear: Matrix
    """One a feature."""
    units: Units | None = None

    def score(self, features: Matrix) -> Scores:
        """Give the log-odds of each row."""
        scores = (features @ self.linear).astype(np.float64)
        if self.units is not None:
            scores += self.units.score(features)
        return scores

    def share(self, features: Matrix, columns: NDArray[np.int64]) -> Scores:
        """Give what the log-odds of each row lose if some features say nothing."""
        # in doubles: singles would depend on how many rows are asked for at once
        linear = features[:, columns].astype(np.float64) @ self.linear[columns]
        if self.units is None:
            return linear
        mute = features.copy()
        mute[:, columns] = 0
        return linear + self.units.score(features) - self.units.score(mute)


@dataclass(frozen=True, slots=True)
class Again:
    """What the course of a talk adds to the log-odds of what is likely."""

    pairs: Part
    """Features PAIR and PAIR_COURSE, in their order."""
    page: Part
    """Features PAGE and PAGE_COURSE, in their order."""


@dataclass(frozen=True, slots=True)
class Model:
    """How one kind of page is weighed."""

    pairs: Part
    """Features PAIR, in their order."""
    page: Part
    """Features PAGE, in their order."""
    window: int
    """How many comments directly above are possible parents."""
    crowd: float = 0.0
    """What the logarithm of the number of possible parents takes from all but the one above: many
    may not win by their number alone."""
    shares: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """How often comments answered the page, the comment above and one further up in training."""
    trust: float = 1.0
    """What headers and phrases promise counts so much: nothing in chat, where names say it all."""
    again: Again | None = None
    """How likely parents are weighed a second time; None = they are not."""
    missing: Part | None = None
    """Features MISSED, in their order: it answers something that is not on the page; None = nothing
    tells."""


NESTED, FLAT, CHAT = "threaded", "chronological", "chat"
"""The kinds of page that have weights of their own: in depth-first order, in the order in which
comments were written, and of many short lines in that order."""
KINDS = (NESTED, FLAT, CHAT)


@cache
def model(kind: str) -> Model:
    """Load the weights of one kind of page."""
    text = files("threadscope.replies").joinpath("weights.json").read_text("utf-8")
    return read(json.loads(text)[kind])


def read(said: dict[str, Any]) -> Model:
    """Make a model of what the file says of one kind of page."""
    return Model(
        pairs=_part(said["pairs"], list(PAIR)),
        page=_part(said["page"], list(PAGE)),
        window=said["window"],
        crowd=said["crowd"],
        shares=tuple(said["shares"]),
        trust=said["trust"],
        again=_again(said["again"]) if "again" in said else None,
        missing=_part(said["missing"], list(MISSED)) if "missing" in said else None,
    )


def _again(said: dict[str, Any]) -> Again:
    return Again(
        pairs=_part(said["pairs"], [*PAIR, *PAIR_COURSE]),
        page=_part(said["page"], [*PAGE, *PAGE_COURSE]),
    )


def _part(said: dict[str, Any], names: list[str]) -> Part:
    linear = np.array([said["linear"].get(name, 0.0) for name in names], np.float32)
    units = None
    if "units" in said:
        into = np.array([said["units"]["into"][name] for name in names], np.float32)
        shift, out = (np.array(said["units"][each], np.float32) for each in ("shift", "out"))
        units = Units(into, shift, out)
    return Part(linear, units)
