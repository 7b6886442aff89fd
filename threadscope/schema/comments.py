"""Comments: as they are cut, with their possible parents, and with their places in the tree."""

import polars as pl

EVIDENCE = pl.List(pl.Struct({"kind": pl.String(), "clue": pl.String(), "weight": pl.Float32()}))
"""Why a reply hangs where it does, strongest first: kind (`design words`), clue (the words on the
page that say so), weight (log-odds; positive speaks for it)."""

CUTS = pl.Schema(
    {
        "page": pl.String(),
        "author": pl.String(),
        "posted_at": pl.Datetime("us"),
        "posted_text": pl.String(),
        "subject": pl.String(),
        "body": pl.String(),
        "first_line": pl.UInt32(),
        "last_line": pl.UInt32(),
        "indent": pl.UInt16(),
        "marker": pl.String(),
        "source_id": pl.String(),
        "parent_id": pl.String(),
        "parent_author": pl.String(),
        "top_level": pl.Boolean(),
    }
)
"""One row per comment as cut, or as a data set gave it, in the order it stood there; the columns
mean what they mean in COMMENTS."""

COMMENTS = pl.Schema({"id": pl.UInt32(), **CUTS, "repeats": pl.UInt32()})
"""One row per comment, page order (a newest-first page is turned round).

- `id`: 0-based, gap-free over all pages of the run
- `page`: the page's unique name
- `author`: null = unknown; never empty and never a stand-in word
- `posted_at`: as the page says it, UTC where it names an offset; null = not said or not understood
- `posted_text`: the date as written
- `subject`: the comment's own title line
- `body`: the text without marker and noise lines, blank lines between paragraphs kept
- `first_line`, `last_line`: 1-based, inclusive: the way back to the page; its marker counts.
  For comments that came already cut they are the lines of the input that held them, or twice their
  number where lines mean nothing: in one JSON value, in a folder of mails
- `indent`: nesting the page shows, 0 = outermost; null = the page shows none
- `marker`: name of the rule that opened it; null = it stood there unmarked
- `source_id`: the id the page or data set gives it
- `repeats`: an earlier comment on the page with the same body: a repost, not a reply
- `parent_id`, `parent_author`: what its own header says it answers; null = nothing said
- `top_level`: true = the data says that it answers the page itself
"""

REPLIES = pl.Schema(
    {
        "id": pl.UInt32(),
        "parent": pl.UInt32(),
        "rank": pl.UInt16(),
        "probability": pl.Float32(),
        "certain": pl.Boolean(),
        "orphan": pl.Boolean(),
        "evidence": EVIDENCE,
    }
)
"""One row per possible parent of a comment, by `id`, then `rank` (0 = best).

- `parent`: a comment of the same page, always smaller than `id`; null = answers the page itself,
  or something that is not on the page (`orphan`)
- `probability`: adds up to one over the rows of an `id`
- `rank`: 0-based, best first
- `certain`: the page says so itself, or a reader has corrected it
- `orphan`: what it answers is not on the page
- `evidence`: what speaks for and against this parent
"""

CORRECTED = pl.Schema({"id": pl.UInt32(), "parent": pl.UInt32(), "orphan": pl.Boolean()})
"""One row per comment that a reader has corrected, by `id`; the columns mean what they mean in
REPLIES."""

THREADS = pl.Schema(
    {
        **COMMENTS,
        "parent": pl.UInt32(),
        "thread": pl.UInt32(),
        "depth": pl.UInt32(),
        "order": pl.UInt32(),
        "replies": pl.UInt32(),
        "descendants": pl.UInt32(),
        "confidence": pl.Float32(),
        "certain": pl.Boolean(),
        "orphan": pl.Boolean(),
        "unplaced": pl.Boolean(),
        "reply_probability": pl.Float64(),
        "expected_replies": pl.Float64(),
        "evidence": EVIDENCE,
    }
)
"""COMMENTS with the tree, one row per comment, page order.

- `parent`: the comment it answers; null = the page itself, or (`orphan`) one not on the page, or
  (`unplaced`) nobody knows
- `thread`: id of the top-level comment it hangs under
- `depth`: top-level comment = 0
- `order`: 0-based pre-order place over all pages: each comment directly before its replies
- `replies`: comments directly below; `descendants`: comments anywhere below
- `confidence`: probability of the likeliest parent, 1.0 = the page says so, or a reader
- `unplaced`: its likeliest parent (or answering the page) is less sure than was asked for, so it
  hangs nowhere: a top-level comment of its own, with its replies; `confidence` and `evidence` are
  still those of the place it lost
- `reply_probability`: that it answers a comment of the page at all, whichever
- `expected_replies`: the sum of the probabilities of all comments to answer this one. Neither of
  these two depends on what is unplaced
"""
