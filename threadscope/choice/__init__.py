"""Which comments are looked at, and in which order: conditions over THREADS, said in words."""

from threadscope.choice.lens import SHOWINGS, Lens, Showing, rows_shown
from threadscope.choice.parts import (
    UNSURE,
    Asking,
    At,
    By,
    During,
    Pair,
    Part,
    Saying,
    Unanswered,
    Unsure,
    Within,
)
from threadscope.choice.sorting import SORTINGS, Sorting, rows_by, sortings

__all__ = [
    "SHOWINGS",
    "SORTINGS",
    "UNSURE",
    "Asking",
    "At",
    "By",
    "During",
    "Lens",
    "Pair",
    "Part",
    "Saying",
    "Showing",
    "Sorting",
    "Unanswered",
    "Unsure",
    "Within",
    "rows_by",
    "rows_shown",
    "sortings",
]
