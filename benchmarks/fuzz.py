"""Does every door take any bytes, or refuse them in words?

Files are brought to every door as they are, then again and again changed at random: bytes flipped,
cut, doubled, put together, nested deep, or made hostile. Seeds are the examples, the pages of the
tests, the samples of the packs, past failures, and every file of the folders that are named. A
process of its own does the trials, so that one that crashes or hangs is noticed too. What fails is
written to a folder, with the traceback beside it; mend it, and keep its bytes in tests/failures/.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import measure

_HOME = Path(__file__).parent.parent
_LONGEST = 100_000
"""Bytes of a changed file."""
_LARGEST = 2_000_000
"""Bytes of a file that is tried as it is."""
_PATIENCE = 90
"""Seconds that one trial may take."""
_COUNTED = ("tried", "refused", "failed")
_SEEDS = ("seeds", "")
_OWN = ("examples", "tests/pages", "tests/failures", "threadscope/rules/packs", "config.yaml")
_HOSTILE = (
    b"\0", b"\r", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b]0;x\x07", b"\x1b[31m", b"\xc2\x9b",
    "\u202e".encode(), "\u2028".encode(), b"\xed\xa0\x80", b"\\ud800", b"[/nope]", b"'s picture\n",
    b"\n\n\nFrom x Mon Jan  1 00:00:00 2024\n", b"</a", b"<![CDATA[", b"&#0;", b"NaN", b"1e999",
    b"9" * 400, b"-1", b"0000-00-00", b"9999-99-99T99:99:99Z", b'"parent": "', b'"id": null, ',
    b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n",
)  # fmt: skip
_DEEP = (b"[", b'{"a":', b"<div>", b"<ul><li>", b"> ", b"- ", b"(", b"=?utf-8?q?")


def main() -> None:
    """Try for so many seconds and print how many trials there were at each door."""
    options = _options()
    options.kept.mkdir(parents=True, exist_ok=True)
    if options.only is not None:
        _work(options)
        return
    end, seed, total = time.monotonic() + options.seconds, options.seed, Counter[tuple[str, str]]()
    while (left := end - time.monotonic()) > 0:
        total.update(_watched(options, seed, left, whole=seed == options.seed))
        seed += 1
    seeds = total.pop(_SEEDS, 0)
    doors = sorted({door for door, _ in total})
    rows = [(door, *(total[door, what] for what in _COUNTED)) for door in doors]
    measure.show(("door", *_COUNTED), rows)
    print(f"{sum(row[1] for row in rows):,} trials of {seeds:,} seeds")
    print(f"failures: {len(list(options.kept.glob('*.bin')))} (in {options.kept})")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", type=float, help="how long to go on")
    parser.add_argument("folders", nargs="*", type=Path, help="more seeds, such as hostile files")
    parser.add_argument("--kept", type=Path, default=Path("failures"), help="where failures go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--changed", action="store_true", help="do not try the seeds unchanged")
    return parser.parse_args()


# The one who watches


def _watched(
    options: argparse.Namespace, seed: int, left: float, *, whole: bool
) -> Counter[tuple[str, str]]:
    """Let a process try things until it has done, crashes or hangs; gives what it counted."""
    words = [sys.executable, __file__, str(left), *map(str, options.folders)]
    words += ["--kept", str(options.kept), "--only", str(left), "--seed", str(seed)]
    if options.changed or not whole:
        words.append("--changed")
    told, trying = options.kept / "counts.json", options.kept / "trying"
    for file in (told, trying):
        file.unlink(missing_ok=True)
    with subprocess.Popen(words) as worker:
        while worker.poll() is None:
            time.sleep(0.2)
            if trying.exists() and time.time() - trying.stat().st_mtime > _PATIENCE:
                worker.kill()
        if worker.returncode and trying.exists():
            door, _, data = trying.read_bytes().partition(b"\n")
            _keep(options.kept, door.decode(), data, f"ended with {worker.returncode}")
        elif worker.returncode:
            raise SystemExit(f"the worker ended with {worker.returncode}")
    counted = json.loads(told.read_text()) if told.exists() else []
    return Counter({(door, what): count for door, what, count in counted})


def _keep(folder: Path, door: str, data: bytes, why: str) -> None:
    name = f"{door.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
    (folder / f"{name}.bin").write_bytes(data)
    (folder / f"{name}.txt").write_text(why)


# The one who tries


def _work(options: argparse.Namespace) -> None:
    import trying  # noqa: PLC0415 - who watches loads nothing

    seeds, dice = list(_seeds(options.folders)), random.Random(options.seed)  # noqa: S311
    end, told = time.monotonic() + options.only, options.kept / "counts.json"
    counts, known = Counter[tuple[str, str]]({_SEEDS: len(seeds)}), set[str]()
    with tempfile.TemporaryDirectory() as temporary:
        for door, data in _trials(seeds, list(trying.DOORS), dice, changed=options.changed):
            if time.monotonic() > end:
                break
            (options.kept / "trying").write_bytes(door.encode() + b"\n" + data)
            counts[door, "tried"] += 1
            try:
                counts[door, "refused"] += not trying.attempt(door, data, Path(temporary))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                counts[door, "failed"] += 1
                if (place := _place(error)) not in known:
                    known.add(place)
                    _keep(options.kept, door, data, traceback.format_exc())
            if counts.total() % 20 == 0:
                _count(told, counts)
    _count(told, counts)
    (options.kept / "trying").unlink(missing_ok=True)


def _count(told: Path, counts: Counter[tuple[str, str]]) -> None:
    told.write_text(json.dumps([(*what, count) for what, count in counts.items()]))


def _place(error: BaseException) -> str:
    """Tell mistakes apart by their kind and the line that they come from."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename}:{last.lineno}"


