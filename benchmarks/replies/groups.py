"""Compare two ways to put the same comments into groups.

Groups are numbers, one a comment; which numbers does not matter.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def components(parents: Sequence[tuple[int, ...]]) -> Rows:
    """Number what hangs together; -1 = the page, which joins nothing."""
    found = list(range(len(parents)))

    def first(row: int) -> int:
        while found[row] != row:
            found[row] = found[found[row]]
            row = found[row]
        return row

    for row, above in enumerate(parents):
        for up in above:
            if up >= 0:
                one, other = sorted((first(row), first(up)))
                found[other] = one
    return np.array([first(row) for row in range(len(parents))], np.int64)


def shared(one: Rows, other: Rows) -> NDArray[np.int64]:
    """Count the comments that each group of one has in common with each group of the other."""
    rows, row = np.unique(one, return_inverse=True)
    columns, column = np.unique(other, return_inverse=True)
    table = np.zeros((len(rows), len(columns)), np.int64)
    np.add.at(table, (row, column), 1)
    return table


def variation(one: Rows, other: Rows) -> float:
    """Give the variation of information, in bits."""
    table = shared(one, other) / max(len(one), 1)
    return 2 * _entropy(table) - _entropy(table.sum(0)) - _entropy(table.sum(1))


def _entropy(shares: NDArray[np.float64]) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log2(some)).sum())


def overlap(one: Rows, other: Rows) -> int:
    """Count the comments in common if groups are matched one to one, as well as can be."""
    table = shared(one, other)
    if table.shape[0] > table.shape[1]:
        table = table.T
    return int(table[np.arange(len(table)), _assigned(-table)].sum())


def exact(one: Rows, other: Rows) -> tuple[int, int, int]:
    """Count the groups of two and more that are the same in both, that are in one, in the other."""
    table = shared(one, other)
    sizes, others = table.sum(1), table.sum(0)
    same = (table == sizes[:, None]) & (table == others[None, :]) & (table > 1)
    return int(same.sum()), int((sizes > 1).sum()), int((others > 1).sum())


def _assigned(cost: NDArray[np.int64]) -> Rows:
    """Give every row a column of its own for the least sum of costs (Kuhn 1955, Munkres 1957).

    Args:
        cost: rows by columns, not more rows than columns.
    """
    rows, columns = cost.shape
    of_row, of_column = np.zeros(rows), np.zeros(columns + 1)
    owner = np.full(columns + 1, -1)
    for row in range(rows):
        owner[columns] = row
        at, least = columns, np.full(columns, np.inf)
        before, seen = np.full(columns, columns), np.zeros(columns + 1, bool)
        while owner[at] >= 0:
            seen[at] = True
            mine = owner[at]
            left = cost[mine] - of_row[mine] - of_column[:columns]
            closer = ~seen[:columns] & (left < least)
            least[closer], before[closer] = left[closer], at
            following = int(np.where(seen[:columns], np.inf, least).argmin())
            step = least[following]
            of_row[owner[seen]] += step
            of_column[seen] -= step
            least[~seen[:columns]] -= step
            at = following
        while at != columns:
            owner[at] = owner[before[at]]
            at = int(before[at])
        owner[columns] = -1
    found = np.zeros(rows, np.int64)
    taken = np.flatnonzero(owner[:columns] >= 0)
    found[owner[taken]] = taken
    return found
