"""From evidence to weighted arcs between comments and their possible parents."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies.course import course
from threadscope.replies.forest import Arcs
from threadscope.replies.model import Again, Model, Scores
from threadscope.replies.table import Table

_REPOST = 3.0
"""What speaks against a repost as an answer."""


def arcs_of(table: Table, model: Model) -> Arcs:
    """Weigh every possible parent against the others of its comment."""
    score, page = scores(table, model)
    if model.again is not None:
        more, more_page = again(table, model.again, weighed(table, score, page))
        score, page = score + more, page + more_page
    return weighed(table, score, page, lost(table, model))


def scores(table: Table, model: Model) -> tuple[Scores, Scores]:
    """Give the log-odds of every possible parent and of the page, by features alone."""
    score = model.pairs.score(table.pair_features)
    score += sum(extras(table.pairs, table.facts, model).values())
    return score, model.page.score(table.page_features)


def lost(table: Table, model: Model) -> Scores:
    """Give the log-odds of answering something that is not there; minus infinity without a sign."""
    gone = table.facts["gone"].to_numpy()
    if model.missing is None or not gone.any():
        return np.full(len(gone), -np.inf)
    return np.where(gone, model.missing.score(table.missing_features), -np.inf)


def weighed(table: Table, score: Scores, page: Scores, missing: Scores | None = None) -> Arcs:
    """Make log-odds the weights of arcs; None = whatever is answered is there."""
    row, parent = (table.pairs[name].to_numpy() for name in ("row", "parent"))
    missing = np.full(len(page), -np.inf) if missing is None else missing
    largest = np.maximum(page, missing)
    np.maximum.at(largest, row, score)
    return Arcs(
        row,
        parent,
        np.exp(score - largest[row]),
        np.exp(page - largest),
        np.exp(missing - largest),
        table.starts,
    )


def again(table: Table, model: Again, arcs: Arcs) -> tuple[Scores, Scores]:
    """Give what the course of the talk adds to the log-odds of every pair and of the page.

    Args:
        table: the evidence.
        model: weighs what is likely.
        arcs: as they were weighed by features alone.
    """
    seen = course(arcs, table.facts)
    more = np.zeros(len(arcs.row))
    more[seen.likely] = model.pairs.score(np.hstack([table.pair_features[seen.likely], seen.pairs]))
    return more, model.page.score(np.hstack([table.page_features, seen.page]))


def extras(pairs: pl.DataFrame, facts: pl.DataFrame, model: Model) -> dict[str, Scores]:
    """Give by kind of evidence what counts for each of some pairs on top of its features."""
    row, parent = (pairs[name].to_numpy() for name in ("row", "parent"))
    rivals = np.minimum(facts["place"].to_numpy(), model.window).clip(1)
    return {
        "position": -model.crowd * np.log(rivals)[row] * (row - parent > 1),
        "repost": -_REPOST * facts["repeats"].is_not_null().to_numpy()[row],
        "named": model.trust * pairs["promise"].fill_null(0.0).to_numpy(),
    }


def settle(arcs: Arcs, ids: NDArray[np.int64], settled: pl.DataFrame) -> Arcs:
    """Leave to settled comments the one parent that is certain."""
    here = settled.filter(pl.col("id").is_in(pl.Series(ids).implode()))
    if here.is_empty():
        return arcs
    rows = np.searchsorted(ids, here["id"].to_numpy())
    given = here["parent"].fill_null(-1).to_numpy()
    parents = np.where(given < 0, -1, np.searchsorted(ids, given))
    page, missing = arcs.page.copy(), arcs.missing.copy()
    page[rows], missing[rows] = parents < 0, 0
    free = ~np.isin(arcs.row, rows)
    below, above = rows[parents >= 0], parents[parents >= 0]
    row = np.concatenate([arcs.row[free], below])
    parent = np.concatenate([arcs.parent[free], above])
    weight = np.concatenate([arcs.weight[free], np.ones(len(below))])
    order = np.lexsort((parent, row))
    return Arcs(row[order], parent[order], weight[order], page, missing, arcs.starts)
