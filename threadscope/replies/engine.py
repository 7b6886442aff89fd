"""Weigh who answers whom, on all pages at once."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies import habit
from threadscope.replies.arcs import arcs_of, settle
from threadscope.replies.choose import weighed
from threadscope.replies.forest import Arcs, Found, alone, part, together
from threadscope.replies.model import FLAT, NESTED, Model
from threadscope.replies.model import model as model_of
from threadscope.replies.options import Flags, explained, options
from threadscope.replies.order import crossings, written
from threadscope.replies.table import Table, tabulate


def weigh(
    comments: pl.DataFrame,
    settled: pl.DataFrame,
    phrases: dict[str, tuple[str, ...]],
    pages: pl.DataFrame,
    asked: Flags,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the REPLIES of the comments that are not settled, and what they say of orders.

    Args:
        comments: COMMENTS of some pages; pages together, in order.
        settled: id and parent of those whose parent is certain; null = the page, or not on it.
        phrases: for each page its patterns over a line that name whom a comment answers.
        pages: those pages, in order: page, site (pages of one site share habits), kind (by which
            weights they are read, all of one window), guessed (that it is nested is a guess),
            language (null = found out), article (null = nothing is known).
        asked: of which comments all possible parents are wanted, with all evidence.

    Returns:
        REPLIES; and one row per page whose sure replies cross, so that the guess was wrong: page,
        sure, crossed (how many there are).
    """
    window = model_of(pages["kind"][0]).window
    table = tabulate(comments, phrases, window, pages["language"], pages["article"])
    ids = comments["id"].to_numpy().astype(np.int64)
    sites = pages["site"].fill_null("").rank("dense").cast(pl.Int64).to_numpy() - 1
    guessed = pages["guessed"].to_numpy()
    kinds = pages["kind"].to_numpy().astype(object)
    arcs = {
        kind: settle(arcs_of(table, model_of(kind)), ids, settled)
        for kind in {*kinds, *([FLAT] if guessed.any() else [])}
    }
    counts = np.zeros((len(kinds), 2), np.int64)
    if guessed.any():
        counts = crossings(arcs[FLAT], alone(arcs[FLAT])) * guessed[:, None]
    moved = guessed & written(counts, sites)
    kinds[moved] = FLAT
    free = ~np.isin(ids, settled["id"].to_numpy())
    found = [
        _weigh(kind, table, arcs[kind], np.flatnonzero(kinds == kind), sites, free, asked)
        for kind in sorted(set(kinds))
    ]
    all_options = pl.concat(found)
    number = pl.Series(ids, dtype=pl.Int64)
    replies = all_options.select(
        "chosen",
        "probability",
        "orphan",
        "evidence",
        id=number.gather(all_options["row"]).cast(pl.UInt32),
        parent=number.gather(all_options["up"]).cast(pl.UInt32),
    )
    crossing = pages.select("page", sure=counts[:, 0], crossed=counts[:, 1]).filter(moved)
    return weighed(replies), crossing


def _weigh(
    kind: str,
    table: Table,
    arcs: Arcs,
    pages: NDArray[np.int64],
    sites: NDArray[np.int64],
    free: Flags,
    asked: Flags,
) -> pl.DataFrame:
    """Weigh some pages of one kind: OPTIONS with their evidence.

    Args:
        kind: by which weights.
        table: the evidence.
        arcs: the weighed parents of all pages.
        pages: which of them, by place.
        sites: a number for the site of every page.
        free: which comments are not settled.
        asked: of which comments everything is wanted.
    """
    some = part(arcs, pages)
    own, nested = model_of(kind), kind == NESTED
    habits = habits_of(some.arcs, sites[pages], own, nested=nested)
    found = decoded(some.arcs, sites[pages], habits, nested=nested)
    listed = options(table, found, some, free, asked)
    shown = np.zeros((len(free), 3))
    shown[some.rows] = habits[np.repeat(sites[pages], np.diff(some.arcs.starts))]
    return explained(listed, table, own, shown)


def habits_of(
    arcs: Arcs, sites: NDArray[np.int64], model: Model, *, nested: bool
) -> NDArray[np.float64]:
    """Estimate the habits of sites, as `habit.corrections` gives them; none if not nested.

    Args:
        arcs: the weighed parents of all pages.
        sites: a number for the site of each page; habits are learnt from all its pages.
        model: what weighed them.
        nested: the pages are in depth-first order.
    """
    if not nested:
        return np.zeros((int(sites.max(initial=-1)) + 1, 3))
    return habit.corrections(arcs, sites, model.shares, together)


def decoded(
    arcs: Arcs, sites: NDArray[np.int64], habits: NDArray[np.float64], *, nested: bool
) -> Found:
    """Give the probabilities of arcs: comment by comment, or as trees.

    Args:
        arcs: the weighed parents of all pages.
        sites: a number for the site of each page.
        habits: of each site, as `habits_of` gives them.
        nested: the pages are in depth-first order.
    """
    return together(habit.corrected(arcs, habits, sites)) if nested else alone(arcs)
