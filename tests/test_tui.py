import threading
from pathlib import Path
from typing import Any

import pytest
from playing import GUESSED, Stage, given, playing, read, stage, tree

from threadscope.corrections import Correction
from threadscope.discussion import Discussion
from threadscope.errors import DataError, OutputError
from threadscope.pages import Source
from threadscope.rules import pick
from threadscope.tui import Desk
from threadscope.tui.keys import EVERYWHERE, MOVING, RULES, SIDEWAYS, TREE
from threadscope.tui.menu import Menu

HOSTILE = (
    "[@click=app.quit]quit[/] [/nope] [bold]x [b + c a\\ "
    "\x1b]52;c;cHdu\x07 \x9b31m \u202e \u200b\x7f"
)


# Showing


def test_the_first_screen_shows_the_tree_the_comment_and_why_it_hangs_there() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("j", "j")
        assert "▾ Bob  Who pays for the paint?" in it.screen
        assert "%   └╌· Cid  @Bob The council pays." in it.screen
        assert "Cid  lines 9-11" in it.screen
        assert "%) Bob line 5 Who pays" in it.screen
        assert 'named: says "@Bob"' in it.screen
        assert it.screen.startswith(" Threads   Authors   Depth")


@pytest.mark.parametrize("text", ["", "Only an article, nobody answers.\n"])
def test_a_page_without_comments_says_so_and_every_key_keeps_still(text: str) -> None:
    with stage(read(page=text), text=lambda _: text, packs=lambda: pick(())) as it:
        assert "no comments were found on this page" in it.screen
        for key in every_key():
            it.press(key)
            it.press("escape")
        it.press("V")
        assert it.here is None


def test_no_page_at_all_is_an_empty_screen() -> None:
    with stage(read()) as it:
        it.press("A", "D", "W", "O", "L", "V", "greater_than_sign", "s", "y", "r")
        assert it.shown == []


@pytest.mark.parametrize("size", [(60, 20), (20, 5), (200, 50), (1, 1)])
def test_every_key_works_on_every_terminal(size: tuple[int, int]) -> None:
    doors = {"text": lambda _: GUESSED, "packs": lambda: pick(())}
    with stage(read(page=GUESSED), size, **doors) as it:
        for key in every_key():
            it.press(key)
            if key in {"r", "y", "f", "question_mark", "colon", "slash", "ctrl+s", "vertical_line"}:
                it.press("escape", "escape")
        assert len(it.lines) == size[1]
        assert {len(line) for line in it.lines} <= {size[0]}


def every_key() -> list[str]:
    """List the first key of every binding that does not leave."""
    leaving = {"quit", "open", "edit"}
    all_bindings = (*MOVING, *SIDEWAYS, *TREE, *RULES, *EVERYWHERE)
    return [each.key.split(",")[0] for each in all_bindings if each.id not in leaving]


def test_a_narrow_terminal_shows_the_comment_below_and_why_behind_or_instead_of_it() -> None:
    with stage(read(page=GUESSED), (60, 24)) as it:
        it.press("j")
        assert "Bob  lines 5-7" in it.screen
        assert it.screen.count("%) the page itself") == 1
        it.press("i")
        assert "%) the page itself" in it.screen
        assert "Bob  lines 5-7" not in it.screen


def test_what_speaks_for_a_reply_and_where_it_stands_is_told_whole_however_narrow_it_is() -> None:
    row = {"author": "A very long name", "body": "words", "parent": None}
    with stage(given([row], dates=["2020-02-03 04:05"]), (40, 30)) as it:
        assert "2020-02-03 04:05  line 1" in it.screen
    with stage(read(page=GUESSED), (100, 40)) as it:
        it.press("j", "j")
        side = " ".join(line.partition("│")[2].strip() for line in it.lines)
        assert "stands directly below it, one newcomer after the other" in " ".join(side.split())


def test_a_wide_terminal_shows_all_side_by_side_and_z_gives_it_to_the_list() -> None:
    with stage(read(page=GUESSED), (200, 50)) as it:
        assert "the page itself" in it.screen
        it.press("z")
        assert "the page itself" not in it.screen
        assert it.app.threads.size.width == 200
        it.press("z")
        assert "the page itself" in it.screen


def test_the_terminal_may_change_its_size_at_any_time() -> None:
    with stage() as it:
        it.press("G")
        for width, height in ((30, 8), (200, 60), (1, 1), (60, 20)):
            it.resize(width, height)
            assert it.here == "ninth"
        assert "ninth" in it.screen


def test_a_comment_of_one_line_of_a_megabyte_is_read_to_its_end() -> None:
    body = "harbour " * 131_072
    with stage(given([{"author": "ann", "body": body + "end", "parent": None}])) as it:
        it.press("tab", "G")
        assert "end" in it.screen
        it.press("g")
        assert "ann  line 1" in it.screen
        it.resize(60, 20)
        assert "harbour harbour" in it.screen


