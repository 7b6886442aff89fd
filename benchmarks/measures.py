"""How long does every measure take?

Makes a discussion of N comments, each with up to four possible parents, dates, and authors of whom
few write much, on pages of 200 comments (or as many as asked for), and times each table of numbers
by itself. What is drawn to know how sure the measures are is timed apart.
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeAlias

import measure
import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope import metrics
from threadscope.metrics import content, exchange, participation, response, shape
from threadscope.metrics.grove import grown
from threadscope.metrics.sampling import how_many
from threadscope.schema import COMMENTS, EVIDENCE, PAGES, REPLIES
from threadscope.tree import build

Work: TypeAlias = dict[str, Callable[[], object]]
Took: TypeAlias = NDArray[np.float64]
"""Seconds on the clock, and of the processor."""

_SEED = 7
_OPTIONS = 4
_BODIES = 20_000
_VOCABULARY = 30_000


def main() -> None:
    """Make the discussion, time everything and print a row each."""
    options = _options()
    print(measure.load())
    comments = _comments(options.comments, options.page, options.authors)
    candidates = _candidates(comments)
    threads = build(comments, candidates)
    print(f"{options.comments:,} comments, {how_many(options.comments)} trees drawn")
    rows = [
        (name, f"{wall:.2f}", f"{cpu:.2f}") for name, (wall, cpu) in _timed(threads, candidates)
    ]
    measure.show(("what", "s", "CPU s"), rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("comments", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--page", type=int, default=200, help="comments of a page")
    parser.add_argument("--authors", type=int, default=50_000)
    return parser.parse_args()


def _timed(threads: pl.DataFrame, candidates: pl.DataFrame) -> list[tuple[str, Took]]:
    """Time the families of measures, then each table, as a user would ask for it."""
    drawn = metrics.draw(threads, candidates)
    certain = metrics.draw(threads, candidates.clear())
    shown = grown(drawn.earth, drawn.earth.up[None])
    said = threads.select("body", "repeats", "evidence").with_columns(
        shown.select("group", "page", "author", "posted_at")
    )
    families: Work = {
        "participation": lambda: participation.participation(said),
        "shape": lambda: shape.shape(shown),
        "exchange": lambda: exchange.exchange(shown),
        "response": lambda: response.response(shown),
        "clock": lambda: response.clock(said),
        "content": lambda: content.content(said),
    }
    plain: Work = {
        "measures": lambda: metrics.measures(threads, candidates, drawn=certain),
        "overview": lambda: metrics.overview(threads, PAGES.to_frame()),
        "authors": lambda: metrics.authors(threads),
        "depths": lambda: metrics.depths(threads),
        "threads": lambda: metrics.threads(threads),
        "pairs": lambda: metrics.pairs(threads),
        "times": lambda: metrics.times(threads),
        "widths": lambda: metrics.widths(certain),
        "answers": lambda: metrics.answers(certain),
        "centrality": lambda: metrics.centrality(threads),
        "responses": lambda: metrics.responses(threads),
        "week": lambda: metrics.week(threads),
        "words": lambda: metrics.distinctive(threads),
        "lookalikes": lambda: metrics.lookalikes(threads),
    }
    unsure: Work = {
        "drawing the trees": lambda: metrics.draw(threads, candidates),
        "measures": lambda: metrics.measures(threads, candidates, drawn=drawn),
        "widths": lambda: metrics.widths(drawn),
        "answers": lambda: metrics.answers(drawn),
    }
    found = [(f"family: {name}", _seconds(job)) for name, job in families.items()]
    alone = {name: _seconds(job) for name, job in plain.items()}
    found += [(f"table: {name}", seconds) for name, seconds in alone.items()]
    found.append(("all tables, without intervals", sum(alone.values(), np.zeros(2))))
    more = {name: _seconds(job) - alone.get(name, 0) for name, job in unsure.items()}
    found += [(f"intervals: {name}", seconds) for name, seconds in more.items()]
    found.append(("all intervals", sum(more.values(), np.zeros(2))))
    return found


def _seconds(job: Callable[[], object]) -> Took:
    start = np.array([time.perf_counter(), time.process_time()])
    job()
    return np.array([time.perf_counter(), time.process_time()]) - start


# The discussion


def _comments(size: int, page: int, authors: int) -> pl.DataFrame:
    """Make COMMENTS with dates; few authors write much, one comment in ten has no author."""
    chance = np.random.default_rng(_SEED)
    who = np.minimum(chance.zipf(1.3, size), authors)
    names = pl.Series(who).cast(pl.String)
    minutes = chance.exponential(300, size).cumsum()
    at = np.arange(size)
    frame = pl.DataFrame({"id": at.astype(np.uint32), "first_line": (at % page + 1)}).with_columns(
        page=pl.format("page {}", pl.lit(pl.Series(at // page))),
        author=pl.when(pl.lit(pl.Series(chance.random(size) > 1 / 10))).then("reader " + names),
        posted_at=pl.datetime(2005, 1, 1) + pl.duration(seconds=pl.lit(pl.Series(minutes))),
        body=_bodies(chance, size),
        last_line="first_line",
        top_level=False,
    )
    absent = {name: pl.lit(None, kind) for name, kind in COMMENTS.items() if name not in frame}
    typed = frame.with_columns(**absent).select(COMMENTS.names())
    return typed.cast(dict(COMMENTS))


def _bodies(chance: np.random.Generator, size: int) -> pl.Series:
    """Make texts of twenty words or so, common words more often, some with a question or a link."""
    words = pl.Series(np.minimum(chance.zipf(1.2, (_BODIES, 22)), _VOCABULARY).ravel())
    spelled = "w" + words.cast(pl.String).str.replace_many(list("0123456789"), list("aeioubdfgk"))
    lines = (
        spelled.to_frame("word")
        .group_by(pl.int_range(pl.len()) // 22, maintain_order=True)
        .agg(body=pl.col("word").str.join(" "))
    )
    ends = ["?", ".", " http://example.com/x", ".\n> quoted", "!"]
    texts = lines["body"] + pl.Series([ends[at % 5] for at in range(_BODIES)])
    return texts.gather(chance.integers(0, _BODIES, size)).alias("body")


def _candidates(comments: pl.DataFrame) -> pl.DataFrame:
    """Make REPLIES: the page, the comment above and two earlier ones, as likely as it comes."""
    chance = np.random.default_rng(_SEED)
    size = comments.height
    place = comments["first_line"].to_numpy().astype(np.int64) - 1
    back = np.stack([np.ones(size, np.int64), *(chance.integers(2, 30, (2, size)))], axis=1)
    parents = np.where(back <= place[:, None], np.arange(size)[:, None] - back, -1)
    parents = np.concatenate([parents, np.full((size, 1), -1)], axis=1)
    weight = chance.gamma(0.3, size=parents.shape) + 1e-6
    listed = pl.DataFrame(
        {
            "id": np.repeat(np.arange(size, dtype=np.uint32), _OPTIONS),
            "parent": parents.ravel(),
            "probability": (weight / weight.sum(axis=1, keepdims=True)).ravel(),
        }
    )
    merged = listed.group_by("id", "parent").agg(pl.col("probability").sum())
    ranked = merged.sort("id", "probability", descending=[False, True]).with_columns(
        rank=pl.int_range(pl.len()).over("id").cast(pl.UInt16),
        parent=pl.when(pl.col("parent") >= 0).then("parent").cast(pl.UInt32),
        probability=pl.col("probability").cast(pl.Float32),
        certain=False,
        orphan=False,
        evidence=pl.lit([], EVIDENCE),
    )
    return ranked.select(REPLIES.names())


if __name__ == "__main__":
    main()
