"""What comes through the door for pages, and what becomes of a page."""

import polars as pl

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

ARTICLES = pl.Schema({"page": pl.String(), "article": pl.String()})
"""One row per page with comments that were cut from its text: the text above the first of them."""

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

NOTES = pl.Schema(
    {"severity": pl.String(), "page": pl.String(), "line": pl.UInt32(), "text": pl.String()}
)
"""One row per remark about an input, in reading order.

- `severity`: info, damage, unread or missing
- `page`: the page or file it speaks of; `line`: 1-based, null where none is to blame
- `text`: what happened, and what the user can do
"""
