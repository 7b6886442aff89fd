"""The walk from pages to a Discussion, a batch at a time."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from threadscope import metrics
from threadscope.corrections import Correction, unread
from threadscope.discussion.answer import Task, answer
from threadscope.discussion.value import Discussion
from threadscope.errors import DataError, Note, Severity
from threadscope.pages import Batch
from threadscope.replies import NONE
from threadscope.rules import Language, Order, Pack, Split, Start
from threadscope.schema import ARTICLES, PAGES, REPLIES, THREADS
from threadscope.segment import Segments, dated, segment, structured

GIVEN = "given"
"""What stands for the pack of a page whose comments came already cut."""
_CUTTERS = 2
"""Batches that are cut at the same time; each holds its text and some tables in memory."""


def analyze(
    batches: Iterable[Batch],
    packs: Sequence[Pack],
    *,
    order: Order | None = None,
    from_line: Start | None = None,
    split: Split | None = None,
    strict: bool = False,
    notes: Iterable[Note] = (),
    corrections: Sequence[Correction] = (),
    asked: pl.Expr = NONE,
    infer: bool = True,
    aliases: Mapping[str, str] | None = None,
    language: Language | None = None,
) -> Discussion:
    """Walk pages from text to Discussion, a batch at a time.

    Args:
        batches: what came through the door for pages.
        packs: rule packs to choose from, page by page; a single one is used on every page.
        order: the order of comments on the pages; None or "auto" = what the packs say.
        from_line: where every discussion starts; None = as the page says.
        split: auto = look for comments without a marker inside others; None = do not.
        strict: True = damaged input is an error.
        notes: what there is to say already.
        corrections: what a reader says, of any of the pages.
        asked: of which COMMENTS the candidates come all, each with all evidence.
        infer: False = only what is stated counts; the places of other comments are left open.
        aliases: the name of the author for each other spelling; None = there are none.
        language: of all pages, as `rules.Language` has it; None = found out page by page.

    Raises:
        DataError: under `strict`, with all damage found.
    """
    task = Task(packs, order, from_line, split, corrections, asked, infer, aliases or {}, language)
    walked = list(_walk(batches, task))
    pages = pl.concat([PAGES.to_frame(), *(part.pages for part in walked)])
    notes = (*notes, *(note for part in walked for note in part.notes))
    threads = pl.concat([THREADS.to_frame(), *(part.threads for part in walked)])
    notes = (*notes, *unread(corrections, pages["page"]), *_alike(threads))
    damage = [note for note in notes if note.severity is not Severity.INFO]
    if strict and damage:
        raise DataError("\n".join(map(str, damage)))
    return Discussion(
        pages=pages,
        threads=threads,
        candidates=pl.concat([REPLIES.to_frame(), *(part.candidates for part in walked)]),
        notes=notes,
        articles=pl.concat([ARTICLES.to_frame(), *(part.articles for part in walked)]),
    )


def _walk(batches: Iterable[Batch], task: Task) -> Iterator[Discussion]:
    """Walk every batch; ids go on from one to the next."""
    first_id = 0
    for batch, cut in cut_ahead(batches, task.packs, task.from_line, task.split):
        named = replace(batch, cuts=_named(batch.cuts, task.aliases))
        part = _walk_batch(named, replace(cut, cuts=_named(cut.cuts, task.aliases)), task, first_id)
        first_id += part.threads.height
        yield part


def cut_ahead(
    batches: Iterable[Batch],
    packs: Sequence[Pack],
    from_line: Start | None = None,
    split: Split | None = None,
) -> Iterator[tuple[Batch, Segments]]:
    """Cut batches in threads of their own, ahead of whoever takes them, in order."""
    with ThreadPoolExecutor(_CUTTERS) as workers:
        waiting: deque[tuple[Batch, Future[Segments]]] = deque()
        for batch in batches:
            waiting.append((batch, workers.submit(_cut, batch, packs, from_line, split)))
            if len(waiting) > _CUTTERS:
                done, cut = waiting.popleft()
                yield done, cut.result()
        for done, cut in waiting:
            yield done, cut.result()


def _cut(
    batch: Batch, packs: Sequence[Pack], from_line: Start | None, split: Split | None
) -> Segments:
    found = segment(batch.pages, packs, from_line, split)
    return replace(found, cuts=structured(found.cuts, batch.elements, batch.states))


def _walk_batch(batch: Batch, cut: Segments, task: Task, first_id: int) -> Discussion:
    given, lost = dated(batch.cuts)
    pages = pl.concat([cut.pages, _given_pages(given)])
    if task.order and task.order != "auto":
        pages = pages.with_columns(order=pl.lit(task.order))
    part = answer(pl.concat([cut.cuts, given]), pages, task, first_id, cut.articles)
    return replace(part, notes=(*batch.notes, *cut.notes, *lost, *part.notes))


def _given_pages(cuts: pl.DataFrame) -> pl.DataFrame:
    """Make PAGES of comments that came already cut: every line of theirs is body."""
    return (
        cuts.group_by("page", maintain_order=True)
        .agg(
            pack=pl.lit(GIVEN),
            order=pl.lit("auto"),
            lines=pl.len(),
            article_lines=pl.lit(0, pl.UInt32),
            marker_lines=pl.lit(0, pl.UInt32),
            body_lines=pl.len(),
            noise_lines=pl.lit(0, pl.UInt32),
            comments=pl.len(),
            unattributed=pl.col("author").is_null().sum(),
        )
        .match_to_schema(PAGES)
    )


def _named(cuts: pl.DataFrame, aliases: Mapping[str, str]) -> pl.DataFrame:
    """Write every author of CUTS by one name; names that mails encode are decoded."""
    people = ("author", "parent_author")
    names = pl.concat(cuts[each] for each in people)
    coded = names.filter(names.str.contains("=?", literal=True).fill_null(False)).unique()
    known = dict(aliases)
    if len(coded):
        from threadscope.pages.mail.headers import decoded  # noqa: PLC0415 - few pages need it

        known |= {name: aliases.get(said, said) for name in coded if (said := decoded(name))}
    return cuts.with_columns(pl.col(people).replace(known)) if known else cuts


def _alike(threads: pl.DataFrame) -> list[Note]:
    """Say that names look alike, and how to make them one."""
    found = metrics.lookalikes(threads)
    if found.is_empty():
        return []
    name, like = found.select("author", "like").row(0)
    page = threads.filter(pl.col("author") == name)["page"][0]
    more = f", and {found.height - 1} more are like that" if found.height > 1 else ""
    text = (
        f"the author {name!r} looks like {like!r}{more} (stats --table lookalikes lists them; "
        "aliases in the configuration make them one)"
    )
    return [Note(Severity.INFO, page, text)]
