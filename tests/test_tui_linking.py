from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
import pytest
from playing import TREE, Stage, given, stage, tree

from threadscope.discussion import Discussion
from threadscope.rules import pick

BODIES = "first second third fourth fifth sixth seventh eighth ninth".split()  # noqa: SIM905
DOORS = {"text": lambda _: TREE.strip("\n"), "packs": lambda: pick(())}


def dated(step: timedelta) -> Discussion:
    """Make the small tree, its comments written one step after the other."""
    small = tree()
    first = datetime(2020, 3, 1)
    posted = pl.Series("posted_at", [first + at * step for at in range(9)], pl.Datetime("us"))
    return replace(small, threads=small.threads.with_columns(posted))


def status(it: Stage) -> str:
    """Read the line above the footer."""
    return it.lines[-2]


def choose(it: Stage, *keys: str, line: str) -> None:
    """Open a view and choose the line that begins with some words."""
    it.press(*keys)
    focused = it.app.focused
    assert focused is not None
    for _ in range(20):
        on_screen = it.lines[focused.content_region.y + focused.cursor - round(focused.scroll_y)]
        if f"{' '.join(on_screen.replace('▌', ' ').strip('◆ ').split())} ".startswith(f"{line} "):
            break
        it.press("j")
    else:
        raise AssertionError(f"no line {line!r}:\n{it.screen}")
    it.press("enter")


def lit(it: Stage) -> list[str]:
    """Tell which comments the thread list shows as chosen."""
    it.press("V")
    return [BODIES[row] for row in it.app.threads.outline.rows if it.app.threads.lit[row]]


def names(it: Stage, key: str) -> list[str]:
    """Read the first two words of the rows of a table."""
    it.press(key)
    rows = [line.strip("▌").split() for line in it.lines[2:-2]]
    wide = 1 if key == "A" else 2
    return [" ".join(row[:wide]) for row in rows if row]


def bars(it: Stage, selector: str) -> dict[str, str]:
    """Read the bars of a chart: label and numbers."""
    it.press("D")
    region = it.canvas(selector).content_region
    lines = it.lines[region.y : region.bottom]
    said = {}
    for line in lines:
        if line.strip():
            label, _, rest = line.strip("◆ ").partition(" █" if " █" in line else " ░")
            said[label] = rest.strip("█▉▊▋▌▍▎▏░ ").partition(" comment")[0]
    return said


def page_lines(it: Stage) -> list[int]:
    """Tell which lines of the page stand out."""
    it.press("O")
    return [int(line[:6]) for line in it.lines if line[6:7] == "▌"]


# Each view against all others

PAIRS = ["ann bob", "ann cid", "bob ann", "cid bob", "dan bob", "eve ann"]


@pytest.mark.parametrize(
    ("keys", "line", "said", "comments", "authors", "depths", "pairs"),
    [
        pytest.param(
            ["A"], "ann", "by ann", [1, 4, 8],
            ["ann", "bob", "cid", "dan", "eve", "fay"],
            ["1 of 3", "1 of 3", "0 of 2", "1"],
            ["ann bob", "ann cid", "bob ann", "eve ann"],
            id="an author",
        ),
        pytest.param(
            ["W"], "bob ann", "by bob, answering ann", [2],
            ["bob"],
            ["0 of 3", "1 of 3", "0 of 2", "0 of 1"],
            PAIRS,
            id="a pair",
        ),
        pytest.param(
            ["D"], "depth 2", "at depth 2", [3, 5],
            ["cid", "dan"],
            ["3", "3", "2", "1"],
            ["ann cid", "cid bob", "dan bob"],
            id="a bar of depth",
        ),
        pytest.param(
            ["D", "tab"], "line 4", "on line 4", [4],
            ["ann"],
            ["0 of 3", "0 of 3", "0 of 2", "1"],
            ["ann cid"],
            id="a bar of activity",
        ),
        pytest.param(
            ["O"], "6", "on line 6", [6],
            ["eve"],
            ["0 of 3", "1 of 3", "0 of 2", "0 of 1"],
            ["eve ann"],
            id="a line of the page",
        ),
    ],
)  # fmt: skip
def test_what_is_chosen_in_one_view_shows_in_every_other_until_escape(
    keys: list[str],
    line: str,
    said: str,
    comments: list[int],
    authors: list[str],
    depths: list[str],
    pairs: list[str],
) -> None:
    with stage(**DOORS) as it:
        choose(it, *keys, line=line)
        assert f"only {said} (and what they answer) {len(comments)} of 9" in status(it)
        assert lit(it) == [BODIES[at - 1] for at in comments]
        assert sorted(names(it, "A")) == authors
        assert list(bars(it, "#depths").values()) == depths
        assert sorted(names(it, "W")) == pairs
        assert page_lines(it) == comments
        assert f"only {said}" in status(it)
        it.press("escape")
        assert "only" not in status(it)
        assert len(it.shown) == 9
        assert len(names(it, "A")) == 6
        assert list(bars(it, "#depths").values()) == ["3", "3", "2", "1"]
        assert sorted(names(it, "W")) == PAIRS


