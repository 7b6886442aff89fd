"""Signs on one scale, and to which of two kinds of text of their page they are nearer."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_FAR = 3.0
"""Standard deviations beyond which a sign says no more."""


def ordered(given: Mapping[str, float], names: Iterable[str]) -> Numbers:
    """Put numbers that are known by name into the order of columns."""
    return np.array([given[name] for name in names])


def standard(signs: Numbers, means: Numbers, spreads: Numbers) -> Numbers:
    """Put signs, a column each, on one scale: 0 is the mean, 1 a standard deviation."""
    scaled: Numbers = ((signs - means) / spreads).clip(-_FAR, _FAR)
    return scaled


def contrast(signs: Numbers, one: Numbers, other: Numbers) -> Numbers:
    """Compare signs with their means in two kinds of text of their page.

    0 is halfway between the two, more is nearer to the other; the further those are apart the more
    it says.
    """
    compared: Numbers = (signs - (one + other) / 2) * (other - one)
    return compared
