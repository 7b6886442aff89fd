"""How right the parents are that somebody gives to comments, in every way that is in use.

Everything is added up page by page first: pages are what is drawn again to tell how far a number
can be trusted. A measure is a value of such sums. The numbers M1 to M9 name families of measures
that belong together; the tables print them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from groups import components, exact, overlap, variation
from numpy.typing import NDArray

from threadscope.replies.forest import ROOT

Rows = NDArray[np.int64]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

_OFTEN = 3
"""Authors with so many replies are asked how far off their number is."""
_FLAT = 1e-6
"""Ranks that differ less are all the same: nothing goes with them."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Comments whose parents are known; page by page, every parent before its replies."""

    page: Rows
    """The number of each comment's page, from 0."""
    author: Rows
    """A number for its author on its page; -1 = unknown."""
    parents: Sequence[tuple[int, ...]]
    """The rows of its parents, ascending; -1 = the page, MISSING = something that is not there. Few
    have more than one, in chat."""
    scored: Flags
    """Its parent is known, and it is no topic of a page."""
    whole: bool
    """All parents are known, but for those of topics: there are trees to compare."""

    @property
    def pages(self) -> int:
        """The number of pages."""
        return int(self.page[-1]) + 1 if len(self.page) else 0

    @property
    def nearest(self) -> Rows:
        """The one parent that makes a tree: the nearest."""
        return np.array([max(parents) for parents in self.parents], np.int64)

    def right(self, parent: Rows) -> Flags:
        """Tell which comments have got a right parent."""
        return np.array(
            [p in known for p, known in zip(parent.tolist(), self.parents, strict=True)], bool
        )

    def summed(self, values: Sequence[NDArray[np.generic]], only: Flags | None = None) -> Values:
        """Add up values of scored comments by page: a row per page, a column per value."""
        kept = self.scored if only is None else self.scored & only
        columns = [
            np.bincount(self.page[kept], value[kept].astype(float), self.pages) for value in values
        ]
        return np.stack(columns, axis=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """A value of sums."""

    name: str
    value: Callable[[Values], Values]
    """Takes sums in the last axis."""
    better: int = 1
    """1 = more is better, -1 = less, 0 = it says too little by itself to be compared."""


@dataclass(frozen=True, slots=True)
class Family:
    """Measures of the same sums."""

    sums: Callable[[Truth, Rows], Values]
    """Takes the parents that are given; gives a row per page."""
    measures: tuple[Measure, ...]
    whole: bool = False
    """It looks at trees: all parents must be known."""


def _share(number: int, of: int) -> Callable[[Values], Values]:
    """Divide one sum by another; 0 of 0 is 0."""
    return lambda sums: sums[..., number] / np.maximum(sums[..., of], 1e-12)


def _f(hits: int, given: int, known: int) -> Callable[[Values], Values]:
    """Give the harmonic mean of precision and recall."""
    return lambda sums: 2 * sums[..., hits] / np.maximum(sums[..., given] + sums[..., known], 1e-12)


def _threefold(name: str) -> tuple[Measure, ...]:
    return (
        Measure(f"{name} precision", _share(0, 1), 0),
        Measure(f"{name} recall", _share(0, 2), 0),
        Measure(f"{name} F", _f(0, 1, 2)),
    )


def accuracy(truth: Truth, parent: Rows) -> Values:
    """Count right parents: hits, comments, share of hits, pages with comments."""
    counts = truth.summed([truth.right(parent), truth.scored])
    asked = counts[:, 1] > 0
    return np.column_stack([counts, counts[:, 0] / np.maximum(counts[:, 1], 1), asked])


def links(truth: Truth, parent: Rows) -> Values:
    """Count links, those to the page too: hits, given, known (Kummerfeld et al. 2019)."""
    known = np.array([len(parents) for parents in truth.parents])
    return truth.summed([truth.right(parent), truth.scored, known])


def edges(truth: Truth, parent: Rows) -> Values:
    """Count replies to comments: hits, given, known."""
    known = np.array([sum(p >= 0 for p in parents) for parents in truth.parents])
    return truth.summed([truth.right(parent) & (parent >= 0), parent >= 0, known])


def tops(truth: Truth, parent: Rows) -> Values:
    """Count comments that answer the page: hits, given, known."""
    known = np.array([-1 in parents for parents in truth.parents], bool)
    given = parent == ROOT
    return truth.summed([known & given, given, known])


def paths(truth: Truth, parent: Rows) -> Values:
    """Count comments whose whole way to the page is right (Wang 2011), and all."""
    right = truth.right(parent)
    for row, up in enumerate(parent.tolist()):
        right[row] = right[row] and (up < 0 or not truth.scored[up] or right[up])
    return truth.summed([right, truth.scored])


def depths(truth: Truth, parent: Rows) -> Values:
    """Compare depths: sum of distances, sum of differences, equal ones, comments."""
    apart = _depths(parent) - _depths(truth.nearest)
    return truth.summed([abs(apart), apart, apart == 0, truth.scored])


def _depths(parent: Rows) -> Rows:
    found = np.zeros(len(parent), np.int64)
    for row, up in enumerate(parent.tolist()):
        found[row] = found[up] + 1 if up >= 0 else 0
    return found


def conversations(truth: Truth, parent: Rows) -> Values:
    """Compare conversations, all that hangs together below the page.

    Returns:
        Variation of information times comments, largest overlap one to one, conversations of two
        and more that are the same, given, known; comments.
    """
    known, given = components(truth.parents), components([(p,) for p in parent.tolist()])
    rows = np.split(np.arange(len(truth.page)), np.flatnonzero(np.diff(truth.page)) + 1)
    found = np.zeros((truth.pages, 6))
    for number, page in enumerate(rows):
        kept = page[truth.scored[page]]
        one, other = given[kept], known[kept]
        found[number] = (
            variation(one, other) * len(kept),
            overlap(one, other),
            *exact(one, other),
            len(kept),
        )
    return found


def _closeness(sums: Values) -> Values:
    """Scale the variation of information as tools/evaluation of Kummerfeld et al. does."""
    comments = np.maximum(sums[..., 5], 2)
    return 1 - sums[..., 0] / comments / np.log2(comments)


def whole_pages(truth: Truth, parent: Rows) -> Values:
    """Count pages without a mistake (Zhu 2020), and pages."""
    counts = accuracy(truth, parent)
    asked = counts[:, 1] > 0
    return np.column_stack([(counts[:, 0] == counts[:, 1]) & asked, asked]).astype(float)


def received(truth: Truth, parent: Rows) -> Values:
    """Compare how many replies authors get, and from whom; the tree counts each as one."""
    return weighed(truth, np.arange(len(parent)), parent, np.ones(len(parent)))


def weighed(truth: Truth, row: Rows, parent: Rows, weight: Values) -> Values:
    """Compare how many replies authors get, and from whom.

    Args:
        truth: the comments.
        row: comments that answer.
        parent: whom; -1 = the page.
        weight: how much such an answer counts.

    Returns:
        Relative errors of authors with three or more replies, such authors; the difference between
        the counts of who answers whom, their sum; and of the ranks of all authors' numbers the
        count, sums, sums of squares and sum of products.
    """
    known = np.arange(len(truth.page))
    got = _counted(truth, row, parent, weight, pairs=False)
    true = _counted(truth, known, truth.nearest, np.ones(len(known)), pairs=False)
    for page, author in zip(truth.page.tolist(), truth.author.tolist(), strict=True):
        if author >= 0:
            true.setdefault((page, author), 0.0)
    found = np.zeros((truth.pages, 10))
    ranks = [_ranks(np.array([each.get(key, 0.0) for key in true])) for each in (got, true)]
    for (key, count), x, y in zip(true.items(), *ranks, strict=True):
        found[key[0], 4:] += (1, x, y, x * x, y * y, x * y)
        if count >= _OFTEN:
            found[key[0], :2] += (abs(got.get(key, 0.0) - count) / count, 1)
    between = _counted(truth, row, parent, weight, pairs=True)
    true_between = _counted(truth, known, truth.nearest, np.ones(len(known)), pairs=True)
    for key in between.keys() | true_between.keys():
        apart = abs(between.get(key, 0.0) - true_between.get(key, 0.0))
        found[key[0], 2:4] += (apart, true_between.get(key, 0.0))
    return found


def _counted(
    truth: Truth, row: Rows, parent: Rows, weight: Values, *, pairs: bool
) -> dict[tuple[int, ...], float]:
    """Count replies by page and who gets them, or by page, who gets and who gives them."""
    counted: dict[tuple[int, ...], float] = {}
    kept = (parent >= 0) & truth.scored[row] & (truth.author[parent] >= 0)
    if pairs:
        kept &= truth.author[row] >= 0
    for below, above, count in zip(
        row[kept].tolist(), parent[kept].tolist(), weight[kept].tolist(), strict=True
    ):
        ends = (above, below) if pairs else (above,)
        key = (int(truth.page[below]), *(int(truth.author[end]) for end in ends))
        counted[key] = counted.get(key, 0.0) + count
    return counted


def _ranks(values: Values) -> Values:
    """Rank values; equal ones share the mean of their ranks."""
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[group] / max(len(values), 1)


def _correlation(sums: Values) -> Values:
    count, x, y, xx, yy, xy = (sums[..., at] for at in range(4, 10))
    spread = np.sqrt(np.maximum((count * xx - x * x) * (count * yy - y * y), 0))
    return np.where(spread > _FLAT, (count * xy - x * y) / np.maximum(spread, _FLAT), 0)


RECEIVED = (
    Measure("M9 replies got, relative error", _share(0, 1), -1),
    Measure("M9 replies got, rank correlation", _correlation),
    Measure("M9 who answers whom, error", _share(2, 3), -1),
)
FAMILIES = (
    Family(
        accuracy,
        (
            Measure("M1 parent accuracy", _share(0, 1)),
            Measure("M1 the same, mean of pages", _share(2, 3)),
        ),
    ),
    Family(links, _threefold("M1 links,")),
    Family(edges, _threefold("M2 replies,")),
    Family(tops, _threefold("M3 top level,")),
    Family(paths, (Measure("M4 whole path", _share(0, 1)),), whole=True),
    Family(
        depths,
        (
            Measure("M5 depth, mean error", _share(0, 3), -1),
            Measure("M5 depth, bias", _share(1, 3), 0),
            Measure("M5 depth, right", _share(2, 3)),
        ),
        whole=True,
    ),
    Family(
        conversations,
        (
            Measure("M6 conversations, 1 - VI", _closeness),
            Measure("M6 one to one", _share(1, 5)),
            Measure("M6 same, precision", _share(2, 3), 0),
            Measure("M6 same, recall", _share(2, 4), 0),
            Measure("M6 same, F", _f(2, 3, 4)),
        ),
        whole=True,
    ),
    Family(whole_pages, (Measure("M7 whole page", _share(0, 1)),), whole=True),
    Family(received, RECEIVED, whole=True),
)
"""Everything that is measured of parents."""


def draws(pages: int, count: int, seed: int = 0) -> Values:
    """Draw pages with replacement: how often each comes, a row per draw."""
    drawn = np.random.default_rng(seed).integers(0, pages, (count, pages))
    return np.stack([np.bincount(each, minlength=pages) for each in drawn]).astype(float)
