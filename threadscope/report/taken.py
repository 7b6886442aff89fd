"""Which rule took which line, as JSON."""

from typing import Any

import polars as pl

from threadscope.report.escape import written
from threadscope.segment import NO_PACK

SCHEMA = "threadscope.explain/1"


def lines_json(lines: pl.DataFrame, claims: pl.DataFrame) -> str:
    """Write pages line by line as one object, with its schema's name.

    Args:
        lines: EXPLAINED.
        claims: CLAIMS of the same pages; they come in this order.
    """
    by_page = lines.partition_by("page", as_dict=True, include_key=False)
    tries = claims.partition_by("page", as_dict=True, include_key=False, maintain_order=True)
    pages = [
        {
            "page": page,
            "pack": next(iter(tried.filter("chosen")["pack"]), NO_PACK),
            "packs": tried.select("pack", "comments", "fit", "why").to_dicts(),
            "lines": [_line(line) for line in by_page.get((page,), lines.clear()).to_dicts()],
        }
        for (page,), tried in tries.items()
    ]
    return written({"schema": SCHEMA, "pages": pages})


def _line(line: dict[str, Any]) -> dict[str, Any]:
    """Leave out the fields that a line does not name."""
    said = {name: text for name, text in (line["fields"] or {}).items() if text is not None}
    return {**line, "fields": said}
