"""The columns of every table, named once.

Each constant maps a column to its Polars type, in order. Where a frame is named after one of them
(`COMMENTS`, `THREADS`, ...) it has these columns and no others.
"""

import polars as pl

EVIDENCE = pl.List(pl.Struct({"kind": pl.String(), "clue": pl.String(), "weight": pl.Float32()}))
"""Why a reply hangs where it does, strongest first: kind (`design words`), clue (the words on the
page that say so), weight (log-odds; positive speaks for it)."""

PAGE_TEXTS = pl.Schema({"page": pl.String(), "text": pl.String()})
"""One row per page as it came through the door: its unique name and its text, lines ended by a
line feed, no byte order mark."""

ELEMENTS = pl.Schema(
    {
        "page": pl.String(),
        "place": pl.UInt32(),
        "tag": pl.String(),
        "classes": pl.String(),
        "up": pl.Int64(),
        "line": pl.UInt32(),
        "last": pl.UInt32(),
    }
)
"""One row per element of a page of HTML that has text and may hold comments, outer before inner.

- `place`: 0-based, of its page
- `tag`, `classes`: its name, and its classes with blanks between
- `up`: the place of the one around it; -1 = none
- `line`, `last`: 1-based lines of the page's text that it spans, inclusive
"""

STATES = pl.Schema(
    {"page": pl.String(), "kind": pl.String(), "value": pl.String(), "line": pl.UInt32()}
)
"""One row per statement of a page of HTML about its comments, in its order.

- `kind`: id (something here is known by `value`), named (so it is, and links lead to it), parent
  (the comment answers what is known by `value`), likely (it does if there is such a comment), page
  (it answers the page), depth (it is shown so far in)
- `line`: 1-based line of the page's text
"""

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

PAGES = pl.Schema(
    {
        "page": pl.String(),
        "pack": pl.String(),
        "order": pl.String(),
        "comments": pl.UInt32(),
        "unattributed": pl.UInt32(),
        "lines": pl.UInt32(),
        "article_lines": pl.UInt32(),
        "marker_lines": pl.UInt32(),
        "body_lines": pl.UInt32(),
        "noise_lines": pl.UInt32(),
    }
)
"""One row per page, in reading order.

- `pack`: the rule pack that cut it; "none" = no discussion found, "given" = it came already cut
- `order`: threaded, chronological or newest-first; auto = no discussion found
- `unattributed`: comments whose author is unknown
- `lines`: all lines, blank ones too; the four counts after it add up to the non-blank ones
- `article_lines`: before the first comment; all of them where there is no discussion
- `marker_lines`: taken by markers; `body_lines`: what comments say; `noise_lines`: all others
"""

CLAIMS = pl.Schema(
    {
        "page": pl.String(),
        "pack": pl.String(),
        "comments": pl.UInt32(),
        "chosen": pl.Boolean(),
        "fit": pl.Float32(),
        "why": pl.String(),
    }
)
"""One row per page and rule pack tried on it: pages in reading order, best fit first.

- `comments`: how many the pack's markers would mark on the page, wherever they stand
- `chosen`: true for the pack that is used on the page; no row = none fits
- `fit`: its comments, counted less where markers name nobody or no date, where other packs' would
  do as well, and where they stand on a small part of the page; 0 = it does not fit
- `why`: what keeps it from fitting, in words; null = nothing
"""

EXPLAINED = pl.Schema(
    {
        "page": pl.String(),
        "line": pl.UInt32(),
        "role": pl.String(),
        "rule": pl.String(),
        "comment": pl.UInt32(),
        "fields": pl.Struct(
            {
                "author": pl.String(),
                "date": pl.String(),
                "subject": pl.String(),
                "id": pl.String(),
                "parent_author": pl.String(),
                "parent_id": pl.String(),
                "depth": pl.String(),
                "score": pl.String(),
                "body": pl.String(),
            }
        ),
        "text": pl.String(),
    }
)
"""One row per line of a page, blank ones too: pages in reading order, lines in order.

- `line`: 1-based
- `role`: article, marker, body, noise or blank; how often each of the first four occurs is what
  PAGES counts
- `rule`: what took the line: the name of a marker; `noise` (a line inside a body), `end` (the line
  that ended a comment or the discussion), `start` (the line that announced the discussion); null =
  it stands where it stands
- `comment`: 0-based place of its comment among those of the page, as they stand there; null =
  outside
- `fields`: what a line of a marker says, as written; null where it is none, each field null where
  it does not say
- `text`: the line as it stands on the page, without its end
"""

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

NOTES = pl.Schema(
    {"severity": pl.String(), "page": pl.String(), "line": pl.UInt32(), "text": pl.String()}
)
"""One row per remark about an input, in reading order.

- `severity`: info, damage, unread or missing
- `page`: the page or file it speaks of; `line`: 1-based, null where none is to blame
- `text`: what happened, and what the user can do
"""

SOURCES = pl.Schema(
    {
        "shard": pl.String(),
        "name": pl.String(),
        "path": pl.Binary(),
        "walked": pl.Boolean(),
        "bytes": pl.UInt64(),
        "modified": pl.Int64(),
    }
)
"""One row per file of a corpus, in reading order.

- `shard`: the shard that reads it; a file that is cut into several has a shard of its own here
- `name`: as in tables and messages; `path`: the very bytes of its path
- `walked`: true if a folder or a glob brought it in
- `bytes`: its size on disk; `modified`: nanoseconds since 1970; both null if it cannot be looked at
"""

SITES = pl.Schema({"site": pl.String(), **AUTHORS})
"""One row per author of a site of a corpus, by comments (descending), then site and name.

- `site`: the host of the pages' addresses, or the folder of their files
- `share`: of all comments of the site; the others as in AUTHORS
"""

REPOSTS = pl.Schema(
    {
        "comments": pl.UInt32(),
        "pages": pl.UInt32(),
        "authors": pl.UInt32(),
        "page": pl.String(),
        "first_line": pl.UInt32(),
        "author": pl.String(),
        "opening": pl.String(),
    }
)
"""One row per text that stands on several pages of a corpus, by pages, then comments (descending).

- `comments`, `pages`: how many comments are this text, on how many pages
- `authors`: how many known authors signed it
- `page`, `first_line`, `author`, `opening`: of the first such comment; the last is its first words
"""
