"""Weigh who answers whom on pages of one kind, all of them at once."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.language.tokens import tokens
from threadscope.replies import facts as known
from threadscope.replies import habit
from threadscope.replies.choose import likely, weighed
from threadscope.replies.evidence import told, told_all
from threadscope.replies.features import PAGE, PAIR, matrix
from threadscope.replies.forest import Arcs, Found, Part, alone, part, together
from threadscope.replies.mentions import mentions
from threadscope.replies.model import FLAT, NESTED, Matrix, Model, Scores
from threadscope.replies.model import model as model_of
from threadscope.replies.order import crossings, written
from threadscope.replies.pairs import described, latest, pairs, summed
from threadscope.replies.quotes import quotes
from threadscope.replies.topic import shared_words, topic
from threadscope.replies.words import ALL_PAGE_CLUES, ALL_PAIR_CLUES, PAGE_CLUES, PAIR_CLUES
from threadscope.schema import EVIDENCE

Flags = NDArray[np.bool_]

_REPOST = 3.0
"""What speaks against a repost as an answer."""
_QUOTES_ANOTHER = list(PAIR).index("quotes_another")
_EXPLAINED = 4
"""So many parents of a comment come with their evidence."""


@dataclass(frozen=True, slots=True)
class Table:
    """Comments, their possible parents, and the features of both."""

    facts: pl.DataFrame
    """One row per comment, as `pairs.summed` gives them."""
    pairs: pl.DataFrame
    """One row per possible parent, as `pairs.pairs` gives them."""
    pair_features: Matrix
    """One row per pair, PAIR in its order."""
    page_features: Matrix
    """One row per comment, PAGE in its order."""
    terms: pl.DataFrame
    """The words behind `topic_terms` of pairs: term, word."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first row of every page, and at the end the number of rows."""
        first = np.flatnonzero(self.facts["place"].to_numpy() == 0)
        return np.append(first, self.facts.height)


def tabulate(comments: pl.DataFrame, phrases: dict[str, tuple[str, ...]], window: int) -> Table:
    """Find all evidence in COMMENTS.

    Args:
        comments: COMMENTS; pages together, in order.
        phrases: for each page its patterns over a line that name whom a comment answers.
        window: how many comments directly above are possible parents.
    """
    own = known.own(comments)
    words = tokens(own.select("row", text="lower"))
    named = latest(mentions(own, words, _numbered(phrases, comments)), own)
    facts = described(known.facts(own, words), named)
    wide = pairs(facts, named, quotes(own, words), topic(own, words), window)
    facts = summed(facts, wide).with_columns(own.select("author", "repeats"))
    return Table(
        facts=facts,
        pairs=wide,
        pair_features=matrix(wide, PAIR),
        page_features=matrix(facts, PAGE),
        terms=words.terms,
    )


