"""Threads whose parents are known, as COMMENTS and as the rows of those parents."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.pages.mail.headers import decoded
from threadscope.replies.forest import MISSING
from threadscope.schema import COMMENTS

Rows = NDArray[np.int64]

TOPICS = ("iac", "discourse", "rdevel", "phpbb")
"""Sets whose first comment is the page's topic: answering it and the page count alike."""
PARTIAL = ("discourse", "phpbb")
"""Sets that know only some parents, and never that a comment answers the page."""
THREADED = ("drupal_oem_nested", "wiki_talk", "wordpress_pages", "urs")
CHRONOLOGICAL = ("discourse", "iac", "rdevel", "phpbb")
CHAT = "irc"
MEASURED = (
    *((name, False, "threaded") for name in THREADED),
    *((name, True, "threaded") for name in ("iac", "rdevel")),
    *((name, False, "chronological") for name in CHRONOLOGICAL),
    (CHAT, False, "chat"),
)
"""What is measured: the set, whether it is brought into depth-first order, the kind of weights."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One set in one order."""

    name: str
    nested: bool
    """Its comments stand in depth-first order."""
    comments: pl.DataFrame
    """COMMENTS, without any parent."""
    parents: list[tuple[int, ...]]
    """For each comment the rows that count as its parent; -1 = the page, MISSING = gone."""
    scored: NDArray[np.bool_]
    """Comments whose parent is known."""
    place: Rows
    """0-based place of each comment on its page."""
    articles: Mapping[str, str] = field(default_factory=dict)
    """What stands above the comments of a page, where it is known."""

    @property
    def starts(self) -> Rows:
        """The first row of every page, and at the end the number of rows."""
        return np.append(np.flatnonzero(self.place == 0), len(self.place))

    def pages(self, chosen: NDArray[np.bool_]) -> "Gold":
        """Take some pages."""
        sizes = np.diff(self.starts)
        rows = np.flatnonzero(np.repeat(chosen, sizes))
        number = np.full(len(self.place), -1)
        number[rows] = np.arange(len(rows))
        parents = [
            tuple(int(number[p]) if p >= 0 else p for p in self.parents[row]) for row in rows
        ]
        return self._taken(rows, parents, self.place[rows])

    def without(self, share: float, seed: int = 0) -> "Gold":
        """Take away some comments, as moderators do; what answers them answers what is MISSING.

        Args:
            share: of the comments; the first of a page stays.
            seed: which.
        """
        gone = (np.random.default_rng(seed).random(len(self.place)) < share) & (self.place > 0)
        rows = np.flatnonzero(~gone)
        number = np.where(gone, MISSING, np.cumsum(~gone) - 1)
        parents = []
        for row in rows.tolist():
            left = {int(number[p]) if p >= 0 else p for p in self.parents[row]}
            parents.append(tuple(sorted(left - {MISSING} or left)))
        before = np.cumsum(gone)
        return self._taken(
            rows, parents, (self.place - before + before[np.arange(len(gone)) - self.place])[rows]
        )

    def _taken(self, rows: Rows, parents: list[tuple[int, ...]], place: Rows) -> "Gold":
        comments = self.comments[rows].with_columns(id=pl.int_range(len(rows), dtype=pl.UInt32))
        return replace(
            self, comments=comments, parents=parents, scored=self.scored[rows], place=place
        )

    def above(self) -> pl.Series:
        """Give what stands above the comments of every page, in order; null = nothing is known."""
        names = self.comments["page"].unique(maintain_order=True)
        return pl.Series([self.articles.get(name) for name in names], dtype=pl.String)


def blocks(gold: Gold, most: int) -> Gold:
    """Cut long pages in depth-first order into shorter ones, before comments on the top level."""
    first, number, starts = 0, 0, []
    for row, (place, parents) in enumerate(zip(gold.place, gold.parents, strict=True)):
        if place == 0 or (-1 in parents and row - first >= most):
            first, number = row, number + 1
        starts.append((first, number))
    place = np.arange(len(gold.place)) - np.array([start for start, _ in starts])
    names = pl.Series([f"block {number}" for _, number in starts])
    comments = gold.comments.with_columns(page=names)
    return replace(gold, comments=comments, place=place, articles={})


def load(folder: Path, name: str, *, nested: bool = False, part: str | None = None) -> Gold:
    """Read one set.

    Args:
        folder: holds `NAME.jsonl.gz`.
        name: of the set.
        nested: bring a set that is sorted by time into depth-first order.
        part: only threads with this title.
    """
    rows: list[dict[str, Any]] = []
    parents: list[tuple[int, ...]] = []
    scored: list[bool] = []
    places: list[int] = []
    articles: dict[str, str] = {}
    for thread in _threads(folder / f"{name}.jsonl.gz"):
        if part is not None and thread.get("title") != part:
            continue
        posts = thread["posts"]
        if above := (thread.get("op") or {}).get("text"):
            articles[f"{name}/{thread['thread']}"] = above
        known = _known(posts)
        order = _depth_first(known) if nested else list(range(len(posts)))
        place = {old: new for new, old in enumerate(order)}
        start = len(rows)
        for old in order:
            post = posts[old]
            right = {start + place[p] if p >= 0 else -1 for p in known[old]}
            if name in TOPICS and right & {-1, start}:
                right |= {-1, start}
            rows.append(
                {
                    "page": f"{name}/{thread['thread']}",
                    "author": _plain(post.get("author")),
                    "body": post["text"] or "",
                }
            )
            parents.append(tuple(sorted(right)))
            scored.append(_is_scored(name, post, known[old], place[old]))
            places.append(place[old])
    comments = (
        pl.DataFrame(rows, schema={"page": pl.String, "author": pl.String, "body": pl.String})
        .with_row_index("id")
        .match_to_schema(COMMENTS, missing_columns="insert")
    )
    nested = nested or name in THREADED
    return Gold(name, nested, comments, parents, np.array(scored), np.array(places), articles)


def measured(folder: Path, only: Sequence[str] | None = None) -> Iterator[tuple[Gold, str]]:
    """Load what is measured (of chat the dev part), each with the kind of its weights.

    Args:
        folder: holds the sets.
        only: names of sets; None = all.
    """
    for name, nested, kind in MEASURED:
        if only is None or name in only:
            part = "dev" if name == CHAT else None
            yield load(folder, name, nested=nested, part=part), kind


def _plain(author: str | None) -> str | None:
    """Decode names as the program does before it looks at them."""
    return decoded(author) if author and "=?" in author else author


def _threads(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _known(posts: list[dict[str, Any]]) -> list[list[int]]:
    """Give the places of each comment's parents; those that do not stand before it are unknown."""
    at = {post["id"]: place for place, post in enumerate(posts)}
    known = []
    for place, post in enumerate(posts):
        named = post.get("all_parents") or [post.get("parent")]
        found = [at[p] for p in named if p in at and at[p] < place]
        known.append(found or [-1])
    return known


def _depth_first(known: list[list[int]]) -> list[int]:
    children: dict[int, list[int]] = {}
    for place, parents in enumerate(known):
        children.setdefault(parents[0], []).append(place)
    order: list[int] = []
    waiting = children.get(-1, [])[::-1]
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting.extend(reversed(children.get(place, [])))
    return order


def _is_scored(name: str, post: dict[str, Any], known: list[int], place: int) -> bool:
    if name in TOPICS and place == 0:
        return False
    if name == "discourse":
        return bool(post.get("explicit"))
    if name == "phpbb":
        return known != [-1]
    return True
