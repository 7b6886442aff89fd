"""All that is known of some pages: their comments, possible parents, and the features of both."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.language.tokens import tokens
from threadscope.replies import facts as known
from threadscope.replies.absent import absent, missed
from threadscope.replies.claims import claims
from threadscope.replies.features import MISSED, PAGE, PAIR, matrix
from threadscope.replies.mentions import mentions
from threadscope.replies.model import Matrix
from threadscope.replies.pairs import described, meant, pairs, summed
from threadscope.replies.quotes import quotes
from threadscope.replies.topic import topic


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
    missing_features: Matrix
    """One row per comment, MISSED in its order."""
    rare: pl.DataFrame
    """The rare words of comments, as `Topic` has them."""
    terms: pl.DataFrame
    """All words: term, word."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first row of every page, and at the end the number of rows."""
        first = np.flatnonzero(self.facts["place"].to_numpy() == 0)
        return np.append(first, self.facts.height)


def tabulate(
    comments: pl.DataFrame,
    phrases: dict[str, tuple[str, ...]],
    window: int,
    languages: pl.Series | None = None,
    articles: pl.Series | None = None,
) -> Table:
    """Find all evidence in COMMENTS.

    Args:
        comments: COMMENTS; pages together, in order.
        phrases: for each page its patterns over a line that name whom a comment answers.
        window: how many comments directly above are possible parents.
        languages: of every page, in order, null = found out; None = all are.
        articles: of every page, in order, what stands above its comments; null = nothing is known.
    """
    own = known.own(comments)
    words = tokens(own.select("row", text="lower"))
    quoted = quotes(own, words, articles)
    claimed = claims(own, words, _numbered(phrases, comments), quoted.fresh)
    met = mentions(own, words, claimed, quoted.fresh)
    named = meant(met, own, quoted.pairs)
    facts = described(known.facts(own, words, languages), named)
    alike = topic(own, words, quoted.borrowed)
    wide = pairs(facts, named, quoted, alike.pairs, window)
    facts = summed(facts, wide, quoted.article).with_columns(own.select("author", "repeats"))
    facts = missed(facts, absent(own, words, claimed), quoted.marked)
    return Table(
        facts=facts,
        pairs=wide,
        pair_features=matrix(wide, PAIR),
        page_features=matrix(facts, PAGE),
        missing_features=matrix(facts, MISSED),
        rare=alike.rare,
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
