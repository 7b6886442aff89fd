"""Simple ways to guess parents, to be beaten: from all-to-page to a quote-or-likeness rule.

Each takes a `Table` and gives the parent of every row, -1 = the page.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies.table import Table

Rows = NDArray[np.int64]

_RARE = 0.3
_LIKE = 0.1
_RECENT = 15


def all_to_page(table: Table) -> Rows:
    """Everything answers the page."""
    return np.full(table.facts.height, -1, np.int64)


def previous(table: Table) -> Rows:
    """Everything answers the comment above."""
    place = table.facts["place"].to_numpy()
    return np.where(place > 0, np.arange(len(place)) - 1, -1)


def previous_other(table: Table) -> Rows:
    """Everything answers the latest comment by somebody else."""
    other = pl.col("who").ne_missing(pl.col("who_up"))
    return _picked(table, table.pairs.filter(other), "parent")


def name_substring(table: Table) -> Rows:
    """Whoever is named anywhere, as a part of a word too, or else the page (Schuth 2007, A)."""
    text = table.facts["own_text"].str.to_lowercase()
    pairs = table.pairs.with_columns(
        text=text.gather(table.pairs["row"]),
        name=table.facts["author"].str.to_lowercase().gather(table.pairs["parent"]),
    )
    named = pairs.filter(
        pl.col("name").is_not_null()
        & pl.col("who").ne_missing(pl.col("who_up"))
        & pl.col("text").str.contains(pl.col("name"), literal=True)
    )
    return _picked(table, named, "parent")


def rare_name(table: Table) -> Rows:
    """Whoever is named by a word that is rare on the page, or else the comment above."""
    return _or(
        _picked(table, table.pairs.filter(pl.col("rare") > _RARE), "parent"), previous(table)
    )


def four_rules(table: Table) -> Rows:
    """Whoever is named; who addressed me since I last wrote; my last, if near; else the page."""
    told = pl.col("told") == pl.col("parent")
    since = pl.col("before").is_null() | (pl.col("parent") > pl.col("before"))
    mine = (pl.col("before") == pl.col("parent")) & (pl.col("distance") <= _RECENT)
    rules = (pl.col("rare").is_not_null(), told & since, mine)
    found = all_to_page(table)
    for rule in rules:
        found = _or(found, _picked(table, table.pairs.filter(rule), "parent"))
    return found


def quote_or_like(table: Table) -> Rows:
    """Whoever is quoted, else the likest nearby, else the page (after Wang 2008)."""
    quoted = _picked(table, table.pairs.filter(pl.col("quote").is_not_null()), "quote")
    near = pl.col("cosine") / (1 + pl.col("distance").log())
    like = _picked(
        table, table.pairs.with_columns(near=near).filter(pl.col("near") > _LIKE), "near"
    )
    return _or(quoted, like)


LADDER: dict[str, Callable[[Table], Rows]] = {
    "all to page": all_to_page,
    "previous": previous,
    "previous other": previous_other,
    "name substring": name_substring,
    "rare name": rare_name,
    "four rules": four_rules,
    "quote or like": quote_or_like,
}


def _picked(table: Table, pairs: pl.DataFrame, by: str) -> Rows:
    """Take for every row the pair with the largest value."""
    best = pairs.sort("row", by, "parent").unique("row", keep="last", maintain_order=True)
    found = all_to_page(table)
    found[best["row"].to_numpy()] = best["parent"].to_numpy()
    return found


def _or(first: Rows, second: Rows) -> Rows:
    return np.where(first >= 0, first, second)
