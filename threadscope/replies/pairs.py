"""Which earlier comments may be the parent of a comment, and what is known of each such pair."""

import polars as pl

from threadscope.language.tokens import mixed
from threadscope.replies.quotes import Quotes

_FACTS_BELOW = (
    "place",
    "size",
    "who",
    "before",
    "above",
    "next",
    "second_next",
    "third_next",
    "new",
    "new_above",
    "new_next",
    "host",
    "question",
    "thanks",
    "second",
    "reply",
    "article",
    "length",
    "runs",
    "turns",
    "opener",
    "returns",
    "newcomers",
    "asked",
    "names",
    "opens",
    "told",
    "quotes",
)
_QUOTED = {"quoted_share": "share", "quoted_words": "words", "quoted_first": "start"}
_FACTS_ABOVE = (
    "place",
    "who",
    "after",
    "above",
    "above_two",
    "new",
    "host",
    "share",
    "question",
    "length",
    "names",
)


def described(facts: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Add to what is known of comments whom they name and who named their author.

    Returns:
        The facts with names (how many authors it names), opens (it opens with a name), told (the
        row of the latest comment before it that names its author).
    """
    counts = named.group_by("row").agg(
        names=pl.len().cast(pl.Float32), opens=(pl.col("opens") > 0).any()
    )
    known = facts.filter(pl.col("who").is_not_null()).select("row", "page", "who")
    naming = named.select("page", who="named_who", told="row")
    told = _latest_before(known, naming, "told", "who").select("row", "told")
    return (
        facts.join(counts, on="row", how="left", maintain_order="left")
        .join(told, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("names").fill_null(0.0), pl.col("opens").fill_null(False))
    )


def meant(named: pl.DataFrame, comments: pl.DataFrame, quoted: pl.DataFrame) -> pl.DataFrame:
    """Add to mentions the named author's number and the comment that is meant: named_who, parent.

    That is the one that is quoted most, else the author's latest before.

    Args:
        named: as `mentions` gives them.
        comments: as `facts.own` gives them.
        quoted: as `Quotes` has them.
    """
    authors = comments.select("page", named="author", named_who="who", parent="row").drop_nulls()
    found = _latest_before(named, authors, "parent", "named")
    theirs = (
        quoted.select("row", "quote", "parent", named=pl.lit(comments["author"]).gather("parent"))
        .sort("row", "quote", "parent", descending=[False, True, True])
        .unique(["row", "named"], keep="first", maintain_order=True)
        .select("row", "named", quoted="parent")
    )
    found = found.join(theirs, on=["row", "named"], how="left", maintain_order="left")
    found = found.with_columns(parent=pl.coalesce("quoted", "parent")).drop("quoted")
    return found.filter(pl.col("parent").is_not_null()).sort("row", "parent")


def _latest_before(asked: pl.DataFrame, events: pl.DataFrame, event: str, who: str) -> pl.DataFrame:
    """Add to rows the latest event on their page before them that is about the same person.

    Args:
        asked: rows with row, page and who.
        events: one row per event: page, who and its row.
        event: the column that holds the row of an event; null = there was none.
        who: the column that holds the person.
    """
    return asked.sort("row").join_asof(
        events.sort(event),
        left_on="row",
        right_on=event,
        by=["page", who],
        allow_exact_matches=False,
        coalesce=False,
        check_sortedness=False,
    )


def pairs(
    facts: pl.DataFrame,
    named: pl.DataFrame,
    quoted: Quotes,
    topics: pl.DataFrame,
    window: int,
) -> pl.DataFrame:
    """List the possible parents of every comment, all pages at once.

    They are the comments directly above, a window long, and however far up: whoever is named or
    quoted, the author's own comment before, the latest that named the author, and the first of the
    page.

    Args:
        facts: as `described` gives them.
        named: as `meant` gives them.
        quoted: as `quotes.quotes` gives them.
        topics: as `topic.topic` gives them.
        window: how many comments directly above are possible.

    Returns:
        One row per pair, by row, then parent: row, parent, distance; the facts of the comment, and
        those of the possible parent with a trailing `_up`; what mentions, quotes and topics say of
        the pair (null = nothing).
    """
    reach = pl.min_horizontal("place", pl.lit(window))
    near = facts.select("row", parent=pl.int_ranges(pl.col("row") - reach, pl.col("row"))).explode(
        "parent", empty_as_null=False
    )
    far = pl.concat(
        [
            named.select("row", "parent"),
            quoted.pairs.select("row", "parent"),
            facts.select("row", parent="before").drop_nulls(),
            facts.select("row", parent="told").drop_nulls(),
            facts.filter(pl.col("place") > 0).select("row", parent=pl.col("row") - pl.col("place")),
        ]
    ).filter(pl.col("row") - pl.col("parent") > window)
    both = pl.concat([near, far.unique()]).sort("row", "parent")
    key = mixed(pl.col("row"), pl.col("parent")).alias("pair")
    named_pairs = named.select(
        key,
        "inside",
        "stated",
        "promise",
        "called",
        "rare",
        opening="opens",
        named_clue="clue",
    )
    quoted_pairs = quoted.pairs.select(key, "quote", "free", quote_clue="clue", **_QUOTED)
    like = topics.select(key, "cosine", "cover", "rarest", "shared", "nearest")
    said = both.with_columns(key)
    for each in (_once(named_pairs), _once(quoted_pairs), like):
        said = said.join(each, on="pair", how="left", maintain_order="left")
    called = pl.lit(named.select(mixed(pl.col("row"), pl.col("named_who")))["row"]).implode()
    wide = pl.concat(
        [
            said,
            facts.select(pl.col(_FACTS_BELOW).gather(both["row"])),
            facts.select(pl.col(_FACTS_ABOVE).gather(both["parent"]).name.suffix("_up")),
        ],
        how="horizontal",
    )
    beyond = quoted.article.select("row", page_quote="quote")
    return wide.join(beyond, on="row", how="left", maintain_order="left").with_columns(
        distance=pl.col("row") - pl.col("parent"),
        quoted_most=pl.max_horizontal(pl.col("quote").max().over("row"), "page_quote"),
        names_it=mixed(pl.col("row"), pl.col("who_up")).is_in(called),
        names_me=mixed(pl.col("parent"), pl.col("who")).is_in(called),
    )


def _once(pairs: pl.DataFrame) -> pl.DataFrame:
    """Put together what is said of the same pair in several places."""
    return pairs.group_by("pair").agg(pl.all().drop_nulls().first())


def summed(facts: pl.DataFrame, wide: pl.DataFrame, article: pl.DataFrame) -> pl.DataFrame:
    """Add to the facts of comments what speaks for or against answering the page instead.

    Args:
        facts: as `described` gives them.
        wide: as `pairs` gives them.
        article: as `Quotes` has it.

    Returns:
        The facts with what is offered above: cosine, quoted, host_above; and of the article quote,
        quoted_share, quoted_words, quoted_first (null = it is not quoted).
    """
    offered = wide.group_by("row").agg(
        cosine=pl.col("cosine").max(), quoted=pl.col("quote").max() > 0
    )
    beyond = article.select("row", "quote", **_QUOTED)
    joined = facts.join(offered, on="row", how="left", maintain_order="left")
    return joined.join(beyond, on="row", how="left", maintain_order="left").with_columns(
        pl.col("cosine").fill_null(0.0),
        pl.col("quoted").fill_null(False),
        host_above=pl.col("host").shift(1).over("page").fill_null(0.0),
    )
