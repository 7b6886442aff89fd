"""`threadscope corpus run`: from a crawl to a folder of tables."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.corpus.progress import showing, summary
from threadscope.cli.exits import Exit
from threadscope.cli.output import is_terminal, say, say_notes
from threadscope.cli.walk import exit_after, settings_of
from threadscope.errors import UsageError

if TYPE_CHECKING:
    from threadscope.corpus import Folder, Manifest, Options, Worker
    from threadscope.corpus.task import Engine
    from threadscope.rules import Language, Order, Split, Start

_MEGABYTE = 1_000_000
_SHARE = 0.8
"""Part of the machine's memory that all workers together may take."""


@click.command(
    epilog=options.examples(
        "threadscope corpus run saved/ -o corpus",
        "threadscope corpus run 'crawl/*.jsonl.gz' pages.parquet -o corpus --jobs 8",
        "threadscope corpus run crawl/ -o corpus --engine ray --address auto",
    )
)
@options.crawling
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder to make, or the one of a run to take up again.",
)
@click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    help="Who works: processes of this machine, or Ray. Default: local.",
)
@click.option("--address", metavar="NAME", help="The Ray cluster. Default: one is started here.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Workers at once. Default: all cores."
)
@click.option(
    "--shard-bytes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Bytes of input in one shard, about. Default: 16 MiB.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Most time for one shard. Default: 300.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=1),
    metavar="MB",
    help="Most memory of one worker. Default: its share of 80% of the machine's.",
)
@click.option("--force", is_flag=True, help="Forget what an earlier run has made there.")
def run(
    pages: tuple[str, ...],
    *,
    output: Path,
    engine: str,
    address: str | None,
    jobs: int | None,
    shard_bytes: int | None,
    time_limit: float | None,
    memory: int | None,
    force: bool,
    quiet: bool,
    no_progress: bool,
    **read: Any,
) -> Exit:
    """Walk pages of any number into a folder of Parquet tables.

    PAGE is a file, a folder or a quoted glob: text, lines of JSON, Parquet with a column text; gzip
    and Zstandard are read as they are. Killed at any moment, the same command goes on where it was.
    A page that crashes its worker, or takes too long or too much memory, is set aside by name.
    """
    from threadscope.corpus import SECONDS, SHARD_BYTES, Folder, Worker  # noqa: PLC0415
    from threadscope.corpus import run as run_all  # noqa: PLC0415

    if address and engine != "ray":
        raise UsageError("--address needs --engine ray")
    asked = _asked(**read)
    size = shard_bytes or SHARD_BYTES
    folder = Folder(output.absolute())
    with _held(folder, force=force):
        manifest = _begun(folder, pages, asked, size)
        say_notes(manifest.notes, quiet=quiet)
        worker = Worker(folder, asked, size)
        shown = is_terminal(sys.stderr) and not (quiet or no_progress)
        with showing(shown=shown, quiet=quiet) as tell, _stoppable() as stopped:
            done = run_all(
                folder,
                manifest,
                _engine(engine, worker, jobs, memory, address),
                time_limit or SECONDS,
                tell,
                stopped,
            )
    if not quiet:
        say(summary(done, folder.path))
    return Exit.PARTLY if done.gaps else exit_after(manifest.notes)


def _asked(
    *,
    config: Path | None,
    rules: tuple[str, ...],
    order: "Order | None",
    encoding: str | None,
    as_: str | None,
    from_line: "Start | None",
    split: "Split | None",
    max_bytes: int | None,
    strict: bool,
    stated_only: bool,
    language: "Language | None",
) -> "Options":
    """Decide how pages are read, as the options and the configuration say.

    Raises:
        ThreadscopeError: a pack or the configuration is missing or refused.
    """
    from threadscope.analysis import packs_of  # noqa: PLC0415
    from threadscope.corpus import Options  # noqa: PLC0415
    from threadscope.pages import MAX_BYTES  # noqa: PLC0415

    settings = settings_of(config)
    return Options(
        packs=packs_of(rules, settings),
        order=order or settings.order,
        encoding=encoding or settings.encoding,
        kind=as_,
        from_line=from_line or settings.from_line,
        split=split or settings.split,
        max_bytes=max_bytes or MAX_BYTES,
        strict=strict or settings.strict,
        infer=not stated_only,
        aliases=settings.names,
        language=language or settings.language,
    )


@contextmanager
def _held(folder: "Folder", *, force: bool) -> Iterator[None]:
    """Hold a folder against other runs, cleared of what those before have left half done.

    Raises:
        UsageError: another run is at work there, or it holds something else than a corpus.
        OutputError: the folder cannot be made.
    """
    strangers = folder.strangers()
    if strangers:
        why = f"holds {strangers[0]}, which no corpus has (choose another -o)"
        raise UsageError(f"{folder.path}: {why}")
    folder.make()
    with folder.locked():
        if force or not folder.is_corpus():
            folder.clear()
            folder.make()
        if leftovers := folder.leftovers():
            say(f"{folder.path}: removed what a run before left half written ({len(leftovers)})")
        yield


def _begun(folder: "Folder", pages: Iterable[str], asked: "Options", size: int) -> "Manifest":
    """Plan the run, and write the plan down or see that it is the same as before.

    Raises:
        ThreadscopeError: there is no input, or something else was begun in the folder.
    """
    from threadscope.corpus import Manifest, begin, plan  # noqa: PLC0415
    from threadscope.pages import find  # noqa: PLC0415

    if "-" in pages:
        raise UsageError("a run must find its input again (save standard input to a file)")
    sources, notes = find(pages)
    manifest = Manifest(plan(sources, size), tuple(notes), size)
    begin(folder, manifest, asked)
    return manifest


def _engine(
    name: str, worker: "Worker", jobs: int | None, memory: int | None, address: str | None
) -> "Engine":
    """Start the workers.

    Raises:
        UsageError: Ray is not installed or does not answer.
    """
    if name == "ray":
        from threadscope.corpus.cluster import Ray  # noqa: PLC0415

        return Ray(worker, jobs, memory * _MEGABYTE if memory else None, address)
    from threadscope.corpus import Local  # noqa: PLC0415

    jobs = jobs or len(os.sched_getaffinity(0))
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Local(worker, jobs, memory * _MEGABYTE if memory else int(machine * _SHARE / jobs))


@contextmanager
def _stoppable() -> "Iterator[Callable[[], bool]]":
    """Give what tells whether somebody pressed Ctrl-C, which does not interrupt anything here.

    Polars has put a handler before Python's, which would wait for it; this one takes its place.
    """
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
