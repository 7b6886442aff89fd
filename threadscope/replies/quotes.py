"""Words of an earlier comment repeated: quoted lines, words in quotation marks, or free repetition.

Runs of words are hashed and joined, so that no run is ever written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from threadscope.language.tokens import Tokens, mixed, run, spoken
from threadscope.replies.facts import READ

_RUN = 4
_FREE_RUN = 5
"""Words that must follow each other to count without any mark of a quote."""
_COMMON = 20
"""A run of words that more comments share says nothing about any of them."""
_COPIED = 8
_MOST = 0.75
"""Of those who hold a run, the first who holds so much of what any of them holds has said it."""
_LINE = r"(?m)^[ \t]{0,8}(?:[|:]?>|[|:]|[A-Z][A-Za-z]{1,11}>) ?[^>|:\s].*$"
"""A line quoted once, by a mark or a mark after a name, as some mail programs have it."""
_MARKS = r"[“«„][^“”«»„\n]{12,600}[”»“]|\"[^\"\n]{12,600}\""
_HINTS = {_LINE: [">", "|", ":"], _MARKS: ["“", "«", "„", '"']}
"""What must stand in a text for the patterns to be worth a try."""
_CERTAIN = {"line": 3.0, "mark": 4.0, "free": 3.0}
"""So many shared runs make it 63 % sure that one quotes the other, twice as many 86 %."""
_FORM = 5
"""Comments that differ by so few words, both of them, fill in the same form."""
_ARTICLE = -1
"""The row of what stands above all comments: before the first."""
_START = 3
"""A quote after so few words, such as a name, opens the comment."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Who is quoted, and which words are therefore not a comment's own."""

    pairs: pl.DataFrame
    """One row per comment and earlier comment whose words it repeats: row, parent, quote (0 to 1,
    how sure it is that they are quoted, times share), share (of all words that it repeats), words
    (how many), start (these words come first), free (without
    marks), clue."""
    article: pl.DataFrame
    """One row per comment that repeats words of what stands above all comments; the columns are
    those of pairs, without parent."""
    marked: pl.DataFrame
    """One row per comment with quoted lines: row, marked (how many words they have)."""
    borrowed: pl.DataFrame
    """One row per comment and word that it only says where it repeats a passage: row, term."""
    fresh: pl.Series
    """One for each word that is said: it stands in no passage that repeats an earlier comment."""


def quotes(comments: pl.DataFrame, words: Tokens, articles: pl.Series | None = None) -> Quotes:
    """Find who is quoted.

    A quote inside a quote is left out: those are the words of somebody further up. For the same
    reason what a comment quotes does not count as said by it, and a run of words counts for the
    comment that said it first. Reposts quote nothing. Who says his own words again without the
    mark of a line has a signature or a habit, and quotes nobody.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        articles: of every page, in order, what stands above its comments; null = nothing is known.
    """
    page, repeated = comments["page"], comments["repeats"].is_not_null()
    said = words.said.select("row", "at", "term")
    once = comments.filter(~pl.lit(repeated))
    above = _above(articles)
    runs = pl.concat([_article_runs(above, _FREE_RUN), _runs(said, _FREE_RUN, page)])
    runs = runs.filter(pl.col("run").is_duplicated())
    quoting = {"line": _quoting(once, _LINE), "mark": _quoting(once, _MARKS)}
    who = comments["who"]
    parts = [*_quoted(said, quoting, page, who, above), _repeated(said, runs, repeated, who)]
    found = (
        pl.concat(parts)
        .sort("row", "parent", "sure", descending=[False, False, True], maintain_order=True)
        .unique(["row", "parent"], keep="first")
        .with_columns(share=pl.col("words") / pl.col("words").sum().over("row"))
        .with_columns(
            pl.col("share").cast(pl.Float32),
            quote=(pl.col("sure") * pl.col("share")).cast(pl.Float32),
        )
        .drop("sure")
    )
    marked = quoting["line"].group_by("row").agg(marked=pl.len())
    pairs, article = (found.filter(pl.col("parent") >= 0), found.filter(pl.col("parent") < 0))
    fresh = _fresh(words, runs)
    return Quotes(pairs, article.drop("parent"), marked, _borrowed(words, fresh), fresh)


def _above(articles: pl.Series | None) -> pl.DataFrame:
    """Give the words of what stands above comments: row (the place of the page), term."""
    texts = pl.DataFrame({"text": articles}, {"text": pl.String}).with_row_index("row")
    lower = pl.col("row").cast(pl.Int64), pl.col("text").str.head(READ).str.to_lowercase()
    return spoken(texts.drop_nulls().select(lower)).select("row", "term")


def _article_runs(above: pl.DataFrame, length: int) -> pl.DataFrame:
    """Cut what stands above comments into runs, all said by _ARTICLE."""
    pages = pl.Series(np.arange(above["row"].to_numpy().max(initial=-1) + 1))
    return _runs(above, length, pages).with_columns(row=pl.lit(_ARTICLE, pl.Int64))


