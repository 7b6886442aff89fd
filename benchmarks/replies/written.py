"""Sets of threads written out as pages of a news site that have lost all but their text."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from align import Page, render
from gold import TOPICS, Gold


def without_topics(gold: Gold) -> Gold:
    """Take the topics of pages out of the comments of forums and lists: they are the articles."""
    if gold.name not in TOPICS:
        return gold
    kept = np.flatnonzero(gold.place > 0)
    number = np.full(len(gold.place) + 1, -1)
    number[kept] = np.arange(len(kept))
    return Gold(
        f"{gold.name}, topics apart",
        gold.nested,
        gold.comments[kept].with_columns(id=pl.int_range(len(kept), dtype=pl.UInt32)),
        [tuple(sorted({int(number[p]) for p in gold.parents[row]})) for row in kept.tolist()],
        gold.scored[kept],
        gold.place[kept] - 1,
    )


def articles(folder: Path, name: str) -> dict[str, str]:
    """Give for each page of a set what stands above its comments."""
    found = {}
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for said in map(json.loads, lines):
            op = said["posts"][0] if name in TOPICS else said.get("op") or {}
            found[f"{name}/{said['thread']}"] = f"{said['title']}\n\n{op.get('text') or ''}"
    return found


def written(gold: Gold, opening: dict[str, str], share: float, seed: int = 0) -> Iterator[Page]:
    """Write out the pages of a set, without the markers of a share of the authors of each."""
    draw = np.random.default_rng(seed)
    for _, page in gold.comments.group_by("page", maintain_order=True):
        authors = page["author"].unique(maintain_order=True).drop_nulls().to_list()
        dropped = {author for author in authors if draw.random() < share}
        names = [None if author in dropped else author for author in page["author"].to_list()]
        yield render(opening[page["page"][0]], names, page["body"].to_list())
