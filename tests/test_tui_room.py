"""What fits on the screen, and what is done about what does not."""

import pytest
from playing import GUESSED, Stage, given, read, stage

from threadscope.choice import By
from threadscope.rules import pick
from threadscope.tui.paint import ASCII

LONG = "Nobody has ever seen the keeper's cat twice on the same step of the stairs. " * 3


def chain() -> list[dict[str, object]]:
    """Make three comments, each the answer to the one before, with many words."""
    ups = (None, 0, 1)
    return [{"author": f"author{at}", "body": LONG, "parent": up} for at, up in enumerate(ups)]


def told(it: Stage, selector: str) -> str:
    """Read what a widget says."""
    region = it.app.query_one(selector).content_region
    lines = it.lines[region.y : region.bottom]
    return "\n".join(line[region.x : region.right] for line in lines)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (200, 50)])
def test_a_folded_comment_says_how_many_it_hides_however_long_its_own_words(
    size: tuple[int, int],
) -> None:
    with stage(given(chain()), size) as it:
        assert "+2" not in told(it, "#list")
        it.press("C")
        assert "+2" in told(it, "#list")


def test_a_page_or_a_filter_without_comments_shows_none() -> None:
    with stage(read(page=GUESSED, other="Only an article.\n")) as it:
        assert "crane" in told(it, "#side")
        it.press("greater_than_sign")
        assert not told(it, "#side").strip("─│ \n")
        it.press("less_than_sign")
        it.call(lambda: it.app.toggle(By("Eve")))
        assert it.shown == []
        assert not told(it, "#side").strip("─│ \n")


def test_every_column_of_a_table_can_be_brought_into_view_and_the_first_one_stays() -> None:
    with stage(size=(60, 20)) as it:
        it.press("A")
        seen = told(it, "#authors")
        assert "last posted" not in seen
        for _ in range(9):
            it.press("l")
            assert "ann" in told(it, "#authors")
            seen += told(it, "#authors")
        assert all(name.replace("_", " ") in seen for name in it.canvas("#authors").frame.columns)  # type: ignore[attr-defined]
        assert "last posted" in told(it, "#authors")
        it.press(*["h"] * 9)
        assert "comments" in told(it, "#authors")


def test_a_click_on_a_shifted_column_sorts_by_it() -> None:
    with stage(size=(60, 20)) as it:
        it.press("A", *["l"] * 9)
        heading = told(it, "#authors").split("\n")[0]
        it.click("#authors", heading.index("max depth") + 1, 0)
        assert "max depth▾" in told(it, "#authors")
        it.click("#authors", heading.index("max depth") + 1, 0)
        assert "max depth▴" in told(it, "#authors")


def test_a_long_line_of_the_page_can_be_read_to_its_end() -> None:
    page = f"Ann's picture\n\n{LONG}the end\n"
    with stage(read(page=page), (80, 24), text=lambda _: page, packs=lambda: pick(())) as it:
        it.press("O")
        assert "the end" not in told(it, "#page")
        it.press(*["l"] * 12)
        assert "the end" in told(it, "#page")
        assert "  3" in told(it, "#page")


def test_the_view_in_use_has_its_name_and_the_others_their_keys_where_there_is_no_room() -> None:
    with stage(size=(40, 12)) as it:
        assert it.lines[0].split() == ["Threads", "A", "D", "W", "O", "R", "L", "page"]
        it.press("W")
        assert it.lines[0].split() == ["V", "A", "D", "Pairs", "O", "R", "L", "page"]
        it.click("#bar", 13, 0)
        assert it.view == "pairs"
        it.click("#bar", it.lines[0].index("O"), 0)
        assert it.view == "page"


def test_pages_are_told_apart_by_the_ends_of_their_names() -> None:
    folder = "a/folder/with/a/very/long/name/indeed/for/such/a/page"
    names = {f"{folder}/{name}.txt": GUESSED for name in ("first", "second")}
    with stage(read(**names), (80, 24)) as it:
        assert "first.txt" in it.lines[0]
        it.press("L")
        assert "first.txt" in told(it, "#pages")
        assert "second.txt" in told(it, "#pages")


def test_what_is_asked_about_stays_in_sight() -> None:
    with stage() as it:
        it.press("r")
        assert "Whom does it answer?" in it.screen
        assert "ann  first" in it.screen


def test_f_offers_filters_and_lets_go_of_them_again() -> None:
    with stage() as it:
        it.press("j", "f", "4")
        assert it.lines[-2].startswith("only by bob")
        it.press("f")
        assert "▌ Only this author" in it.screen
        it.press("4")
        assert "only" not in it.lines[-2]


def test_the_line_of_keys_follows_the_focus_and_a_click_presses_one() -> None:
    with stage() as it:
        assert " space Fold  / Search " in it.lines[-1]
        it.press("A")
        assert "Fold" not in it.lines[-1]
        it.click("#keys", it.lines[-1].index("Keys"), 0)
        assert "closes" in it.screen


def test_the_line_of_keys_has_room_for_help_and_the_way_out() -> None:
    with stage(size=(40, 12)) as it:
        assert it.lines[-1].rstrip() == " space Fold  / Search  ? Keys  q Quit"


def test_ascii_signs_are_all_that_is_drawn_in_every_view() -> None:
    doors = {"text": lambda _: GUESSED, "packs": lambda: pick(()), "source": lambda _: LONG * 30}
    with stage(read(page=GUESSED), (80, 24), glyphs=ASCII, **doors) as it:
        for key in "ADWORLVyfr?":
            it.press("question_mark" if key == "?" else key)
            assert it.screen.isascii(), key
            if key in "yfr":
                it.press("escape")
