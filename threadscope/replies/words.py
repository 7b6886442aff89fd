"""The reasons in words: what evidence of each kind says of a pair, or of answering the page."""

import polars as pl

_KNOWN = pl.col("who").is_not_null()
_ME = pl.col("author").fill_null("its author")
_UP = pl.col("author_up").fill_null("its author")

PAIR_CLUES: dict[str, pl.Expr] = {
    "position": (
        pl.when((pl.col("who") == pl.col("who_up")) & (pl.col("distance") == 1))
        .then(pl.lit("continues the same author's comment"))
        .when(pl.col("who") == pl.col("who_up"))
        .then(pl.lit("is by the same author"))
        .when((pl.col("distance") == 1) & pl.col("new") & pl.col("new_above") & _KNOWN)
        .then(pl.lit("stands directly below it, one newcomer after the other"))
        .when(pl.col("distance") == 1)
        .then(pl.lit("stands directly below it"))
        .when(pl.col("place_up") == 0)
        .then(pl.lit("it opens the discussion"))
        .otherwise(pl.format("stands {} comments further down", "distance"))
    ),
    "alternation": (
        pl.when((pl.col("next") == pl.col("who_up")) & (pl.col("who") != pl.col("who_up")))
        .then(pl.format("{} comes back right after", _UP))
        .when((pl.col("above_up") == pl.col("who")) & (pl.col("who") != pl.col("who_up")))
        .then(pl.format("{} is back, after {} wrote right below", _ME, _UP))
        .when(pl.col("host_up") > 0)
        .then(pl.format("{} answers many here", _UP))
        .when(pl.col("parent") > pl.col("before"))
        .then(pl.format("came since {} last wrote", _ME))
        .when(pl.col("parent") < pl.col("before"))
        .then(pl.format("{} has written since", _ME))
        .when(pl.col("share_up") > 0)
        .then(pl.format("{} writes more than once here", _UP))
    ),
    "named": pl.coalesce(
        "named_clue",
        pl.when(pl.col("names_it")).then(
            pl.format("names {}, who has written more than this", _UP)
        ),
        pl.when(pl.col("names") > 0).then(pl.lit("names somebody else")),
    ),
    "address": (
        pl.when(pl.col("names_me"))
        .then(pl.format("{} had named {}", _UP, _ME))
        .when(pl.col("names_up") > 0)
        .then(pl.lit("it speaks to somebody else"))
        .when(pl.col("told").is_not_null())
        .then(pl.format("somebody named {} before", _ME))
        .otherwise(pl.lit("it names nobody"))
    ),
    "quote": pl.coalesce(
        "quote_clue", pl.when(pl.col("quotes_another") > 0).then(pl.lit("quotes somebody else"))
    ),
    "topic": pl.col("topic_clue"),
    "question": (
        pl.when(pl.col("question_up") & ~pl.col("question"))
        .then(pl.lit("it asks, this one does not"))
        .when(pl.col("question_up"))
        .then(pl.lit("both ask something"))
        .when(pl.col("question"))
        .then(pl.lit("asks something"))
        .when(pl.col("asked") > 0)
        .then(pl.lit("the first comment asks something"))
    ),
    "cue": (
        pl.when(pl.col("reply"))
        .then(pl.lit("opens like an answer"))
        .when(pl.col("thanks"))
        .then(pl.lit("says thanks"))
        .when(pl.col("second"))
        .then(pl.lit('speaks to somebody ("you")'))
        .when(pl.col("article"))
        .then(pl.lit("speaks of the article"))
    ),
}
"""Kind of evidence to its words, over `pairs.pairs` with author and author_up; null = none."""

PAGE_CLUES: dict[str, pl.Expr] = {
    "position": (
        pl.when(pl.col("place") == 0)
        .then(pl.lit("nothing stands above it"))
        .when(~_KNOWN)
        .then(pl.lit("its author is unknown"))
        .when(pl.col("new") & pl.col("new_above"))
        .then(pl.lit("one newcomer after the other"))
        .when(pl.col("new"))
        .then(pl.format("first comment of {}", _ME))
        .otherwise(pl.format("{} has written before", _ME))
    ),
    "alternation": (
        pl.when(pl.col("next") == pl.col("above"))
        .then(pl.lit("the author above comes back right after"))
        .when(pl.col("host_above") > 0)
        .then(pl.lit("the author above answers many here"))
        .when(pl.col("host") > 0)
        .then(pl.format("{} answers many here", _ME))
        .otherwise(pl.lit("its author takes turns with another"))
    ),
    "named": pl.when(pl.col("names") > 0).then(pl.lit("names somebody")),
    "address": pl.when(pl.col("told").is_not_null()).then(
        pl.format("somebody named {} before", _ME)
    ),
    "quote": pl.coalesce(
        pl.when(pl.col("quote").is_not_null()).then(pl.lit("quotes the article")),
        pl.when(pl.col("quotes")).then(pl.lit("quotes somebody")),
    ),
    "topic": (
        pl.when(pl.col("link"))
        .then(pl.lit("gives a link"))
        .otherwise(pl.lit("shares words with other comments"))
    ),
    "question": (
        pl.when(pl.col("question"))
        .then(pl.lit("asks something"))
        .otherwise(pl.lit("the first comment asks something"))
    ),
    "cue": (
        pl.when(pl.col("article"))
        .then(pl.lit("speaks of the article"))
        .when(pl.col("reply"))
        .then(pl.lit("opens like an answer"))
        .when(pl.col("thanks"))
        .then(pl.lit("says thanks"))
        .otherwise(pl.lit('speaks to somebody ("you")'))
    ),
}
"""Kind of evidence to its words, over `absent.missed` with author; null = none."""

MISSED_CLUES: dict[str, pl.Expr] = {
    "position": (
        pl.when(pl.col("lost") > 0)
        .then(pl.lit("others here speak to somebody who is not here, too"))
        .otherwise(pl.lit("no other comment here speaks to somebody who is not here"))
    ),
    "named": pl.coalesce("absent_clue", PAGE_CLUES["named"]),
    "quote": (
        pl.when(pl.col("absent_quote") > 0)
        .then(pl.lit("quotes what no comment here says"))
        .when("quoted")
        .then(pl.lit("quotes a comment that is here"))
    ),
}
"""Kind of evidence to its words, over `absent.missed` with author; null = none."""

_TOGETHER = pl.lit("what its signs say only together")

ALL_PAIR_CLUES: dict[str, pl.Expr] = {
    **PAIR_CLUES,
    "repost": pl.lit("repeats an earlier comment"),
    "habit": (
        pl.when(pl.col("distance") == 1)
        .then(pl.lit("how often the comment above is answered on these pages"))
        .otherwise(pl.lit("how often comments further up are answered on these pages"))
    ),
    "together": _TOGETHER,
}
"""PAIR_CLUES, and words for what has to do with no pair alone."""

ALL_PAGE_CLUES: dict[str, pl.Expr] = {
    **PAGE_CLUES,
    "habit": pl.lit("how often the page itself is answered here"),
    "together": _TOGETHER,
}
"""PAGE_CLUES, and words for what has to do with no comment alone."""

ALL_MISSED_CLUES: dict[str, pl.Expr] = {**MISSED_CLUES, "together": _TOGETHER}
"""MISSED_CLUES, and words for what has to do with no comment alone."""
