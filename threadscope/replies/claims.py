"""Lines that say outright whom a comment answers: headers, the packs' phrases, heads of mails."""

import polars as pl

from threadscope.replies.facts import VERBS

_HEADER, _PHRASE, _CALL = 6.0, 3.0, 1.5
"""What a header, a phrase or a name and a comma add to the log-odds on top of what is learnt: they
say outright whom a comment answers."""
_HEADS = (
    r"^\*?From:\*?\s+\"?(?P<parent_author>[^<\[(:\"\n]{2,60}?)\"?\s*(?:[<\[(].*)?$",
    r"^>{4,} +(?:\"[^\"\n]*\" +== +)?\"?(?P<parent_author>[^<>\"\n]{2,60}?)\"? <[^>\n]*>",
)
"""Lines of a mail that stand above what is quoted of it: its header, or as Emacs says it."""
_VOCATIVE = r"\A@?(?P<parent_author>[^\s,:@][^,:\n]{0,39}?)\s*[,:]"
"""A body that opens with a name and a comma or colon, or with any other word."""


def claims(comments: pl.DataFrame, phrases: dict[tuple[str, ...], list[int]]) -> pl.DataFrame:
    """Find what says whom a comment answers, whether there is anybody of that name or not.

    Args:
        comments: as `facts.own` gives them.
        phrases: patterns over a line, with the group parent_author, and the pages they are for.

    Returns:
        One row per claim: row, page, name, key (the name in lower case, without what stands around
        it), promise (log-odds that it adds), vague (it may be no name at all), clue (the words that
        say so; null = the name and a comma).
    """
    header = comments.filter(pl.col("parent_author").is_not_null()).select(
        "row",
        "page",
        name="parent_author",
        clue=pl.format("its header names {}", "parent_author"),
    )
    said = [
        _matched(comments.filter(pl.col("page").is_in(pages)), pattern)
        for patterns, pages in phrases.items()
        for pattern in patterns
    ]
    found = [
        header.with_columns(promise=pl.lit(_HEADER)),
        *(each.with_columns(promise=_phrase()) for each in said),
        *(_matched(comments, head).with_columns(promise=pl.lit(_PHRASE)) for head in _HEADS),
        _matched(comments, _VOCATIVE).with_columns(
            promise=pl.lit(_CALL), clue=pl.lit(None, pl.String)
        ),
    ]
    key = pl.col("name").str.to_lowercase().str.strip_chars(" \t@.,:;")
    return (
        pl.concat(found, how="diagonal")
        .with_columns(key=key, vague=pl.col("clue").is_null())
        .drop("words", strict=False)
    )


def _phrase() -> pl.Expr:
    """Give what a phrase promises: less if it introduces a quote, which may be an old one."""
    return pl.when(pl.col("words").str.contains_any(VERBS)).then(_CALL).otherwise(_PHRASE)


def _matched(comments: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Find the first line of each body that matches: row, page, name, words, clue."""
    by_line = f"(?m){pattern}"
    return (
        comments.lazy()
        .filter(pl.col("body").str.contains(by_line))
        .select(
            "row",
            "page",
            name=pl.col("body").str.extract_groups(by_line).struct.field("parent_author"),
            words=pl.col("body").str.extract(f"({by_line})", 1),
        )
        .filter(pl.col("name").is_not_null())
        .with_columns(clue=pl.format('says "{}"', "words"))
        .collect()
    )
