"""The hall where the walk is made: pages and rules come in, a Discussion goes out."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from threadscope import metrics
from threadscope.corrections import Correction, resolve, unread
from threadscope.errors import DataError, Note, Severity
from threadscope.pages import Batch
from threadscope.replies import NONE, answers, follow
from threadscope.rules import Order, Pack
from threadscope.rules.pack import REPLY_PHRASES
from threadscope.schema import COMMENTS, CUTS, PAGES, REPLIES, THREADS
from threadscope.segment import Segments, arrange, dated, segment, structured
from threadscope.tree import build

GIVEN = "given"
"""What stands for the pack of a page whose comments came already cut."""
_CUTTERS = 2
"""Batches that are cut at the same time; each holds its text and some tables in memory."""


@dataclass(frozen=True, repr=False)
class Discussion:
    """Everything known about the pages read."""

    pages: pl.DataFrame
    """PAGES."""
    threads: pl.DataFrame
    """THREADS: every comment with its place in the tree."""
    candidates: pl.DataFrame
    """REPLIES: every possible parent of every comment."""
    notes: tuple[Note, ...]
    """What the reader of the result should know, in reading order."""

    def __repr__(self) -> str:
        """Say how much there is: the frames are there to be looked at one by one."""
        counts = f"{self.pages.height} pages, {self.threads.height} comments"
        return f"<Discussion: {counts}, {len(self.notes)} notes>"

    @cached_property
    def authors(self) -> pl.DataFrame:
        """AUTHORS."""
        return metrics.authors(self.threads)

    @cached_property
    def depths(self) -> pl.DataFrame:
        """DEPTHS."""
        return metrics.depths(self.threads)

    @cached_property
    def discussions(self) -> pl.DataFrame:
        """DISCUSSIONS: one row per thread."""
        return metrics.threads(self.threads)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """PAIRS."""
        return metrics.pairs(self.threads)

    @cached_property
    def times(self) -> pl.DataFrame:
        """TIMES."""
        return metrics.times(self.threads)

    @cached_property
    def _drawn(self) -> metrics.Drawn:
        """Trees that the replies' probabilities allow."""
        return metrics.draw(self.threads, self.candidates)

    @cached_property
    def measures(self) -> pl.DataFrame:
        """MEASURES, of all pages together."""
        return metrics.measures(self.threads, self.candidates, drawn=self._drawn)

    @cached_property
    def measures_by_page(self) -> pl.DataFrame:
        """MEASURES, of every page by itself."""
        return metrics.measures(self.threads, self.candidates, by_page=True, drawn=self._drawn)

    @cached_property
    def widths(self) -> pl.DataFrame:
        """WIDTHS, of every page by itself."""
        return metrics.widths(self._drawn)

    @cached_property
    def profile(self) -> pl.DataFrame:
        """WIDTHS, of all pages together."""
        return metrics.widths(self._drawn, by_page=False)

    @cached_property
    def answers(self) -> pl.DataFrame:
        """ANSWERS."""
        return metrics.answers(self._drawn)

    @cached_property
    def centrality(self) -> pl.DataFrame:
        """CENTRALITY."""
        return metrics.centrality(self.threads)

    @cached_property
    def responses(self) -> pl.DataFrame:
        """RESPONSES."""
        return metrics.responses(self.threads)

    @cached_property
    def week(self) -> pl.DataFrame:
        """WEEK."""
        return metrics.week(self.threads)

    @cached_property
    def words(self) -> pl.DataFrame:
        """WORDS."""
        return metrics.distinctive(self.threads)

    @cached_property
    def lookalikes(self) -> pl.DataFrame:
        """LOOKALIKES."""
        return metrics.lookalikes(self.threads)

    @cached_property
    def overview(self) -> dict[str, int | float | None]:
        """The discussion in a dozen numbers."""
        return metrics.overview(self.threads, self.pages)


