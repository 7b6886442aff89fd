"""What headers and footers say about their comments."""

import polars as pl

from threadscope.errors import Note, Severity
from threadscope.rules import Pack
from threadscope.rules.pack import FIELDS
from threadscope.segment.dates import understood
from threadscope.segment.lines import cut_out

_TAB = " " * 8


def fields_of(
    pages: pl.DataFrame,
    lines: pl.DataFrame,
    hits: pl.DataFrame,
    blocks: pl.DataFrame,
    pack: Pack,
) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Read the columns of CUTS that come from markers, one row per block, in order.

    Where header and footer both name a field, the header's holds. Author names are trimmed and
    brought to Unicode's composed form, so that two spellings of the same name are one author.
    """
    given = ("marker", *FIELDS)
    header = hits.select(pl.col(given).gather(blocks["hit"]))
    footer = hits.select(pl.col(given).gather(blocks["closing"]))
    said = pl.DataFrame(
        [
            pl.select(pl.coalesce(header[name], footer[name].alias("footer")))
            .to_series()
            .alias(name)
            for name in given
        ]
    )
    fields = said.select(
        "marker",
        "subject",
        "parent_id",
        author=pl.col("author").str.normalize("NFC"),
        posted_text="date",
        posted_at=understood(said["date"], pack.dates),
        source_id="id",
        parent_author=pl.col("parent_author").str.normalize("NFC"),
        top_level=pl.lit(False),
        indent=_indent(pages, lines, blocks, said, pack),
    )
    return fields, _lost_dates(fields.with_columns(page=pages["page"].gather(blocks["page"])))


def _indent(
    pages: pl.DataFrame,
    lines: pl.DataFrame,
    blocks: pl.DataFrame,
    said: pl.DataFrame,
    pack: Pack,
) -> pl.Series:
    """Read how deep the page shows each comment, its outermost one as 0."""
    if pack.depth is None:
        return pl.repeat(None, blocks.height, dtype=pl.UInt16, eager=True)
    shown = pl.col("depth")
    level: pl.Expr
    match pack.depth.shown_by:
        case "indent":
            level = pl.lit(_leading(pages, lines, blocks) // pack.depth.width).cast(pl.Int64)
        case "number":
            level = shown.str.extract(r"(\d+)").cast(pl.Int64, strict=False)
        case "numbering":
            level = shown.str.strip_chars(" .").str.count_matches(r"[.]").cast(pl.Int64)
        case "prefix":
            level = (shown.fill_null("").str.len_chars() // pack.depth.width).cast(pl.Int64)
    marked = said.with_columns(page=blocks["page"], level=level)
    depth = pl.when(pl.col("marker").is_not_null()).then("level")
    return marked.select(
        (depth - depth.min().over("page")).cast(pl.UInt16, strict=False)
    ).to_series()


def _leading(pages: pl.DataFrame, lines: pl.DataFrame, blocks: pl.DataFrame) -> pl.Series:
    """Count the cells of white space before the first line of every block, a tab as eight."""
    start = lines["start"].gather(blocks["first"])
    stop = lines["stop"].gather(blocks["first"])
    raw = cut_out(pages, blocks["page"], start, stop)
    line = raw.str.replace_all("\t", _TAB, literal=True)
    return line.str.len_chars() - line.str.strip_chars_start().str.len_chars()


def dated(cuts: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Read the dates of CUTS that a data set gave, where its door has not."""
    cuts = cuts.with_columns(
        author=pl.col("author").str.normalize("NFC").str.strip_chars(),
        posted_at=cuts["posted_at"].zip_with(
            cuts["posted_at"].is_not_null(), understood(_undated(cuts), ())
        ),
    ).with_columns(author=pl.when(pl.col("author") != "").then("author"))
    return cuts, _lost_dates(cuts)


def _undated(cuts: pl.DataFrame) -> pl.Series:
    """Give the written dates that nobody has read yet."""
    open_ = pl.col("posted_at").is_null()
    return cuts.select(pl.when(open_).then("posted_text").alias("posted_text")).to_series()


def _lost_dates(cuts: pl.DataFrame) -> tuple[Note, ...]:
    """Note the dates that were written but not understood, one note a page."""
    lost = cuts.filter(pl.col("posted_text").is_not_null() & pl.col("posted_at").is_null())
    per_page = lost.group_by("page", maintain_order=True).agg(
        pl.len(), pl.col("posted_text").first()
    )
    return tuple(
        Note(
            Severity.INFO,
            name,
            f"dates not understood: {count}, the first {text!r} (packs name formats under dates)",
        )
        for name, count, text in per_page.rows()
    )
