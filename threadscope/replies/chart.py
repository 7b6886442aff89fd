"""All trees that a page in depth-first order may have, weighed at once.

On such a page a comment answers the page, the comment above it, or one of that comment's ancestors:
arcs never cross, and every subtree stands together. A subtree that fills a span of comments is its
root, and one after the other the subtrees of its children; so the spans of a page make a chart, as
in parsing by dependencies (Eisner 1996), here with every head left of what hangs on it. Inside sums
come up the chart, and their derivatives are the marginals of the arcs (Eisner 2016). Time grows
with the cube of a page's length, space with its square: long pages come in stretches.

A page of n comments is a matrix of n + 1 rows: `weights[k, j]` for comment k (1 to n) under j,
where 0 is the page and 0.0 says that it cannot be. Largest weights should be near 1. Pages of one
size come together; a shorter one is filled up with comments that answer the page.
"""

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


def marginals(weights: Weights) -> tuple[Weights, Weights]:
    """Give the probability of every arc, and the sum over all trees.

    Args:
        weights: pages by comments by parents.

    Returns:
        The probabilities, in the shape of the weights (all 0 where no tree is possible), and one
        sum a page.
    """
    pages, size, _ = weights.shape
    at = np.arange(size + 1)
    hung, ends = _inside(weights)
    total = ends[:, size, size]
    hung_slope = np.zeros_like(hung)
    ends_slope = np.zeros_like(ends)
    for length in range(size, 1, -1):
        starts = size - length + 1
        slope = ends_slope[:, length : length + starts, length].copy()
        if length == size:
            slope[:, 0] += np.divide(1, total, out=np.zeros(pages), where=total > 0)
        if starts > 1:
            arcs = weights[:, at[length : length + starts - 1], at[: starts - 1]]
            slope[:, : starts - 1] += hung_slope[:, : starts - 1, length] * arcs
        last = ends[:, length : length + starts, length - 1 : 0 : -1]
        hung_slope[:, :starts, 1:length] += slope[:, :, None] * last
        ends_slope[:, length : length + starts, length - 1 : 0 : -1] += (
            slope[:, :, None] * hung[:, :starts, 1:length]
        )
    found = np.zeros_like(weights)
    for distance in range(1, size):
        below, above = at[distance:size], at[: size - distance]
        found[:, below, above] = (
            hung_slope[:, : size - distance, distance] * hung[:, : size - distance, distance]
        )
    return found, total


def _inside(weights: Weights) -> tuple[Weights, Weights]:
    """Sum over the trees of every span.

    Returns:
        hung[page, j, d]: the span from j to j + d, ready to take the comment j + d as j's next
        child, times that arc; ends[page, e, d]: the span of d comments that ends before e.
    """
    pages, size, _ = weights.shape
    at = np.arange(size + 1)
    hung = np.zeros((pages, size, size + 1))
    ends = np.zeros((pages, size + 1, size + 1))
    ends[:, at[1:], 1] = 1
    hung[:, : size - 1, 1] = weights[:, at[1:size], at[: size - 1]]
    for length in range(2, size + 1):
        starts = size - length + 1
        last = ends[:, length : length + starts, length - 1 : 0 : -1]
        sums = np.einsum("bjd,bjd->bj", hung[:, :starts, 1:length], last)
        ends[:, at[length : length + starts], length] = sums
        if starts > 1:
            arcs = weights[:, at[length : length + starts - 1], at[: starts - 1]]
            hung[:, : starts - 1, length] = sums[:, : starts - 1] * arcs
    return hung, ends


def likeliest(probabilities: Weights) -> NDArray[np.int64]:
    """Give the tree whose arcs have the largest sum of probabilities: the most parents right.

    Args:
        probabilities: as `marginals` gives them; 0 = not possible.

    Returns:
        Pages by comments: the parent of every comment (0 = the page); the first column is unused.
    """
    pages, size, _ = probabilities.shape
    at = np.arange(size + 1)
    arcs = np.where(probabilities > 0, probabilities, -np.inf)
    hung = np.full((pages, size, size + 1), -np.inf)
    ends = np.full((pages, size + 1, size + 1), -np.inf)
    split = np.zeros((pages, size, size + 1), np.int32)
    ends[:, at[1:], 1] = 0
    hung[:, : size - 1, 1] = arcs[:, at[1:size], at[: size - 1]]
    for length in range(2, size + 1):
        starts = size - length + 1
        sums = hung[:, :starts, 1:length] + ends[:, length : length + starts, length - 1 : 0 : -1]
        best = sums.argmax(axis=2)
        most = np.take_along_axis(sums, best[:, :, None], axis=2)[:, :, 0]
        split[:, :starts, length] = best + 1
        ends[:, at[length : length + starts], length] = most
        if starts > 1:
            arc = arcs[:, at[length : length + starts - 1], at[: starts - 1]]
            hung[:, : starts - 1, length] = most[:, : starts - 1] + arc
    return np.stack([_followed(page) for page in split])


def _followed(split: NDArray[np.int32]) -> NDArray[np.int64]:
    """Read one tree off the last children of its spans."""
    size = len(split)
    parents = np.zeros(size, np.int64)
    spans = [(0, size)]
    while spans:
        root, length = spans.pop()
        while length > 1:
            distance = int(split[root, length])
            parents[root + distance] = root
            spans.append((root + distance, length - distance))
            length = distance
    return parents
