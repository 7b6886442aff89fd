"""The finished shards of a corpus, read back as if one run had read all pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from threadscope.corpus.cut import piece_name
from threadscope.corpus.folder import Folder, finished, read_json
from threadscope.corpus.manifest import Manifest, load
from threadscope.corpus.notes import notes_of
from threadscope.errors import DataError, Note, Severity
from threadscope.schema import NOTES, PAGES, REPLIES, THREADS

_IDS = ("id", "parent", "thread", "repeats", "order")
_CUT = ".cut"


@dataclass(frozen=True, slots=True)
class Shard:
    """A finished shard."""

    name: str
    """What its parts are called."""
    first_id: int
    """How many comments stand in the shards before it."""


@dataclass(frozen=True)
class Shards:
    """A corpus as far as it is finished; comments are numbered from 0 over all shards."""

    folder: Folder
    """Where it lies."""

    @cached_property
    def manifest(self) -> Manifest:
        """What there was to do."""
        return load(self.folder)

    @cached_property
    def finished(self) -> Sequence[Shard]:
        """The finished shards, in order.

        Raises:
            InputMissingError: the folder is no corpus.
            DataError: a record is damaged.
        """
        _ = self.manifest
        found, first_id = [], 0
        for name in sorted(path.stem for path in self.folder.record("").parent.glob("*.json")):
            said = None if name.endswith(_CUT) else finished(self.folder, name)
            if said is not None:
                found.append(Shard(name, first_id))
                first_id += said["comments"]
        return found

    @cached_property
    def pages(self) -> pl.DataFrame:
        """PAGES, each with the shard that holds it, as `shard`; names are unique.

        Where several shards hold a page of one name, all but the first get a number.
        """
        return self._named_pages.drop("was")

    @cached_property
    def _renamed(self) -> pl.DataFrame:
        """List the pages whose names are not what their shard says: shard, was, page."""
        changed = self._named_pages.filter(pl.col("page") != pl.col("was"))
        return changed.select("shard", "was", "page")

    @cached_property
    def _named_pages(self) -> pl.DataFrame:
        """Read `pages`, each with the name that its shard knows it by, as `was`."""
        pages = self._all("pages", PAGES)
        return pages.with_columns(_unique(pages["page"]), was="page")

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What there is to say of the inputs, and of what is not finished."""
        return (*self.manifest.notes, *self._unfinished(), *notes_of(self._all("notes", NOTES)))

    @cached_property
    def gaps(self) -> tuple[Note, ...]:
        """The notes of what is missing or damaged: few, unlike all notes of a big corpus."""
        wanted = pl.col("severity") != Severity.INFO.value
        told = (note for note in self.manifest.notes if note.severity is not Severity.INFO)
        frame = self._all("notes", NOTES, wanted)
        return (*told, *self._unfinished(), *notes_of(frame))

    def threads(self, shard: Shard, columns: Sequence[str] = ()) -> pl.DataFrame:
        """Read THREADS of one shard, or some columns of them."""
        wanted = list(columns or THREADS.names())
        return self._named(self._part("comments", shard, wanted), shard)

    def candidates(self, shard: Shard) -> pl.DataFrame:
        """Read REPLIES of one shard."""
        return self._named(self._part("candidates", shard, REPLIES.names()), shard)

    def each(self, columns: Sequence[str] = ()) -> Iterator[pl.DataFrame]:
        """Read THREADS shard by shard, or some columns of them."""
        for shard in self.finished:
            yield self.threads(shard, columns)

    def scan(self, table: str) -> pl.LazyFrame:
        """Give a table of all finished shards, to be read piece by piece; ids are the shard's."""
        return pl.scan_parquet([self.folder.part(table, shard.name) for shard in self.finished])

    def threads_of(self, page: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Read THREADS and REPLIES of one page, by its name here, its comments numbered from 0.

        Both are empty if no page has that name.
        """
        own = self.pages.filter(pl.col("page") == page)
        if own.is_empty():
            return THREADS.to_frame(), REPLIES.to_frame()
        shard = Shard(own["shard"][0], 0)
        threads = self.threads(shard).filter(pl.col("page") == page)
        mine = pl.col("id").is_in(threads["id"].implode())
        first = pl.lit(threads["id"].min(), pl.UInt32)
        return (
            threads.with_columns(
                pl.col("id", "parent", "thread", "repeats") - first,
                pl.col("order") - pl.col("order").min(),
            ),
            self.candidates(shard).filter(mine).with_columns(pl.col("id", "parent") - first),
        )

    def all_threads(self) -> pl.LazyFrame:
        """Give THREADS of all shards, to be read piece by piece; ids are those of the shard."""
        if not self.finished:
            return THREADS.to_frame().lazy()
        named = self._renamed.select("shard", "was", named="page").lazy()
        whole = self.scan("comments")
        threads = whole.join(
            named, left_on=["shard", "page"], right_on=["shard", "was"], how="left"
        )
        return threads.with_columns(page=pl.coalesce("named", "page")).drop("named")

    def _all(self, table: str, columns: pl.Schema, wanted: pl.Expr | None = None) -> pl.DataFrame:
        """Read a table of all finished shards, with the shard of each row as `shard`."""
        schema = pl.Schema({"shard": pl.String(), **columns})
        if not self.finished:
            return schema.to_frame()
        whole = self.scan(table)
        rows = whole if wanted is None else whole.filter(wanted)
        return rows.collect(engine="streaming").match_to_schema(schema)

    def _part(self, table: str, shard: Shard, columns: list[str]) -> pl.DataFrame:
        path = self.folder.part(table, shard.name)
        try:
            return pl.read_parquet(path, columns=columns)
        except (OSError, pl.exceptions.PolarsError) as error:
            why = str(error).partition("\n")[0]
            raise DataError(f"{path}: {why} (run the corpus again)") from None

    def _named(self, frame: pl.DataFrame, shard: Shard) -> pl.DataFrame:
        """Number and name the rows of a shard as in the whole corpus."""
        ids = [name for name in _IDS if name in frame.columns]
        frame = frame.with_columns(pl.col(ids) + pl.lit(shard.first_id, pl.UInt32))
        own = self._renamed.filter(pl.col("shard") == shard.name)
        if own.is_empty() or "page" not in frame.columns:
            return frame
        return frame.with_columns(pl.col("page").replace(own["was"], own["page"]))

    def _unfinished(self) -> Iterator[Note]:
        """Say how much of the corpus is missing."""
        wanted = set(self.manifest.sources["shard"].unique())
        begun = {shard.name.partition("-")[0] for shard in self.finished}
        pieces = {shard.name for shard in self.finished}
        missing = len(wanted - begun) + sum(
            not _is_whole(self.folder, name, pieces) for name in wanted & begun - pieces
        )
        if missing:
            why = f"{missing} of {len(wanted)} planned shards are not finished"
            yield Note(
                Severity.UNREAD, str(self.folder.path), f"{why} (run the same command again)"
            )


def _is_whole(folder: Folder, name: str, finished_: set[str]) -> bool:
    """Tell whether all pieces of a big file are finished."""
    if not folder.cut(name).is_file():
        return False
    number = read_json(folder.cut(name))["shards"]
    return all(piece_name(name, at) in finished_ for at in range(number))


def _unique(names: pl.Series) -> pl.Series:
    """Number names that were there before."""
    again = names.is_duplicated() & ~names.is_first_distinct()
    if not again.any():
        return names
    taken, numbers, made = set(names), dict[str, int](), names.to_list()
    for at in again.arg_true():
        name = made[at]
        number = numbers.get(name, 1) + 1
        while f"{name}#{number}" in taken:
            number += 1
        numbers[name] = number
        made[at] = f"{name}#{number}"
        taken.add(made[at])
    return pl.Series(names.name, made, pl.String)
