"""The tables of a corpus: the same as those of a discussion, and those over several pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import polars as pl

from threadscope import metrics
from threadscope.corpus import merge
from threadscope.corpus.reposts import reposts
from threadscope.corpus.shards import Shards
from threadscope.errors import Note
from threadscope.schema import AUTHORS, DEPTHS, DISCUSSIONS, PAGES, SITES, THREADS, TIMES

BIGGEST = 10_000
"""So many threads are listed, the biggest of them."""
_HOST = r"^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+)"
_FOLDER = r"^(.*)/"


@dataclass(frozen=True)
class Corpus:
    """The numbers of a corpus; each is counted when it is first asked for, shard by shard."""

    shards: Shards
    """What is finished of it."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What there is to say of the inputs, and of what is not finished."""
        return self.shards.notes

    @property
    def pages(self) -> pl.DataFrame:
        """PAGES."""
        return self.shards.pages.select(PAGES.names())

    @property
    def overview(self) -> dict[str, int | float | None]:
        """The corpus in a dozen numbers."""
        (row,) = self._merged["overview"].to_dicts()
        return {**row, "pages": self.shards.pages.height, "authors": self.authors.height}

    @cached_property
    def authors(self) -> pl.DataFrame:
        """AUTHORS, by name alone: one row for a name, on whatever sites."""
        comments = max(self.shards.pages["comments"].sum(), 1)
        return (
            self._merged["authors"]
            .with_columns(share=pl.col("comments") / comments)
            .sort("comments", "author", descending=[True, False])
            .select(AUTHORS.names())
        )

    @cached_property
    def depths(self) -> pl.DataFrame:
        """DEPTHS."""
        return self._with_authors("depths", "depth", pl.col("depth")).select(DEPTHS.names())

    @cached_property
    def times(self) -> pl.DataFrame:
        """TIMES."""
        hour = pl.col("posted_at").dt.truncate("1h")
        return self._with_authors("times", "hour", hour).select(TIMES.names())

    @property
    def pairs(self) -> pl.DataFrame:
        """PAIRS, by names alone."""
        return metrics.both_ways(self._merged["pairs"].drop("replies_back", "reciprocity"))

    @property
    def discussions(self) -> pl.DataFrame:
        """DISCUSSIONS, the biggest ones."""
        return self._merged["threads"]

    @cached_property
    def sites(self) -> pl.DataFrame:
        """SITES."""
        merger = merge.Merger(merge.AUTHORS, ["site", "author"])
        comments = self.shards.pages.group_by(site=site()).agg(whole=pl.col("comments").sum())
        for threads in self._each():
            for (name,), own in (
                threads.with_columns(site=site())
                .partition_by("site", as_dict=True, include_key=False)
                .items()
            ):
                merger.add(metrics.authors(own).select(pl.lit(name).alias("site"), pl.all()))
        merged = merger.merged()
        if merged.is_empty():
            return SITES.to_frame()
        return (
            merged.join(comments, on="site", how="left")
            .with_columns(share=pl.col("comments") / pl.col("whole"))
            .sort("comments", "site", "author", descending=[True, False, False])
            .select(SITES.names())
        )

    @cached_property
    def reposts(self) -> pl.DataFrame:
        """REPOSTS."""
        return reposts(self.shards)

    def _each(self) -> Iterator[pl.DataFrame]:
        """Give THREADS of all shards, and of none first."""
        return chain([THREADS.to_frame()], self.shards.each())

    @cached_property
    def _merged(self) -> dict[str, pl.DataFrame]:
        """Count every table of every shard, and put them together."""
        mergers = {
            "overview": merge.Merger(merge.OVERVIEW),
            "authors": merge.Merger(merge.AUTHORS, ["author"]),
            "depths": merge.Merger(merge.DEPTHS, ["depth"]),
            "pairs": merge.Merger(merge.PAIRS, ["author", "answered"]),
            "times": merge.Merger(merge.TIMES, ["hour"]),
        }
        biggest = DISCUSSIONS.to_frame()
        for threads in self._each():
            overview = metrics.overview(threads, PAGES.to_frame())
            mergers["overview"].add(pl.DataFrame([overview]))
            mergers["authors"].add(metrics.authors(threads))
            mergers["depths"].add(metrics.depths(threads))
            mergers["pairs"].add(metrics.pairs(threads))
            mergers["times"].add(metrics.times(threads))
            both = pl.concat([biggest, metrics.threads(threads)])
            biggest = both.sort("comments", descending=True, maintain_order=True).head(BIGGEST)
        return {name: each.merged() for name, each in mergers.items()} | {"threads": biggest}

    def _with_authors(self, name: str, key: str, value: pl.Expr) -> pl.DataFrame:
        """Count the authors of each row over all shards: one may have written in several."""
        merged = self._merged[name].drop("authors")
        if not self.shards.finished:
            return merged.with_columns(authors=pl.lit(0, pl.UInt64))
        written = self.shards.scan("comments").select("author", value.alias(key)).drop_nulls()
        counts = written.unique().group_by(key).agg(authors=pl.len()).collect(engine="streaming")
        counted = merged.join(counts, on=key, how="left").with_columns(
            pl.col("authors").fill_null(0).cast(pl.UInt64)
        )
        return counted.sort(key)


def site() -> pl.Expr:
    """Give the site of a `page`: the host of an address, else the folder of a file."""
    page = pl.col("page")
    return pl.coalesce(page.str.extract(_HOST), page.str.extract(_FOLDER), pl.lit(""))
