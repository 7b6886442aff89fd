"""Names that look alike, and authors that are made one."""

from pathlib import Path

import polars as pl
import pytest
from growing import grow
from hypothesis import given
from hypothesis import strategies as st

from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.metrics import lookalikes
from threadscope.metrics.lookalikes import skeleton
from threadscope.schema import LOOKALIKES

LETTERS = "letters that look alike"
WRITTEN = "but for case, spaces and signs"
CYRILLIC = "\u0410nn"  # begins with the Cyrillic letter
PAGE = f"Article\n\nAnn's picture\none\n\n{CYRILLIC}'s picture\ntwo\n\nAnn's picture\nthree\n"


def looks(*names: str) -> list[str]:
    return pl.DataFrame({"name": names}).select(skeleton(pl.col("name"))).to_series().to_list()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "p\u0430yp\u0430l"),
        ("Ann", CYRILLIC),
        ("modern", "rnodern"),
        ("O0O", "OOO"),
        ("Il1|", "llll"),
        ("Ann", "\uff21nn"),
        ("Ann", "A\u200bnn"),
        ("caf\u00e9", "cafe\u0301"),
    ],
)
def test_names_that_can_be_taken_for_one_another_look_alike(one: str, other: str) -> None:
    assert len(set(looks(one, other))) == 1


@pytest.mark.parametrize(("one", "other"), [("Ann", "Anne"), ("cafe", "caf\u00e9"), ("Bob", "bob")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert len(set(looks(one, other))) == 2


@given(st.text())
def test_what_a_name_looks_like_looks_like_itself(name: str) -> None:
    (once,) = looks(name)
    assert looks(once) == [once]


def test_the_less_frequent_name_is_said_to_look_like_the_other() -> None:
    threads = grow(*[(who, None) for who in ("Ann", "Ann", CYRILLIC, "ann ", "Bob", "A N N", None)])
    found = lookalikes(threads)
    assert found.schema == LOOKALIKES
    assert found.rows() == [
        ("A N N", 1, "Ann", 2, WRITTEN),
        ("ann ", 1, "Ann", 2, WRITTEN),
        (CYRILLIC, 1, "Ann", 2, LETTERS),
    ]


def test_names_of_nothing_but_signs_are_not_all_one() -> None:
    assert lookalikes(grow(("***", None), ("!!!", None), ("...", None))).is_empty()


def test_a_note_offers_to_merge_and_aliases_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, config = tmp_path / "page.txt", tmp_path / "config.yaml"
    page.write_text(PAGE, "utf-8")
    authors = ["stats", str(page), "--table", "authors", "--format", "csv", "--config", str(config)]
    config.write_text("aliases: {}\n")
    assert run(authors) == Exit.DONE
    captured = capsys.readouterr()
    assert "looks like 'Ann'" in captured.err
    assert [line.split(",")[:2] for line in captured.out.splitlines()[1:]] == [
        ["Ann", "2"],
        [CYRILLIC, "1"],
    ]
    config.write_text(f"aliases:\n  Ann: [{CYRILLIC}]\n", "utf-8")
    assert run(authors) == Exit.DONE
    captured = capsys.readouterr()
    assert "looks like" not in captured.err
    assert [line.split(",")[:2] for line in captured.out.splitlines()[1:]] == [["Ann", "3"]]


def test_replies_to_another_spelling_go_to_the_author(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (
        '{"id": "1", "author": "ann.q", "text": "one", "page": "p", "parent": null}\n'
        '{"id": "2", "author": "Bob", "text": "two", "page": "p", "parent": "1"}\n'
        '{"id": "3", "author": "Ann", "text": "three", "page": "p", "parent": "2"}\n'
    )
    (tmp_path / "said.jsonl").write_text(lines)
    config = tmp_path / "config.yaml"
    config.write_text("aliases: {Ann: [ann.q]}\n")
    pairs = ["stats", str(tmp_path / "said.jsonl"), "-q", "--table", "pairs", "--format", "csv"]
    assert run([*pairs, "--config", str(config)]) == Exit.DONE
    rows = [line.split(",")[:3] for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [["Ann", "Bob", "1"], ["Bob", "Ann", "1"]]


@pytest.mark.parametrize(
    ("aliases", "told"),
    [
        ("{Ann: [A], Anna: [A]}", "'A' is listed twice"),
        ("{Ann: [A], A: [B]}", "'A' is a name and a spelling of one"),
        ("{Ann: A}", "aliases"),
    ],
)
def test_aliases_that_name_nobody_surely_are_refused(
    aliases: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(f"aliases: {aliases}\n")
    assert run(["stats", str(tmp_path / "page.txt"), "--config", str(config)]) == Exit.CONFIG
    assert told in capsys.readouterr().err
