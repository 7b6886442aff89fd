"""What the interface asks for, the keys that answer, and terminals of every size."""

from functools import partial
from typing import Any

import pytest
from playing import GUESSED, Stage, read, stage, tree
from rich.style import Style
from textual.command import CommandList
from textual.events import Click
from textual.widgets import Input

from threadscope.corrections import Correction
from threadscope.rules import pick
from threadscope.tui.editor import Editor
from threadscope.tui.keys import EVERYWHERE


def status(it: Stage) -> str:
    """Read the line above the footer."""
    return it.lines[-2]


# Keys faster than answers


def test_keys_typed_at_once_after_a_slash_are_the_words_of_the_search() -> None:
    with stage() as it:
        it.press_at_once("slash", *"fifth")
        assert it.app.query_one("#search", Input).value == "fifth"
        assert it.app.threads.needle == "fifth"
        assert it.here == "fifth"
        assert len(it.shown) == 9


def test_keys_typed_at_once_after_enter_are_keys_of_the_list_again() -> None:
    with stage() as it:
        it.press_at_once("slash", *"th", "enter", "n", "n", "m")
        assert it.here == "fifth"
        assert it.app.query_one("#search", Input).value == "th"
        assert len(it.app.threads.marks) == 1


def test_keys_that_edit_come_after_the_letters_before_them() -> None:
    with stage() as it:
        it.press_at_once("slash", *"sixx", "backspace", *"th", "left", "left", "left", "delete")
        assert it.app.query_one("#search", Input).value == "sith"


def test_keys_typed_at_once_after_escape_are_keys_of_the_list_again() -> None:
    with stage() as it:
        it.press_at_once("slash", *"fi", "escape", "j")
        assert it.app.focused is it.app.threads
        assert it.app.query_one("#search", Input).value == "fi"


def test_a_menu_takes_the_keys_typed_at_once_after_the_key_that_opens_it() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press_at_once("j", "y", "3", "j")
        assert it.app.clipboard == "page:5"
        assert it.here == "@Bob The council pays."
        it.press_at_once("y", "j", "j", "j", "enter")
        assert it.app.clipboard == "Cid"
        it.press_at_once("G", "r", "1")
        assert it.app.mending.said


def test_help_and_the_palette_take_the_keys_typed_at_once() -> None:
    with stage() as it:
        it.press_at_once("question_mark", "q", "j")
        assert it.here == "second"
        it.press_at_once("colon", *"jump")
        assert it.app.screen.query_one(Input).value == "jump"


def test_a_view_takes_the_keys_typed_at_once_after_the_key_that_opens_it() -> None:
    with stage() as it:
        it.press_at_once("A", "j", "j", "V", "j")
        assert it.here == "second"
        it.press("A")
        assert it.canvas("#authors").cursor == 2


def test_the_line_of_a_pack_that_is_refused_is_underlined() -> None:
    doors: dict[str, Any] = {
        "text": lambda _: GUESSED,
        "packs": lambda: pick(()),
        "source": lambda _: "name: mine",
    }
    with stage(read(page=GUESSED), **doors) as it:
        it.press("R", "tab", *"oops: ")
        it.until(lambda: underlined(it) == ["oops: name: mine"])
        assert "this pack:1:" in it.screen
        assert "f5 Use this pack  ctrl+s Save it" in it.lines[-1]
        it.press(*["backspace"] * 6, "end", "enter", *"title: no: no")
        it.until(lambda: underlined(it) == ["title: no: no"])


def underlined(it: Stage) -> list[str]:
    """List what is underlined in the editor."""
    editor = it.app.query_one(Editor)
    strips = it.call(lambda: [editor.render_line(y) for y in range(editor.size.height)])
    return [
        "".join(part.text for part in strip if part.style and part.style.underline).strip()
        for strip in strips
        if any(part.style and part.style.underline for part in strip)
    ]


def test_the_name_of_a_pack_file_is_typed_at_once() -> None:
    written: dict[str, str] = {}

    def write(file: str, text: str) -> str:
        written[file] = text
        return file

    doors: dict[str, Any] = {
        "text": lambda _: GUESSED,
        "packs": lambda: pick(()),
        "source": lambda _: "name: mine\n",
        "write": write,
    }
    with stage(read(page=GUESSED), **doors) as it:
        it.press("R")
        it.press_at_once("ctrl+s", *"mine", "enter", "V")
        assert written == {"mine": "name: mine\n"}
        it.press_at_once("ctrl+s", *"other", "escape", "V")
        assert list(written) == ["mine"]
        assert it.view == "threads"


# Other programs


