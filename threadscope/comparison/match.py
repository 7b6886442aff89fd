"""Which comment of one discussion is which of another."""

import polars as pl

from threadscope.language.plain import words_of

_OPENING = 24
"""Characters by whose likeness a changed comment is known again."""
_TELLING = 20
"""Characters from which on words alone tell a comment from others."""

PAIRED = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32(), "same": pl.Boolean()})
"""One row per comment that is in both discussions, by `a`.

- `a`, `b`: its ids
- `same`: its author and its words are the same in both
"""


def paired(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """Find the comments of one discussion in another.

    By page, author and words; of those left by the id that the page gives, by page, author and
    date, by page and words, by author and how the comment begins or ends. Of comments that are
    alike in this the first is the first.

    Args:
        a: THREADS.
        b: THREADS.

    Returns:
        PAIRED.
    """
    same_pages = _same_pages(a, b)
    left, right = (_described(threads, same_pages=same_pages) for threads in (a, b))
    found = [PAIRED.to_frame()]
    for key, asked in _KEYS:
        both = _keyed(left, key, asked).join(_keyed(right, key, asked), on=[*key, "turn"])
        same = pl.col("said").eq_missing(pl.col("said_right"))
        found.append(both.select(a="id", b="id_right", same=same).match_to_schema(PAIRED))
        left = left.join(found[-1], left_on="id", right_on="a", how="anti", maintain_order="left")
        right = right.join(found[-1], left_on="id", right_on="b", how="anti", maintain_order="left")
    return pl.concat(found).sort("a")


_KEYS: tuple[tuple[tuple[str, ...], pl.Expr], ...] = (
    (("where", "author", "words"), pl.col("words") != ""),
    (("where", "source_id"), pl.col("source_id").is_not_null()),
    (("where", "author", "posted_at"), pl.col("posted_at").is_not_null()),
    (("where", "words"), pl.col("words").str.len_chars() >= _TELLING),
    (("where", "author", "opening"), pl.col("opening") != ""),
    (("where", "author", "ending"), pl.col("ending") != ""),
)
"""What two comments must have in common, one after the other, and which comments it is asked of."""


def _described(threads: pl.DataFrame, *, same_pages: bool) -> pl.DataFrame:
    """Give of every comment what it may be known by.

    Columns: id, source_id, posted_at, author, where, words, opening, ending, said (author
    and words as they are).
    """
    words = pl.col("words")
    return threads.select(
        "id",
        "source_id",
        "posted_at",
        "author",
        where=_name() if same_pages else pl.lit(""),
        words=words_of(pl.col("body")),
    ).with_columns(
        author=pl.col("author").fill_null(""),
        opening=words.str.head(_OPENING),
        ending=words.str.tail(_OPENING),
        said=pl.struct("author", "words"),
    )


def _same_pages(a: pl.DataFrame, b: pl.DataFrame) -> bool:
    """Tell whether two discussions are of pages of the same names: two captures of one site."""
    names, others = (set(each.select(_name().unique()).to_series()) for each in (a, b))
    return len(names & others) * 2 > max(len(names), len(others))


def _name() -> pl.Expr:
    return pl.col("page").str.extract(r"([^/\\]*)$")


def _keyed(comments: pl.DataFrame, key: tuple[str, ...], asked: pl.Expr) -> pl.DataFrame:
    """Number the comments that have the same key."""
    return comments.filter(asked).with_columns(turn=pl.col("id").cum_count().over(key))
