"""Use from Python."""

import re
from pathlib import Path

import polars as pl
import pytest

import threadscope as ts
from threadscope.schema import AUTHORS, THREADS

ROOT = Path(__file__).parent.parent
PAGE = "The lamp\n\nAnn's picture\nIt burns.\n\nBob's picture\n@Ann Since Friday.\n"


def test_a_page_is_analyzed_from_its_file_or_from_its_text(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    for talk in (ts.analyze(path), ts.analyze(str(path)), ts.analyze_text(PAGE)):
        assert talk.threads.schema == THREADS
        assert talk.authors.schema == AUTHORS
        assert talk.threads["parent"].to_list() == [None, 0]


def test_arguments_are_those_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    assert ts.analyze(path, from_line=5).threads.height == 1
    path.write_text(PAGE.replace("@Ann ", ""))
    assert ts.analyze(path, min_confidence=0.999).threads["unplaced"].to_list()[1]
    assert ts.analyze(path, stated_only=True).threads["confidence"].to_list() == [0, 0]
    assert ts.analyze(path, rules=["irc"]).threads.is_empty()


def test_rules_come_from_a_text_or_a_file(tmp_path: Path) -> None:
    yaml = "name: signed\ncomment: {markers: [{name: s, closes: ['^-- (?P<author>\\w+)$']}]}\n"
    (tmp_path / "signed.yaml").write_text(yaml)
    text = "Hello.\n-- ann\nBye.\n-- bob\n"
    for rules in (ts.load_rules(yaml), ts.load_rules(tmp_path / "signed.yaml")):
        talk = ts.analyze_text(text, rules=[rules], from_line=1)
        assert talk.threads["author"].to_list() == ["ann", "bob"]


def test_what_cannot_be_raises_with_the_whole_message(tmp_path: Path) -> None:
    with pytest.raises(ts.ThreadscopeError, match="no such file or folder"):
        ts.analyze(tmp_path / "gone.txt")
    with pytest.raises(ts.ThreadscopeError, match="no rule pack is called"):
        ts.analyze_text(PAGE, rules=["gopher"])


def test_a_discussion_says_what_it_is_in_a_line() -> None:
    assert repr(ts.analyze_text(PAGE)).startswith("<Discussion: 1 pages, 2 comments")


def test_six_names_are_public_and_no_other() -> None:
    assert len(ts.__all__) == 6
    assert all(getattr(ts, name).__doc__ for name in ts.__all__)
    assert set(ts.__all__) <= set(dir(ts))
    with pytest.raises(AttributeError, match="no attribute 'tree_of_life'"):
        _ = ts.tree_of_life


def test_the_notebook_in_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    cells = re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(), re.DOTALL)
    names = {"text": "Hello.\n-- ann\nBye.\n-- bob\n"}
    for cell in cells:
        exec(cell, names)  # noqa: S102 - these are our own words
    assert isinstance(names["found"].comments, pl.DataFrame)
    assert len(cells) == 6