def test_no_command_is_asked_for_where_none_may_be_started() -> None:
    with stage(starts=False) as it:
        it.press("vertical_line")
        assert "no other program is started here (--no-shell)" in status(it)
        assert it.app.focused is it.app.threads


def test_an_empty_command_or_escape_starts_nothing() -> None:
    with stage() as it:
        it.press("vertical_line", "enter")
        assert it.app.focused is it.app.threads
        it.press_at_once("vertical_line", *"date", "escape", "j")
        assert it.here == "second"
        it.press("vertical_line")
        assert it.app.query_one("#command", Input).value == ""


# Any row as the parent


def begin(it: Stage) -> None:
    """Choose to go to the parent in the tree."""
    it.press("r")
    line = next(line for line in it.lines if "I go there in the tree" in line)
    it.press(next(char for char in line if char.isdigit()))
    assert "Enter: it answers this comment" in status(it)


def depth(it: Stage, body: str) -> int:
    """Give how deep a comment stands."""
    frame = it.app.reading.frame
    return int(frame.row(frame["body"].index_of(body) or 0, named=True)["depth"])


def test_a_comment_hangs_below_the_row_that_the_reader_went_to() -> None:
    saved: list[tuple[Correction, ...]] = []
    with stage(save=lambda page, kept: saved.append(tuple(kept)) or page) as it:  # type: ignore[func-returns-value]
        it.press("G")
        begin(it)
        assert it.screen.count("↷") == 1
        it.press("slash")
        it.type("fourth")
        it.press("enter", "enter")
        assert it.here == "ninth"
        assert depth(it, "ninth") == 4
        assert "moved (u takes it back), saved in page" in status(it)
        assert "↷" not in it.screen
        assert len(saved[-1]) == 1
        it.press("u")
        assert depth(it, "ninth") == 0
        it.press("ctrl+r")
        assert depth(it, "ninth") == 4
        assert len(saved[-1]) == 1


@pytest.mark.parametrize(
    ("there", "why"),
    [
        ("second", "does not answer itself"),
        ("third", "a circle"),
        ("fourth", "a circle"),
        ("ninth", "a reply stands below what it answers"),
    ],
)
def test_a_row_that_cannot_be_the_parent_is_refused_and_the_choice_goes_on(
    there: str, why: str
) -> None:
    with stage() as it:
        it.press("j")
        begin(it)
        while it.here != there:
            it.press("j")
        it.press("enter")
        assert why in status(it)
        assert not it.app.mending.said
        it.press("g", "enter")
        assert "moved" in status(it)


def test_escape_lets_the_comment_be_and_enter_folds_again() -> None:
    with stage() as it:
        it.press("G")
        begin(it)
        it.press("g", "escape")
        assert "Enter: it answers" not in status(it)
        it.press("enter")
        assert it.shown == ["first", "seventh", "eighth", "ninth"]
        assert not it.app.mending.said


def test_a_click_on_the_row_in_focus_chooses_it_too() -> None:
    with stage() as it:
        it.press("G")
        begin(it)
        it.press("g")
        it.click("#list", 10, 0)
        assert depth(it, "ninth") == 1


def test_turning_the_page_lets_the_comment_be() -> None:
    with stage(read(a=GUESSED, b=GUESSED)) as it:
        it.press("G")
        begin(it)
        it.press("greater_than_sign", "j", "enter")
        assert not it.app.mending.said
        assert "Enter: it answers" not in status(it)


# Keys of one's own


def test_the_keys_that_change_panes_can_be_bound_anew() -> None:
    with stage() as it:
        it.app.rebind({"focus-next": "ctrl+n", "focus-previous": "ctrl+p"})
        it.press("tab")
        assert it.app.focused is it.app.threads
        it.press("ctrl+n")
        assert it.app.focused is it.canvas("#comment")
        it.press("shift+tab")
        assert it.app.focused is it.canvas("#comment")
        it.press("ctrl+p")
        assert it.app.focused is it.app.threads


@pytest.mark.parametrize("binding", EVERYWHERE, ids=lambda binding: binding.id)
def test_a_key_bound_anew_no_longer_works_by_its_old_name(binding: Any) -> None:
    with stage() as it:
        it.app.rebind({binding.id: "f9"})
        it.wait()
        active = it.app.screen.active_bindings
        assert active["f9"].binding.id == binding.id
        assert not set(binding.key.split(",")) & set(active)


def test_keys_of_menus_and_help_can_be_bound_anew_and_are_named_there() -> None:
    with stage() as it:
        it.app.rebind({"close": "f9", "down": "f8", "pick-4": "f7", "help": "f6"})
        it.press("f6")
        assert "f8/k scroll, f9 closes" in it.screen
        it.press("escape")
        assert "f9 closes" in it.screen
        it.press("f6")
        assert "f9 closes" not in it.screen
        it.press("y")
        assert " f7 the author" in it.screen
        it.press("4")
        assert "Copy what?" in it.screen
        it.press("f7")
        assert it.app.clipboard == "ann"


