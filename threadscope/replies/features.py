"""The reasons as numbers: one expression each, over pairs and over comments.

A feature is about 0 to 1; what nearly proves an answer is larger, so that training, which keeps
weights small, lets it speak. Its kind is the kind of evidence that it belongs to; what a model adds
up for the features of one kind is the weight that is shown for that evidence.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

_AT_ONCE = 1 << 18
"""Rows whose features are computed at once; one long page has millions."""
_SAME = (pl.col("who") == pl.col("who_up")).fill_null(False)
_OTHER = (pl.col("who") != pl.col("who_up")).fill_null(False)
_DISTANCE = pl.col("distance")
_ABOVE = _DISTANCE == 1
_FIRST = pl.col("place_up") == 0
_LAST_OF_IT = _OTHER & (pl.col("after_up").is_null() | (pl.col("after_up") >= pl.col("row")))
_SINCE = _OTHER & (pl.col("parent") > pl.col("before")).fill_null(False)
_BACK = _OTHER & (pl.col("next") == pl.col("who_up")).fill_null(False)
_BACK_SOON = (
    _OTHER
    & (
        (pl.col("second_next") == pl.col("who_up")) | (pl.col("third_next") == pl.col("who_up"))
    ).fill_null(False)
    & ~_BACK
)
_ANSWERED_ME = _OTHER & (pl.col("above_up") == pl.col("who")).fill_null(False)
_NAMED = pl.col("names_it").fill_null(False)
_NAMES = pl.col("names") > 0
_TOLD = (pl.col("told") == pl.col("parent")).fill_null(False)


def _or_none(column: str) -> pl.Expr:
    return pl.col(column).fill_null(0.0)


def _or_no(column: str) -> pl.Expr:
    return pl.col(column).fill_null(False)


_FREE = _or_no("free")
_OPENS_QUOTED = _or_no("quoted_first") & ~(_FREE & pl.col("quotes"))
"""Who marks quotes does not quote without marks."""
_AMOUNT = (_or_none("quoted_words") / 4).clip(1).log() * _or_none("quoted_share")

PAIR: dict[str, tuple[str, pl.Expr]] = {
    "above": ("position", _ABOVE),
    **{
        name: ("position", _DISTANCE.is_between(*reach))
        for name, reach in {
            "two_above": (2, 2),
            "four_above": (3, 4),
            "eight_above": (5, 8),
            "sixteen_above": (9, 16),
            "further": (17, 2**31),
        }.items()
    },
    "distance": ("position", _DISTANCE.cast(pl.Float32).log() / 4),
    "first": ("position", _FIRST),
    "first_far": ("position", _FIRST & ~_ABOVE),
    "same": ("position", _SAME),
    "same_above": ("position", _SAME & _ABOVE),
    "same_before": ("position", _SAME & (pl.col("before") == pl.col("parent")).fill_null(False)),
    "latest_of_it": ("position", _LAST_OF_IT),
    "new_above": ("position", pl.col("new") & _ABOVE),
    "new_first": ("position", pl.col("new") & _FIRST),
    "new_up": ("position", pl.col("new_up")),
    "both_new": ("position", pl.col("new") & pl.col("new_up")),
    "run_above": ("position", _ABOVE & pl.col("new") & pl.col("new_above")),
    "long_run_above": (
        "position",
        _ABOVE & pl.col("new") & pl.col("new_above") & pl.col("new_next"),
    ),
    "new": ("position", pl.col("new")),
    "length": ("position", pl.col("length")),
    "length_up": ("position", pl.col("length_up")),
    "unknown": ("position", pl.col("who").is_null()),
    "unknown_up": ("position", pl.col("who_up").is_null()),
    "runs_above": ("position", pl.col("runs") * _ABOVE),
    "turns_above": ("position", pl.col("turns") * _ABOVE),
    "newcomers_above": ("position", pl.col("newcomers") * _ABOVE),
    "opener_above": ("position", pl.col("opener") * _ABOVE),
    "returns_above": ("position", pl.col("returns") * _ABOVE),
    "runs_first": ("position", pl.col("runs") * _FIRST),
    "turns_first": ("position", pl.col("turns") * _FIRST),
    "newcomers_first": ("position", pl.col("newcomers") * _FIRST),
    "opener_first": ("position", pl.col("opener") * _FIRST),
    "returns_first": ("position", pl.col("returns") * _FIRST),
    "returns_first_new": ("position", pl.col("returns") * _FIRST * pl.col("new")),
    "since": ("alternation", _SINCE),
    "since_first": (
        "alternation",
        _SINCE & (pl.col("parent") == pl.col("before") + 1).fill_null(False),
    ),
    "since_latest": ("alternation", _SINCE & _LAST_OF_IT),
    "before_mine": ("alternation", _OTHER & (pl.col("parent") < pl.col("before")).fill_null(False)),
    "answered_me": ("alternation", _ANSWERED_ME),
    "answered_me_above": ("alternation", _ANSWERED_ME & _ABOVE),
    "answered_me_fair": ("alternation", _ANSWERED_ME * (1 - pl.col("host_up"))),
    "near_me": (
        "alternation",
        _OTHER & (pl.col("above_two_up") == pl.col("who")).fill_null(False) & ~_ANSWERED_ME,
    ),
    "back": ("alternation", _BACK),
    "back_above": ("alternation", _BACK & _ABOVE),
    "back_fair": ("alternation", _BACK * (1 - pl.col("host_up"))),
    "back_soon": ("alternation", _BACK_SOON),
    "host_up": ("alternation", pl.col("host_up")),
    "host_up_new": ("alternation", pl.col("host_up") * pl.col("new")),
    "host_above": ("alternation", pl.col("host") * _ABOVE),
    "share_up": ("alternation", pl.col("share_up")),
    "named_opening": ("named", _or_none("opening")),
    "named_inside": ("named", _or_none("inside")),
    "named_stated": ("named", _or_no("stated")),
    "named_called": ("named", _or_no("called")),
    "named_rare": ("named", _or_none("rare")),
    "named_earlier": ("named", _NAMED & pl.col("rare").is_null()),
    "names_another": ("named", _NAMES & ~_NAMED),
    "opens_with_another": ("named", pl.col("opens") & ~_NAMED),
    "names_me": ("address", _or_no("names_me")),
    "told_me": ("address", _TOLD),
    "told_me_since": (
        "address",
        _TOLD & (pl.col("before").is_null() | (pl.col("parent") > pl.col("before"))),
    ),
    "names_others_up": ("address", (pl.col("names_up") > 0) & ~_or_no("names_me")),
    "names_nobody_up": ("address", pl.col("names_up") == 0),
    "was_told": ("address", pl.col("told").is_not_null()),
    "quote": ("quote", 2 * _or_none("quote")),
    "quote_amount": ("quote", 2 * _AMOUNT),
    "quote_first": ("quote", 2 * _OPENS_QUOTED),
    "quote_free": ("quote", _FREE),
    "quotes_another": (
        "quote",
        2 * (pl.col("quoted_most").is_not_null() & pl.col("quote").is_null()),
    ),
    "cosine": ("topic", _or_none("cosine")),
    "cosine_above": ("topic", _or_none("cosine") * _ABOVE),
    "cover": ("topic", _or_none("cover")),
    "rarest": ("topic", _or_none("rarest")),
    "shared": ("topic", _or_none("shared")),
    "nearest": ("topic", _or_no("nearest")),
    "question": ("question", pl.col("question")),
    "question_up": ("question", pl.col("question_up")),
    "answers_question": ("question", pl.col("question_up") & ~pl.col("question")),
    "question_above": ("question", pl.col("question_up") & _ABOVE),
    "asked_above": ("question", pl.col("asked") * _ABOVE),
    "asked_first": ("question", pl.col("asked") * _FIRST),
    "reply": ("cue", pl.col("reply")),
    "reply_above": ("cue", pl.col("reply") & _ABOVE),
    "second": ("cue", pl.col("second")),
    "second_above": ("cue", pl.col("second") & _ABOVE),
    "thanks": ("cue", pl.col("thanks")),
    "thanks_above": ("cue", pl.col("thanks") & _ABOVE),
    "thanks_same": ("cue", pl.col("thanks") & _SAME),
    "article_above": ("cue", pl.col("article") & _ABOVE),
}
"""Of a comment and a possible parent: name to kind and expression over `pairs.pairs`."""

_NEW = pl.col("new")
_TURN = ((pl.col("above_two") == pl.col("who")) & (pl.col("above") != pl.col("who"))).fill_null(
    False
)

PAGE: dict[str, tuple[str, pl.Expr]] = {
    "page": ("position", pl.lit(1.0)),
    "page_new": ("position", _NEW),
    "page_length": ("position", pl.col("length")),
    "page_unknown": ("position", pl.col("who").is_null()),
    "page_same_above": ("position", (pl.col("above") == pl.col("who")).fill_null(False)),
    "page_second_place": ("position", pl.col("place") == 1),
    "page_run": ("position", _NEW & pl.col("new_above")),
    "page_long_run": ("position", _NEW & pl.col("new_above") & pl.col("new_next")),
    "page_new_next": ("position", _NEW & pl.col("new_next")),
    **{
        f"page_{habit}": ("position", pl.col(habit))
        for habit in ("runs", "turns", "newcomers", "opener", "returns")
    },
    **{
        f"page_{habit}_new": ("position", pl.col(habit) * _NEW)
        for habit in ("runs", "turns", "newcomers", "opener", "returns")
    },
    "page_turn": ("alternation", _TURN),
    "page_back": ("alternation", (pl.col("next") == pl.col("above")).fill_null(False)),
    "page_host": ("alternation", pl.col("host")),
    "page_host_above": ("alternation", pl.col("host_above")),
    "page_host_above_new": ("alternation", pl.col("host_above") * _NEW),
    "page_names": ("named", _NAMES),
    "page_opens": ("named", pl.col("opens")),
    "page_told": ("address", pl.col("told").is_not_null()),
    "page_quoted": ("quote", pl.col("quoted")),
    "page_quotes": ("quote", pl.col("quotes") & ~pl.col("quoted")),
    "page_cosine": ("topic", pl.col("cosine")),
    "page_link": ("topic", pl.col("link")),
    "page_question": ("question", pl.col("question")),
    "page_asked": ("question", pl.col("asked")),
    "page_reply": ("cue", pl.col("reply")),
    "page_second": ("cue", pl.col("second")),
    "page_thanks": ("cue", pl.col("thanks")),
    "page_article": ("cue", pl.col("article")),
    "page_article_new": ("cue", pl.col("article") & _NEW),
}
"""Of a comment and the page itself: name to kind and expression over `pairs.summed`."""


def matrix(frame: pl.DataFrame, features: dict[str, tuple[str, pl.Expr]]) -> NDArray[np.float32]:
    """Compute PAIR of `pairs.pairs`, or PAGE of `pairs.summed`: a column each, in their order."""
    numbers = np.empty((frame.height, len(features)), np.float32)
    for start in range(0, frame.height, _AT_ONCE):
        part = frame[start : start + _AT_ONCE].select(
            expression.cast(pl.Float32).alias(name) for name, (_, expression) in features.items()
        )
        numbers[start : start + _AT_ONCE] = part.to_numpy()
    return numbers
