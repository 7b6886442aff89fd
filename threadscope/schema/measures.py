"""What is measured of a discussion, and what lies behind it."""

import polars as pl

MEASURES = pl.Schema(
    {
        "page": pl.String(),
        "name": pl.String(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "trees": pl.UInt32(),
        "unit": pl.String(),
        "about": pl.String(),
    }
)
"""One row per page and measure: pages in reading order, measures by what they are about.

- `page`: null = all pages together
- `name`: of the measure
- `value`: in the tree that is shown; null = there is nothing that it could be measured of
- `low`, `high`: between them lie 90 % of the trees that are drawn by the probabilities of the
  replies; null = the measure does not depend on who answers whom
- `trees`: how many were drawn; 0 = nothing is inferred, so that there is nothing to draw; null as
  `low`
- `unit`: what is counted, "share" (0 to 1) or "index"; `about`: what it says, in a few words
"""

WIDTHS = pl.Schema(
    {
        "page": pl.String(),
        "depth": pl.UInt32(),
        "comments": pl.UInt32(),
        "low": pl.Float64(),
        "high": pl.Float64(),
    }
)
"""One row per page and depth, in order.

- `comments`: how many stand there; `page`, `low`, `high`: as in MEASURES
"""

ANSWERS = pl.Schema(
    {
        "page": pl.String(),
        "replies": pl.UInt32(),
        "comments": pl.UInt32(),
        "low": pl.Float64(),
        "high": pl.Float64(),
    }
)
"""One row per page and number of replies, in order.

- `comments`: how many get so many replies; `low`, `high`: as in MEASURES
"""

CENTRALITY = pl.Schema(
    {
        "author": pl.String(),
        "answers": pl.UInt32(),
        "answered_by": pl.UInt32(),
        "replies_per_comment": pl.Float64(),
        "pagerank": pl.Float64(),
        "betweenness": pl.Float64(),
    }
)
"""One row per known author, by pagerank (descending), then name; replies to oneself do not count.

- `answers`, `answered_by`: how many other authors
- `replies_per_comment`: replies from others by own comments
- `pagerank`: how much attention reaches the author by way of who answers whom; adds up to one
- `betweenness`: share of the shortest ways between others that lead through the author; null = it
  was not worked out
"""

RESPONSES = pl.Schema(
    {
        "author": pl.String(),
        "replies": pl.UInt32(),
        "first_quartile": pl.Float64(),
        "median": pl.Float64(),
        "third_quartile": pl.Float64(),
        "received": pl.UInt32(),
        "received_median": pl.Float64(),
    }
)
"""One row per known author with a timed reply, by replies (descending), then name; minutes.

A reply is timed if it and what it answers are dated, and it is not the earlier one.

- `replies`: timed replies of the author
- `first_quartile`, `median`, `third_quartile`: how long these let wait; null = there are none
- `received`: timed replies to the author; `received_median`: how long he waited for them; null =
  there are none
"""

WEEK = pl.Schema(
    {
        "weekday": pl.UInt8(),
        "hour": pl.UInt8(),
        "comments": pl.UInt32(),
        "authors": pl.UInt32(),
    }
)
"""One row per weekday (1 = Monday) and hour of the day with a dated comment, in order."""

WORDS = pl.Schema(
    {"author": pl.String(), "word": pl.String(), "count": pl.UInt32(), "score": pl.Float64()}
)
"""One row per author and word that sets the author apart, by author, then score (descending).

- `word`: in lower case; `count`: how often the author says it
- `score`: in standard deviations, how much more often than all others
"""

LOOKALIKES = pl.Schema(
    {
        "author": pl.String(),
        "comments": pl.UInt32(),
        "like": pl.String(),
        "like_comments": pl.UInt32(),
        "why": pl.String(),
    }
)
"""One row per name that looks like a more frequent one, by comments of that (descending), names.

- `author`, `comments`: the name, and how much is written under it
- `like`, `like_comments`: the more frequent name it looks like
- `why`: in what they are alike
"""
