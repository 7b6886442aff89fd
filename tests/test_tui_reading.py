"""What was read, in which order, and what is remembered of it."""

from typing import Any

import pytest
from playing import GUESSED, Stage, given, playing, read, stage

from threadscope.discussion import Discussion
from threadscope.rules import pick
from threadscope.tui import Browser, Desk, glyphs
from threadscope.tui.desk import replaced
from threadscope.tui.rules import RulesView

MOVED = "A new first line.\n\nAnother one.\n\n" + GUESSED.replace("ferries", "all ferries")
"""The same page, later: its comments stand lower, and the last one says something else."""


class Shelf:
    """Keeps states as the state folder would."""

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Any]] = {}

    @property
    def doors(self) -> dict[str, Any]:
        return {"keep": self.states.__setitem__, "recall": lambda key: self.states.get(key, {})}


def status(it: Stage) -> str:
    """Read the line above the footer."""
    return it.lines[-2]


def unread(it: Stage) -> list[str]:
    """List what the comments say that are shown as unread."""
    signs = [row for row in range(len(it.app.reading)) if "•" in it.lines[row + 1][:8]]
    return [it.app.reading.get(row, "body") for row in signs]


# Read and unread


def test_a_comment_is_read_once_the_pane_has_shown_it() -> None:
    with stage() as it:
        assert "first" not in unread(it)
        assert len(unread(it)) == 8
        assert "8 unread" in status(it)
        it.press("j", "j")
        assert "6 unread" in status(it)
        assert "second" not in unread(it)
        it.press("G")
        assert "5 unread" in status(it)
        assert "eighth" in unread(it)


def test_unread_comments_have_a_sign_in_ascii_too() -> None:
    with stage() as it:
        it.app.threads.glyphs = glyphs(plain=True)
        it.call(it.app.threads.repaint)
        assert [line[6] for line in it.lines[1:4]] == [" ", "N", "N"]


def test_a_comment_is_not_read_while_no_pane_shows_it() -> None:
    with stage() as it:
        it.press("z", "j", "j")
        assert "8 unread" in status(it)
        it.press("z")
        assert "7 unread" in status(it)
        assert "third" not in unread(it)
        assert "second" in unread(it)


def test_keys_go_round_the_unread_comments_both_ways() -> None:
    with stage() as it:
        it.press("j", "full_stop")
        assert it.here == "third"
        it.press("G", "full_stop")
        assert it.here == "fourth"
        it.press("comma")
        assert it.here == "eighth"
        it.press(*["full_stop"] * 9)
        assert unread(it) == []
        assert "unread" not in status(it)
        here = it.here
        it.press("full_stop", "comma")
        assert it.here == here


def test_an_unread_comment_that_is_folded_away_is_unfolded() -> None:
    with stage() as it:
        it.press("C", "full_stop")
        assert it.here == "second"


def test_commands_take_all_for_read_and_for_unread() -> None:
    with stage() as it:
        names = {command.title: command for command in it.app.get_system_commands(it.app.screen)}
        it.call(names["Mark all as read"].callback)
        assert unread(it) == []
        assert "unread" not in status(it)
        it.call(names["Mark all as unread"].callback)
        assert len(unread(it)) == 9
        assert "9 unread" in status(it)


# Memory


def test_what_was_read_folded_and_marked_is_there_at_the_next_visit() -> None:
    shelf = Shelf()
    with stage(**shelf.doors) as it:
        it.press("j", "h", "m", "G", "q")
    with stage(**shelf.doors) as it:
        assert it.here == "ninth"
        assert unread(it) != []
        assert "third" not in it.shown
        assert it.screen.count("◆") == 1
        assert "6 unread" in status(it)


def test_a_page_that_changed_keeps_the_state_of_the_comments_that_stayed() -> None:
    shelf = Shelf()
    with stage(read(page=GUESSED), **shelf.doors) as it:
        it.press("j", "m", "G", "k", "q")
    with stage(read(page=MOVED), **shelf.doors) as it:
        assert it.here == "@Bob The council pays."
        assert unread(it) == ["I like all ferries."]
        row = next(iter(it.app.threads.marks))
        assert it.app.reading.get(row, "body") == "Who pays for the paint?"


def test_a_page_under_another_name_is_remembered_too() -> None:
    shelf = Shelf()
    with stage(read(page=GUESSED), **shelf.doors) as it:
        it.press("j", "q")
    with stage(read(copy=GUESSED), **shelf.doors) as it:
        assert it.here == "Who pays for the paint?"


def test_equal_comments_that_have_moved_are_told_apart_by_their_order() -> None:
    shelf = Shelf()
    again = "".join(f"{who}'s picture\n\nYes.\n\n" for who in ("Ann", "Bob", "Ann", "Ann"))
    with stage(read(page=again), **shelf.doors) as it:
        it.press("j", "j", "q")
    with stage(read(page=f"New.\n\n{again}"), **shelf.doors) as it:
        assert sorted(it.app.threads.seen) == [0, 1, 2]


@pytest.mark.parametrize(
    "state",
    [
        {"at": "x", "folded": 7, "marked": None, "read": {"a": 1}},
        {"at": [[1]], "folded": [["1", 2]], "marked": [[1, 2, 3]], "read": [5, None, [-1, "x"]]},
        {"at": [[2**40, "x"]], "read": [[1, "no digest"]]},
    ],
)
def test_a_state_that_makes_no_sense_is_passed_over(state: dict[str, Any]) -> None:
    with stage(recall=lambda _: state) as it:
        assert it.here == "first"
        assert len(it.shown) == 9


