"""Who is named in a comment: in its header, in a phrase, before a quote, or in running text."""

import polars as pl

from threadscope.language import cues
from threadscope.language.tokens import EDGES, NAME, Tokens
from threadscope.replies.facts import INTRODUCTION, VERBS

_PART = 0.6
"""What half a name (one word of several) counts for."""
_SHORTEST = 2
_HEADER, _PHRASE, _CALL = 6.0, 3.0, 1.5
"""What a header, a phrase or a name and a comma add to the log-odds on top of what is learnt: they
say outright whom a comment answers."""
_HEADS = (
    r"^\*?(?:From|Von|De|Da|Van|Fra|Från|Od|От):\*?[ \t]+(?:.*(?i:on behalf of) )?"
    r"\"?(?P<parent_author>[^<\[(:\"\n]{2,60}?)\"?\s*(?:[<\[(].*)?$",
    r"^>{4,5} +(?:\"[^\"\n]*\" +== +)?\"?(?P<parent_author>[^<>\"\n]{2,60}?)\"? <[^>\n]*>",
)
"""Lines of a mail that stand above what is quoted of it: its header, or as Emacs says it."""
_VOCATIVE = r"\A@?(?P<parent_author>[^\s,:@][^,:\n]{0,39}?)\s*[,:]"
"""A body that opens with a name and a comma or colon."""
_AIMED = pl.col("opens") | ~pl.col("words").str.starts_with("@")
"""Who is called further down is not whom the comment answers: that was done above."""
_OPENING = 2
"""A name among so many first words opens the comment."""


def mentions(
    comments: pl.DataFrame,
    words: Tokens,
    phrases: dict[tuple[str, ...], list[int]],
    fresh: pl.Series,
) -> pl.DataFrame:
    """Find whom comments name, authors of the same page all.

    Args:
        comments: as `facts.own` gives them.
        words: what they say themselves.
        phrases: patterns over a line, with the group parent_author, and the pages they are for.
        fresh: which of the words that are said stand in no passage that repeats an earlier comment.

    Returns:
        One row per comment and author named in it, by row: row, page, named (the author), opens,
        inside (the weight of the name where it opens the text, or stands further in: 1 = whole,
        less = one word of several), stated (it stands in a header, a phrase, or before a quote),
        promise (log-odds that a header or phrase adds), called (behind an @), rare (1 = only here;
        names that many comments hold count less), clue (the words that say so).
    """
    names = _names(comments)
    met = pl.concat(
        [
            _in_text(comments, words.said.filter(fresh), words.terms, names),
            *_stated(comments, phrases, names, _copied(words, fresh)),
        ],
        how="diagonal",
    )
    whole = pl.col("weight").max()
    return (
        met.group_by("row", "page", "named")
        .agg(
            opens=pl.col("weight").filter("opening").max().fill_null(0.0),
            inside=pl.col("weight")
            .filter(~pl.col("opening") & ~pl.col("stated"))
            .max()
            .fill_null(0.0),
            stated=pl.col("stated").any(),
            promise=pl.col("promise").max().fill_null(0.0),
            called=pl.col("called").fill_null(False).any(),
            rare=(whole * pl.col("rare").fill_null(1.0).max()).cast(pl.Float32),
            clue=pl.col("clue").sort_by("stated", "opening", descending=True).first(),
        )
        .sort("row", "named")
    )


def _names(comments: pl.DataFrame) -> pl.DataFrame:
    """Give the words by which the authors of each page may be called: page, word, named, weight.

    A whole name counts more than one word of it; a word that may mean two authors of the page, an
    everyday word or a single letter names nobody.
    """
    parts = (
        comments.filter(pl.col("author").is_not_null())
        .select("page", named="author")
        .unique()
        .with_columns(
            parts=pl.col("named")
            .str.to_lowercase()
            .str.extract_all(NAME)
            .list.eval(pl.element().str.strip_chars(EDGES))
        )
        .filter(pl.col("parts").list.len() > 0)
    )
    weight = pl.when(pl.col("parts").list.len() == 1).then(1.0).otherwise(_PART)
    ends = pl.concat(
        [
            parts.select("page", "named", word=pl.col("parts").list.get(end), weight=weight)
            for end in (0, -1)
        ]
    )
    return (
        ends.filter(pl.col("word").str.len_chars() >= _SHORTEST)
        .filter(~pl.col("word").is_in(list(cues.common())))
        .filter(pl.col("named").n_unique().over("page", "word") == 1)
        .unique(["page", "named", "word"])
    )


def _copied(words: Tokens, fresh: pl.Series) -> pl.Series:
    """List the rows of comments that open with the words of an earlier one."""
    return words.said.filter(~fresh & (words.said["at"] == 0))["row"]


