"""Does a run over a corpus keep its promises, and what does it cost?

Kills runs and their workers at random moments and compares what they make in the end with what an
undisturbed run makes; poisons one page; holds one worker against two, local workers against Ray,
and the memory of few pages against that of many.
"""

import argparse
import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import measure
import polars as pl

from threadscope import corpus
from threadscope.corpus import Folder, Local, Manifest, Options, Worker
from threadscope.discussion import Discussion
from threadscope.pages import Batch, find
from threadscope.rules import pick

_SEED = 11
_LIFE = 4.0
"""Most seconds until a kill."""
_POISONED = "poisoned"
_SHARDS = 200


def main() -> None:
    """Do what is asked for, and print a table of each."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    print(measure.load())
    files = sorted(options.pages.iterdir())
    for name in options.measures:
        _MEASURES[name](options, files)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, help="folder of pages")
    parser.add_argument("out", type=Path, help="folder for what is made; emptied after use")
    parser.add_argument("--measures", nargs="+", choices=_MEASURES, default=list(_MEASURES))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--most", type=int, default=None, help="use only so many pages")
    parser.add_argument("--runs", type=int, default=3, help="of one worker and of two")
    parser.add_argument("--ray", default=sys.executable, help="a Python that has Ray")
    return parser.parse_args()


def _linked(options: argparse.Namespace, files: Sequence[Path], number: int | None) -> Path:
    """Make a folder of the first pages: as links, or as copies on another disk."""
    folder = Path(tempfile.mkdtemp(dir=options.out))
    for file in files[: number or options.most]:
        try:
            (folder / file.name).hardlink_to(file)
        except OSError:
            shutil.copy2(file, folder / file.name)
    return folder


def _command(pages: Path, out: Path, *more: object, python: str = sys.executable) -> list[str]:
    words = (python, "-m", "threadscope", "corpus", "run", pages, "-o", out, "--quiet", *more)
    return [str(word) for word in words]


def _same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    names = [sorted(p.relative_to(at) for p in at.rglob("*") if p.is_file()) for at in (one, other)]
    return names[0] == names[1] and not any(filecmp.cmpfiles(one, other, names[0], False)[1:])


# Kills


def _kill(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Kill runs and workers until there were enough kills; every folder must end the same."""
    pages = _linked(options, files, None)
    size = sum(file.stat().st_size for file in pages.iterdir()) // _SHARDS
    more = ("--shard-bytes", size, "--jobs", 2)
    whole = options.out / "undisturbed"
    subprocess.run(_command(pages, whole, *more), check=True)
    chance = random.Random(_SEED)  # noqa: S311
    kills = {"runs": 0, "workers": 0}
    rounds = same = 0
    while sum(kills.values()) < options.kills:
        out = options.out / f"round{rounds}"
        command = _command(pages, out, *more)
        while _ended_by_kill(command, chance, kills, options.kills):
            pass
        rounds, same = rounds + 1, same + _same(whole, out)
        shutil.rmtree(out)
    shards = len(list((whole / "pages").iterdir()))
    head = ("kills", "runs killed", "workers killed", "shards", "folders", "identical")
    rows = [(sum(kills.values()), kills["runs"], kills["workers"], shards, rounds, same)]
    measure.show(head, rows)
    shutil.rmtree(whole)
    shutil.rmtree(pages)


def _ended_by_kill(
    command: Sequence[str], chance: random.Random, kills: dict[str, int], most: int
) -> bool:
    """Start a run and kill some of its workers, perhaps itself; tell whether it must go on."""
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            try:
                running.wait(chance.uniform(0, _LIFE))
            except subprocess.TimeoutExpired:
                if sum(kills.values()) >= most:
                    continue
                children = _children(running.pid)
                if children and chance.random() < 0.5:  # noqa: PLR2004
                    os.kill(chance.choice(children), signal.SIGKILL)
                    kills["workers"] += 1
                else:
                    running.kill()
                    kills["runs"] += 1
    return running.returncode != 0


