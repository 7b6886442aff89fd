"""Which rule pack fits which page, and why the others do not."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from threadscope.rules import Pack
from threadscope.schema import CLAIMS
from threadscope.segment.anchors import Counts, anchors_of
from threadscope.segment.fit import absent, ends_of, fits, most
from threadscope.segment.headers import HITS, headers
from threadscope.segment.lines import lines_of

NO_PACK = "none"
"""What stands for the pack of a page without a discussion."""
_FITS = pl.Schema(
    {
        "page": pl.UInt32,
        "comments": pl.UInt32,
        "fit": pl.Float64,
        "why": pl.String,
        "settled": pl.Boolean,
    }
)
_SETTLED = "another pack fits so well that those with common markers are not asked"
_SLACK = 1e-9


def claims(pages: pl.DataFrame, packs: Sequence[Pack]) -> pl.DataFrame:
    """Give the CLAIMS of packs on PAGE_TEXTS: how well each fits each page."""
    lines = lines_of(pages)
    anchors = anchors_of(lines, packs)
    ends = ends_of(lines)
    every = pages.select("page", at=pl.int_range(pl.len(), dtype=pl.UInt32))
    claimed = pl.concat(
        _claim(every, fits(lines, headers(lines, pack, anchors), ends, pack), pack).with_columns(
            rank=pl.lit(rank), common=pl.lit(pack.common)
        )
        for rank, pack in enumerate(packs)
    )
    if len(packs) == 1:
        claimed = claimed.with_columns(why=pl.lit(None, pl.String), chosen=True)
    else:
        suits = pl.col("why").is_null()
        settled = pl.col("settled").any().over("at") & pl.col("common") & suits
        first = pl.col("rank").cum_count().over("at") == 1
        claimed = (
            claimed.with_columns(why=pl.when(settled).then(pl.lit(_SETTLED)).otherwise("why"))
            .with_columns(fit=pl.when(suits).then("fit").otherwise(0))
            .sort("at", "fit", "comments", "rank", descending=[False, True, True, False])
            .with_columns(chosen=suits & first)
        )
    return claimed.cast({"fit": pl.Float32}).match_to_schema(CLAIMS, extra_columns="ignore")


def _claim(every: pl.DataFrame, found: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """Give the claim of one pack on every page: page, at, comments, fit, why, settled, pack."""
    judged = every.join(
        found.cast(_FITS), left_on="at", right_on="page", how="left", maintain_order="left"
    )
    why = pl.when(pl.col("comments").is_null()).then(pl.lit(absent(pack))).otherwise("why")
    return judged.with_columns(
        pl.col("comments", "fit").fill_null(0),
        pl.col("settled").fill_null(False),
        why=why,
        pack=pl.lit(pack.name),
    )


def choose(
    lines: pl.DataFrame, packs: Sequence[Pack], pages: int
) -> tuple[pl.Series, list[pl.DataFrame]]:
    """Choose for every page the pack that fits it best; at a tie the earlier pack.

    A pack that was asked for alone fits every page. Packs whose markers are common are asked only
    about pages that none of the others settles, and each pack only about those where the lines that
    may be anchors of it are so many that it could fit better than those before it; what is chosen
    is what `claims` says.

    Args:
        lines: LINES.
        packs: the packs.
        pages: how many pages there are.

    Returns:
        For every page the place of its pack among those tried (null = none fits), and for every
        pack its HITS on the pages that it is chosen for, and perhaps on others.
    """
    if len(packs) == 1:
        hits = headers(lines, packs[0], anchors_of(lines, packs))
        return pl.zeros(pages, pl.UInt32, eager=True), [hits]
    ends = ends_of(lines)
    best = _Best(pages)
    found = [HITS.to_frame()] * len(packs)
    for common in (False, True):
        asked = {rank: pack for rank, pack in enumerate(packs) if pack.common == common}
        anchors = anchors_of(lines, asked.values(), best.unsettled() if common else None)
        bounds = {rank: anchors.most(pack, pages) for rank, pack in asked.items()}
        for rank in sorted(asked, key=lambda at: -int(bounds[at].sum())):
            worth = best.may_lose_to(packs[rank], bounds[rank])
            if worth.any():
                found[rank] = headers(lines, packs[rank], anchors.on(pl.Series(worth)))
            if not found[rank].is_empty():
                judged = fits(lines, found[rank], ends, packs[rank], best.least())
                best.meet(judged.cast(_FITS), rank)
    return best.ranks(), found


class _Best:
    """The best pack so far of every page."""

    def __init__(self, pages: int) -> None:
        self._fit = np.zeros(pages)
        self._comments = np.zeros(pages, np.int64)
        self._rank = np.full(pages, -1)
        self._settled = np.zeros(pages, np.bool_)

    def may_lose_to(self, pack: Pack, bound: Counts) -> npt.NDArray[np.bool_]:
        """Tell on which pages a pack with at most so many comments may be the better one."""
        enough = (bound >= pack.min_comments) & (bound > 0)
        return enough & (bound * most(pack) >= self._fit * (1 - _SLACK))

    def meet(self, found: pl.DataFrame, rank: int) -> None:
        """Let a pack stand against those before it where nothing keeps it from fitting."""
        found = found.filter(pl.col("why").is_null())
        self._settled[found.filter("settled")["page"].to_numpy()] = True
        page, fit, comments = (found[name].to_numpy() for name in ("page", "fit", "comments"))
        even = fit == self._fit[page]
        more = comments > self._comments[page]
        earlier = (comments == self._comments[page]) & (rank < self._rank[page])
        wins = (fit > self._fit[page]) | (even & (more | earlier))
        page = page[wins]
        self._fit[page], self._comments[page] = fit[wins], comments[wins]
        self._rank[page] = rank

    def least(self) -> pl.Series:
        """Give for every page the fit that a pack must have at least to be the best."""
        return pl.Series(self._fit * (1 - _SLACK))

    def unsettled(self) -> pl.Series:
        """Tell for every page whether packs whose markers are common may still be asked."""
        return pl.Series(~self._settled)

    def ranks(self) -> pl.Series:
        """Give the places of the packs; null = none fits."""
        ranks = pl.Series(self._rank, dtype=pl.Int64)
        return (
            ranks.to_frame("rank")
            .select(pl.when(pl.col("rank") >= 0).then("rank").cast(pl.UInt32))
            .to_series()
        )
