"""What comments hold: questions, links, quotes, reposts."""

import polars as pl

from threadscope.language.cues import ASKING
from threadscope.metrics.authors import words
from threadscope.metrics.measure import Measure

MEASURES = (
    Measure(
        "questions_share",
        "share",
        "comments that ask",
        "comments with a question mark at the end of a line / comments",
        "pisg",
        main=True,
    ),
    Measure(
        "links_share",
        "share",
        "comments with a link",
        "comments with http://, https:// or www. / comments",
        "chat-analytics",
    ),
    Measure(
        "quotes_share",
        "share",
        "comments that quote",
        "comments with a line that begins with >, or whose place in the tree a quote speaks for / "
        "comments",
    ),
    Measure(
        "reposts_share",
        "share",
        "comments whose words stood on the page before",
        "comments with the body of an earlier one / comments",
    ),
    Measure("mean_words", "words", "length of a comment", "words / comments; split at white space"),
    Measure("median_words", "words", "length of a comment", "median of the words of a comment"),
)

_LINK = r"(?i)\bhttps?://|\bwww\."
_QUOTE = r"(?m)^\s*>"


def content(comments: pl.DataFrame) -> pl.DataFrame:
    """Measure what comments hold.

    Args:
        comments: THREADS and group (what is measured together).

    Returns:
        One row per group: group, and a column for each of MEASURES.
    """
    reason = pl.element().struct
    quoting = pl.col("evidence").list.eval(
        (reason.field("kind") == "quote") & (reason.field("weight") > 0)
    )
    found = comments.lazy().select(
        "group",
        questions_share=pl.col("body").str.contains(ASKING),
        links_share=pl.col("body").str.contains(_LINK),
        quotes_share=pl.col("body").str.contains(_QUOTE) | quoting.list.any(),
        reposts_share=pl.col("repeats").is_not_null(),
        words=words(),
    )
    marks = [measure.name for measure in MEASURES if measure.unit == "share"]
    return (
        found.collect(engine="streaming")
        .group_by("group")
        .agg(
            pl.col(marks).mean(),
            mean_words=pl.col("words").mean(),
            median_words=pl.col("words").median(),
        )
    )
