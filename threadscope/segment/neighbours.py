"""What stands around lines of one shape: the other lines of their headers, and noise."""

from dataclasses import dataclass

import polars as pl

from threadscope.rules import DraftLine, Pack
from threadscope.segment.lines import matching
from threadscope.segment.shapes import TIME, literal
from threadscope.segment.slots import Slots, common, namelike, share, slots_of

_STEADY = 0.8
"""Share of headers in which a line must look the same."""
_ABOVE, _BELOW = (-1, -2, -3), (1, 2)
_NAME_LINE = "^(?P<author>%{name})$"
_AGAIN = 0.5
"""Share of headers that must say the name twice for the second time to be part of them."""
_NOISY = 0.4
"""Share of comments in which a line must stand word for word to be noise."""
_NOISE_LENGTH = 40
_MOST_NOISE = 8


@dataclass(frozen=True, slots=True)
class _Beside:
    """The lines that stand so many lines above or below those of one shape."""

    texts: pl.Series
    shapes: pl.Series
    rows: pl.Series

    @property
    def same(self) -> str | None:
        """What all of them say, if they do."""
        text, share = common(self.texts)
        return text if share >= _STEADY else None

    @property
    def names(self) -> bool:
        """Whether they look like names."""
        return namelike(self.texts) >= _STEADY and self.texts.n_unique() > 1


def header_around(lines: pl.DataFrame, slots: Slots) -> tuple[DraftLine, ...]:
    """Make a header of lines of one shape and those around them that always come with them.

    Args:
        lines: LINES of the page, with their shapes.
        slots: the lines.

    Returns:
        The lines of the header; none if nothing in it looks like names.
    """
    if slots.author is not None:
        top = _said_again(lines, slots)
        date = [] if slots.dated else _dates(lines, slots, _BELOW[:1])
        return (*top, DraftLine(slots.pattern(), anchor=True), *date)
    ways = [(_ABOVE, _bare), (_ABOVE, _among), (_BELOW, _bare)]
    for direction, name_in in ways if slots.dated else (ways[0], ways[2]):
        between: list[DraftLine] = []
        for step in direction:
            beside = _beside(lines, slots.rows, step)
            if (name := name_in(lines, beside)) is not None:
                return _with_name(lines, slots, (step, direction is _ABOVE), (name, *between))
            if (between_line := _steady(lines, beside)) is None:
                break
            between.append(between_line)
    return ()


def _bare(lines: pl.DataFrame, beside: _Beside) -> DraftLine | None:  # noqa: ARG001 - as below
    """Make a line of names that stand alone; None = these are none."""
    return DraftLine(_NAME_LINE) if beside.names and beside.same is None else None


def _among(lines: pl.DataFrame, beside: _Beside) -> DraftLine | None:
    """Make a line of names among other things, as in "Ada | level 3"; None = there are none."""
    shape, share = common(beside.shapes)
    if share < _STEADY:
        return None
    slots = slots_of(lines.filter(pl.col("row").is_in(beside.rows.implode()), shape=shape), shape)
    return DraftLine(slots.pattern()) if slots.author is not None else None


def _with_name(
    lines: pl.DataFrame,
    slots: Slots,
    place: tuple[int, bool],
    named: tuple[DraftLine, ...],
) -> tuple[DraftLine, ...]:
    """Join the line that holds the name, those between it and the anchor, and the anchor."""
    step, above = place
    anchor = DraftLine(slots.pattern(named=False), anchor=True)
    name, *between = named
    if not above:
        return (anchor, *between, name)
    one, two = _beside(lines, slots.rows, step), _beside(lines, slots.rows, step - 1)
    twice = share(one.texts == two.texts) >= _AGAIN
    picture = [DraftLine("^.{1,60}$", optional=True, repeats=True)] if twice else []
    return (*picture, name, *reversed(between), anchor)


def _said_again(lines: pl.DataFrame, slots: Slots) -> list[DraftLine]:
    """Give the line above that says the name of most headers once more."""
    above = _beside(lines, slots.rows, -1)
    author = slots.pieces[slots.author or 0]
    if isinstance(author, str):
        return []
    said = pl.DataFrame({"above": above.texts, "author": author.values})
    again = said.select(pl.col("above").str.contains(pl.col("author"), literal=True)).to_series()
    if share(again) < _AGAIN:
        return []
    return [DraftLine("^.{1,60}$", optional=True, repeats=True)]


def _dates(lines: pl.DataFrame, slots: Slots, steps: tuple[int, ...]) -> list[DraftLine]:
    """Give the line below that holds the date."""
    for step in steps:
        beside = _beside(lines, slots.rows, step)
        shape, share = common(beside.shapes)
        if share >= _STEADY and TIME in shape:
            return [_shaped(lines, beside, shape)]
    return []


def _steady(lines: pl.DataFrame, beside: _Beside) -> DraftLine | None:
    """Make a line of a header of lines that look the same; None = they do not."""
    if beside.same is not None:
        return DraftLine(f"^{literal(beside.same)}$", optional=True)
    shape, share = common(beside.shapes)
    return _shaped(lines, beside, shape) if share >= _STEADY and len(shape) > 1 else None


def _shaped(lines: pl.DataFrame, beside: _Beside, shape: str) -> DraftLine:
    found = lines.filter(pl.col("row").is_in(beside.rows.implode()), shape=shape)
    return DraftLine(slots_of(found, shape).pattern(named=False))


def _beside(lines: pl.DataFrame, rows: pl.Series, step: int) -> _Beside:
    """Look so many lines above or below; null where the page has ended."""
    place = pl.col("row").cast(pl.Int64) + step
    inside = pl.when(place.is_between(0, lines.height - 1)).then(place)
    at = rows.to_frame("row").select(inside).to_series()
    found = lines.select(pl.col("text", "shape", "row").gather(at))
    return _Beside(found["text"], found["shape"], found["row"])


def noise_around(lines: pl.DataFrame, hits: pl.DataFrame, pack: Pack) -> tuple[str, ...]:
    """Give patterns for the short lines that stand word for word in many comments.

    Args:
        lines: LINES of the page.
        hits: HITS of the pack on it.
        pack: the pack; what it knows as noise is left out.
    """
    opened = hits.select(hit=pl.col("first"), last="last").with_columns(pl.col("hit").set_sorted())
    known = matching(lines, pack.noise)
    repeated = (
        lines.filter(~pl.col("row").is_in(known.implode()))
        .filter(pl.col("text").str.len_chars() <= _NOISE_LENGTH)
        .with_columns(pl.col("row").set_sorted())
        .join_asof(opened, left_on="row", right_on="hit")
        .filter(pl.col("row") > pl.col("last"))
        .group_by("text", maintain_order=True)
        .agg(pl.col("hit").n_unique())
        .filter(pl.col("hit") >= max(2, hits.height * _NOISY))
        .sort("hit", descending=True, maintain_order=True)
    )
    return tuple(f"^{literal(text)}$" for text in repeated["text"].head(_MOST_NOISE))
