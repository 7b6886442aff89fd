"""What pages of HTML still show of their threads, put down in the comments cut from their text."""

import polars as pl

from threadscope.schema import CUTS
from threadscope.segment.nesting import levels, openings
from threadscope.segment.saying import depths, ids, own_ids, parents, said, tops


def structured(cuts: pl.DataFrame, elements: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Add to CUTS the nesting, ids and parents that pages of HTML show.

    What a page shows by its elements goes before what a pack reads from its text; an id that a
    pack reads stays.

    Args:
        cuts: CUTS.
        elements: ELEMENTS of the pages; empty = they are flat text, and nothing is done.
        states: STATES of the pages.
    """
    if elements.is_empty():
        return cuts
    rows = cuts.with_row_index("row")
    marked = rows.join(
        elements.select("page").unique(), on="page", how="semi", maintain_order="left"
    )
    comments = marked.select("row", "page", "first_line", "last_line")
    opened = openings(comments, elements)
    stated = said(opened, states)
    level = pl.coalesce(levels(opened, elements), depths(comments, stated).alias("depth"))
    shown = comments.select("row", level=level.cast(pl.UInt16))
    known = ids(comments, stated)
    answered = parents(known, stated)
    every = (
        rows.join(shown, on="row", how="left", maintain_order="left")
        .join(own_ids(known, answered), on="row", how="left", maintain_order="left", suffix="_own")
        .with_columns(
            indent=pl.coalesce("level", "indent"),
            source_id=pl.coalesce("source_id", "source_id_own"),
            top_level=pl.col("top_level")
            | pl.col("row").is_in(tops(answered, stated)["row"].implode()),
        )
    )
    up = every.select("row", known_as="source_id")
    named = answered.join(up, left_on="up", right_on="row", how="left").select(
        "row", named=pl.coalesce("known_as", "value")
    )
    return (
        every.join(named, on="row", how="left", maintain_order="left")
        .with_columns(parent_id=pl.coalesce("named", "parent_id"))
        .match_to_schema(CUTS, extra_columns="ignore")
    )