def test_activity_shows_the_share_of_what_is_chosen_elsewhere() -> None:
    with stage() as it:
        choose(it, "A", line="bob")
        shares = bars(it, "#activity")
        assert [label for label, said in shares.items() if said == "1"] == ["line 2", "line 7"]
        assert [said for said in shares.values() if said != "1"] == ["0 of 1"] * 7
        assert "░░░" in it.screen


def test_a_bar_of_a_long_page_names_all_lines_that_it_stands_for() -> None:
    rows = [{"author": "ann", "body": str(at), "parent": None} for at in range(100)]
    with stage(given(rows)) as it:
        assert list(bars(it, "#activity"))[:2] == ["lines 1-3", "lines 4-7"]
        choose(it, "D", "tab", line="lines 4-7")
        assert "only on lines 4-7 " in status(it)


def test_a_chosen_author_shows_the_threads_it_takes_part_in() -> None:
    with stage() as it:
        choose(it, "A", line="ann")
        assert it.view == "threads"
        assert it.shown == ["first", "second", "third", "fourth", "seventh", "eighth"]


@pytest.mark.parametrize(
    ("step", "label", "said", "bodies"),
    [
        (timedelta(minutes=40), "03-01 02:00", "on 03-01 02:00", ["fourth", "fifth"]),
        (timedelta(days=1), "2020-03-02", "on 2020-03-02", ["second"]),
        (timedelta(days=20), "2020-03-16", "in the week of 2020-03-16", ["second"]),
        (timedelta(days=90), "2020-08", "in 2020-08", ["third"]),
        (timedelta(days=500), "2021", "in 2021", ["second"]),
    ],
)
def test_activity_goes_by_what_is_coarse_enough_and_a_time_can_be_chosen(
    step: timedelta, label: str, said: str, bodies: list[str]
) -> None:
    with stage(dated(step)) as it:
        choose(it, "D", "tab", line=label)
        assert f"only {said} " in status(it)
        assert f"◆{label:>12}" in it.screen
        assert lit(it) == bodies


def test_activity_shows_the_days_on_which_nobody_wrote() -> None:
    with stage(dated(timedelta(days=3)), (120, 80)) as it:
        it.press("D")
        lines = [line for line in it.lines if "2020-03-" in line]
        assert [line.split()[0] for line in lines] == [f"2020-03-{day:02d}" for day in range(1, 26)]
        assert [line.split()[1] == "none" for line in lines] == [bool(day % 3) for day in range(25)]


# More than one


def test_choices_add_up_and_escape_lets_go_of_one_at_a_time() -> None:
    with stage() as it:
        choose(it, "A", line="ann")
        choose(it, "D", line="depth 1")
        assert "only by ann, at depth 1 (and what they answer) 1 of 9" in status(it)
        assert lit(it) == ["eighth"]
        assert bars(it, "#depths")["depth 0"] == "1 of 3"
        it.press("escape")
        assert "only by ann (and what they answer) 3 of 9" in status(it)
        assert lit(it) == ["first", "fourth", "eighth"]
        it.press("escape")
        assert "only" not in status(it)


