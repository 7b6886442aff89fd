"""What `stats` tells: by default, of everything, of one table, of every page."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

from threadscope import metrics, report
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.cli.stats import MORE, TABLES
from threadscope.metrics.centrality import pagerank

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_names_the_tables_that_there_are() -> None:
    assert set(TABLES) == set(report.TABLES)
    assert MORE == report.MORE


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("table", MORE)
def test_every_further_table_comes_in_every_text_format(
    form: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", "one.txt", "-q", "--format", form, "--table", table]) == Exit.DONE
    out = capsys.readouterr().out
    assert table in (json.loads(out) if form == "json" else out) or form == "csv"
    assert out.strip()


@pytest.mark.usefixtures("folder")
def test_who_asks_for_nothing_is_shown_the_useful_dozen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["stats", "one.txt", "-q"])
    shown = capsys.readouterr().out
    assert "effective authors" in shown
    assert "longest monologue" not in shown
    assert "response median" not in shown
    run(["stats", "one.txt", "-q", "--all"])
    everything = capsys.readouterr().out
    for measure in metrics.ALL:
        assert measure.name.replace("_", " ") in everything
    for table in (*TABLES, *MORE):
        assert f"\n{table}\n" in f"\n{everything}"


@pytest.mark.usefixtures("folder")
def test_the_object_without_options_holds_no_more_than_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["stats", "one.txt", "-q", "--format", "json"])
    assert set(json.loads(capsys.readouterr().out)) == {"schema", "notes", *TABLES}
    run(["stats", "one.txt", "-q", "--format", "json", "--all"])
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"schema", "notes", *TABLES, *MORE}


@pytest.mark.usefixtures("folder")
def test_pages_can_be_measured_by_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    run(["stats", "one.txt", "two.txt", "-q", "--by", "page", "--format", "json"])
    rows = pl.DataFrame(json.loads(capsys.readouterr().out)["measures"])
    comments = rows.filter(pl.col("name") == "comments")
    assert comments.select("page", "value").rows() == [("one.txt", 2.0), ("two.txt", 2.0)]
    run(["stats", "one.txt", "two.txt", "-q", "--by", "page"])
    assert "two.txt" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--by", "page", "--table", "authors"], "--by page is for measures"),
        (["--all", "--format", "csv"], "--table"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", "one.txt", *options]) == Exit.USAGE
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_missing_extra_is_a_note_and_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[pagerank.__module__], "find_spec", lambda _: None)
    asked = ["stats", "one.txt", "--table", "centrality", "--format", "json"]
    assert run(asked) == Exit.DONE
    captured = capsys.readouterr()
    assert [row["betweenness"] for row in json.loads(captured.out)["centrality"]] == [None, None]
    assert "pip install 'threadscope[graph]'" in captured.err
    assert run([*asked, "-q"]) == Exit.DONE
    assert capsys.readouterr().err == ""
