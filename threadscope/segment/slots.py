"""What is the same in lines of one shape, and what differs: names, dates, numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import polars as pl

from threadscope.segment.shapes import NUMBER, TIME, TIMES, WORDS, holes, literal, time_pattern

SAME = 0.9
"""Share of lines that must agree for what they say to be part of the pattern."""
NAMED = 0.7
"""Share of values that must look like names."""
AUTHOR = r"(?P<author>\S.{0,59}?)"
"""How a name between known signs is written."""
_NAME = r"^[\pL\pN\p{Emoji_Presentation}_~][^\s]*(?: [^\s]+){0,3}$"
_CALL = r"[?!\x{2026}]$"
"""How a short sentence ends, and no name."""
_NAME_LENGTH = 40
_CONSTANT_WORDS = 4
"""Words at either end of a name that are looked at, such as "Posted by"."""
_BY = r"(?i)\b(?:by|von|par|por|da|de|door|av|from|author|name|user)\W*$"


_SAID = r"[:\x{FF1A}]\s*$"
"""What stands before words of text, unless it announces a name."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a shape where lines differ."""

    kind: str
    """TIME, WORDS or NUMBER."""
    values: pl.Series
    """What stands there, a value a line."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Lines of one shape, taken apart."""

    rows: pl.Series
    """Their rows in LINES."""
    pieces: tuple[str | Slot, ...]
    """Text that is the same in all of them, and places where they differ."""

    @property
    def dated(self) -> bool:
        """Whether they hold a date."""
        return any(isinstance(piece, Slot) and piece.kind == TIME for piece in self.pieces)

    @property
    def clear(self) -> bool:
        """Whether they can be markers: without a date, words may differ in one place only."""
        words = [piece for piece in self.pieces if isinstance(piece, Slot) and piece.kind == WORDS]
        return self.dated or len(words) <= 1

    @property
    def author(self) -> int | None:
        """Place of the piece that looks most like names; null = none does."""
        scored = [
            (_introduced(self.pieces[:at]), likeness, -at)
            for at, piece in enumerate(self.pieces)
            if isinstance(piece, Slot) and piece.kind == WORDS
            for likeness in (namelike(piece.values),)
            if likeness >= NAMED and not _spoken(self.pieces[:at])
        ]
        return -max(scored)[-1] if scored else None

    def pattern(self, *, named: bool = True) -> str:
        """Write the pattern that all of them match.

        Args:
            named: false if the author is known from another line.
        """
        author = self.author if named else None
        written = [
            AUTHOR if at == author else _written(piece) for at, piece in enumerate(self.pieces)
        ]
        return f"^{''.join(_numbered(written))}$"


def slots_of(lines: pl.DataFrame, seen: str) -> Slots:
    """Take lines of one shape apart.

    Args:
        lines: LINES of that shape.
        seen: the shape.
    """
    values = lines.select("row", pl.col("text").str.extract_groups(holes(seen)).alias("hole"))
    values = values.unnest("hole").drop_nulls()
    columns = iter(values.columns[1:])
    pieces: list[str | Slot] = []
    for sign in seen:
        if sign in {TIME, WORDS, NUMBER}:
            pieces += _apart(sign, values[next(columns)])
        else:
            pieces.append(sign)
    return Slots(values["row"], tuple(_joined(pieces)))


def _joined(pieces: list[str | Slot]) -> Iterator[str | Slot]:
    """Join pieces of text that stand side by side."""
    for together, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        if together:
            yield "".join(str(piece) for piece in group)
        else:
            yield from group


def namelike(values: pl.Series) -> float:
    """Give the share of values that look like names; 0 if all are the same."""
    if values.n_unique() < 2:  # noqa: PLR2004 - two make a difference
        return 0.0
    short = values.str.len_chars() <= _NAME_LENGTH
    looks = values.str.contains(_NAME) & ~values.str.contains(_CALL) & short
    return share(looks)


def share(found: pl.Series) -> float:
    """Give the share of values that are true; 0 if there are none."""
    mean = found.mean()
    return mean if isinstance(mean, float) else 0.0


def common(values: pl.Series) -> tuple[str, float]:
    """Give the most frequent value and its share."""
    counts = values.drop_nulls().value_counts(sort=True)
    if counts.is_empty():
        return "", 0.0
    return str(counts[0, 0]), counts[0, 1] / values.len()


def _apart(kind: str, values: pl.Series) -> Iterator[str | Slot]:
    """Take off what all values begin and end with."""
    value, share = common(values)
    if share >= SAME and kind != TIME:
        yield value
        return
    before, after = "", ""
    for _ in range(_CONSTANT_WORDS if kind == WORDS else 0):
        word, share = common(values.str.extract(r"^(\S+) "))
        if share >= SAME:
            before, values = f"{before}{word} ", values.str.strip_prefix(f"{word} ")
        word, share = common(values.str.extract(r" (\S+)$"))
        if share >= SAME:
            after, values = f" {word}{after}", values.str.strip_suffix(f" {word}")
    yield before
    yield Slot(kind, values)
    yield after


def _introduced(pieces: tuple[str | Slot, ...]) -> bool:
    """Tell whether a name is announced by the text before it."""
    return _ends(pieces, _BY)


def _spoken(pieces: tuple[str | Slot, ...]) -> bool:
    """Tell whether words are said: they stand behind a colon that announces nobody."""
    return _ends(pieces, _SAID) and not _introduced(pieces)


def _ends(pieces: tuple[str | Slot, ...], pattern: str) -> bool:
    text = "".join(piece for piece in pieces if isinstance(piece, str))
    ends_in_text = bool(pieces) and isinstance(pieces[-1], str)
    return ends_in_text and bool(pl.select(pl.lit(text).str.contains(pattern)).item())


def _written(piece: str | Slot) -> str:
    if isinstance(piece, str):
        return literal(piece)
    if piece.kind == NUMBER:
        whole = bool(piece.values.str.contains(r"^\d+$").all())
        return r"\d+" if whole else r"\d[\d.,]*"
    if piece.kind == WORDS:
        return ".{1,80}?"
    kinds = "|".join(TIMES[kind] for kind in _kinds(piece.values))
    return f"(?P<date>{kinds})"


def _kinds(values: pl.Series) -> list[str]:
    """Give the kind of dates that values are, or the two that together are most of them."""
    fits = {kind: values.str.contains(f"^(?:{time_pattern(kind)})$") for kind in TIMES}
    shares = {kind: share(found) for kind, found in fits.items()}
    first = max(shares, key=shares.__getitem__)
    rest = {kind: share(found & ~fits[first]) for kind, found in fits.items()}
    second = max(rest, key=rest.__getitem__)
    return [first] if shares[first] >= SAME or not rest[second] else [first, second]


def _numbered(written: list[str]) -> Iterator[str]:
    """Make the first whole number behind a "#" the comment's id."""
    known = False
    for before, text in pairwise(["", *written]):
        ident = not known and before.endswith("#") and text == r"\d+"
        known = known or ident
        yield r"(?P<id>\d+)" if ident else text
