"""Tables by name, and their bytes in the formats of spreadsheets and data frames."""

import io

import polars as pl

from threadscope.discussion import Discussion

TABLES = ("pages", "overview", "authors", "depths", "threads", "pairs", "times")
"""The tables of a discussion, in the order in which they are told."""

_MARKDOWN_SPECIAL = r"([\\`*_\[\]<>#|&~])"
_FORMULA = r"^[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""Text that a spreadsheet may run; the last four are the full-width forms of the first."""
_FIRST_WORDS = 60
_REASONS = 2
"""So many reasons are shown of a comment."""


def table(discussion: Discussion, name: str) -> pl.DataFrame:
    """Give a table by its name.

    `overview` has one row and a column per number. The others are PAGES, AUTHORS, DEPTHS,
    DISCUSSIONS (as `threads`), PAIRS and TIMES.
    """
    if name == "overview":
        return pl.DataFrame([discussion.overview])
    frames: dict[str, pl.DataFrame] = {
        "pages": discussion.pages,
        "authors": discussion.authors,
        "depths": discussion.depths,
        "threads": discussion.discussions,
        "pairs": discussion.pairs,
        "times": discussion.times,
    }
    return frames[name]


def numbers(discussion: Discussion) -> pl.DataFrame:
    """Give the overview for people, one row per number: name, value."""
    rows = [
        (name.replace("_", " "), "-" if value is None else f"{value:.2f}".removesuffix(".00"))
        for name, value in discussion.overview.items()
    ]
    return pl.DataFrame(rows, {"name": pl.String, "value": pl.String}, orient="row")


def comment_table(threads: pl.DataFrame) -> pl.DataFrame:
    """Give what a person wants to see of every comment, one row each, page order.

    Columns: id, author, answers, depth, sure, lines, text (its first words), why (the strongest
    evidence for its place).
    """
    answers = pl.coalesce(
        pl.col("parent").cast(pl.String),
        pl.when("orphan").then(pl.lit("missing")),
        pl.when("unplaced").then(pl.lit("open")),
    )
    return threads.select(
        "id",
        "author",
        "depth",
        answers=answers,
        sure=sure(),
        lines=pl.format("{}-{}", "first_line", "last_line"),
        text=first_words(_FIRST_WORDS),
        why=_why(),
    )


def _why() -> pl.Expr:
    """Write the strongest evidence that speaks for a place; null = there is none."""
    reason = pl.element()
    speaking = pl.col("evidence").list.filter(reason.struct.field("weight") > 0)
    clues = speaking.list.head(_REASONS).list.eval(reason.struct.field("clue")).list.join("; ")
    return pl.when(clues != "").then(clues)


def sure() -> pl.Expr:
    """Write how sure a place in the tree is: certain, or a percentage."""
    percent = (pl.col("confidence") * 100).round().cast(pl.Int32)
    return pl.when("certain").then(pl.lit("certain")).otherwise(pl.format("{}%", percent))


def first_words(length: int) -> pl.Expr:
    """Fold a body to one line and cut it, marked by an ellipsis."""
    line = pl.col("body").str.head(4 * length).str.replace_all(r"\s+", " ").str.strip_chars()
    cut = line.str.head(length - 1) + "…"
    return pl.when(line.str.len_chars() > length).then(cut).otherwise(line)


def csv(frame: pl.DataFrame, *, safe: bool = False) -> str:
    """Write a table as CSV; evidence becomes one text.

    Args:
        frame: the table.
        safe: True = text that a spreadsheet would run as a formula gets a single quote in front
            (CWE-1236); False = text is written exactly.
    """
    flat = frame
    if "evidence" in frame.columns:
        reason = pl.element()
        words = pl.format("{}: {}", reason.struct.field("kind"), reason.struct.field("clue"))
        flat = frame.with_columns(pl.col("evidence").list.eval(words).list.join("; "))
    if safe:
        text = pl.col(pl.String)
        formula = text.str.contains(_FORMULA)
        flat = flat.with_columns(pl.when(formula).then("'" + text).otherwise(text).name.keep())
    return flat.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S")


def parquet(frame: pl.DataFrame) -> bytes:
    """Write a table as Parquet, every column with its type."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def markdown(frame: pl.DataFrame) -> str:
    """Write a table as a Markdown table in which text stays text."""
    cells = frame.with_columns(
        pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M"), pl.col(pl.Float64, pl.Float32).round(3)
    ).select(pl.all().cast(pl.String).fill_null(""))
    cells = cells.select(
        pl.all().str.replace_all(_MARKDOWN_SPECIAL, r"\${1}").str.replace_all(r"\s", " ")
    )
    rows = [frame.columns, ["---"] * frame.width, *cells.rows()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
