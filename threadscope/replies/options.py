"""The possible parents of comments as OPTIONS, and what speaks for each."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.replies import habit
from threadscope.replies.arcs import again, extras, scores, weighed
from threadscope.replies.choose import likely
from threadscope.replies.evidence import Case, told, told_all
from threadscope.replies.features import MISSED, PAGE, PAIR
from threadscope.replies.forest import MISSING, ROOT, Found, Part
from threadscope.replies.model import Model, Scores
from threadscope.replies.table import Table
from threadscope.replies.topic import shared_words
from threadscope.replies.words import (
    ALL_MISSED_CLUES,
    ALL_PAGE_CLUES,
    ALL_PAIR_CLUES,
    MISSED_CLUES,
    PAGE_CLUES,
    PAIR_CLUES,
)
from threadscope.schema import EVIDENCE

Flags = NDArray[np.bool_]
More = tuple[NDArray[np.float64], Scores]
"""What weighs besides features: habits, and what the course of the talk adds."""

_QUOTES_ANOTHER = list(PAIR).index("quotes_another")
_EXPLAINED = 4
"""So many parents of a comment come with their evidence."""


def options(table: Table, found: Found, some: Part, free: Flags, asked: Flags) -> pl.DataFrame:
    """List the possible parents of the comments that are not settled: OPTIONS.

    Args:
        table: the evidence.
        found: what comes of the arcs.
        some: the arcs of the pages in question.
        free: which comments are not settled.
        asked: of which comments everything is wanted.

    Returns:
        One row per possible parent: row, up (its row; null = the page, or what is not there),
        orphan (it is not there), place (its row among the pairs, or among the comments),
        probability, chosen (it is the parent in the likeliest tree), asked, told (it comes with its
        evidence).
    """
    here = np.zeros(len(free), bool)
    here[some.rows] = True
    place = np.flatnonzero((free & here)[table.pairs["row"].to_numpy()])
    row, parent = (table.pairs[name].to_numpy()[place] for name in ("row", "parent"))
    open_rows = free[some.rows]
    chosen = found.parent[np.searchsorted(some.rows, row)]
    above = pl.DataFrame(
        {
            "place": place,
            "row": row,
            "up": parent,
            "orphan": np.zeros(len(row), bool),
            "probability": found.arc[open_rows[some.arcs.row]],
            "chosen": (chosen >= 0) & (some.rows[chosen] == parent),
            "asked": asked[row],
        }
    )
    rows = some.rows[open_rows]
    page = pl.DataFrame(
        {
            "place": rows,
            "row": rows,
            "up": pl.repeat(None, len(rows), dtype=pl.Int64, eager=True),
            "orphan": np.zeros(len(rows), bool),
            "probability": found.page[open_rows],
            "chosen": found.parent[open_rows] == ROOT,
            "asked": asked[rows],
        }
    )
    missing = page.with_columns(
        orphan=pl.lit(True),
        probability=found.missing[open_rows],
        chosen=found.parent[open_rows] == MISSING,
    )
    best = pl.col("probability").rank("ordinal", descending=True).over("row") <= _EXPLAINED
    listed = likely(pl.concat([above, page, missing.filter(pl.col("probability") > 0)]))
    return listed.with_columns(told=best | pl.col("chosen") | pl.col("asked"))


def explained(
    options: pl.DataFrame, table: Table, model: Model, habits: NDArray[np.float64]
) -> pl.DataFrame:
    """Add to OPTIONS the evidence: what is worth telling, and all of it where asked."""
    above, lost = pl.col("up").is_not_null(), pl.col("orphan")
    is_told, is_asked = pl.col("told"), pl.col("asked")
    some = options.filter(is_told & ~is_asked)
    parts = [
        _above(some.filter(above), table, model),
        _answering(some.filter(~above & ~lost), table, model),
        _missing(some.filter(lost), table, model),
        options.filter(~is_told).with_columns(evidence=pl.lit([], EVIDENCE)),
    ]
    asked = options.filter(is_asked)
    if not asked.is_empty():
        course, course_page = _course(table, model)
        parts += [
            _above(asked.filter(above), table, model, (habits, course)),
            _answering(asked.filter(~above & ~lost), table, model, (habits, course_page)),
            _missing(asked.filter(lost), table, model, all_of_it=True),
        ]
    return pl.concat(parts)


def _course(table: Table, model: Model) -> tuple[Scores, Scores]:
    """Give what the course of a talk adds to the log-odds of every pair and of the page."""
    if model.again is None:
        return np.zeros(table.pairs.height), np.zeros(table.facts.height)
    return again(table, model.again, weighed(table, *scores(table, model)))


def _above(
    options: pl.DataFrame, table: Table, model: Model, more: More | None = None
) -> pl.DataFrame:
    """Add the evidence for parents that are comments; with more all of it."""
    author = table.facts["author"]
    place = options["place"].to_numpy()
    features = table.pair_features[place]
    pairs = table.pairs[place]
    frame = pairs.with_columns(
        author=author.gather(options["row"]),
        author_up=author.gather(options["up"]),
        quotes_another=pl.Series(features[:, _QUOTES_ANOTHER]),
        topic_clue=shared_words(pairs, table.rare, table.terms),
    )
    on_top = extras(frame, table.facts, model)
    if more is None:
        words, tell = PAIR_CLUES, told
    else:
        words, tell = ALL_PAIR_CLUES, told_all
        row, (habits, course) = options["row"].to_numpy(), more
        on_top["habit"] = habits[row, habit.kinds(row, options["up"].to_numpy())]
        on_top["course"] = course[place]
    return options.with_columns(
        evidence=tell(Case(model.pairs, features, _kinds(PAIR), frame, words, on_top))
    )


def _answering(
    options: pl.DataFrame, table: Table, model: Model, more: More | None = None
) -> pl.DataFrame:
    """Add the evidence for answering the page; with more all of it."""
    place = options["place"].to_numpy()
    features = table.page_features[place]
    frame = table.facts[place]
    on_top: dict[str, Scores] = {}
    if more is None:
        words, tell = PAGE_CLUES, told
    else:
        words, tell, (habits, course) = ALL_PAGE_CLUES, told_all, more
        on_top = {"habit": habits[place, habit.PAGE], "course": course[place]}
    return options.with_columns(
        evidence=tell(Case(model.page, features, _kinds(PAGE), frame, words, on_top))
    )


def _missing(
    options: pl.DataFrame, table: Table, model: Model, *, all_of_it: bool = False
) -> pl.DataFrame:
    """Add the evidence for answering something that is not on the page; perhaps all of it."""
    if model.missing is None:
        return options.with_columns(evidence=pl.lit([], EVIDENCE))
    place = options["place"].to_numpy()
    words, tell = (ALL_MISSED_CLUES, told_all) if all_of_it else (MISSED_CLUES, told)
    features, frame = table.missing_features[place], table.facts[place]
    case = Case(model.missing, features, _kinds(MISSED), frame, words, {})
    return options.with_columns(evidence=tell(case))


def _kinds(features: dict[str, tuple[str, pl.Expr]]) -> dict[str, str]:
    return {name: kind for name, (kind, _) in features.items()}
