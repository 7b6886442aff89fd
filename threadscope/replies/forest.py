"""From weighted arcs to trees: short pages at once, long ones in stretches."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from threadscope.replies.chart import likeliest, marginals

Rows = NDArray[np.int64]
Values = NDArray[np.float64]

_WHOLE = 160
"""Pages up to this many comments are weighed at once."""
_STRETCH = 120
"""So many comments of a longer page are weighed together."""
_KEPT = 60
"""So many of them are then settled; the rest is weighed again with what comes after."""
_CELLS = 400_000
"""Pages weighed together fill so many cells of their charts at most."""


ROOT, MISSING = -1, -2
"""Parents that are no comment: the page, and something that is not there."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Comments and their possible parents, all pages at once."""

    row: Rows
    """The comment of each arc; ascending."""
    parent: Rows
    """Its possible parent: an earlier row of the same page; ascending within a comment."""
    weight: Values
    """How much speaks for it, against the page and the other arcs of the comment; largest 1."""
    page: Values
    """The weight of answering the page, one a row."""
    missing: Values
    """The weight of answering something that is not there, one a row. Such a comment may stand
    wherever another parent would put it: the weight is shared out among those places."""
    starts: Rows
    """The first row of every page, and at the end the number of rows."""


@dataclass(frozen=True, slots=True)
class Found:
    """Probabilities of arcs, and the tree they make."""

    arc: Values
    """One an arc."""
    page: Values
    """One a row: it answers the page."""
    missing: Values
    """One a row: it answers something that is not there."""
    parent: Rows
    """The parent of each row, or ROOT or MISSING."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages by themselves."""

    arcs: Arcs
    """Their arcs; rows are numbered from 0."""
    rows: Rows
    """The row that each of their rows has among all."""


def part(arcs: Arcs, pages: Rows, most: int | None = None) -> Part:
    """Take some pages by themselves; of a long one its beginning, so `most` comments."""
    sizes = np.diff(arcs.starts)[pages]
    sizes = sizes if most is None else np.minimum(sizes, most)
    begins = arcs.starts[pages]
    rows = np.concatenate([np.arange(a, a + n) for a, n in zip(begins, sizes, strict=True)])
    number = np.full(len(arcs.page), -1, np.int64)
    number[rows] = np.arange(len(rows))
    kept = number[arcs.row] >= 0
    own = Arcs(
        number[arcs.row[kept]],
        number[arcs.parent[kept]],
        arcs.weight[kept],
        arcs.page[rows],
        arcs.missing[rows],
        np.concatenate([[0], np.cumsum(sizes)]),
    )
    return Part(own, rows)


def alone(arcs: Arcs) -> Found:
    """Weigh every comment by itself: any earlier comment may be its parent."""
    return _apart(_alone(_standing(arcs)), arcs)


def _alone(arcs: Arcs) -> Found:
    rows = len(arcs.page)
    total = arcs.page + np.bincount(arcs.row, arcs.weight, rows)
    arc, page = arcs.weight / total[arcs.row], arcs.page / total
    best = page.copy()
    np.maximum.at(best, arcs.row, arc)
    parent = np.full(rows, -1, np.int64)
    hits = (arc >= best[arcs.row]) & (page[arcs.row] < best[arcs.row])
    parent[arcs.row[hits]] = arcs.parent[hits]
    return Found(arc, page, np.zeros(rows), parent)


def _standing(arcs: Arcs) -> Arcs:
    """Weigh where comments stand, whether they answer what they stand below or not."""
    if not arcs.missing.any():
        return arcs
    share = _shared(arcs)
    return replace(arcs, weight=arcs.weight + share[arcs.row], page=arcs.page + share)


def _shared(arcs: Arcs) -> Values:
    """Share out the weight of answering something that is not there: what each place gets."""
    shared: Values = arcs.missing / (1 + np.bincount(arcs.row, minlength=len(arcs.page)))
    return shared


def _apart(found: Found, arcs: Arcs) -> Found:
    """Tell comments that answer what they stand below from those that answer what is not there.

    Args:
        found: where comments stand.
        arcs: what was weighed.
    """
    if not arcs.missing.any():
        return found
    share = _shared(arcs)
    arc = found.arc * _part_of(arcs.weight, share[arcs.row])
    page = found.page * _part_of(arcs.page, share)
    answers = page + np.bincount(arcs.row, arc, len(page))
    missing = np.where(arcs.missing > 0, (1 - answers).clip(0), 0)
    best = page.copy()
    np.maximum.at(best, arcs.row, arc)
    return Found(arc, page, missing, np.where(missing > best, MISSING, found.parent))


def _part_of(weight: Values, rest: Values) -> Values:
    whole = weight + rest
    return np.divide(weight, whole, out=np.zeros_like(whole), where=whole > 0)


def together(arcs: Arcs) -> Found:
    """Weigh every page as one tree in depth-first order.

    A page whose certain arcs cross has no such tree: its comments are weighed one by one.
    """
    standing = _standing(arcs)
    found = _alone(standing)
    edges = np.searchsorted(arcs.row, arcs.starts)
    for pages in alike(np.diff(arcs.starts)):
        _whole(standing, edges, pages, found)
    for page in np.flatnonzero(np.diff(arcs.starts) > _WHOLE):
        _stretched(standing, edges, int(page), found)
    return _apart(found, arcs)