def test_what_was_read_survives_sorting_and_correcting_and_undoing() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("j", "j", "m", "s")
        assert it.here == "@Bob The council pays."
        assert unread(it) == ["I like ferries."]
        assert "◆" in it.screen
        it.press("s", "s", "r", "2", "u")
        assert unread(it) == ["I like ferries."]
        assert "◆" in it.screen


# Order


DATED = (
    "Subject: a\n\n"
    "Cid's picture\n\nlast of all\n\n"
    "Bob's picture\n\nthen the paint\n\n"
    "Ann's picture\n\nfirst the crane\n\n"
)


def settle(it: Stage, words: str) -> None:
    """Wait until the status line says something."""
    it.until(lambda: words in status(it))


def test_t_goes_round_the_orders_and_stays_on_the_comment() -> None:
    with stage(read(page=DATED)) as it:
        assert "threaded · " in status(it)
        it.press("j", "m", "G")
        for order, whose, first in (
            ("threaded", "yours", "last of all"),
            ("chronological", "yours", "last of all"),
            ("newest-first", "yours", "first the crane"),
            ("threaded", "the page's", "last of all"),
        ):
            it.press("T")
            settle(it, f"{order}, {whose}")
            assert it.here == "first the crane"
            assert it.shown[0] == first
            assert it.screen.count("◆") == 1


def test_t_pressed_many_times_at_once_ends_with_the_last_order() -> None:
    with stage(read(page=DATED)) as it:
        it.press_at_once("T", "T", "T")
        settle(it, "newest-first, yours")
        it.press("T", "T")
        settle(it, "threaded, yours")


def test_an_order_from_the_command_line_is_the_readers() -> None:
    with stage(read(page=DATED), order="threaded") as it:
        assert "(yours)" in status(it)
        it.press("T")
        settle(it, "chronological, yours")


def test_corrections_follow_the_comment_through_another_order() -> None:
    with stage(read(page=GUESSED)) as it:
        it.press("j", "j", "r")
        line = next(line for line in it.lines if "the page itself" in line)
        it.press(next(char for char in line if char.isdigit()))
        assert "you say so" in it.screen
        it.press("T")
        settle(it, "threaded, yours")
        assert it.here == "@Bob The council pays."
        assert "you say so" in it.screen


def test_the_command_to_copy_names_the_order_that_was_chosen() -> None:
    with stage(read(page=GUESSED), command=lambda view: f"{view.order} {view.page}") as it:
        it.press("T")
        settle(it, "threaded, yours")
        it.press("y", "5")
        assert it.app.clipboard == "threaded page"


def test_a_page_cut_by_another_pack_has_its_own_order_again() -> None:
    with stage(read(page=GUESSED), text=lambda _: GUESSED, packs=lambda: pick(())) as it:
        it.press("T")
        settle(it, "threaded, yours")
        it.call(lambda: it.app.query_one("#rules").post_message(used(it.app)))
        it.until(lambda: "for as long as this runs" in status(it))
        it.press("j")
        assert "(yours)" not in status(it)


def used(app: Browser) -> Any:
    """Make the message that a pack shall be used."""
    packs = {pack.name: pack for pack in pick(())}
    return RulesView.Used(packs[app.discussion.pages["pack"][0]])  # type: ignore[union-attr]


# Sorting


def dated() -> Discussion:
    """Make three threads, two of them dated."""
    rows = [
        {"author": "ann", "body": "middle", "parent": None},
        {"author": "bob", "body": "undated", "parent": None},
        {"author": "cid", "body": "oldest", "parent": None},
        {"author": "dan", "body": "later", "parent": 2},
    ]
    return given(rows, dates=("2020-05-01", None, "2020-01-01", "2020-02-01"))


def test_threads_are_sorted_by_their_first_and_last_dates_undated_ones_last() -> None:
    with stage(dated()) as it:
        for words, shown in (
            ("by size", ["oldest", "later", "middle", "undated"]),
            ("by depth", ["oldest", "later", "middle", "undated"]),
            ("by newest", ["middle", "oldest", "later", "undated"]),
            ("by oldest", ["oldest", "later", "middle", "undated"]),
        ):
            it.press("s")
            assert words in status(it)
            assert it.shown == shown
        it.press("s")
        assert it.shown == ["middle", "undated", "oldest", "later"]


def test_sorting_by_date_is_offered_only_where_there_are_dates() -> None:
    with stage() as it:
        seen = []
        for _ in range(3):
            it.press("s")
            seen.append(status(it).partition("  by ")[2].strip())
        assert seen == ["size", "depth", ""]


def test_a_page_without_dates_after_one_that_is_sorted_by_them_is_in_its_own_order() -> None:
    both = replaced(read(page="", other=GUESSED), "page", dated())
    with playing(Desk(load=lambda _: (both, ()))) as it:
        it.until(lambda: it.app.discussion)
        it.wait()
        it.press("s", "s", "s")
        assert "by newest" in status(it)
        it.press("greater_than_sign")
        assert "by newest" not in status(it)
        assert it.shown[0] == "The old crane must stay."
        it.press("less_than_sign")
        assert "by newest" in status(it)


def test_a_tree_of_all_unread_comments_opens_at_once() -> None:
    rows = [{"author": "ann", "body": f"say {at}", "parent": None} for at in range(20_000)]
    shelf = Shelf()
    with stage(given(rows), **shelf.doors) as it:
        it.call(lambda: it.app.see_all(read=True))
        it.press("G", "q")
    with stage(given(rows), **shelf.doors) as it:
        assert it.here == "say 19999"
        assert "unread" not in status(it)