def _trials(
    seeds: list[bytes], doors: list[str], dice: random.Random, *, changed: bool
) -> Iterator[tuple[str, bytes]]:
    """Give every seed to every door, then changed ones without end."""
    if not changed:
        yield from ((door, seed) for seed in seeds if len(seed) <= _LARGEST for door in doors)
    while True:
        yield dice.choice(doors), _changed(seeds, dice)


def _seeds(folders: list[Path]) -> Iterator[bytes]:
    """Give all files: plain, and the strings of a list of strings as a file too."""
    for root in (*(_HOME / name for name in _OWN), *folders):
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.is_file():
                yield path.read_bytes()
    from threadscope.rules import shipped  # noqa: PLC0415 - only where seeds are wanted

    for pack in shipped():
        yield "\n\nsome words\n\n".join([each.text for each in pack.samples] * 3).encode()


# Changing


def _changed(seeds: list[bytes], dice: random.Random) -> bytes:
    """Change a piece of a seed in a few ways."""
    data = _piece(dice.choice(seeds), dice)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        data = dice.choice(_WAYS)(data, seeds, dice)[:_LONGEST]
    return data


def _piece(data: bytes, dice: random.Random) -> bytes:
    if len(data) <= _LONGEST:
        return data
    start = dice.choice((0, dice.randrange(len(data) - _LONGEST)))
    return data[start : start + _LONGEST]


def _spot(data: bytes, dice: random.Random) -> tuple[int, int]:
    first = dice.randint(0, len(data))
    return first, min(len(data), first + dice.choice((1, 2, 9, 80, 2000)))


def _flip(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    flipped = bytearray(data or b"x")
    for _ in range(dice.choice((1, 2, 30))):
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _drop(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    first, last = _spot(data, dice)
    return data[:first] + data[last:]


def _double(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    first, last = _spot(data, dice)
    return data[:last] + data[first:last] * dice.choice((1, 3, 200)) + data[last:]


def _put(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    first, last = _spot(data, dice)
    return data[:first] + dice.choice(_HOSTILE) + data[dice.choice((first, last)) :]


def _nest(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    first, _last = _spot(data, dice)
    return data[:first] + dice.choice(_DEEP) * dice.choice((70, 300, 3000)) + data[first:]


def _join(data: bytes, seeds: list[bytes], dice: random.Random) -> bytes:
    other = _piece(dice.choice(seeds), dice)
    return data[: _spot(data, dice)[0]] + other[_spot(other, dice)[0] :]


def _cut(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _shuffle(data: bytes, _: list[bytes], dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, last = _spot(data, dice)
    some = lines[first % len(lines) :][: last - first + 2]
    dice.shuffle(some)
    return b"\n".join([*lines[: first % len(lines)], *some, *lines[first % len(lines) :]])


_WAYS: tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...] = (
    _flip, _drop, _double, _put, _put, _nest, _join, _cut, _shuffle,
)  # fmt: skip


if __name__ == "__main__":
    main()
