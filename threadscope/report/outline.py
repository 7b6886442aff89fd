"""The rebuilt tree as indented text."""

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.tables import first_words

_WORDS = 72
_DEEPEST = 30
"""Levels that are indented; deeper comments say their depth, so that a line has an end."""
_STEP = "  "
_SHARE = 6
"""Indentation takes at most two cells for every six of a terminal."""


def tree_text(discussion: Discussion, width: int | None = None) -> str:
    """Write all pages as trees, one line a comment, replies indented below what they answer.

    A line holds the page's line, a mark, the author and the first words. The mark is `=` where
    the page itself or a reader's correction says whom the comment answers, otherwise how likely
    the place is; `?` where what it answers is not on the page, `?` and how likely its likeliest
    place is where that is left open.

    Args:
        discussion: what to write.
        width: cells of the terminal; lines are at least as long, and left to be cut. None = none.
    """
    words, deepest = (
        (_WORDS, _DEEPEST) if width is None else (width, min(_DEEPEST, width // _SHARE))
    )
    originals = discussion.threads.select("id", repeated_line="first_line")
    threads = discussion.threads.join(originals, left_on="repeats", right_on="id", how="left")
    lines = threads.sort("order").select("page", line=_line(words, deepest))
    pages = lines.group_by("page", maintain_order=True).agg(pl.col("line").str.join("\n"))
    texts = dict(pages.rows())
    noun = pl.when(pl.col("comments") == 1).then(pl.lit("comment")).otherwise(pl.lit("comments"))
    titles = discussion.pages.select(
        "page",
        pl.format("{} ({}, {}, {} {})", "page", "pack", "order", "comments", noun).alias("title"),
    ).rows()
    return "\n".join(
        f"{title}\n{texts[page]}\n" if page in texts else f"{title}\n" for page, title in titles
    )


def _line(words: int, deepest: int) -> pl.Expr:
    depth = pl.min_horizontal("depth", pl.lit(deepest))
    indent = pl.lit(_STEP).repeat_by(depth).list.join("")
    deeper = pl.when(pl.col("depth") > deepest).then(pl.format("[{}] ", "depth"))
    percent = pl.format("{}%", (pl.col("confidence") * 100).round().cast(pl.Int32))
    mark = (
        pl.when(pl.col("orphan") & pl.col("certain"))
        .then(pl.lit("?"))
        .when("orphan")
        .then("?~" + percent)
        .when("certain")
        .then(pl.lit("="))
        .when("unplaced")
        .then("?" + percent)
        .otherwise("~" + percent)
    )
    author = pl.col("author").fill_null("(unknown)").str.replace_all(r"\s+", " ")
    repost = pl.when(pl.col("repeated_line").is_not_null()).then(
        pl.format("[repeats line {}] ", "repeated_line")
    )
    return pl.format(
        "{} {}{}{} {}: {}{}",
        pl.col("first_line").cast(pl.String).str.pad_start(5),
        indent,
        deeper.fill_null(""),
        mark,
        author,
        repost.fill_null(""),
        first_words(words),
    ).str.strip_chars_end()
