"""Write threads out as flat text, and find their comments again among those that were cut."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ALIKE = 0.5
ARTICLE, MARKER = -1, -2


@dataclass(frozen=True, slots=True)
class Page:
    """A thread as flat text."""

    text: str
    names: tuple[str | None, ...]
    """Who wrote each comment; None = it has no marker."""
    owner: NDArray[np.int64]
    """The comment that each line belongs to, or ARTICLE or MARKER."""
    length: NDArray[np.int64]
    """The characters of each line, white space at its ends apart."""


def render(article: str, names: Sequence[str | None], bodies: Sequence[str]) -> Page:
    """Write an article and comments, a line "NAME's picture" above each that has a name."""
    lines = [(line, ARTICLE) for line in [*_lines(article), ""]]
    for at, (name, body) in enumerate(zip(names, bodies, strict=True)):
        if name is not None:
            lines += [(f"{name}'s picture", MARKER), ("", MARKER)]
        lines += [(line, at) for line in [*_lines(body), ""]]
    return Page(
        "\n".join(line for line, _ in lines),
        tuple(names),
        np.array([owner for _, owner in lines], np.int64),
        np.array([len(line.strip()) for line, _ in lines], np.int64),
    )


def _lines(text: str) -> list[str]:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n").split("\n")


def aligned(page: Page, spans: Sequence[tuple[int, int]]) -> tuple[list[int], int]:
    """Find the comments that were written among those that were cut.

    Args:
        page: as it was written.
        spans: of each comment that was cut the first and the last line, from 1.

    Returns:
        For each the comment with which it shares at least half of all that either has, -1 = none;
        and how many begin where a comment begins.
    """
    sizes = np.bincount(page.owner.clip(0), page.length * (page.owner >= 0), len(page.names))
    text = (page.length > 0) & (page.owner != MARKER)
    begins = {int(np.argmax(text & (page.owner == at))) for at in np.flatnonzero(sizes).tolist()}
    found, taken, starts = [], set(), 0
    for first, last in spans:
        inside = np.arange(first - 1, min(last, len(text)))
        inside = inside[text[inside]]
        starts += bool(len(inside)) and int(inside[0]) in begins
        owner, length = page.owner[inside], page.length[inside]
        common = np.bincount(owner[owner >= 0], length[owner >= 0], len(page.names))
        alike = common / np.maximum(sizes + length.sum() - common, 1)
        best = int(alike.argmax()) if len(alike) else -1
        match = best if best >= 0 and alike[best] >= _ALIKE and best not in taken else -1
        taken.add(match)
        found.append(match)
    return found, starts