def _quoting(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Give the words of all that comments quote: row, at, term."""
    quoted = (
        comments.lazy()
        .filter(pl.col("body").str.contains_any(_HINTS[pattern]))
        .filter(pl.col("body").str.contains(pattern))
        .select(
            "row", text=pl.col("body").str.extract_all(pattern).list.join(" ").str.to_lowercase()
        )
        .collect()
    )
    return spoken(quoted).select("row", "at", "term")


def _quoted(
    said: pl.DataFrame,
    quoting: dict[str, pl.DataFrame],
    page: pl.Series,
    who: pl.Series,
    above: pl.DataFrame,
) -> Iterator[pl.DataFrame]:
    """Weigh what comments quote of what earlier ones said, one frame for each kind of quote."""
    quoted = {kind: _once(_runs(words, _RUN, page)) for kind, words in quoting.items()}
    rows = pl.concat(mine["row"] for mine in quoted.values())
    pages = pl.lit(page.gather(rows).unique()).implode()
    nearby = pl.concat(
        [
            _article_runs(above.filter(pl.col("row").is_in(pages)), _RUN),
            _runs(said.filter(pl.lit(page).gather("row").is_in(pages)), _RUN, page),
        ]
    )
    for kind, mine in quoted.items():
        theirs = _once(nearby.join(mine, on="run", how="semi", maintain_order="left"))
        shared = _shared(mine, theirs, None if kind == "line" else who)
        yield shared.select(*_told(quoting[kind], _RUN, kind))


def _repeated(
    said: pl.DataFrame, runs: pl.DataFrame, reposts: pl.Series, who: pl.Series
) -> pl.DataFrame:
    """Weigh what comments say in the words of earlier ones, without any mark of a quote."""
    again = pl.lit(reposts.arg_true()).cast(pl.Int64).implode()
    fresh = _once(runs.filter(~pl.col("row").is_in(again)))
    copied = fresh.filter(pl.len().over("run").is_between(2, _COPIED))
    shared = _shared(copied, copied, who)
    size = np.bincount(said["row"].to_numpy(), minlength=len(reposts) + 1)
    size[_ARTICLE] = len(said)
    same = shared["runs"].to_numpy() + _FREE_RUN - 1
    form = np.ones(shared.height, bool)
    for one in ("row", "parent"):
        other = size[shared[one].to_numpy()] - same
        form &= (other >= 1) & (other <= _FORM)
    return shared.filter(~pl.Series(form)).select(*_told(said, _FREE_RUN, "free"))


def _once(runs: pl.DataFrame) -> pl.DataFrame:
    """Keep the first of equal runs of the same comment."""
    return runs.unique(["row", "run"], keep="first")


def _shared(mine: pl.DataFrame, theirs: pl.DataFrame, who: pl.Series | None) -> pl.DataFrame:
    """Count the runs that comments share with those that said them first.

    Whoever holds much more of what a comment quotes is quoted himself, with those whom he quotes.

    Args:
        mine: runs of the comments.
        theirs: runs of the earlier ones.
        who: a number for the author of each, who does not count as quoting himself; None = he does.

    Returns:
        row, parent, runs and place (of the first of them).
    """
    return (
        mine.join(theirs.select("run", parent="row"), on="run")
        .filter(pl.col("parent") < pl.col("row"), True if who is None else _foreign(who))
        .filter(pl.len().over("row", "run") <= _COMMON)
        .with_columns(held=pl.len().over("row", "parent"))
        .filter(pl.col("held") >= _MOST * pl.col("held").max().over("row", "run"))
        .filter(pl.col("parent") == pl.col("parent").min().over("row", "run"))
        .group_by("row", "parent")
        .agg(runs=pl.len().cast(pl.Float64), place=pl.col("place").min())
    )


def _foreign(who: pl.Series) -> pl.Expr:
    said = pl.lit(who).gather(pl.col("parent").clip(0))
    own = (pl.lit(who).gather("row") == said).fill_null(False)
    return ~own | (pl.col("parent") == _ARTICLE)


def _told(words: pl.DataFrame, length: int, kind: str) -> list[pl.Expr]:
    """Give the columns from which `quotes` makes its own."""
    count = (pl.col("runs") + (length - 1)).cast(pl.Int64)
    clue = "repeats {} of its words" if kind == "free" else "quotes {} of its words"
    return [
        pl.col("row", "parent"),
        (1 - (pl.col("runs") / -_CERTAIN[kind]).exp()).alias("sure"),
        count.cast(pl.Float32).alias("words"),
        (pl.lit(words["at"]).gather("place") <= _START).alias("start"),
        pl.lit(kind == "free").alias("free"),
        pl.format(clue, count).alias("clue"),
    ]


def _fresh(words: Tokens, runs: pl.DataFrame) -> pl.Series:
    """Tell of each word whether it stands in no passage that an earlier comment holds too."""
    later = runs.filter(pl.col("row") > pl.col("row").min().over("run"))
    fresh = np.ones(words.said.height, bool)
    fresh[later["place"].to_numpy()[:, None] + np.arange(_FREE_RUN)] = False
    return pl.Series(fresh)


def _borrowed(words: Tokens, fresh: pl.Series) -> pl.DataFrame:
    """Find the words that comments only say where they repeat a passage: row, term."""
    copying = pl.col("row").is_in(pl.lit(words.said["row"].filter(~fresh).unique()).implode())
    own = words.said.lazy().filter(fresh).filter(copying).select("row", "term")
    return words.distinct.lazy().filter(copying).join(own, on=["row", "term"], how="anti").collect()


def _runs(words: pl.DataFrame, length: int, page: pl.Series) -> pl.DataFrame:
    """Cut texts into all runs of so many words.

    Args:
        words: row and term, in order.
        length: of a run.
        page: of each row.

    Returns:
        One row per run, in order: row, place (of its first word in `words`), run (the same number
        for the same words on the same page).
    """
    number, whole = run(length)
    return (
        words.lazy()
        .select("row", place=pl.int_range(pl.len()), run=mixed(number, pl.lit(page).gather("row")))
        .filter(whole)
        .collect()
    )
