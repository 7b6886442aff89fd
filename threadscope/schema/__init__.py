"""The columns of every table, named once.

Each constant maps a column to its Polars type, in order. Where a frame is named after one of them
(`COMMENTS`, `THREADS`, ...) it has these columns and no others.
"""

from threadscope.schema.comments import COMMENTS, CORRECTED, CUTS, EVIDENCE, REPLIES, THREADS
from threadscope.schema.corpus import REPOSTS, SITES, SOURCES
from threadscope.schema.counts import AUTHORS, DEPTHS, DISCUSSIONS, OVERVIEW, PAIRS, TIMES
from threadscope.schema.measures import (
    ANSWERS,
    CENTRALITY,
    LOOKALIKES,
    MEASURES,
    RESPONSES,
    WEEK,
    WIDTHS,
    WORDS,
)
from threadscope.schema.pages import (
    ARTICLES,
    CLAIMS,
    ELEMENTS,
    EXPLAINED,
    NOTES,
    PAGE_TEXTS,
    PAGES,
    STATES,
)

__all__ = [
    "ANSWERS",
    "ARTICLES",
    "AUTHORS",
    "CENTRALITY",
    "CLAIMS",
    "COMMENTS",
    "CORRECTED",
    "CUTS",
    "DEPTHS",
    "DISCUSSIONS",
    "ELEMENTS",
    "EVIDENCE",
    "EXPLAINED",
    "LOOKALIKES",
    "MEASURES",
    "NOTES",
    "OVERVIEW",
    "PAGES",
    "PAGE_TEXTS",
    "PAIRS",
    "REPLIES",
    "REPOSTS",
    "RESPONSES",
    "SITES",
    "SOURCES",
    "STATES",
    "THREADS",
    "TIMES",
    "WEEK",
    "WIDTHS",
    "WORDS",
]