def alike(sizes: Rows) -> Iterator[Rows]:
    """Put short pages of about one size together."""
    short = np.flatnonzero((sizes > 1) & (sizes <= _WHOLE))
    order = short[np.argsort(sizes[short], kind="stable")]
    first = 0
    for last in range(1, len(order) + 1):
        if last < len(order):
            cells = (last + 1 - first) * (int(sizes[order[last]]) + 1) ** 2
            if cells <= _CELLS:
                continue
        yield order[first:last]
        first = last


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the arcs of some pages stand in charts of one size, as `chart.marginals` takes them."""

    size: int
    """Comments of the longest page, and one for the page."""
    arc: Rows
    """The arcs, by place."""
    at: Rows
    """The chart of each."""
    below: Rows
    """Its comment there."""
    above: Rows
    """Its possible parent there."""


def cells(arcs: Arcs, edges: Rows, pages: Rows) -> Cells:
    """Lay some pages out beside each other.

    Args:
        arcs: of all pages.
        edges: the first arc of every page, and at the end the number of arcs.
        pages: which, by place.
    """
    starts, ends = arcs.starts[pages], arcs.starts[pages + 1]
    which = [np.arange(edges[page], edges[page + 1]) for page in pages]
    arc = np.concatenate(which)
    at = np.repeat(np.arange(len(pages)), [len(one) for one in which])
    below, above = (rows[arc] - starts[at] + 1 for rows in (arcs.row, arcs.parent))
    return Cells(int((ends - starts).max()) + 1, arc, at, below, above)


def _whole(arcs: Arcs, edges: Rows, pages: Rows, found: Found) -> None:
    """Weigh pages at once and write what is found."""
    starts, ends = arcs.starts[pages], arcs.starts[pages + 1]
    laid = cells(arcs, edges, pages)
    arc, at, below, above = laid.arc, laid.at, laid.below, laid.above
    weights = np.zeros((len(pages), laid.size, laid.size))
    weights[at, below, above] = arcs.weight[arc]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        weights[number, 1 : end - start + 1, 0] = arcs.page[start:end]
        weights[number, end - start + 1 :, 0] = 1
    probabilities, total = marginals(weights)
    possible = total > 0
    parents = likeliest(np.where(possible[:, None, None], probabilities, weights))
    sure = possible[at]
    found.arc[arc[sure]] = probabilities[at, below, above][sure]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if possible[number]:
            found.page[start:end] = probabilities[number, 1 : end - start + 1, 0]
            parent = parents[number, 1 : end - start + 1] - 1
            found.parent[start:end] = np.where(parent >= 0, parent + start, -1)


def _stretched(arcs: Arcs, edges: Rows, page: int, found: Found) -> None:
    """Weigh a long page stretch by stretch.

    What is settled leaves the branch that is still open: the comments on it that a later one may
    answer stand at the head of the next stretch, each below the one before.
    """
    end = int(arcs.starts[page + 1])
    arc = int(edges[page])
    row = int(arcs.starts[page])
    branch: list[int] = []
    while row < end:
        stop = min(row + _STRETCH, end)
        settled = stop if stop == end else row + _KEPT
        last = arc + int(np.searchsorted(arcs.row[arc : edges[page + 1]], stop))
        asked = set(arcs.parent[arc:last].tolist())
        head = [open_row for open_row in branch if open_row in asked]
        _stretch(arcs, slice(arc, last), head, row, stop, found)
        for done in range(row, settled):
            parent = int(found.parent[done])
            while branch and branch[-1] != parent:
                branch.pop()
            branch.append(done)
        arc += int(np.searchsorted(arcs.row[arc:last], settled))
        row = settled


def _stretch(arcs: Arcs, which: slice, head: list[int], row: int, stop: int, found: Found) -> None:
    """Weigh the rows from `row` to `stop` below an open branch."""
    size = 1 + len(head) + stop - row
    weights = np.zeros((1, size, size))
    chain = np.arange(1, len(head) + 1)
    weights[0, chain, chain - 1] = 1
    places = np.concatenate([np.array(head, np.int64), np.arange(row, stop)])
    parent = arcs.parent[which]
    above = np.searchsorted(places, parent)
    here = places[np.minimum(above, len(places) - 1)] == parent
    below = arcs.row[which] - row + len(head) + 1
    weights[0, below[here], above[here] + 1] = arcs.weight[which][here]
    weights[0, len(head) + 1 :, 0] = arcs.page[row:stop]
    probabilities, total = marginals(weights)
    if total[0] <= 0:
        return
    found.arc[which] = np.where(here, probabilities[0, below, np.where(here, above + 1, 0)], 0)
    found.page[row:stop] = probabilities[0, len(head) + 1 :, 0]
    best = likeliest(probabilities)[0, len(head) + 1 :] - 1
    found.parent[row:stop] = np.where(best >= 0, places[np.maximum(best, 0)], -1)
