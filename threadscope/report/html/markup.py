"""Text from pages as HTML: the one border that it crosses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from threadscope.safetext import show, show_line

_LONGEST_NAME = 80


def text(value: str) -> str:
    """Write a text of many lines: safe to show, never markup."""
    return escape(show(value))


def line(value: str) -> str:
    """Write a text on one line: safe to show, never markup."""
    return escape(show_line(value))


def name(value: str | None) -> str:
    """Write the name of an author, cut if it is very long; a missing one says so."""
    if value is None:
        return '<span class="nobody">unknown author</span>'
    cut = value if len(value) <= _LONGEST_NAME else value[: _LONGEST_NAME - 1] + "…"
    return f"<bdi>{line(cut)}</bdi>"


def number(value: float | None) -> str:
    """Write a count, thousands apart, or a number with two decimals; a missing one as a dash."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def percent(share: float) -> str:
    """Write a share as a percentage that never claims to be none or all when it is not."""
    whole = round(100 * share)
    if whole in {0, 100} and share not in {0, 1}:
        return "under 1 %" if whole == 0 else "over 99 %"
    return f"{whole} %"


def amount(count: int, thing: str) -> str:
    """Say how many there are: "1 page", "2 pages"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def left_out(count: int, thing: str, of: str = "") -> str:
    """Say how many things are not shown; nothing if all are."""
    told = f"{amount(count, f'more {thing}')}{of}"
    return f'<p class="left-out">{told} not shown here.</p>' if count > 0 else ""


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of a table is written."""

    title: str
    """Its heading."""
    kind: str = ""
    """A class of the style sheet: "n" = numbers, "bar" = numbers with a bar."""


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, style: str = ""
) -> str:
    """Write a table; the first cell of each row is its heading. Cells are HTML already."""
    head = "".join(f"<th scope=col{_class(each.kind)}>{each.title}</th>" for each in columns)
    kinds = [_class(each.kind) for each in columns]
    body = "".join(f"<tr>{_row(row, kinds)}</tr>\n" for row in rows)
    return (
        f'<div class="scroll" tabindex=0 role=region aria-label="{caption}">'
        f"<table{_class(style)}><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )


def bar(value: float, most: float) -> str:
    """Write a number above a bar as long as its share of the largest."""
    share = value / most if most else 0.0
    return f'{number(value)}<i style="width:{100 * share:.1f}%"></i>'


def _row(cells: Sequence[str], kinds: Sequence[str]) -> str:
    first, *others = cells
    told = zip(others, kinds[1:], strict=True)
    return f"<th scope=row>{first}</th>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in told)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
