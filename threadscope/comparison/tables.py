"""What a comparison tells, in the manner of `schema`."""

import polars as pl

MATCHED = pl.Schema(
    {
        "status": pl.String(),
        "a": pl.UInt32(),
        "b": pl.UInt32(),
        "a_author": pl.String(),
        "b_author": pl.String(),
        "a_line": pl.UInt32(),
        "b_line": pl.UInt32(),
        "parent": pl.String(),
        "opening": pl.String(),
    }
)
"""One row per comment of either discussion: those of B in page order, then those only in A.

- `status`: same (author and words), edited, removed (only in A) or added (only in B)
- `a`, `b`: its ids; null = it is not there
- `a_author`, `b_author`: who wrote it; null = unknown, or it is not there
- `a_line`, `b_line`: its first line; null = it is not there
- `parent`: same or other, as whom it answers; null = it is in one of them only, or its place is
  open in one of them, or A's parent is not in B
- `opening`: its first words, in B if it is there
"""

SUMMARY = pl.Schema(
    {
        "a_comments": pl.UInt32(),
        "b_comments": pl.UInt32(),
        "same": pl.UInt32(),
        "edited": pl.UInt32(),
        "added": pl.UInt32(),
        "removed": pl.UInt32(),
        "other_author": pl.UInt32(),
        "parents_compared": pl.UInt32(),
        "parents_same": pl.UInt32(),
        "parents_share": pl.Float64(),
        "certain_in_a_compared": pl.UInt32(),
        "certain_in_a_same": pl.UInt32(),
        "certain_in_a_share": pl.Float64(),
        "certain_in_b_compared": pl.UInt32(),
        "certain_in_b_same": pl.UInt32(),
        "certain_in_b_share": pl.Float64(),
    }
)
"""One row: comments by status, and how many answer the same in both.

- `a_comments`: all of A; `b_comments`: all of B
- `same`, `edited`, `added`, `removed`: comments of this status in MATCHED
- `other_author`: comments in both that are signed by somebody else
- `parents_compared`: comments in both whose places can be held side by side; `parents_same`: those
  that answer the same; `parents_share`: the latter by the former, null = there are none
- `certain_in_a_compared`, `certain_in_a_same`, `certain_in_a_share`: the same over comments whose
  place A states
- `certain_in_b_compared`, `certain_in_b_same`, `certain_in_b_share`: the same over comments whose
  place B states
"""

MEASURED = pl.Schema(
    {
        "name": pl.String(),
        "a": pl.Float64(),
        "a_low": pl.Float64(),
        "a_high": pl.Float64(),
        "b": pl.Float64(),
        "b_low": pl.Float64(),
        "b_high": pl.Float64(),
        "change": pl.Float64(),
        "unit": pl.String(),
        "about": pl.String(),
    }
)
"""One row per measure, in the order of MEASURES.

- `a`, `b`: its value there; null = there is nothing that it could be measured of
- `a_low`, `a_high`, `b_low`, `b_high`: the ends of its intervals, as in MEASURES
- `change`: `b` less `a`; null = one of them is
"""

COUNTED = pl.Schema(
    {
        "author": pl.String(),
        "a_comments": pl.Int64(),
        "b_comments": pl.Int64(),
        "change": pl.Int64(),
        "a_received": pl.Int64(),
        "b_received": pl.Int64(),
    }
)
"""One row per known author of A or B, by the larger number of comments (descending), then name.

- `a_comments`, `b_comments`: comments there; `change`: B's less A's
- `a_received`, `b_received`: replies received there
"""
