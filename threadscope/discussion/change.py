"""What a reader changes afterwards: a word of their own, what is left open, another order."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from threadscope.corrections import Correction, resolve
from threadscope.discussion.answer import Task, answer
from threadscope.discussion.value import Discussion
from threadscope.replies import follow
from threadscope.rules import Language, Order, Pack
from threadscope.schema import COMMENTS, CUTS
from threadscope.tree import build


def correct(discussion: Discussion, corrections: Sequence[Correction]) -> Discussion:
    """Hang comments where a reader says; the rest stays where it was.

    Args:
        discussion: a discussion that follows no corrections yet.
        corrections: what a reader says, of any of its pages.
    """
    comments = discussion.threads.select(COMMENTS.names())
    corrected, stale = resolve(comments, corrections)
    others = discussion.candidates.join(corrected, on="id", how="anti", maintain_order="left")
    candidates = pl.concat([others, follow(corrected)]).sort("id", "rank")
    return Discussion(
        pages=discussion.pages,
        threads=build(comments, candidates),
        candidates=candidates,
        notes=(*discussion.notes, *stale),
        articles=discussion.articles,
    )


def unplace(discussion: Discussion, least: float) -> Discussion:
    """Leave open whom comments answer whose place is less sure than this; counts follow the tree.

    Args:
        discussion: any discussion.
        least: a probability; what is certain stays.
    """
    comments = discussion.threads.select(COMMENTS.names())
    return replace(discussion, threads=build(comments, discussion.candidates, least))


def reorder(
    discussion: Discussion,
    page: str,
    order: Order,
    packs: Sequence[Pack] = (),
    language: Language | None = None,
) -> Discussion:
    """Find out anew who answers whom on one page, by another order of its comments.

    Args:
        discussion: a discussion that follows no corrections.
        page: the name of the page.
        order: the order of its comments; "auto" = what its pack says, else what they look like.
        packs: the packs that its own may be among.
        language: of its comments; None = found out.

    Returns:
        The page alone, its comments numbered from 0.
    """
    pages = discussion.pages.filter(pl.col("page") == page)
    if order == "auto":
        said = {pack.name: pack.order for pack in packs}
        order = said.get(pages["pack"].item(), order)
    comments = discussion.threads.filter(pl.col("page") == page).sort(
        "first_line", maintain_order=True
    )
    pages = pages.with_columns(order=pl.lit(order))
    article = discussion.articles.filter(pl.col("page") == page)
    return answer(
        comments.select(CUTS.names()), pages, Task(packs, language=language), articles=article
    )
