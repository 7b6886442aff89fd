"""The same page in another coat gives the same tree, and every line of it is counted once."""

import gzip
import json
import random
import sys
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trying import DOORS, attempt, balance

from threadscope import pages
from threadscope.discussion import Discussion, analyze
from threadscope.pages import Source
from threadscope.rules import Pack, pick

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
FAILURES = sorted(path for path in (HERE / "failures").iterdir() if path.suffix != ".md")
WORDS = ("The lamp was lit.", "Who pays?", "@Ann no", "> Who pays?\n\nWe do.", "Yes, but when?")
COATS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "two members": lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]),
    "zstd": zstd.compress,
    "two frames": lambda data: zstd.compress(data[:9]) + zstd.compress(data[9:]),
    "CR LF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "a mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "a last line end": lambda data: data + b"\n",
    "CR LF, packed": lambda data: zstd.compress(data.replace(b"\n", b"\r\n")),
}


@cache
def packs() -> tuple[Pack, ...]:
    return pick(())


def read(folder: Path, *files: bytes) -> tuple[Discussion, pl.DataFrame]:
    """Analyze files as they lie in a folder; gives their PAGE_TEXTS too."""
    paths = [folder / f"{at}.txt" for at in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    batches = list(pages.read(map(Source, paths)))
    return analyze(batches, packs()), pl.concat(batch.pages for batch in batches)


def assert_same(one: Discussion, other: Discussion, *but: str) -> None:
    assert other.threads.drop(but).equals(one.threads.drop(but))
    left = [name for name in one.candidates.columns if name not in but]
    assert other.candidates.select(left).equals(one.candidates.select(left))
    assert other.authors.equals(one.authors)
    kinds = ("article_lines", "marker_lines", "body_lines", "noise_lines", "pack", "order")
    assert other.pages.select(kinds).equals(one.pages.select(kinds))


def sampled() -> st.SearchStrategy[bytes]:
    """Give pages made of what the samples of one or two packs show, and of words."""
    shown = [[sample.text.rstrip("\n") for sample in pack.samples] for pack in packs()]
    some = st.lists(st.sampled_from(shown), min_size=1, max_size=2).map(
        lambda both: list(chain(*both))
    )
    piece = some.flatmap(lambda texts: st.lists(st.sampled_from((*texts, *WORDS, "")), max_size=20))
    return piece.map(lambda texts: "\n\n".join(texts).encode())


@settings(max_examples=25)
@given(st.deferred(sampled), st.sampled_from(sorted(COATS)))
def test_a_page_of_samples_is_counted_once_and_the_same_in_every_coat(
    tmp_path_factory: pytest.TempPathFactory, page: bytes, coat: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    plain, words = read(folder, page)
    balance(plain, words)
    assert_same(plain, read(folder, COATS[coat](page))[0])


@pytest.mark.parametrize("coat", COATS)
@pytest.mark.parametrize("example", ["lighthouse/page.txt", "night-train-mail/page.txt"])
def test_an_example_is_the_same_in_every_coat(tmp_path: Path, example: str, coat: str) -> None:
    page = (EXAMPLES / example).read_bytes().replace(b"\r\n", b"\n")
    assert_same(read(tmp_path, page)[0], read(tmp_path, COATS[coat](page))[0])


def lines(rows: list[dict[str, object]]) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


@settings(max_examples=10)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8), st.data())
def test_pages_in_two_files_are_the_same_as_in_one(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    rows: list[dict[str, object]] = [
        {"url": f"page {at}", "text": f"Ann's picture\n\n{text}\n\nBob's picture\n\n@Ann so?"}
        for at, text in enumerate(texts)
    ]
    at = data.draw(st.integers(1, len(rows) - 1))
    folder = tmp_path_factory.getbasetemp()
    whole, _ = read(folder, lines(rows))
    assert_same(whole, read(folder, lines(rows[:at]), lines(rows[at:]))[0], "page")


def given_comments(parents: list[int | None], names: list[str]) -> list[dict[str, object]]:
    return [
        {
            "id": names[at],
            "author": f"reader {at % 3}",
            "text": f"{at}: {WORDS[at % len(WORDS)]}",
            "parent": None if parent is None else names[parent],
        }
        for at, parent in enumerate(parents)
    ]


PARENTS = st.lists(st.one_of(st.none(), st.integers(0, 11)), min_size=1, max_size=12).map(
    lambda many: [None if each is None else each % len(many) for each in many]
)
"""Any graph of parents: chains, circles, comments that answer themselves."""


@settings(max_examples=20)
@given(PARENTS, st.randoms(use_true_random=False))
def test_other_ids_give_the_same_tree(
    tmp_path_factory: pytest.TempPathFactory, parents: list[int | None], dice: random.Random
) -> None:
    folder = tmp_path_factory.getbasetemp()
    names = [f"{at:02}" for at in range(len(parents))]
    other = [f"id {name}" for name in dice.sample(names, len(names))]
    one, _ = read(folder, lines(given_comments(parents, names)))
    two, _ = read(folder, lines(given_comments(parents, other)))
    assert one.threads.height == len(parents)
    assert_same(one, two, "source_id", "parent_id", "evidence")
    assert dict(zip(one.threads["source_id"], two.threads["source_id"], strict=True)) == dict(
        zip(names, other, strict=True)
    )


@settings(max_examples=20)
@given(PARENTS, st.randoms(use_true_random=False))
def test_comments_in_another_order_keep_their_stated_parents(
    tmp_path_factory: pytest.TempPathFactory, parents: list[int | None], dice: random.Random
) -> None:
    above = [None if each is None or each >= at else each for at, each in enumerate(parents)]
    rows = given_comments(above, [str(at) for at in range(len(above))])
    found, _ = read(tmp_path_factory.getbasetemp(), lines(dice.sample(rows, len(rows))))
    names = found.threads["source_id"]
    assert dict(zip(names, names.gather(found.threads["parent"]), strict=True)) == {
        row["id"]: row["parent"] for row in rows
    }


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("past", FAILURES, ids=lambda path: path.name)
def test_what_once_broke_a_door_breaks_none(past: Path, door: str, tmp_path: Path) -> None:
    attempt(door, past.read_bytes(), tmp_path)
