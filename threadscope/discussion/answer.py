"""From comments to a Discussion: their order, who answers whom, the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from threadscope.corrections import Correction, resolve
from threadscope.discussion.value import Discussion
from threadscope.errors import Note, Severity
from threadscope.replies import NONE, answers
from threadscope.rules import Language, Order, Pack, Split, Start
from threadscope.rules.pack import REPLY_PHRASES
from threadscope.schema import ARTICLES, PAGES
from threadscope.segment import arrange
from threadscope.tree import build


@dataclass(frozen=True, slots=True)
class Task:
    """How pages are to be walked."""

    packs: Sequence[Pack]
    """Packs to choose from."""
    order: Order | None = None
    """The order of comments; None or "auto" = what the packs say."""
    from_line: Start | None = None
    """1-based line on which every discussion starts."""
    split: Split | None = None
    """auto = comments without a marker are looked for inside others."""
    corrections: Sequence[Correction] = ()
    """What a reader says."""
    asked: pl.Expr = NONE
    """Of which COMMENTS the candidates come all."""
    infer: bool = True
    """False = only what is stated counts."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """The name of the author for each other spelling."""
    language: Language | None = None
    """The language of all pages; None = found out page by page."""


def answer(
    cuts: pl.DataFrame,
    pages: pl.DataFrame,
    task: Task,
    first_id: int = 0,
    articles: pl.DataFrame | None = None,
) -> Discussion:
    """Bring the CUTS of some PAGES into their order and find out who answers whom.

    Args:
        cuts: CUTS.
        pages: PAGES.
        task: how they are walked.
        first_id: the id of the first comment.
        articles: ARTICLES; None = there are none.
    """
    articles = ARTICLES.to_frame() if articles is None else articles
    arranged = arrange(cuts, pages.select("page", "order"), first_id)
    comments = arranged.comments
    names = set(pages["page"])
    corrected, stale = resolve(comments, [each for each in task.corrections if each.page in names])
    sites = arranged.orders.join(
        pages.select("page", site="pack", language=pl.lit(task.language, pl.String)),
        on="page",
        how="left",
    ).join(articles, on="page", how="left")
    found = answers(
        comments, _phrases(pages, task.packs), corrected, sites, task.asked, infer=task.infer
    )
    crossing = pl.col("page").is_in(found.crossing["page"].implode())
    orders = arranged.orders.select(
        "page", order=pl.when(crossing).then(pl.lit("chronological")).otherwise("order")
    )
    decided = pages.drop("order").join(orders, on="page", how="left", maintain_order="left")
    decided = decided.with_columns(pl.col("order").fill_null("chronological"))
    return Discussion(
        pages=decided.match_to_schema(PAGES),
        threads=build(comments, found.replies),
        candidates=found.replies,
        notes=(*arranged.notes, *stale, *_crossing(found.crossing)),
        articles=articles,
    )


def _crossing(pages: pl.DataFrame) -> list[Note]:
    """Say which pages were found to be in the order in which they were written, and why."""
    return [
        Note(
            Severity.INFO,
            page,
            f"{crossed} of its {sure} surest replies reach over one another, as they cannot where "
            "every reply stands below what it answers: it is read as chronological "
            "(--order threaded reads it the other way)"
            if crossed
            else "it is read as chronological, like the pages cut by the same pack, whose replies "
            "reach over one another (--order threaded reads it the other way)",
        )
        for page, sure, crossed in pages.select("page", "sure", "crossed").rows()
    ]


def _phrases(pages: pl.DataFrame, packs: Sequence[Pack]) -> dict[str, tuple[str, ...]]:
    """Give the reply phrases of the pack of every page."""
    by_pack = {pack.name: pack.replies for pack in packs}
    return {
        page: by_pack.get(pack, REPLY_PHRASES) for page, pack in pages.select("page", "pack").rows()
    }