def _children(process: int) -> list[int]:
    try:
        return [
            int(each)
            for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except OSError:
        return []


# Poison


def stumbling(batches: Sequence[Batch], options: Options) -> Discussion:
    """Walk the pages of a shard, and abort at the poisoned one."""
    if any(_POISONED in name for batch in batches for name in batch.pages["page"]):
        os.abort()
    return corpus.walk(batches, options)


def _poison(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Put one page that ends its worker among all others: only it may be missing."""
    pages = _linked(options, files, 10_000)
    names = sorted(pages.iterdir())
    victim = names[len(names) // 3]
    victim.rename(victim.with_name(f"{victim.stem}-{_POISONED}.txt"))
    folder = Folder(options.out / "poisoned")
    folder.make()
    asked = Options(pick(()))
    manifest = Manifest(corpus.plan(find([str(pages)])[0]), (), corpus.SHARD_BYTES)
    corpus.begin(folder, manifest, asked)
    worker = Worker(folder, asked, corpus.SHARD_BYTES, stumbling)
    started = time.perf_counter()
    done = corpus.run(folder, manifest, Local(worker, 2))
    seconds = time.perf_counter() - started
    gaps = pl.concat(pl.read_parquet(file) for file in (folder.path / "notes").iterdir())
    aside = gaps.filter(pl.col("text").str.starts_with("set aside"))["page"].to_list()
    head = ("pages", "poisoned", "walked", "set aside", "s")
    right = "the poisoned one" if [*map(_is_poisoned, aside)] == [True] else str(aside)
    measure.show(head, [(len(names), 1, done.pages, right, f"{seconds:.1f}")])
    shutil.rmtree(folder.path)
    shutil.rmtree(pages)


def _is_poisoned(name: str) -> bool:
    return _POISONED in name


# Rates


def _workers(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Hold one worker against two, in turn."""
    pages = _linked(options, files, None)
    size = sum(file.stat().st_size for file in pages.iterdir())
    number = len(list(pages.iterdir()))
    out = options.out / "workers"

    def run(jobs: int) -> measure.Run:
        shutil.rmtree(out, ignore_errors=True)
        return measure.run(_command(pages, out, "--jobs", jobs, "--shard-bytes", 4 << 20))

    runs = measure.repeated(
        {str(jobs): lambda jobs=jobs: run(jobs) for jobs in (1, 2)}, options.runs
    )  # type: ignore[misc]
    best = {jobs: min(each.wall for each in done) for jobs, done in runs.items()}
    rows = [
        (
            jobs,
            f"{measure.median(each.wall for each in done):.1f}",
            f"{best[jobs]:.1f}",
            f"{size / best[jobs] / 1e6:.1f}",
            f"{number / best[jobs]:.0f}",
            f"{best[jobs] / number * 1e6 / 3600:.1f}",
            f"{best['1'] / best[jobs]:.2f}",
            f"{max(each.peak for each in done):,.0f}",
        )
        for jobs, done in runs.items()
    ]
    head = ("workers", "s", "min s", "MB/s", "pages/s", "h/million", "times one", "peak MB")
    measure.show(head, rows)
    print(measure.load())
    shutil.rmtree(out)
    shutil.rmtree(pages)


def _memory(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Tell the most memory that one process of a run takes, by the number of pages."""
    rows = []
    for number in _sizes(min(len(files), options.most or len(files))):
        pages = _linked(options, files, number)
        out = options.out / "memory"
        run = measure.run(_command(pages, out, "--jobs", 2))
        rows.append((f"{number:,}", f"{run.wall:.1f}", f"{run.peak:,.0f}"))
        shutil.rmtree(out)
        shutil.rmtree(pages)
    measure.show(("pages", "s", "peak MB"), rows)


def _sizes(most: int) -> Iterator[int]:
    size = 1_250
    while size <= most:
        yield size
        size *= 2


def _ray(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Hold what Ray makes against what local workers make."""
    pages = _linked(options, files, 2_000)
    made = {}
    rows = []
    for name, more in (("local", ()), ("ray", ("--engine", "ray"))):
        made[name] = options.out / name
        command = _command(
            pages, made[name], "--shard-bytes", 1 << 20, "--jobs", 2, *more, python=options.ray
        )
        run = measure.run(command)
        rows.append((name, f"{run.wall:.1f}", "yes" if _same(made["local"], made[name]) else "no"))
    measure.show(("engine", "s", "same bytes"), rows)
    for folder in (*made.values(), pages):
        shutil.rmtree(folder)


_MEASURES = {
    "kills": _kill,
    "poison": _poison,
    "workers": _workers,
    "memory": _memory,
    "ray": _ray,
}


if __name__ == "__main__":
    main()
