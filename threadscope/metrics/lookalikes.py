"""Names that look alike, and may be one author."""

from functools import cache
from importlib.resources import files

import polars as pl

from threadscope.schema import LOOKALIKES


@cache
def _confusable() -> dict[str, str]:
    """Load what looks like which ASCII; `confusables.md` tells where it comes from."""
    text = files("threadscope.metrics").joinpath("confusables.tsv").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return {other: looks for looks, others in pairs for other in others.split(" ")}


def skeleton(names: pl.Expr) -> pl.Expr:
    """Give what names look like: equal for names that can be taken for one another.

    The skeleton of UTS 39, section 4, for what looks like ASCII: decomposed, each character by the
    one it looks like, decomposed again. Compatibility forms (full width, mathematical letters)
    count as what they stand for; what cannot be seen does not count.
    """
    seen = names.str.normalize("NFKD").str.replace_all(r"\p{Cf}", "")
    table = _confusable()
    alike = seen.str.replace_many(list(table), list(table.values()))
    return alike.str.normalize("NFD")


def lookalikes(threads: pl.DataFrame) -> pl.DataFrame:
    """Find names that look like a more frequent one: by their letters, or but for case and signs.

    Skeletons: Unicode Technical Standard 39, section 4.

    Args:
        threads: THREADS, or any frame with author.

    Returns:
        LOOKALIKES.
    """
    name = pl.col("author")
    known = threads.filter(name.is_not_null()).group_by("author").agg(comments=pl.len())
    ways = {
        "letters that look alike": skeleton(name),
        "but for case, spaces and signs": name.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[^\pL\pM\pN]", ""),
    }
    found = [_alike(known, way).with_columns(why=pl.lit(why)) for why, way in ways.items()]
    return (
        pl.concat(found)
        .unique(["author", "like"], keep="first", maintain_order=True)
        .sort("like_comments", "like", "author", descending=[True, False, False])
        .match_to_schema(LOOKALIKES)
    )


def _alike(known: pl.DataFrame, look: pl.Expr) -> pl.DataFrame:
    """Give each name but the most frequent of those with the same look: author, comments, like."""
    looks = known.with_columns(look=look).filter(pl.col("look") != "")
    ranked = looks.sort("comments", "author", descending=[True, False])
    first = ranked.with_columns(
        like=pl.col("author").first().over("look"),
        like_comments=pl.col("comments").first().over("look"),
    )
    return first.filter(pl.col("author") != pl.col("like")).drop("look")