def _numbered(
    phrases: dict[str, tuple[str, ...]], comments: pl.DataFrame
) -> dict[tuple[str, ...], list[int]]:
    """Give for every set of phrases the pages, by their place, that are read with it."""
    pages = comments.select(pl.col("page").unique(maintain_order=True)).to_series()
    found: dict[tuple[str, ...], list[int]] = {}
    for number, page in enumerate(pages):
        if patterns := phrases.get(page):
            found.setdefault(patterns, []).append(number)
    return found


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
            weights they are read, all of one window), guessed (that it is nested is a guess).
        asked: of which comments all possible parents are wanted, with all evidence.

    Returns:
        REPLIES; and one row per page whose sure replies cross, so that the guess was wrong: page,
        sure, crossed (how many there are).
    """
    table = tabulate(comments, phrases, model_of(pages["kind"][0]).window)
    ids = comments["id"].to_numpy().astype(np.int64)
    sites = pages["site"].fill_null("").rank("dense").cast(pl.Int64).to_numpy() - 1
    guessed = pages["guessed"].to_numpy()
    kinds = pages["kind"].to_numpy().astype(object)
    arcs = {
        kind: _settle(arcs_of(table, model_of(kind)), ids, settled)
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
    explained = pl.concat(found)
    number = pl.Series(ids, dtype=pl.Int64)
    replies = explained.select(
        "chosen",
        "probability",
        "evidence",
        id=number.gather(explained["row"]).cast(pl.UInt32),
        parent=number.gather(explained["up"]).cast(pl.UInt32),
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
    options = _options(table, found, some, free, asked)
    shown = np.zeros((len(free), 3))
    shown[some.rows] = habits[np.repeat(sites[pages], np.diff(some.arcs.starts))]
    return _told(options, table, own, shown)


def arcs_of(table: Table, model: Model) -> Arcs:
    """Weigh every possible parent against the others of its comment."""
    row, parent = (table.pairs[name].to_numpy() for name in ("row", "parent"))
    score = model.pairs.score(table.pair_features)
    score += sum(_extras(table.pairs, table.facts, model).values())
    page = model.page.score(table.page_features)
    largest = page.copy()
    np.maximum.at(largest, row, score)
    return Arcs(row, parent, np.exp(score - largest[row]), np.exp(page - largest), table.starts)


def _extras(pairs: pl.DataFrame, facts: pl.DataFrame, model: Model) -> dict[str, Scores]:
    """Give by kind of evidence what counts for each of some pairs on top of its features."""
    row, parent = (pairs[name].to_numpy() for name in ("row", "parent"))
    rivals = np.minimum(facts["place"].to_numpy(), model.window).clip(1)
    return {
        "position": -model.crowd * np.log(rivals)[row] * (row - parent > 1),
        "repost": -_REPOST * facts["repeats"].is_not_null().to_numpy()[row],
        "named": model.trust * pairs["promise"].fill_null(0.0).to_numpy(),
    }


def _settle(arcs: Arcs, ids: NDArray[np.int64], settled: pl.DataFrame) -> Arcs:
    """Leave to settled comments the one parent that is certain."""
    here = settled.filter(pl.col("id").is_in(pl.Series(ids).implode()))
    if here.is_empty():
        return arcs
    rows = np.searchsorted(ids, here["id"].to_numpy())
    given = here["parent"].fill_null(-1).to_numpy()
    parents = np.where(given < 0, -1, np.searchsorted(ids, given))
    page = arcs.page.copy()
    page[rows] = parents < 0
    free = ~np.isin(arcs.row, rows)
    below, above = rows[parents >= 0], parents[parents >= 0]
    row = np.concatenate([arcs.row[free], below])
    parent = np.concatenate([arcs.parent[free], above])
    weight = np.concatenate([arcs.weight[free], np.ones(len(below))])
    order = np.lexsort((parent, row))
    return Arcs(row[order], parent[order], weight[order], page, arcs.starts)


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


def _options(table: Table, found: Found, some: Part, free: Flags, asked: Flags) -> pl.DataFrame:
    """List the possible parents of the comments that are not settled: OPTIONS.

    Args:
        table: the evidence.
        found: what comes of the arcs.
        some: the arcs of the pages in question.
        free: which comments are not settled.
        asked: of which comments everything is wanted.

    Returns:
        One row per possible parent: row, up (its row; null = the page), place (its row among the
        pairs, or among the comments), probability, chosen (it is the parent in the likeliest tree),
        asked, told (it comes with its evidence).
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
            "probability": found.page[open_rows],
            "chosen": found.parent[open_rows] < 0,
            "asked": asked[rows],
        }
    )
    best = pl.col("probability").rank("ordinal", descending=True).over("row") <= _EXPLAINED
    options = likely(pl.concat([above, page]))
    return options.with_columns(told=best | pl.col("chosen") | pl.col("asked"))


def _told(
    options: pl.DataFrame, table: Table, model: Model, habits: NDArray[np.float64]
) -> pl.DataFrame:
    """Add to OPTIONS the evidence: what is worth telling, and all of it where asked."""
    is_page, is_told, is_asked = pl.col("up").is_null(), pl.col("told"), pl.col("asked")
    parts = [
        _above(options.filter(~is_page & is_told & ~is_asked), table, model),
        _answering(options.filter(is_page & is_told & ~is_asked), table, model),
        options.filter(~is_told).with_columns(evidence=pl.lit([], EVIDENCE)),
    ]
    asked = options.filter(is_asked)
    if not asked.is_empty():
        parts += [
            _above(asked.filter(~is_page), table, model, habits),
            _answering(asked.filter(is_page), table, model, habits),
        ]
    return pl.concat(parts)


def _above(
    options: pl.DataFrame, table: Table, model: Model, habits: NDArray[np.float64] | None = None
) -> pl.DataFrame:
    """Add the evidence for parents that are comments; with habits all of it."""
    author = table.facts["author"]
    place = options["place"].to_numpy()
    features = table.pair_features[place]
    frame = table.pairs[place].with_columns(
        author=author.gather(options["row"]),
        author_up=author.gather(options["up"]),
        quotes_another=pl.Series(features[:, _QUOTES_ANOTHER]),
        topic_clue=shared_words(table.pairs["topic_terms"].gather(place), table.terms),
    )
    more = _extras(frame, table.facts, model)
    if habits is None:
        words, tell = PAIR_CLUES, told
    else:
        words, tell = ALL_PAIR_CLUES, told_all
        row = options["row"].to_numpy()
        more["habit"] = habits[row, habit.kinds(row, options["up"].to_numpy())]
    return options.with_columns(
        evidence=tell(model.pairs, features, _kinds(PAIR), frame, words, more)
    )


def _answering(
    options: pl.DataFrame, table: Table, model: Model, habits: NDArray[np.float64] | None = None
) -> pl.DataFrame:
    """Add the evidence for answering the page; with habits all of it."""
    place = options["place"].to_numpy()
    features = table.page_features[place]
    frame = table.facts[place]
    if habits is None:
        words, tell, more = PAGE_CLUES, told, {}
    else:
        words, tell, more = ALL_PAGE_CLUES, told_all, {"habit": habits[place, habit.PAGE]}
    return options.with_columns(
        evidence=tell(model.page, features, _kinds(PAGE), frame, words, more)
    )


def _kinds(features: dict[str, tuple[str, pl.Expr]]) -> dict[str, str]:
    return {name: kind for name, (kind, _) in features.items()}
