"""`rules explain` as people and scripts meet it."""

import json
import os
import pty
from pathlib import Path
from typing import Any

import pytest
from test_cli import read_all, start

from threadscope.cli import run
from threadscope.cli.exits import Exit

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"
SITE = """
name: site
comment:
  markers:
    - name: says
      opens: ['^(?P<author>\\w+) says:$', {pattern: '^on (?P<date>.+)$', optional: true}]
    - {name: writes, opens: ['^(?P<author>\\w+) writes:$']}
noise: ['^Reply$']
"""


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return str(path)


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> str:
    path = tmp_path / "site.yaml"
    path.write_text(SITE)
    return str(path)


def on_a_terminal(*arguments: str, width: int = 80, **environment: str) -> str:
    """Run the program on a terminal and give what it wrote there."""
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    env = {**plain, "TERM": "xterm-256color", "COLUMNS": str(width), **environment}
    done = start(*arguments, stdout=theirs, env=env)
    os.close(theirs)
    shown = read_all(ours)
    assert done.returncode == Exit.DONE
    return shown.replace("\r\n", "\n")


def as_json(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Explain pages as JSON and read it."""
    assert run(["rules", "explain", *arguments, "--format", "json"]) == Exit.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_pipe_gets_every_line_whole_and_plain(
    tmp_path: Path, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    long = "x" * 500
    page.write_text(f"Title\n\nann says:\non Monday\n{long}\nReply\n")
    assert run(["rules", "explain", str(page), "--rules", site]) == Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        f"{page}: cut by site (comments marked: 1)",
        "  line  role     rule   text",
        "     1  article         Title",
        "     2  blank",
        "     3  marker   says   ann says:  <- author=ann",
        "     4  marker   says   on Monday  <- date=Monday",
        f"     5  body            {long}",
        "     6  noise    noise  Reply",
        "",
        "lines: article 1, marker 2, body 1, noise 1, blank 1",
        "rules of site: says 2, writes 0, noise 1",
        "took nothing: writes",
        "",
    ]


def test_the_pack_chosen_stands_before_the_next_best(
    page: str, site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["rules", "explain", page, "--rules", site, "--rules", "drupal-picture"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith(
        "cut by drupal-picture (comments marked: 2); next site (comments marked: 0)"
    )


def test_a_page_that_no_pack_fits_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("just text\n")
    assert run(["rules", "explain", str(page)]) == Exit.DONE
    shown = capsys.readouterr().out
    assert "no pack fits; next " in shown
    assert "rules of" not in shown


def test_a_terminal_shows_roles_in_colour_and_cuts_lines_to_its_width(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"Ann's picture\n{'日本' * 100}\n")
    shown = on_a_terminal("rules", "explain", str(page), width=60)
    marker, body = (line for line in shown.split("\n") if "  marker  " in line or "日本" in line)
    assert marker.startswith("\x1b[32m")
    assert body.endswith("…")
    assert len(body) < 60


def test_no_color_leaves_the_words(page: str) -> None:
    shown = on_a_terminal("rules", "explain", page, NO_COLOR="1")
    assert "\x1b" not in shown
    assert "     3  marker   picture  Ann's picture" in shown


@pytest.mark.parametrize("form", ["table", "json"])
def test_nothing_of_a_page_reaches_a_terminal_raw(tmp_path: Path, form: str) -> None:
    page = tmp_path / "page\x1b[2J.txt"
    page.write_text("Ann\x1b]0;pwn\x07's picture\nbody \x9b31m \u202e [red]x[/red] \x1b[2J\n")
    shown = on_a_terminal("rules", "explain", str(page), "--format", form, NO_COLOR="1")
    assert "pwn" in shown
    assert "[red]x[/red]" in shown
    assert not set("\x1b\x07\x9b\u202e") & set(shown)


def test_json_is_one_object_with_every_line(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(page, "--rules", "drupal-picture", capsys=capsys)
    assert list(found) == ["schema", "pages"]
    assert found["schema"] == "threadscope.explain/1"
    (only,) = found["pages"]
    assert list(only) == ["page", "pack", "packs", "lines"]
    assert only["pack"] == "drupal-picture"
    (tried,) = only["packs"]
    assert tried.pop("fit") > 0
    assert tried == {"pack": "drupal-picture", "comments": 2, "why": None}
    assert "".join(f"{line['text']}\n" for line in only["lines"]) == PAGE
    assert only["lines"][2] == {
        "line": 3,
        "role": "marker",
        "rule": "picture",
        "comment": 0,
        "fields": {"author": "Ann"},
        "text": "Ann's picture",
    }
    assert only["lines"][0]["fields"] == {}


def test_json_escapes_what_a_terminal_must_not_see(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("a \u202e\x9b b\n")
    assert run(["rules", "explain", str(page), "--format", "json"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert r"a \u202e\u009b b" in shown
    assert json.loads(shown)["pages"][0]["lines"][0]["text"] == "a \u202e\x9b b"


def test_many_pages_come_in_reading_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {"a.txt": "Ann's picture\nx\n", "b.txt": "", "c.txt": "ann says:\nx\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = as_json(str(tmp_path), capsys=capsys)
    assert [Path(page["page"]).name for page in found["pages"]] == list(texts)
    assert [page["pack"] for page in found["pages"]][:2] == ["drupal-picture", "none"]
    assert [len(page["lines"]) for page in found["pages"]] == [2, 0, 2]


def test_options_and_the_configuration_hold_as_elsewhere(
    tmp_path: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("from_line: 4\nrules: [drupal-picture]\n")
    (found,) = as_json(page, "--config", str(config), capsys=capsys)["pages"]
    assert [line["role"] for line in found["lines"]][2:5:2] == ["article", "body"]
    (found,) = as_json(page, "--config", str(config), "--from-line", "6", capsys=capsys)["pages"]
    assert [line["role"] for line in found["lines"]][2:5:2] == ["article", "article"]


def test_comments_that_came_already_cut_are_named_not_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "given.jsonl"
    page.write_text('{"id": "1", "author": "Ann", "text": "hi", "page": "p"}\n')
    assert run(["rules", "explain", str(page), "--format", "json"]) == Exit.DONE
    captured = capsys.readouterr()
    assert json.loads(captured.out)["pages"] == []
    assert "p: its comments came already cut" in captured.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{page}", "no/such.txt"], Exit.PARTLY),
        (["no/such.txt"], Exit.NO_INPUT),
        (["{page}", "--rules", "no/such.yaml"], Exit.NO_INPUT),
        (["{page}", "--rules", "generik"], Exit.USAGE),
        (["{page}", "--format", "xml"], Exit.USAGE),
        ([], Exit.USAGE),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_read_decides_the_exit_code(
    arguments: list[str], code: Exit, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [argument.format(page=page) for argument in arguments]
    assert run(["rules", "explain", *words]) == code
    captured = capsys.readouterr()
    assert captured.err
    assert bool(captured.out) == (code == Exit.PARTLY)


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "--help"]) == Exit.DONE
    assert "threadscope rules explain page.txt" in capsys.readouterr().out