# Terminals too small


def test_a_terminal_that_is_too_small_says_so_until_it_grows() -> None:
    with stage() as it:
        it.press("j")
        it.resize(19, 5)
        assert it.screen.split() == "terminal too small (19x5; needs 20x5)".split()  # noqa: SIM905
        it.resize(60, 4)
        assert it.lines[0].strip() == "terminal too small (60x4; needs 20x5)"
        it.press("j", "r", "slash", "C")
        it.resize(80, 24)
        assert it.here == "second"
        assert len(it.shown) == 9
        assert "unread" in status(it)


def test_a_terminal_may_begin_too_small_and_be_left() -> None:
    with stage(size=(10, 3)) as it:
        assert it.screen.split() == ["terminal", "too", "small", "(10x3;"]
        it.resize(80, 24)
        assert "first" in it.screen
        it.resize(10, 3)
        it.press("q")
        assert it.app.return_code == 0


def test_a_menu_that_was_open_is_there_again_when_the_terminal_has_grown() -> None:
    with stage() as it:
        it.press("y")
        it.resize(10, 3)
        assert "Copy what?" not in it.screen
        it.resize(80, 24)
        assert "Copy what?" in it.screen
        it.press("4")
        assert it.app.clipboard == "ann"


def test_the_smallest_terminal_shows_the_threads_and_the_status_alone() -> None:
    with stage(tree(), (20, 5)) as it:
        it.press("G", "k")
        assert [line.split()[-1][:2] for line in it.lines[:4]] == ["fi", "se", "ei", "ni"]
        assert "8/9" in it.lines[-1]
        it.press("slash")
        it.type("fif")
        assert it.here == "fifth"
        it.press("enter", "space", "m")
        assert "◆" in it.screen
        it.resize(80, 24)
        assert "dan  line 5" in it.screen


@pytest.mark.parametrize("second", ["escape", "1", "enter", "question_mark"])
def test_a_menu_that_is_answered_twice_at_once_is_left_once(second: str) -> None:
    with stage() as it:
        it.press_at_once("f", "enter", second, "j", "k")
        it.press("escape", "escape")
        assert it.app.is_running
        assert it.app.error is None
        assert it.app.screen is it.app.screen_stack[0]


@pytest.mark.parametrize("second", ["escape", "1", "enter", "question_mark"])
def test_a_command_that_is_chosen_twice_at_once_is_left_once(second: str) -> None:
    with stage() as it:
        it.press_at_once("colon", *"keys")
        it.wait(0.3)  # the commands are looked up
        it.press_at_once("enter", "enter", second)
        it.wait()
        assert it.app.error is None


def test_a_menu_below_the_words_that_the_terminal_is_too_small_waits_until_it_grows() -> None:
    with stage() as it:
        it.press("f")
        menu = it.app.screen
        it.resize(10, 3)
        for place in (1, 1, 2):
            it.call(partial(menu.action_pick, place))
        it.resize(80, 24)
        assert it.app.error is None
        assert it.app.screen is menu
        it.press("escape")
        assert it.app.screen is it.app.screen_stack[0]


def test_a_letter_typed_as_the_commands_are_left_looks_for_none() -> None:
    with stage() as it:
        it.press("colon")
        palette = it.app.screen
        it.press_at_once("k", "escape")
        it.call(lambda: palette._gather_commands("k"))  # noqa: SLF001 - as the letter does, late
        it.wait(0.1)
        assert it.app.error is None


def test_a_click_on_a_command_that_has_gone_meanwhile_does_nothing() -> None:
    with stage() as it:
        it.press("colon")
        it.wait(0.3)  # the commands are looked up
        gone = Style(meta={"option": 999})
        held = dict.fromkeys(("shift", "meta", "ctrl"), False)
        commands = it.app.screen.query_one(CommandList)
        commands.post_message(Click(commands, 1, 1, 0, 0, 1, **held, style=gone))
        commands.post_message(Click(commands, 999, 999, 0, 0, 1, **held))
        it.wait()
        assert it.app.error is None


@pytest.mark.parametrize("key", ["pageup", "pagedown", "up", "down", "enter"])
def test_keys_that_move_in_a_list_of_no_commands_do_nothing(key: str) -> None:
    with stage() as it:
        it.press("colon")
        it.type("zzzz")
        it.app.screen.query_one(CommandList).clear_options()
        it.press(key, key)
        assert it.app.error is None
