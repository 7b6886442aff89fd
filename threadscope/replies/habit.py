"""How often people answer the page, the comment above, or somebody further up: it differs by site.

Weights learnt on other sites carry those sites' habits. What a page's own comments say, by names,
quotes and turns, is enough to tell its habits from theirs: as in classification under a shift of
the priors (Saerens, Latinne and Decaestecker 2002) expectation and correction take turns. Pages
that one pack has cut are taken to be of one site.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from threadscope.replies.forest import Arcs, Found, part

_ROUNDS = 4
_STRENGTH = 100.0
"""The habits of training count for so many comments."""
_FURTHEST = 2.0
"""No correction is larger: what a site shows may speak louder than it should."""
_ENOUGH = 3000
"""So many comments of a site are asked, the first ones."""
PAGE, _ABOVE, _UP = range(3)
"""The columns of corrections: answering the page, the comment above, one further up."""

Decoder = Callable[[Arcs], Found]


def kinds(row: NDArray[np.int64], parent: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tell for each arc whether it leads to the comment above or further up."""
    return np.where(row - parent == 1, _ABOVE, _UP)


def corrections(
    arcs: Arcs, sites: NDArray[np.int64], shares: tuple[float, float, float], decode: Decoder
) -> NDArray[np.float64]:
    """Estimate what to add to the log-odds of answering the page and the comment above.

    Args:
        arcs: of all pages.
        sites: a number for the site of each page.
        shares: of the three kinds in training.
        decode: weighs arcs.

    Returns:
        Sites by (page, above, further up); the last is 0.
    """
    found = np.zeros((int(sites.max(initial=-1)) + 1, 3))
    sizes = np.diff(arcs.starts)
    for site in range(len(found)):
        pages = np.flatnonzero((sites == site) & (sizes > 1))
        some = pages[np.cumsum(sizes[pages]) - sizes[pages] < _ENOUGH]
        if len(some):
            found[site] = _correction(part(arcs, some, _ENOUGH).arcs, np.array(shares), decode)
    return found


def _correction(arcs: Arcs, expected: NDArray[np.float64], decode: Decoder) -> NDArray[np.float64]:
    """Estimate the correction of one site."""
    expected = expected / expected.sum()
    correction = np.zeros(3)
    kind = kinds(arcs.row, arcs.parent)
    first = np.zeros(len(arcs.page), bool)
    first[arcs.starts[:-1]] = True
    for _ in range(_ROUNDS):
        found = decode(corrected(arcs, correction[None], np.zeros(len(arcs.starts) - 1, np.int64)))
        counts = np.bincount(kind, found.arc, 3)
        counts[PAGE] = found.page[~first].sum()
        seen = (_STRENGTH * expected + counts) / (_STRENGTH + counts.sum())
        correction = np.log(seen / expected)
        correction = np.clip(correction - correction[_UP], -_FURTHEST, _FURTHEST)
    return correction


def corrected(arcs: Arcs, correction: NDArray[np.float64], sites: NDArray[np.int64]) -> Arcs:
    """Correct the weights of pages by the habits of their sites; the largest stays 1."""
    of_row = np.repeat(sites, np.diff(arcs.starts))
    factors = np.exp(correction)
    weight = arcs.weight * factors[of_row[arcs.row], kinds(arcs.row, arcs.parent)]
    page = arcs.page * factors[of_row, PAGE]
    largest = page.copy()
    np.maximum.at(largest, arcs.row, weight)
    largest = np.maximum(largest, arcs.missing)
    largest[largest == 0] = 1
    return replace(
        arcs,
        weight=weight / largest[arcs.row],
        page=page / largest,
        missing=arcs.missing / largest,
    )
