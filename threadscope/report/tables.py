"""Tables by name, and their bytes in the formats of spreadsheets and data frames."""

import io
from collections.abc import Sequence
from typing import Protocol

import polars as pl

from threadscope.errors import Note
from threadscope.language.plain import one_line
from threadscope.metrics import ALL

TABLES = ("pages", "overview", "authors", "depths", "threads", "pairs", "times")
"""The tables of a discussion that are told to who asks for none, in order."""

MORE = (
    "measures",
    "widths",
    "answers",
    "centrality",
    "responses",
    "week",
    "words",
    "lookalikes",
)
"""The tables that are told where they or all tables are asked for."""

_MARKDOWN_SPECIAL = r"([\\`*_\[\]<>#|&~])"
_FORMULA = r"^[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""Text that a spreadsheet may run; the last four are the full-width forms of the first."""
_FIRST_WORDS = 60
_REASONS = 2
"""So many reasons are shown of a comment."""


class Numbers(Protocol):
    """What there is to count: a discussion, or a corpus of many."""

    @property
    def pages(self) -> pl.DataFrame:
        """PAGES."""

    @property
    def overview(self) -> dict[str, int | float | None]:
        """A dozen numbers."""

    @property
    def authors(self) -> pl.DataFrame:
        """AUTHORS."""

    @property
    def depths(self) -> pl.DataFrame:
        """DEPTHS."""

    @property
    def discussions(self) -> pl.DataFrame:
        """DISCUSSIONS."""

    @property
    def pairs(self) -> pl.DataFrame:
        """PAIRS."""

    @property
    def times(self) -> pl.DataFrame:
        """TIMES."""

    @property
    def notes(self) -> Sequence[Note]:
        """What the reader of the numbers should know."""


def table(discussion: Numbers, name: str, *, by_page: bool = False) -> pl.DataFrame:
    """Give a table by its name.

    `overview` has one row and a column per number. The others are PAGES, AUTHORS, DEPTHS,
    DISCUSSIONS (as `threads`), PAIRS, TIMES, MEASURES, WIDTHS, ANSWERS, CENTRALITY, RESPONSES,
    WEEK, WORDS and LOOKALIKES. `by_page` = MEASURES of every page by itself.
    """
    if name == "overview":
        return pl.DataFrame([discussion.overview])
    called = {"threads": "discussions", "measures": "measures_by_page" if by_page else "measures"}
    frame: pl.DataFrame = getattr(discussion, called.get(name, name))
    return frame


def numbers(discussion: Numbers) -> pl.DataFrame:
    """Give the overview for people, one row per number: name, value."""
    rows = [(name.replace("_", " "), _number(value)) for name, value in discussion.overview.items()]
    return pl.DataFrame(rows, {"name": pl.String, "value": pl.String}, orient="row")


def measured(measures: pl.DataFrame, *, everything: bool = False) -> pl.DataFrame:
    """Give MEASURES for people: page (if it is by page), measure, value, likely, about.

    Args:
        measures: MEASURES.
        everything: True = all of them; False = the useful dozen that has a value.
    """
    main = {measure.name for measure in ALL if measure.main}
    some = measures.filter(pl.col("name").is_in(main) & pl.col("value").is_not_null())
    rows = [
        (page, name.replace("_", " "), _number(value), _interval(low, high), f"{about} [{unit}]")
        for page, name, value, low, high, _, unit, about in (
            measures if everything else some
        ).rows()
    ]
    names = ["page", "measure", "value", "likely", "about"]
    frame = pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")
    return frame.drop("page") if measures["page"].null_count() else frame


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".removesuffix(".00")


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
    line = one_line(pl.col("body"), length).str.strip_chars()
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
