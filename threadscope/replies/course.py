"""What the course of a chat says of likely parents, once it is roughly known who answers whom.

It tells what became of a possible parent before and after: whether others have answered it, whether
its author went on, whether the two are in talk with each other.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies.forest import Arcs, alone

Matrix = NDArray[np.float32]

_LIKELY = 0.01
"""Less likely parents are not weighed again."""
_CHANCE = pl.col("chance")
_BEFORE = _CHANCE.cum_sum() - _CHANCE
_OWN = _CHANCE * (pl.col("who") == pl.col("who_up"))


def _odds(chance: pl.Expr) -> pl.Expr:
    return chance.clip(1e-5).log() / 5


PAIR_COURSE: dict[str, pl.Expr] = {
    "chance": _CHANCE,
    "chance_odds": _odds(_CHANCE),
    "chance_page": _odds(pl.col("page")),
    "opens_up": pl.col("page_up"),
    "answered": _BEFORE.over("parent"),
    "answered_by_me": _BEFORE.over("parent", "who"),
    "answered_ever": _CHANCE.sum().over("parent"),
    "went_on": (_OWN.cum_sum() - _OWN).over("parent"),
    "answers_me": pl.col("to_me").fill_null(0.0),
    "comes_back": pl.col("back").fill_null(0.0),
    "answered_last": pl.col("last").fill_null(0.0),
}
"""Of a comment and a likely parent."""
PAGE_COURSE: dict[str, pl.Expr] = {
    "page_chance": pl.col("page"),
    "page_odds": _odds(pl.col("page")),
    "page_rival": pl.col("rival").fill_null(0.0),
    "page_answered": pl.col("got").fill_null(0.0),
    "page_goes_on": pl.col("own").fill_null(0.0),
}
"""Of a comment and the page itself."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the course of a chat says."""

    likely: NDArray[np.int64]
    """The arcs that are likely, by place."""
    pairs: Matrix
    """One row each, PAIR_COURSE in its order."""
    page: Matrix
    """One row per comment, PAGE_COURSE in its order."""


def course(arcs: Arcs, facts: pl.DataFrame) -> Course:
    """Tell the course of a chat.

    Args:
        arcs: as they were weighed first.
        facts: one row per comment, with who and before, as `facts.facts` gives them.
    """
    found = alone(arcs)
    likely = np.flatnonzero(found.arc >= _LIKELY)
    people = facts.select(
        pl.int_range(pl.len()).alias("row"),
        pl.col("who").cast(pl.Int64).fill_null(-1 - pl.int_range(pl.len())),
        pl.col("before").cast(pl.Int64),
        page=found.page,
    )
    row, parent = pl.Series(arcs.row[likely]), pl.Series(arcs.parent[likely])
    links = people[row].with_columns(
        parent=parent,
        who_up=people["who"].gather(parent),
        page_up=people["page"].gather(parent),
        chance=found.arc[likely],
    )
    return Course(likely, _pairs(links), _page(links, people))


def _pairs(links: pl.DataFrame) -> Matrix:
    to_me = links.group_by(parent="row", who="who_up").agg(to_me=_CHANCE.sum())
    back = links.group_by(row="parent", who_up="who").agg(back=_CHANCE.sum())
    last = links.select("parent", before="row", last="chance")
    return _matrix(_joined(links, to_me, back, last), PAIR_COURSE)


def _page(links: pl.DataFrame, people: pl.DataFrame) -> Matrix:
    rival = links.group_by("row").agg(rival=_CHANCE.max())
    got = links.group_by(row="parent").agg(got=_CHANCE.sum(), own=_OWN.sum())
    return _matrix(_joined(people, rival, got), PAGE_COURSE)


def _joined(frame: pl.DataFrame, *more: pl.DataFrame) -> pl.DataFrame:
    """Add columns that are known of some rows, by all columns that both have."""
    for each in more:
        known = [name for name in each.columns if name in frame.columns]
        frame = frame.join(each, on=known, how="left", maintain_order="left")
    return frame


def _matrix(frame: pl.DataFrame, features: dict[str, pl.Expr]) -> Matrix:
    columns = [value.cast(pl.Float32).alias(name) for name, value in features.items()]
    return frame.select(columns).to_numpy(order="c")