def analyze(
    batches: Iterable[Batch],
    packs: Sequence[Pack],
    *,
    order: Order | None = None,
    from_line: int | None = None,
    strict: bool = False,
    notes: Iterable[Note] = (),
    corrections: Sequence[Correction] = (),
    asked: pl.Expr = NONE,
    infer: bool = True,
    aliases: Mapping[str, str] | None = None,
) -> Discussion:
    """Walk pages from text to Discussion, a batch at a time.

    Args:
        batches: what came through the door for pages.
        packs: rule packs to choose from, page by page; a single one is used on every page.
        order: the order of comments on the pages; None or "auto" = what the packs say.
        from_line: 1-based line on which every discussion starts; None = as the page says.
        strict: True = damaged input is an error.
        notes: what there is to say already.
        corrections: what a reader says, of any of the pages.
        asked: of which COMMENTS the candidates come all, each with all evidence.
        infer: False = only what is stated counts; the places of other comments are left open.
        aliases: the name of the author for each other spelling; None = there are none.

    Raises:
        DataError: under `strict`, with all damage found.
    """
    task = _Task(packs, order, from_line, corrections, asked, infer, aliases or {})
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
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """How pages are to be walked."""

    packs: Sequence[Pack]
    """Packs to choose from."""
    order: Order | None = None
    """The order of comments; None or "auto" = what the packs say."""
    from_line: int | None = None
    """1-based line on which every discussion starts."""
    corrections: Sequence[Correction] = ()
    """What a reader says."""
    asked: pl.Expr = NONE
    """Of which COMMENTS the candidates come all."""
    infer: bool = True
    """False = only what is stated counts."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """The name of the author for each other spelling."""


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
    discussion: Discussion, page: str, order: Order, packs: Sequence[Pack] = ()
) -> Discussion:
    """Find out anew who answers whom on one page, by another order of its comments.

    Args:
        discussion: a discussion that follows no corrections.
        page: the name of the page.
        order: the order of its comments; "auto" = what its pack says, else what they look like.
        packs: the packs that its own may be among.

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
    return _answer(comments.select(CUTS.names()), pages, _Task(packs))


def _walk(batches: Iterable[Batch], task: _Task) -> Iterator[Discussion]:
    """Walk every batch; ids go on from one to the next."""
    first_id = 0
    for batch, cut in cut_ahead(batches, task.packs, task.from_line):
        named = replace(batch, cuts=_named(batch.cuts, task.aliases))
        part = _walk_batch(named, replace(cut, cuts=_named(cut.cuts, task.aliases)), task, first_id)
        first_id += part.threads.height
        yield part


def _named(cuts: pl.DataFrame, aliases: Mapping[str, str]) -> pl.DataFrame:
    """Write every author of CUTS by one name."""
    if not aliases:
        return cuts
    return cuts.with_columns(pl.col("author", "parent_author").replace(dict(aliases)))


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


def cut_ahead(
    batches: Iterable[Batch], packs: Sequence[Pack], from_line: int | None = None
) -> Iterator[tuple[Batch, Segments]]:
    """Cut batches in threads of their own, ahead of whoever takes them, in order."""
    with ThreadPoolExecutor(_CUTTERS) as workers:
        waiting: deque[tuple[Batch, Future[Segments]]] = deque()
        for batch in batches:
            waiting.append((batch, workers.submit(_cut, batch, packs, from_line)))
            if len(waiting) > _CUTTERS:
                done, cut = waiting.popleft()
                yield done, cut.result()
        for done, cut in waiting:
            yield done, cut.result()


def _cut(batch: Batch, packs: Sequence[Pack], from_line: int | None) -> Segments:
    found = segment(batch.pages, packs, from_line)
    return replace(found, cuts=structured(found.cuts, batch.elements, batch.states))


def _walk_batch(batch: Batch, cut: Segments, task: _Task, first_id: int) -> Discussion:
    given, lost = dated(batch.cuts)
    pages = pl.concat([cut.pages, _given_pages(given)])
    if task.order and task.order != "auto":
        pages = pages.with_columns(order=pl.lit(task.order))
    part = _answer(pl.concat([cut.cuts, given]), pages, task, first_id)
    return replace(part, notes=(*batch.notes, *cut.notes, *lost, *part.notes))


def _answer(cuts: pl.DataFrame, pages: pl.DataFrame, task: _Task, first_id: int = 0) -> Discussion:
    """Bring the CUTS of some PAGES into their order and find out who answers whom."""
    arranged = arrange(cuts, pages.select("page", "order"), first_id)
    comments = arranged.comments
    names = set(pages["page"])
    corrected, stale = resolve(comments, [each for each in task.corrections if each.page in names])
    sites = arranged.orders.join(pages.select("page", site="pack"), on="page", how="left")
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


def _phrases(pages: pl.DataFrame, packs: Sequence[Pack]) -> dict[str, tuple[str, ...]]:
    """Give the reply phrases of the pack of every page."""
    by_pack = {pack.name: pack.replies for pack in packs}
    return {
        page: by_pack.get(pack, REPLY_PHRASES) for page, pack in pages.select("page", "pack").rows()
    }
