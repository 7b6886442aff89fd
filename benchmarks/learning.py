"""How well packs are learned: pages whose pack is taken away, and pages without comments.

For every page that a shipped pack fits, the markers of the pack learned from the page alone are
held against those of the shipped one. On the other pages whatever is proposed is wrong; a proposal
with a doubt says so itself.
"""

import argparse
import statistics
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

import measure
import polars as pl

from threadscope import pages
from threadscope.rules import Pack, shipped
from threadscope.segment import NO_PACK, segment
from threadscope.segment.headers import headers
from threadscope.segment.learn import Learned, learn
from threadscope.segment.lines import lines_of

_FEW = 3
"""Markers from which on a page can show a shape that repeats."""
_COUNTED = ("wanted", "found", "right")


@dataclass(frozen=True, slots=True)
class Trial:
    """What was learned from one page."""

    page: str
    """Its name."""
    pack: str
    """What ships and fits it."""
    learned: Learned | None
    """What was learned without it."""
    wanted: int
    """Markers of the shipped pack."""
    found: int
    """Markers of the learned one."""
    right: int
    """Those that are the same."""
    seconds: float
    """What learning took."""

    @property
    def sure(self) -> bool:
        """Whether something is proposed without a doubt."""
        return self.learned is not None and self.learned.doubt is None


def main() -> None:
    """Print the table and, if asked, what went wrong."""
    options = _options()
    trials = [trial for file in options.archives for trial in _trials(file, options.most)]
    told = [trial for trial in trials if trial.pack != NO_PACK]
    many = [trial for trial in told if trial.wanted >= _FEW]
    groups = {
        f"a pack fits, {_FEW} markers and more": many,
        "the same, proposed without a doubt": [trial for trial in many if trial.sure],
        "a pack fits, fewer markers": [trial for trial in told if trial.wanted < _FEW],
    }
    head = ("pages", "count", "proposed", "markers", "found", "precision", "recall", "page right")
    measure.show(head, [_row(name, group) for name, group in groups.items()])
    empty = [trial for trial in trials if trial.pack == NO_PACK]
    proposed = sum(trial.learned is not None for trial in empty)
    sure = sum(trial.sure for trial in empty)
    print(f"\npages without comments: {len(empty)}, a pack proposed on {proposed},", end=" ")
    print(f"without a doubt on {sure}")
    seconds = [trial.seconds for trial in trials]
    print(f"seconds a page: {statistics.median(seconds):.2f}, at most {max(seconds):.2f}")
    for trial in [each for each in trials if not _good(each)][: options.misses]:
        _tell(trial)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", type=Path, nargs="+", help="archives of flat pages (tar.gz)")
    parser.add_argument("--most", type=int, default=200, help="pages of each (default: 200)")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list N misses")
    return parser.parse_args()


def read_archive(file: Path, most: int | None = None) -> dict[str, str]:
    """Read the flat pages of an archive, the first so many: text by name."""
    with tarfile.open(file) as archive:
        members = [member for member in archive if member.isfile()][:most]
        read = {member.name: archive.extractfile(member) for member in members}
        texts = {
            name: data.read().decode("utf-8", "replace") for name, data in read.items() if data
        }
    return {name: text.replace("\r\n", "\n") for name, text in texts.items()}


def _trials(file: Path, most: int) -> list[Trial]:
    return [_trial(name, text) for name, text in read_archive(file, most).items()]


def _trial(name: str, text: str) -> Trial:
    page = pages.of_texts({name: text}).pages
    text = page["text"].item()
    pack = segment(page, shipped()).pages["pack"].item()
    start = time.perf_counter()
    learned = learn(text)
    seconds = time.perf_counter() - start
    packs = {each.name: each for each in shipped()}
    wanted = _markers(page, packs[pack]) if pack != NO_PACK else []
    found = _markers(page, learned.pack) if learned else []
    right = _meeting(wanted, found)
    return Trial(name, pack, learned, len(wanted), len(found), right, seconds)


def _markers(page: pl.DataFrame, pack: Pack) -> list[tuple[int, int]]:
    """Give the first and the last line of every header or footer of a pack."""
    return headers(lines_of(page), pack).select("first", "last").rows()


def _meeting(wanted: list[tuple[int, int]], found: list[tuple[int, int]]) -> int:
    """Count the wanted markers that share a line with a found one, each found one once."""
    taken: set[int] = set()
    for first, last in wanted:
        for at, (top, bottom) in enumerate(found):
            if at not in taken and first <= bottom and top <= last:
                taken.add(at)
                break
    return len(taken)


def _row(name: str, trials: list[Trial]) -> tuple[str, ...]:
    counts = {key: sum(getattr(each, key) for each in trials) for key in _COUNTED}
    proposed = sum(trial.learned is not None for trial in trials)
    good = sum(map(_good, trials))
    return (
        name,
        str(len(trials)),
        str(proposed),
        str(counts["wanted"]),
        str(counts["found"]),
        _share(counts["right"], counts["found"]),
        _share(counts["right"], counts["wanted"]),
        _share(good, len(trials)),
    )


def _good(trial: Trial) -> bool:
    """Tell whether at least nine of ten markers were found, and nine of ten found are markers."""
    if trial.pack == NO_PACK:
        return not trial.sure
    return trial.right * 10 >= 9 * max(trial.wanted, trial.found)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _tell(trial: Trial) -> None:
    lines = trial.learned.draft.lines if trial.learned else ()
    doubt = trial.learned.doubt if trial.learned else None
    counts = f"{trial.right} of {trial.wanted} markers right, {trial.found} found"
    print(f"{trial.page}: {trial.pack}: {counts}, doubt: {doubt}", file=sys.stderr)
    for line in lines:
        print(f"    {line.pattern}", file=sys.stderr)


if __name__ == "__main__":
    main()
