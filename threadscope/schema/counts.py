"""What is counted of a discussion: all of it, its authors, depths, threads, pairs and hours."""

import polars as pl

OVERVIEW = pl.Schema(
    {
        "pages": pl.UInt32(),
        "comments": pl.UInt32(),
        "authors": pl.UInt32(),
        "unattributed": pl.UInt32(),
        "words": pl.UInt32(),
        "threads": pl.UInt32(),
        "expected_threads": pl.Float64(),
        "replies": pl.UInt32(),
        "expected_replies": pl.Float64(),
        "orphans": pl.UInt32(),
        "unplaced": pl.UInt32(),
        "reposts": pl.UInt32(),
        "max_depth": pl.UInt32(),
        "mean_depth": pl.Float64(),
        "certain_replies": pl.UInt32(),
        "inferred_replies": pl.UInt32(),
        "certain_share": pl.Float64(),
        "inferred_share": pl.Float64(),
        "mean_confidence": pl.Float64(),
        "under_half": pl.UInt32(),
        "unanswered": pl.UInt32(),
    }
)
"""One row: all pages summed up; a mean or a share of nothing is null.

- `authors`: known ones; `unattributed`: comments whose author is unknown
- `words`: in all bodies, split at white space
- `threads`: top-level comments; `replies`: comments that answer one of the page
- `expected_threads`, `expected_replies`: the same over every possible parent, each counted by its
  probability; like the two above they add up to `comments`
- `orphans`: comments that answer one that is not on the page; `unplaced`: comments whose place is
  less sure than was asked for
- `reposts`: comments whose body stands earlier on the page
- `max_depth`, `mean_depth`: of the tree that is shown. Depths have no expectation here: the parents
  of a page depend on each other, so that their probabilities do not give it
- `certain_replies`, `certain_share`: replies that the page states, or a reader
- `inferred_replies`, `inferred_share`: all other replies
- `mean_confidence`: over all comments, how sure their likeliest place is; `under_half`: how many of
  these places are more likely wrong than right
- `unanswered`: comments without a reply
"""

AUTHORS = pl.Schema(
    {
        "author": pl.String(),
        "comments": pl.UInt32(),
        "words": pl.UInt32(),
        "share": pl.Float64(),
        "threads_started": pl.UInt32(),
        "replies_sent": pl.UInt32(),
        "replies_received": pl.UInt32(),
        "expected_replies_sent": pl.Float64(),
        "expected_replies_received": pl.Float64(),
        "orphans": pl.UInt32(),
        "mean_depth": pl.Float64(),
        "max_depth": pl.UInt32(),
        "pages": pl.UInt32(),
        "first_posted": pl.Datetime("us"),
        "last_posted": pl.Datetime("us"),
    }
)
"""One row per known author, by comments (descending), then name.

- `words`: in all bodies, split at white space
- `share`: of all comments, unattributed ones included, 0 to 1
- `threads_started`: top-level comments, orphans and unplaced ones apart
- `mean_depth`, `max_depth`: where the comments stand, top-level comment = 0
- `pages`: on how many there is a comment
- `first_posted`, `last_posted`: of the dated comments; null = there is none
- `replies_sent`: comments that answer another comment; `orphans`: those that answer a missing one
- `replies_received`: comments that answer this author, own replies to oneself included
- `expected_replies_sent`, `expected_replies_received`: the same over every possible parent, each
  reply counted by its probability
"""

DEPTHS = pl.Schema({"depth": pl.UInt32(), "comments": pl.UInt32(), "authors": pl.UInt32()})
"""One row per depth, from 0: comments standing there and how many known authors wrote them."""

DISCUSSIONS = pl.Schema(
    {
        "thread": pl.UInt32(),
        "page": pl.String(),
        "author": pl.String(),
        "comments": pl.UInt32(),
        "authors": pl.UInt32(),
        "max_depth": pl.UInt32(),
        "first_line": pl.UInt32(),
        "orphan": pl.Boolean(),
        "unplaced": pl.Boolean(),
        "opening": pl.String(),
        "structural_virality": pl.Float64(),
        "top_author_share": pl.Float64(),
    }
)
"""One row per thread, by comments (descending), then id of its top-level comment.

- `thread`: id of its top-level comment
- `author`, `first_line`, `orphan`, `unplaced`, `opening`: of the top-level comment; the last is its
  first words
- `comments`, `authors`, `max_depth`: over the whole thread, depth 0 = the top-level comment
- `structural_virality`: mean number of replies between two of its comments; null = there is one
- `top_author_share`: of the comments of known authors, what the most active one wrote
"""

PAIRS = pl.Schema(
    {
        "author": pl.String(),
        "answered": pl.String(),
        "replies": pl.UInt32(),
        "certain": pl.UInt32(),
        "confidence": pl.Float64(),
        "replies_back": pl.UInt32(),
        "reciprocity": pl.Float64(),
        "exchanges": pl.UInt32(),
        "longest_exchange": pl.UInt32(),
    }
)
"""One row per (author, answered author) with at least one reply, by replies (descending), names.

- `author`, `answered`: who answers whom; `replies`: how often
- `certain`: how many of the replies the page states itself; `confidence`: mean over the replies
- `replies_back`: replies the other way; `reciprocity`: the smaller by the larger of the two, 0 to
  1, null for replies to oneself
- `exchanges`: replies with which the author comes back to who has answered him (A-B-A)
- `longest_exchange`: comments in the longest chain of the two in turn that one of the replies ends
"""

TIMES = pl.Schema({"hour": pl.Datetime("us"), "comments": pl.UInt32(), "authors": pl.UInt32()})
"""One row per hour in which a dated comment was posted, in time order."""