def _in_text(
    comments: pl.DataFrame, said: pl.DataFrame, terms: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """Find names among the words that comments say, as `Tokens` has them."""
    known = names.lazy().join(terms.lazy(), on="word")
    row = pl.col("row")
    called = (
        said.lazy()
        .join(known.select("term").unique(), on="term", how="semi")
        .with_columns(
            page=pl.lit(comments["page"]).gather(row), author=pl.lit(comments["author"]).gather(row)
        )
    )
    spread = called.group_by("page", "term").agg(spread=row.n_unique())
    return (
        called.join(known, on=["page", "term"])
        .filter(pl.col("named").ne_missing(pl.col("author")))
        .join(spread, on=["page", "term"])
        .select(
            "row",
            "page",
            "named",
            "called",
            pl.col("weight").cast(pl.Float32),
            opening=pl.col("at") < _OPENING,
            stated=pl.lit(False),
            rare=(1 / (1 + pl.col("spread").cast(pl.Float32).log())),
            clue=pl.when(pl.col("at") < _OPENING)
            .then(pl.format("opens with the name {}", "named"))
            .otherwise(pl.format("names {}", "named")),
        )
        .collect()
    )


def _stated(
    comments: pl.DataFrame,
    phrases: dict[tuple[str, ...], list[int]],
    names: pl.DataFrame,
    copied: pl.Series,
) -> list[pl.DataFrame]:
    """Find names in headers, in the packs' phrases and before quotes.

    Of the lines that introduce quotes the first counts: what the others introduce was quoted there.
    """
    header = comments.filter(pl.col("parent_author").is_not_null()).select(
        "row",
        "page",
        name="parent_author",
        clue=pl.format("its header names {}", "parent_author"),
        promise=pl.lit(_HEADER),
    )
    said = [
        _matched(comments.filter(pl.col("page").is_in(pages)), pattern).filter(_AIMED)
        for patterns, pages in phrases.items()
        for pattern in patterns
    ]
    verb = pl.col("words").str.contains_any(VERBS)
    phrase = pl.when(verb).then(_CALL).otherwise(_PHRASE)
    named = pl.concat(
        [
            *(each.with_columns(promise=phrase, quotes=verb) for each in said),
            *(
                _matched(comments, head).with_columns(promise=pl.lit(_PHRASE), quotes=True)
                for head in _HEADS
            ),
        ]
    )
    lines = _introductions(comments)
    ends = pl.concat([named.filter("quotes").select("row", "end"), lines.select("row", "end")])
    first = ends.group_by("row").agg(first=pl.col("end").min())
    outer = ~pl.col("quotes") | (pl.col("at") <= pl.col("first"))
    called = _matched(comments.filter(~pl.col("row").is_in(copied.implode())), _VOCATIVE)
    found = [
        header,
        named.join(first, on="row", how="left", maintain_order="left").filter(outer),
        called.with_columns(promise=pl.lit(_CALL), clue=pl.lit(None, pl.String)),
    ]
    lines = lines.join(first, on="row", how="left", maintain_order="left")
    return [
        _known(pl.concat(found, how="diagonal"), comments),
        _before_quotes(lines.filter(pl.col("at") <= pl.col("first")), names),
    ]


def _matched(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Find the first line of each body that matches.

    Returns:
        row, page, name, words (what matches), at and end (the bytes of the body where it stands),
        opens (nothing stands above it), clue.
    """
    by_line = f"(?m){pattern}"
    body = pl.col("body")
    return (
        comments.lazy()
        .filter(body.str.contains(by_line))
        .select(
            "row",
            "page",
            "body",
            name=body.str.extract_groups(by_line).struct.field("parent_author"),
            words=body.str.extract(f"({by_line})", 1),
        )
        .filter(pl.col("name").is_not_null())
        .with_columns(
            opens=body.str.strip_chars_start().str.starts_with(pl.col("words")),
            clue=pl.format('says "{}"', "words"),
            **_place("words"),
        )
        .drop("body")
        .collect()
    )


def _place(words: str) -> dict[str, pl.Expr]:
    """Give at and end of words in a body, in bytes."""
    at = pl.col("body").str.find(pl.col(words), literal=True).fill_null(0)
    return {"at": at, "end": at + pl.col(words).str.len_bytes()}


def _known(found: pl.DataFrame, comments: pl.DataFrame) -> pl.DataFrame:
    """Keep the names that are an author's on the page, however written."""
    key = pl.col("name").str.to_lowercase().str.strip_chars(" \t@.,:;")
    authors = (
        comments.filter(pl.col("author").is_not_null())
        .select("page", named="author", key=pl.col("author").alias("name").str.to_lowercase())
        .unique()
    )
    return (
        found.with_columns(key=key)
        .join(authors, on=["page", "key"], maintain_order="left")
        .select(
            "row",
            "page",
            "named",
            clue=pl.coalesce("clue", pl.format("opens with the name {}", "named")),
            weight=pl.lit(1.0, pl.Float32),
            opening=pl.lit(False),
            stated=pl.lit(True),
            promise=pl.col("promise").cast(pl.Float32),
        )
    )


def _introductions(comments: pl.DataFrame) -> pl.DataFrame:
    """Find lines that introduce a quote ("On Monday, Ann Lee wrote:").

    Returns:
        One row per line: row, page, author, text, at and end (as `_matched` gives them).
    """
    return (
        comments.lazy()
        .filter("introduced")
        .select("row", "page", "author", "body", text=pl.col("own").str.extract_all(INTRODUCTION))
        .explode("text", empty_as_null=False)
        .with_columns(**_place("text"))
        .drop("body")
        .collect()
    )


def _before_quotes(lines: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Find names in lines that introduce a quote, as `_introductions` gives them."""
    return (
        lines.lazy()
        .with_columns(pl.col("text").str.replace_all("\n", " ", literal=True))
        .with_columns(word=pl.col("text").str.to_lowercase().str.extract_all(NAME))
        .explode("word", empty_as_null=False)
        .with_columns(word=pl.col("word").str.strip_chars(EDGES))
        .join(names.lazy(), on=["page", "word"])
        .filter(pl.col("named").ne_missing(pl.col("author")))
        .select(
            "row",
            "page",
            "named",
            clue=pl.format('says "{}"', pl.col("text").str.strip_chars()),
            weight=pl.col("weight").cast(pl.Float32),
            opening=pl.lit(False),
            stated=pl.lit(True),
        )
        .collect()
    )
