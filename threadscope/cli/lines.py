"""The lines of a page for people, each with what took it; every part made safe to show."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from threadscope.safetext import show_line

if TYPE_CHECKING:
    import polars as pl

    from threadscope.rules import Pack

_COLOURS = {"article": "cyan", "marker": "green", "noise": "yellow"}
_ROLES = ("article", "marker", "body", "noise", "blank")
_HEAD = {"line": "line", "role": "role", "rule": "rule", "text": "text", "fields": None}


def pages_text(
    lines: "pl.DataFrame", claims: "pl.DataFrame", packs: "Sequence[Pack]", width: int | None
) -> str:
    """Write pages line by line, between which pack was chosen and what its rules took.

    Args:
        lines: EXPLAINED.
        claims: CLAIMS of the same pages; they come in this order.
        packs: the packs that were tried.
        width: cells of the terminal, which gets colours, and lines cut to fit; None = plain and
            whole.
    """
    by_page = lines.partition_by("page", as_dict=True)
    tries = claims.partition_by("page", as_dict=True, maintain_order=True)
    drawn = [
        styled
        for page, tried in tries.items()
        for styled in _page(by_page.get(page, lines.clear()), tried, packs)
    ]
    if width is None:
        return "".join(f"{text}\n" for text, _ in drawn)
    return _coloured(drawn, width)


def _page(
    lines: "pl.DataFrame", claims: "pl.DataFrame", packs: "Sequence[Pack]"
) -> Iterator[tuple[str, str | None]]:
    """Write one page; with every line of it goes its style, with what is said about it none."""
    wide = max(map(len, [*lines["rule"].drop_nulls(), "rule"]))
    yield _chosen(claims), None
    yield _row(_HEAD, wide), ""
    for row in lines.to_dicts():
        yield _row(row, wide), _COLOURS.get(row["role"], "")
    chosen = list(claims.filter("chosen")["pack"])
    pack = next((pack for pack in packs if pack.name in chosen), None)
    yield from ((text, None) for text in _sums(lines, pack))


def _row(row: dict[str, Any], wide: int) -> str:
    said = ", ".join(f"{name}={text}" for name, text in (row["fields"] or {}).items() if text)
    text = show_line(row["text"] + (f"  <- {said}" if said else ""))
    return f"{row['line']:>6}  {row['role']:<7}  {row['rule'] or '':<{wide}}  {text}".rstrip()


def _chosen(claims: "pl.DataFrame") -> str:
    """Say which pack was chosen, and which came next."""
    page = show_line(claims["page"][0])
    own = [f"cut by {_marks(row)}" for row in claims.filter("chosen").to_dicts()]
    others = claims.filter(~claims["chosen"]).head(1).to_dicts()
    following = [
        f"next {_marks(row)}" + (f": {row['why']}" if row["why"] and row["comments"] else "")
        for row in others
    ]
    return f"{page}: {'; '.join([*(own or ['no pack fits']), *following])}"


def _marks(claim: dict[str, Any]) -> str:
    return f"{claim['pack']} (comments marked: {claim['comments']})"


def _sums(lines: "pl.DataFrame", pack: "Pack | None") -> list[str]:
    """Count the lines by role, and by every rule of the pack."""
    from threadscope.segment import taken  # noqa: PLC0415

    counts = dict(lines.group_by("role").len().rows())
    sums = [f"lines: {_listed((role, counts.get(role, 0)) for role in _ROLES)}"]
    if pack:
        took = taken(lines, pack).select("rule", "lines").rows()
        sums.append(f"rules of {pack.name}: {_listed(took)}")
        if dead := [rule for rule, count in took if not count]:
            sums.append(f"took nothing: {', '.join(dead)}")
    return ["", *sums, ""]


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts)


def _coloured(drawn: Sequence[tuple[str, str | None]], width: int) -> str:
    """Draw for a terminal, in colours if it and the environment want them; lines are cut."""
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, highlight=False)
    for text, style in drawn:
        is_line = style is not None
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if is_line else "fold"
        console.print(Text(text, style or ""), no_wrap=is_line, overflow=overflow)
    return out.getvalue()
