"""What is chosen on the command line is what is chosen on the screen."""

import shlex
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playing import Stage, read, stage

from threadscope.cli import run
from threadscope.cli.browse import _headless
from threadscope.cli.exits import Exit
from threadscope.rules import pick

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGE = EXAMPLES / "lighthouse" / "page.txt"
DATED = EXAMPLES / "telescope-forum" / "page.txt"
MAIL = EXAMPLES / "night-train-mail" / "page.txt"

WAYS = {
    "everything": [],
    "an author": ["A j enter"],
    "an author, nothing else": ["A j enter", "ampersand"],
    "an author, in threads": ["A G enter", "ampersand ampersand"],
    "a pair": ["W j enter"],
    "a depth": ["D j enter"],
    "an hour": ["D tab enter"],
    "a line of the page": ["G O enter"],
    "words": ["slash l e n s enter ampersand"],
    "questions": ["f 1"],
    "unanswered, at a depth": ["f 2", "D G enter"],
    "unsure": ["f 3"],
    "the biggest first": ["s"],
    "the deepest first, without an author": ["s s", "A j j enter"],
}
"""What is looked at, and the keys that lead there."""


def written(line: str) -> int:
    """Read the number in front of a line of a tree."""
    return int(line.split(maxsplit=1)[0])


def look(it: Stage, ways: list[str]) -> list[int]:
    """Press keys and tell the lines on which the comments begin that show."""
    for keys in ways:
        it.press(*keys.split())
        it.press("V")
    reading = it.app.reading
    return [reading.get(row, "first_line") for row in it.app.threads.outline.rows]


def shown_page(page: Path, **doors: Any) -> AbstractContextManager[Stage]:
    """Open a page by the name of its file."""
    text = page.read_text("utf-8")
    return stage(read(**{str(page): text}), text=lambda _: text, packs=lambda: pick(()), **doors)


@pytest.mark.parametrize("way", WAYS)
def test_the_copied_command_prints_what_the_screen_shows(
    way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = {"an hour": DATED, "an author, in threads": MAIL}.get(way, PAGE)
    command = partial(_headless, (str(page),), {"order": None})
    with shown_page(page, command=command) as it:
        shown = look(it, WAYS[way])
        everything = len(shown) == len(it.app.reading)
        assert everything == (way in ("everything", "the biggest first"))
        it.press("y")
        assert "without its" not in it.screen
        it.press("5")
        copied = it.app.clipboard
    program, *words = shlex.split(copied)
    assert program == "threadscope"
    assert run([*words, "--quiet"]) == Exit.DONE
    assert list(map(written, capsys.readouterr().out.splitlines()[1:])) == shown


def test_what_the_command_cannot_say_is_told() -> None:
    with stage() as it:
        it.press("A", "j", "enter", "ampersand", "ampersand", "ampersand", "g", "space", "y")
        assert "prints this tree (without its filter and folds)" in it.screen


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("--author Ottilie", 2),
        ("--since 2015-03-09", 5),
        ("--since 2015-03-09 --before 2015-03-09T08:00:00", 1),
        ("--unattributed", 0),
        ("--lines 7", 1),
        ("--depth 0 --author Ottilie", 0),
    ],
)
def test_comments_are_chosen_by_what_they_are(
    asked: str, lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["comments", str(DATED), "--quiet", *asked.split()]) == Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) == lines


@pytest.mark.parametrize(
    "asked",
    ["--answering Ann", "--unattributed --author Ann", "--lines x-2", "--since yesterday"],
)
def test_a_choice_that_makes_no_sense_is_refused(asked: str) -> None:
    assert run(["tree", str(PAGE), *asked.split()]) == Exit.USAGE


@pytest.mark.parametrize("command", ["tree", "comments"])
def test_a_choice_that_fits_no_comment_is_said(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(PAGE), "--author", "Nobody\x1b"]) == Exit.DONE
    assert "no comment is chosen by this: by Nobody␛ (" in capsys.readouterr().err
    assert run([command, str(PAGE), "--author", "Nobody", "--quiet"]) == Exit.DONE
    assert not capsys.readouterr().err