def test_every_view_opens_by_its_key() -> None:
    doors = {"text": lambda _: GUESSED, "packs": lambda: pick(())}
    with stage(read(page=GUESSED), **doors) as it:
        for key, view, words in (
            ("A", "authors", "replies sent"),
            ("D", "depth", "1 comment, 1 author"),
            ("W", "pairs", "answered"),
            ("O", "page", "Ann's picture"),
            ("R", "rules", "drupal-picture"),
            ("L", "pages", "article lines"),
            ("V", "threads", "@Bob The council"),
        ):
            it.press(key)
            assert it.view == view
            assert words in it.screen


def test_help_lists_every_key_of_the_thread_view() -> None:
    with stage(size=(120, 80)) as it:
        it.press("question_mark")
        upper = it.screen
        it.press("G")
        listed = upper + it.screen
        bindings = (*MOVING, *TREE, *EVERYWHERE)
        assert not [each.id for each in bindings if f"  {each.description} " not in listed]
        it.press("q")
        assert it.app.focused is it.app.threads


# Text from pages


def test_text_of_a_page_is_never_markup_and_a_click_on_it_runs_nothing() -> None:
    row = {"author": HOSTILE, "body": HOSTILE, "parent": None}
    with stage(given([row, {**row, "parent": 0}], page=HOSTILE), (200, 50)) as it:
        for key in ("V", "A", "D", "W", "L"):
            it.press(key)
            shown = [(line.find("quit["), y) for y, line in enumerate(it.lines)]
            for x, y in [place for place in shown if place[0] >= 0][:2]:
                it.click(None, x, y)
            assert it.app.return_code is None
        it.press("V")
        assert "[@click=app.quit]quit[/]" in it.screen
        assert not set("\x1b\x9b\x07\u202e\u200b\x7f") & set(it.screen)


def test_menus_and_messages_show_hostile_text_as_it_is() -> None:
    row = {"author": HOSTILE, "body": HOSTILE, "parent": None}
    with stage(given([row, {**row, "parent": 0}], page=HOSTILE)) as it:
        it.press("j", "r")
        assert "[@click=app.quit]" in it.screen
        it.press("1")
        it.press("y", "3")
        it.press("slash")
        it.type("[/nope]")
        it.press("enter", "ampersand")
        assert 'only with "[/nope]"' in it.screen
        it.press("colon")
        it.wait()
        assert it.app.return_code is None


# Correcting and copying


def saver() -> tuple[list[tuple[str, list[Correction]]], Any]:
    """Make a place where saved corrections go."""
    saved: list[tuple[str, list[Correction]]] = []

    def save(page: str, kept: Any) -> str:
        saved.append((page, list(kept)))
        return f"{page}.corrections.json"

    return saved, save


def choose(it: Stage, words: str) -> None:
    """Choose from the menu that is open by its words."""
    menu = it.app.screen
    assert isinstance(menu, Menu)
    lines = [line.split("│")[-2] for line in it.lines if line.count("│") > 1]
    it.press(next(line.split()[0] for line in lines if words in line))


def test_a_corrected_parent_moves_the_comment_and_is_saved_with_undo_and_redo() -> None:
    saved, save = saver()
    with stage(read(page=GUESSED), save=save) as it:
        it.press("G", "r")
        assert "Whom does it answer?" in it.screen
        choose(it, "@Bob The council pays.")
        assert it.here == "I like ferries."
        assert it.app.reading.get(it.app.threads.row or 0, "depth") == 2
        assert "moved (u takes it back), saved in page.corrections.json" in it.screen
        assert "you say so" in it.screen
        assert [(page, len(kept)) for page, kept in saved] == [("page", 1)]
        it.press("u")
        assert it.app.reading.get(it.app.threads.row or 0, "depth") == 0
        assert "taken back" in it.screen
        assert saved[-1][1] == []
        it.press("u")
        assert len(saved) == 2
        it.press("ctrl+r")
        assert it.app.reading.get(it.app.threads.row or 0, "depth") == 2
        assert "done again" in it.screen
        assert len(saved[-1][1]) == 1


def test_a_comment_can_hang_under_a_marked_one_or_under_a_missing_one() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("m", "G", "r")
        choose(it, "The old crane must stay.")
        assert it.app.reading.get(it.app.threads.row or 0, "parent") == 0
        it.press("r")
        choose(it, "a comment that is not here")
        row = it.app.threads.row or 0
        assert it.app.reading.get(row, "orphan")
        assert "?" in it.lines[row + 1].split("Dan")[0]


def test_the_first_comment_can_only_answer_the_page_or_what_is_missing() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("r")
        assert [line[23:26] for line in it.lines if line[22:23] == "│"] == [" 1 ", " 2 "]
        choose(it, "a comment that is not here")
        assert it.app.reading.get(0, "orphan")


