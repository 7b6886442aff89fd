"""What there is of many pages only."""

import polars as pl

from threadscope.schema.counts import AUTHORS

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
