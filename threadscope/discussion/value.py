"""Everything known about the pages read."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from threadscope import metrics
from threadscope.errors import Note
from threadscope.schema import ARTICLES


@dataclass(frozen=True, repr=False)
class Discussion:
    """Everything known about the pages read."""

    pages: pl.DataFrame
    """PAGES."""
    threads: pl.DataFrame
    """THREADS: every comment with its place in the tree."""
    candidates: pl.DataFrame
    """REPLIES: every possible parent of every comment."""
    notes: tuple[Note, ...]
    """What the reader of the result should know, in reading order."""
    articles: pl.DataFrame = field(default_factory=ARTICLES.to_frame)
    """ARTICLES, of the pages that have one."""

    def __repr__(self) -> str:
        """Say how much there is: the frames are there to be looked at one by one."""
        counts = f"{self.pages.height} pages, {self.threads.height} comments"
        return f"<Discussion: {counts}, {len(self.notes)} notes>"

    @cached_property
    def authors(self) -> pl.DataFrame:
        """AUTHORS."""
        return metrics.authors(self.threads)

    @cached_property
    def depths(self) -> pl.DataFrame:
        """DEPTHS."""
        return metrics.depths(self.threads)

    @cached_property
    def discussions(self) -> pl.DataFrame:
        """DISCUSSIONS: one row per thread."""
        return metrics.threads(self.threads)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """PAIRS."""
        return metrics.pairs(self.threads)

    @cached_property
    def times(self) -> pl.DataFrame:
        """TIMES."""
        return metrics.times(self.threads)

    @cached_property
    def _drawn(self) -> metrics.Drawn:
        """Trees that the replies' probabilities allow."""
        return metrics.draw(self.threads, self.candidates)

    @cached_property
    def measures(self) -> pl.DataFrame:
        """MEASURES, of all pages together."""
        return metrics.measures(self.threads, self.candidates, drawn=self._drawn)

    @cached_property
    def measures_by_page(self) -> pl.DataFrame:
        """MEASURES, of every page by itself."""
        return metrics.measures(self.threads, self.candidates, by_page=True, drawn=self._drawn)

    @cached_property
    def widths(self) -> pl.DataFrame:
        """WIDTHS, of every page by itself."""
        return metrics.widths(self._drawn)

    @cached_property
    def profile(self) -> pl.DataFrame:
        """WIDTHS, of all pages together."""
        return metrics.widths(self._drawn, by_page=False)

    @cached_property
    def answers(self) -> pl.DataFrame:
        """ANSWERS."""
        return metrics.answers(self._drawn)

    @cached_property
    def centrality(self) -> pl.DataFrame:
        """CENTRALITY."""
        return metrics.centrality(self.threads)

    @cached_property
    def responses(self) -> pl.DataFrame:
        """RESPONSES."""
        return metrics.responses(self.threads)

    @cached_property
    def week(self) -> pl.DataFrame:
        """WEEK."""
        return metrics.week(self.threads)

    @cached_property
    def words(self) -> pl.DataFrame:
        """WORDS."""
        return metrics.distinctive(self.threads)

    @cached_property
    def lookalikes(self) -> pl.DataFrame:
        """LOOKALIKES."""
        return metrics.lookalikes(self.threads)

    @cached_property
    def overview(self) -> dict[str, int | float | None]:
        """The discussion in a dozen numbers."""
        return metrics.overview(self.threads, self.pages)