def test_a_correction_may_be_let_be() -> None:
    saved, save = saver()
    with stage(read(page=GUESSED), save=save) as it:
        it.press("G", "r", "escape", "r", "9", "q")
        assert not saved
        assert it.app.return_code is None


def test_corrections_that_lie_beside_a_page_are_followed_and_kept() -> None:
    saved, save = saver()
    with stage(read(page=GUESSED), save=save) as it:
        it.press("G", "r")
        choose(it, "@Bob The council pays.")
        said = tuple(saved[-1][1])
    with stage(read(page=GUESSED), corrections=said, save=save) as it:
        it.press("G")
        assert "you say so" in it.screen
        it.press("j", "k", "r")
        choose(it, "the page itself")
        assert len(saved[-1][1]) == 2


def test_a_correction_that_cannot_be_saved_holds_on_the_screen() -> None:
    def fail(page: str, _: Any) -> str:
        raise OutputError(f"{page}: No space left on device [/nope]")

    with stage(read(page=GUESSED), save=fail) as it:
        it.press("G", "r", "1")
        assert "not saved: page: No space left on device [/nope]" in it.screen


@pytest.mark.parametrize(
    ("digit", "copied"),
    [
        ("1", "@Bob The council pays."),
        ("2", "Cid wrote:\n> @Bob The council pays."),
        ("3", "page:9"),
        ("4", "Cid"),
        ("5", "threadscope tree page"),
    ],
)
def test_everything_worth_copying_is_copied(digit: str, copied: str) -> None:
    with stage(read(page=GUESSED), command=lambda view: f"threadscope tree {view.page}") as it:
        it.press("j", "j", "y", digit)
        assert it.app.clipboard == copied
        assert "copied" in it.screen


def test_what_is_copied_holds_nothing_a_terminal_would_run() -> None:
    row = {"author": HOSTILE, "body": HOSTILE, "parent": None}
    with stage(given([row], page=HOSTILE)) as it:
        for digit in "12345":
            it.press("y", digit)
            assert not set("\x1b\x9b\x07\u202e\x7f") & set(it.app.clipboard)


def test_a_page_that_is_no_file_is_not_opened_in_a_pager() -> None:
    with stage() as it:
        it.press("o")
        assert "no file of its own" in it.screen


# Loading


def test_pages_that_cannot_be_read_end_the_interface_with_their_error() -> None:
    def load(_: Any) -> Any:
        raise DataError("page: is unusable")

    with playing(Desk(load=load)) as it:
        it.until(lambda: it.app.return_code is not None)
    assert isinstance(it.app.error, DataError)
    assert it.app.return_code


def test_a_bug_while_reading_ends_the_interface_too() -> None:
    def load(_: Any) -> Any:
        raise ZeroDivisionError

    with playing(Desk(load=load)) as it:
        it.until(lambda: it.app.return_code is not None)
    assert isinstance(it.app.error, ZeroDivisionError)


def test_a_bug_while_showing_ends_the_interface_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threadscope.tui.reading.Reading.of", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), playing(Desk(load=lambda _: (tree(), ()))) as it:
        it.until(lambda: it.app.return_code is not None)
    assert isinstance(it.app.error, ZeroDivisionError)


def test_escape_while_many_files_are_read_shows_what_was_read() -> None:
    going, read_on = threading.Event(), threading.Event()
    taken: list[Source] = []

    def load(track: Any) -> tuple[Discussion, tuple[()]]:
        for source in track([Source(Path(f"{at}.txt")) for at in range(1000)]):
            taken.append(source)
            if len(taken) == 51:
                going.set()
                read_on.wait(10)
        return tree(), ()

    with playing(Desk(load=load)) as it:
        it.until(going.is_set)
        it.until(lambda: "reading ... 50 of 1000 (Esc shows what is read)" in it.screen)
        it.press("j", "slash", "escape", "A", "V", "escape")
        read_on.set()
        it.until(lambda: it.app.discussion)
        assert len(taken) == 51
        it.wait()
        assert it.here == "first"


def test_the_interface_is_left_while_pages_are_read() -> None:
    forever = threading.Event()

    def load(_: Any) -> Any:
        forever.wait(10)
        return tree(), ()

    with playing(Desk(load=load)) as it:
        it.press("q")
        it.until(lambda: it.app.return_code == 0)
    forever.set()
    assert it.app.discussion is None


def test_the_first_comment_can_only_answer_the_page_or_something_missing() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("g", "r")
        assert "the page itself" in it.screen
        assert "a comment that is not here" in it.screen


def test_keys_that_are_bound_to_nothing_do_nothing_in_any_table() -> None:
    with stage() as it:
        for view in "AWDL":
            it.press(view, "at", "underscore", "percent_sign", "dollar_sign", "equals_sign")
            assert it.app.is_running
