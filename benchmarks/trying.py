"""Any bytes on any door of the program, and what must hold of what comes out.

A trial raises nothing: what is refused is refused with a `ThreadscopeError`, and whatever is read
keeps its counts in balance. Anything else that is raised is a mistake of the program.
"""

import gzip
import json
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

from threadscope import pages, report
from threadscope.corrections import parse
from threadscope.discussion import Discussion, analyze
from threadscope.errors import ThreadscopeError
from threadscope.rules import load_config, load_pack, pick

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 64 << 20
"""Bytes of one file, unpacked, after which it is cut."""
_DRESSED = 30
"""Lines of a file that become names and texts of comments."""


def attempt(door: str, data: bytes, folder: Path) -> bool:
    """Bring bytes to a door; false = they were refused.

    Args:
        door: one of `DOORS`.
        data: what is read there.
        folder: where files may be written.

    Raises:
        Exception: a mistake of the program: whatever is not foreseen.
    """
    try:
        DOORS[door](data, folder)
    except ThreadscopeError as error:
        if not str(error).strip():
            raise AssertionError("an error without a word") from error
        return False
    return True


def balance(found: Discussion, words: pl.DataFrame) -> None:
    """Hold that every line and every comment is counted once, and the tree is one.

    Args:
        found: what was made of some pages.
        words: their PAGE_TEXTS, in the same order.
    """
    threads = found.threads
    ids = list(range(threads.height))
    _hold(threads["id"].to_list() == ids, "ids have gaps")
    _hold(threads["order"].sort().to_list() == ids, "the order is no permutation")
    above = threads["parent"].is_null() | (threads["parent"] < threads["id"])
    _hold(above.all(), "a parent stands below its reply")
    counted = found.pages["comments"].sum()
    _hold(counted == threads.height, "pages and comments differ")
    known = found.authors["comments"].sum() + found.pages["unattributed"].sum()
    _hold(known == threads.height, "authors and comments differ")
    _hold(found.depths["comments"].sum() == threads.height, "depths and comments differ")
    kinds = [f"{kind}_lines" for kind in ("article", "marker", "body", "noise")]
    lines = dict(found.pages.select("page", pl.sum_horizontal(kinds)).iter_rows())
    for page, text in words.select("page", "text").iter_rows():
        said = sum(bool(line.strip()) for line in text.split("\n"))
        _hold(lines[page] == said, f"{lines[page]} lines of {said} are accounted for")


def _hold(sound: object, otherwise: str) -> None:
    if not sound:
        raise AssertionError(otherwise)


@cache
def _packs() -> Any:
    return pick(())


def _file(data: bytes, folder: Path) -> pages.Source:
    path = folder / "tried"
    path.write_bytes(data)
    return pages.Source(path)


def _whole(data: bytes, folder: Path) -> None:
    """Read, cut, rebuild, count and write."""
    batches = list(pages.read([_file(data, folder)], limit=LIMIT))
    found = analyze(batches, _packs())
    balance(found, pl.concat(batch.pages for batch in batches))
    for write in _WRITERS:
        write(found)


_WRITERS: tuple[Callable[[Discussion], object], ...] = (
    report.stats_json,
    lambda found: json.loads(report.comments_jsonl(found.threads).partition("\n")[0] or "0"),
    lambda found: report.csv(found.threads, safe=True),
    report.tree_text,
    report.convokit,
    report.mbox,
    lambda found: ET.fromstring(report.graphml(report.comment_graph(found))),  # noqa: S314
    lambda found: ET.fromstring(report.gexf(report.author_graph(found))),  # noqa: S314
)
"""Everything that a discussion is written as; XML is read again."""


def _dressed(data: bytes, folder: Path) -> None:
    """Make names and texts of a page of what stands in a file."""
    lines = [line for line in data.splitlines()[:_DRESSED] if line.strip()]
    page = b"".join(line + b"'s picture\n\n@" + line + b" " + line + b"\n\n" for line in lines)
    _whole(b"Article\n\n" + page, folder)


def _read_as(kind: str, data: bytes, folder: Path) -> None:
    for batch in pages.read([_file(data, folder)], kind=kind, limit=LIMIT):
        batch.pages["text"].str.contains("\r", literal=True).any()


def _packed(data: bytes, folder: Path) -> None:
    """Damage a packed file: the bytes tell where."""
    for pack in (gzip.compress, zstd.compress):
        whole = bytearray(pack(data))
        whole[sum(data) % len(whole)] ^= 1 + len(data) % 255
        list(pages.read([_file(bytes(whole), folder)], limit=LIMIT))


def _pack(data: bytes, folder: Path) -> None:
    load_pack(data, str(folder / "pack.yaml"))


def _config(data: bytes, folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_bytes(data)
    load_config(path)


def _corrections(data: bytes, folder: Path) -> None:
    parse(data, str(folder / "page.corrections.json"), "page")


DOORS: dict[str, Callable[[bytes, Path], None]] = {
    "page": _whole,
    "dressed": _dressed,
    "packed": _packed,
    **{f"as {door.name}": partial(_read_as, door.name) for door in pages.DOORS},
    "pack": _pack,
    "config": _config,
    "corrections": _corrections,
}
"""Every way in, by name."""
