"""Why a comment hangs where it does, and where else it may: behind a small fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from threadscope.discussion import Discussion
from threadscope.report.html.markup import line, name, percent
from threadscope.report.html.places import OPEN, ORPHAN, STATED, place_of

_ELSE = 4
"""Other possible parents that are shown."""
_LEAST = 0.005
"""Less probable ones are not worth a line."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is known about the places of the comments of a page."""

    others: Mapping[int, Sequence[dict[str, Any]]]
    """The possible parents of each comment, apart from the one it hangs on, best first."""
    people: Mapping[int, tuple[str | None, int]]
    """Author and first line of each comment that may be named."""
    there: frozenset[int]
    """The comments that the page shows."""

    @classmethod
    def of(cls, discussion: Discussion, shown: pl.DataFrame) -> "Reasons":
        """Gather what is known about the comments that are shown."""
        hung = shown.select("id", hangs=~pl.col("unplaced"))
        found = (
            discussion.candidates.join(hung, on="id", maintain_order="left")
            .filter((pl.col("probability") >= _LEAST) & ~(pl.col("hangs") & (pl.col("rank") == 0)))
            .group_by("id", maintain_order=True)
            .head(_ELSE)
        )
        named = pl.concat([shown["parent"], found["parent"]]).drop_nulls().unique()
        people = discussion.threads.filter(pl.col("id").is_in(named.implode()))
        others: dict[int, list[dict[str, Any]]] = {}
        for row in found.select("id", "parent", "probability", "orphan", "evidence").to_dicts():
            others.setdefault(row["id"], []).append(row)
        return cls(
            others,
            {
                ident: (who, at)
                for ident, who, at in people.select("id", "author", "first_line").rows()
            },
            frozenset(shown["id"]),
        )

    def written(self, row: dict[str, Any]) -> str:
        """Write whom a comment answers, and behind a fold why, and who else it may be."""
        place = place_of(row)
        said = f"<span aria-hidden=true>{place.sign}</span> {self._said(row)}"
        why = _evidence(row) + self._alternatives(row)
        if not why:
            return f'<p class="place {place.kind}">{said}</p>\n'
        return f'<details class="place {place.kind}"><summary>{said}</summary>{why}</details>\n'

    def _said(self, row: dict[str, Any]) -> str:
        place = place_of(row)
        if place is ORPHAN:
            sure = "" if row["certain"] else f" · inferred, {percent(row['confidence'])} sure"
            return f"orphan: answers a comment that is not on the page{sure}"
        if place is OPEN:
            best = self.others.get(row["id"], ())[:1]
            likeliest = "".join(
                f"; likeliest {self._whom(one)} ({percent(one['probability'])})" for one in best
            )
            return f"open: nobody knows whom this answers{likeliest}"
        sure = place.word if place is STATED else f"{place.word}, {percent(row['confidence'])} sure"
        return f"answers {self._whom(row)} · {sure}"

    def _whom(self, row: dict[str, Any]) -> str:
        """Write what a comment answers, with the way there if the page shows it."""
        parent = row["parent"]
        if parent is None:
            return "a comment that is not on the page" if row["orphan"] else "the page itself"
        who, at = self.people[parent]
        label = f"{name(who)}, line {at}"
        return f'<a href="#c{parent}">{label}</a>' if parent in self.there else label

    def _alternatives(self, row: dict[str, Any]) -> str:
        items = "".join(
            f"<li><b>{percent(other['probability'])}</b> {self._whom(other)}{_clues(other)}</li>"
            for other in self.others.get(row["id"], ())
        )
        return f"<p>Or it answers</p><ul>{items}</ul>" if items else ""


def _evidence(row: dict[str, Any]) -> str:
    """Write what speaks for a place (+) and against it (-), the strongest first.

    What is certain has no weights that would say anything.
    """
    items = "".join(
        f"<li>{'' if row['certain'] else _weight(each['weight'])}{line(each['kind'])}: "
        f"<bdi>{line(each['clue'])}</bdi></li>"
        for each in row["evidence"]
    )
    title = "It is certain" if row["certain"] else "What speaks for it (+) and against it (&minus;)"
    return f"<p>{title}</p><ul>{items}</ul>" if items else ""


def _weight(weight: float) -> str:
    return f"<b>{weight:+.2f}</b> ".replace("-", "&minus;")


def _clues(other: dict[str, Any]) -> str:
    """Write the strongest that speaks for another possible parent."""
    speaking = [each["clue"] for each in other["evidence"] if each["weight"] > 0][:1]
    return f": <bdi>{line(speaking[0])}</bdi>" if speaking else ""
