"""One table out of the same table of several shards.

A page is in one shard with all its comments, so that counts add up, and means weigh by what they
are means of.
"""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

Rule = Callable[[str], pl.Expr]
"""Makes of the name of a column how its values come together."""
_MANY = 1 << 20
"""Rows that are kept until those of one key are put together."""


def total(name: str) -> pl.Expr:
    """Add up."""
    return pl.col(name).sum()


def most(name: str) -> pl.Expr:
    """Take the biggest."""
    return pl.col(name).max()


def least(name: str) -> pl.Expr:
    """Take the smallest."""
    return pl.col(name).min()


def mean_over(weight: str) -> Rule:
    """Weigh means by what they are means of."""

    def mean(name: str) -> pl.Expr:
        known = pl.col(name).is_not_null() & (pl.col(weight) > 0)
        whole = pl.col(weight).filter(known).sum()
        weighed = (pl.col(name) * pl.col(weight)).filter(known).sum()
        return pl.when(whole > 0).then(weighed / whole)

    return mean


AUTHORS: Mapping[str, Rule] = {
    "comments": total,
    "words": total,
    "share": total,
    "threads_started": total,
    "replies_sent": total,
    "replies_received": total,
    "expected_replies_sent": total,
    "expected_replies_received": total,
    "orphans": total,
    "mean_depth": mean_over("comments"),
    "max_depth": most,
    "pages": total,
    "first_posted": least,
    "last_posted": most,
}
"""How AUTHORS come together; `share` anew in the end."""
DEPTHS: Mapping[str, Rule] = {"comments": total, "authors": total}
"""How DEPTHS come together; `authors` anew in the end."""
TIMES = DEPTHS
"""How TIMES come together; `authors` anew in the end."""
PAIRS: Mapping[str, Rule] = {
    "confidence": mean_over("replies"),
    "certain": total,
    "replies": total,
    "replies_back": total,
    "reciprocity": most,
    "exchanges": total,
    "longest_exchange": most,
}
"""How PAIRS come together; `replies_back` and `reciprocity` anew in the end."""
OVERVIEW: Mapping[str, Rule] = {
    "pages": total,
    "comments": total,
    "authors": total,
    "unattributed": total,
    "words": total,
    "threads": total,
    "expected_threads": total,
    "replies": total,
    "expected_replies": total,
    "orphans": total,
    "unplaced": total,
    "reposts": total,
    "max_depth": most,
    "mean_depth": mean_over("comments"),
    "certain_replies": total,
    "inferred_replies": total,
    "certain_share": mean_over("replies"),
    "inferred_share": mean_over("replies"),
    "mean_confidence": mean_over("comments"),
    "under_half": total,
    "unanswered": total,
}
"""How the numbers of an overview come together; `authors` anew in the end."""


class Merger:
    """Puts together the same table of one shard after the other, in little memory."""

    def __init__(self, rules: Mapping[str, Rule], keys: Sequence[str] = ()) -> None:
        """Begin with nothing.

        Args:
            rules: how each column comes together.
            keys: the columns that tell rows apart; none = there is one row.
        """
        self._rules, self._keys = rules, list(keys)
        self._kept: list[pl.DataFrame] = []
        self._rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the table of a shard."""
        self._kept.append(_wide(frame))
        self._rows += frame.height
        if self._rows > _MANY:
            self._kept = [self.merged()]
            self._rows = self._kept[0].height // 2

    def merged(self) -> pl.DataFrame:
        """Give the table of all shards so far, without any order; empty if there were none."""
        if not self._kept:
            return pl.DataFrame()
        whole = pl.concat(self._kept, how="vertical_relaxed")
        columns = [name for name in whole.columns if name not in self._keys]
        merged = [self._rules[name](name).alias(name) for name in columns]
        return (
            whole.group_by(self._keys).agg(merged) if self._keys else whole.select(merged)
        ).select(whole.columns)


def _wide(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave room for counts of more than four thousand million."""
    return frame.with_columns(pl.col(pl.UInt32).cast(pl.UInt64))
