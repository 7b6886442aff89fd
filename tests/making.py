"""Short ways to make what the tests look at."""

from typing import Any

import polars as pl

from threadscope import pages
from threadscope.discussion import Discussion, analyze
from threadscope.rules import Pack, Split, Start, load_pack, pick
from threadscope.schema import CUTS
from threadscope.segment import Segments, arrange, segment

PICTURE = 'name: t\ncomment:\n  author: "^(?P<author>.+)\'s picture$"\n'


def pack(text: str = PICTURE) -> Pack:
    """Load a pack from YAML."""
    return load_pack(text.encode(), "t.yaml")


def cut(
    text: str, *packs: Pack, from_line: Start | None = None, split: Split | None = None
) -> Segments:
    """Cut one page."""
    batch = pages.of_texts({"page": text})
    return segment(batch.pages, packs or (pack(),), from_line, split)


def discuss(text: str, *packs: Pack, **options: Any) -> Discussion:
    """Walk one page the whole way; without packs by the shipped ones."""
    return analyze([pages.of_texts({"page": text})], packs or pick(()), **options)


def comments(*rows: dict[str, Any], page: str = "page", order: str = "auto") -> pl.DataFrame:
    """Make COMMENTS of one page from a few columns of CUTS."""
    places = [{"page": page, "first_line": at + 1, "last_line": at + 1} for at in range(len(rows))]
    full = [
        {"body": "", "top_level": False, **place, **row}
        for place, row in zip(places, rows, strict=True)
    ]
    cuts = pl.DataFrame(full, schema=CUTS)
    wanted = pl.DataFrame({"page": [page], "order": [order]})
    return arrange(cuts, wanted).comments