def test_another_line_of_the_same_view_takes_the_place_of_the_first() -> None:
    with stage() as it:
        choose(it, "D", line="depth 1")
        choose(it, "D", line="depth 2")
        assert "only at depth 2 " in status(it)
        choose(it, "A", line="cid")
        choose(it, "W", line="cid bob")
        assert "only at depth 2, by cid, answering bob (and what they answer) 1 of 9" in status(it)


def test_choosing_the_same_again_lets_it_go() -> None:
    with stage(**DOORS) as it:
        for keys, line in ((["A"], "eve"), (["W"], "eve ann"), (["D"], "depth 1"), (["O"], "6")):
            choose(it, *keys, line=line)
            assert "only" in status(it)
            choose(it, *keys, line=line)
            assert "only" not in status(it)


def test_the_chosen_line_is_marked_without_colour_where_it_was_chosen() -> None:
    with stage() as it:
        choose(it, "A", line="bob")
        it.press("A")
        assert [line[1:4] for line in it.lines if line.startswith("▌")] == ["bob"]
        choose(it, "D", line="depth 1")
        assert [line.split()[0] for line in it.lines if line.startswith("◆")] == ["◆"]
        choose(it, "W", line="bob ann")
        it.press("W")
        assert [line.split()[:2] for line in it.lines if line[:1] == "▌"] == [["▌bob", "ann"]]


def test_a_table_keeps_its_order_and_its_row_while_others_choose() -> None:
    with stage() as it:
        it.press("A", "s")
        order = names(it, "A")
        assert order == ["ann", "bob", "cid", "dan", "eve", "fay"]
        it.press("j", "j", "j")
        choose(it, "D", line="depth 2")
        assert names(it, "A") == ["cid", "dan"]
        assert it.canvas("#authors").cursor == 1
        it.press("escape")
        assert names(it, "A") == order
        assert it.canvas("#authors").cursor == 3


def test_a_message_does_not_hide_what_is_chosen() -> None:
    with stage() as it:
        choose(it, "D", line="depth 1")
        it.press("A", "s")
        assert "only at depth 1 (and what they answer) 3 of 9  sorted by author" in status(it)


def test_a_line_outside_all_comments_chooses_nothing() -> None:
    with stage(text=lambda _: TREE.strip("\n") + "\nend\n", packs=lambda: pick(())) as it:
        it.press("O", "G", "enter")
        assert it.view == "page"
        assert "line 10 is in no comment" in status(it)
        assert "only" not in status(it)


def test_nothing_chosen_that_holds_together_is_an_empty_list_that_says_so() -> None:
    with stage() as it:
        choose(it, "A", line="fay")
        choose(it, "D", line="depth 3")
        assert it.shown == []
        assert "only by fay, at depth 3 (and what they answer) 0 of 9" in status(it)
        it.press("V", "j", "space", "W", "A", "O", "escape", "escape")
        assert len(it.shown) == 9


def test_a_choice_of_hostile_text_is_said_as_it_is() -> None:
    with stage(tree("[b]x\x1b: hello\n")) as it:
        it.press("A", "j", "enter")
        assert "only by [b]x␛" in status(it)


def test_pairs_are_those_of_the_discussion_though_the_threads_stand_in_another_order() -> None:
    # In the order of the tree Bob's second answer stands below his first, above Cid's.
    said = (("Ann", None), ("Bob", 0), ("Cid", 0), ("Bob", 1), ("Dee", 2))
    talk = given([{"author": who, "body": "hello", "parent": parent} for who, parent in said])
    with stage(talk) as it:
        assert names(it, "W") == ["Bob Ann", "Bob Bob", "Cid Ann", "Dee Cid"]


def test_what_takes_long_is_made_while_the_threads_are_read() -> None:
    asked: list[str] = []

    def text(page: str) -> str:
        asked.append(page)
        return TREE.strip("\n")

    with stage(text=text, packs=lambda: pick(())) as it:
        it.until(lambda: it.app.ahead.ready == {"authors", "pairs", "page", "rules"})
        said = len(asked)
        for key in ("A", "W", "O", "R"):
            it.press(key)
        assert len(asked) == said
