import pytest
from playing import GUESSED, given, read, stage, tree

ALL = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]

WAYS = {
    "lines": {
        "j": "second", "down": "second", "j k": "first", "j up": "first", "k": "first",
        "G": "ninth", "end": "ninth", "G j": "ninth", "G g": "first", "end home": "first",
    },
    "pages": {
        "pagedown": "ninth", "G pageup": "first", "ctrl+f": "ninth", "G ctrl+b": "first",
        "ctrl+d": "ninth", "G ctrl+u": "first",
    },
    "in and out": {
        "l": "second", "right right": "third", "h l": "first", "h l l": "second",
        "j j j h": "third", "j j j left left": "third", "j j j h h h": "second",
    },
    "siblings": {
        "j J": "sixth", "j shift+down": "sixth", "J K": "first", "J shift+up": "first",
        "J J J": "ninth", "K": "first", "j j J K": "third",
    },
    "parents and roots": {
        "j j j p": "third", "j j j shift+left": "third", "p": "first",
        "j j j P": "first", "P": "first",
    },
    "threads": {
        "right_curly_bracket": "seventh", "right_curly_bracket right_curly_bracket": "ninth",
        "j j right_curly_bracket": "seventh", "j j left_curly_bracket": "first",
        "G left_curly_bracket left_curly_bracket": "first", "left_curly_bracket": "first",
    },
    "authors": {
        "asterisk": "fourth", "asterisk asterisk": "eighth", "asterisk number_sign": "first",
        "number_sign": "eighth", "asterisk asterisk asterisk": "first",
    },
    "history": {
        "J J left_square_bracket": "seventh",
        "J l left_square_bracket left_square_bracket": "first",
        "J left_square_bracket right_square_bracket": "seventh", "left_square_bracket": "first",
        "J l left_square_bracket J right_square_bracket": "ninth",
    },
    "marks": {
        "j m g apostrophe": "second", "j m j m apostrophe": "second",
        "j m M g apostrophe": "first", "j m m g apostrophe": "first",
    },
}  # fmt: skip
"""Keys pressed on the small tree and the comment they must lead to."""


@pytest.mark.parametrize("kind", WAYS)
def test_keys_lead_where_they_promise(kind: str) -> None:
    with stage() as it:
        for keys, there in WAYS[kind].items():
            it.restart()
            it.press(*keys.split())
            assert (keys, it.here) == (keys, there)


FOLDS = {
    "one comment": {
        "h": "first seventh eighth ninth", "space": "first seventh eighth ninth",
        "space space": " ".join(ALL), "enter enter": " ".join(ALL),
        "j h": "first second sixth seventh eighth ninth", "G space": " ".join(ALL),
        "j h k h l": "first second sixth seventh eighth ninth",
    },
    "siblings": {
        "c": "first seventh ninth", "c e": " ".join(ALL),
        "j c": "first second sixth seventh eighth ninth",
    },
    "to a depth": {
        "C": "first seventh ninth", "C E": " ".join(ALL), "C 0": " ".join(ALL),
        "1": "first second sixth seventh eighth ninth",
        "2": "first second third fifth sixth seventh eighth ninth", "9": " ".join(ALL),
    },
    "a whole thread": {
        "X": "first seventh eighth ninth", "j j X": "first seventh eighth ninth",
        "X X": "first seventh ninth", "X X X": "first seventh ninth",
    },
}  # fmt: skip
"""Keys pressed on the small tree and the comments that must show then."""


@pytest.mark.parametrize("kind", FOLDS)
def test_keys_fold_what_they_promise(kind: str) -> None:
    with stage() as it:
        for keys, left in FOLDS[kind].items():
            it.restart()
            it.press(*keys.split())
            assert (keys, it.shown) == (keys, left.split())


def test_a_folded_row_says_how_many_it_hides() -> None:
    with stage() as it:
        it.press("h")
        assert "▸ ann  first +5" in it.screen
        it.press("l")
        assert "▾ ann  first" in it.screen
        assert "+5" not in it.screen


def test_folding_a_whole_thread_goes_on_to_the_next() -> None:
    with stage() as it:
        it.press("j", "j", "X")
        assert it.here == "seventh"
        it.press("X", "X")
        assert it.here == "ninth"


def test_a_comment_whose_row_is_folded_away_hands_the_cursor_to_what_hides_it() -> None:
    with stage() as it:
        it.press("j", "j", "j", "1")
        assert it.here == "second"
        it.press("C")
        assert it.here == "first"


def test_jumping_to_a_hidden_comment_unfolds_what_hides_it() -> None:
    with stage() as it:
        it.press("C", "asterisk")
        assert it.here == "fourth"
        assert "eighth" not in it.shown


def test_unsure_places_are_visited_in_turn() -> None:
    with stage(read(page=GUESSED)) as it:
        unsure = it.app.reading.unsure
        assert unsure
        assert len(unsure) < len(it.app.reading)
        for row in [*unsure, unsure[0]]:
            it.press("right_parenthesis")
            assert it.app.threads.row == row
        it.press("left_parenthesis")
        assert it.app.threads.row == unsure[-1]


def test_marks_show_and_go() -> None:
    with stage() as it:
        it.press("j", "m")
        assert it.screen.count("◆") == 1
        it.press("M")
        assert "◆" not in it.screen


LONG = "\n".join(
    f"ann: thread {at}\n"
    + "\n".join(f"  bob: reply {at}.{n}\n    cid: below {at}.{n}" for n in range(6))
    for at in range(12)
)


@pytest.mark.parametrize("keys", ["h", "space", "c", "C", "1", "0", "E", "e"])
def test_folding_keeps_the_focused_row_on_its_screen_row(keys: str) -> None:
    with stage(tree(LONG), (120, 20)) as it:
        it.press("right_curly_bracket", "right_curly_bracket", "j", "J", "J", "J", "k", "k")
        here, row = it.here, it.screen_row
        it.press(keys)
        if it.here == here:
            assert it.screen_row == row
        assert 0 <= it.screen_row < it.app.threads.size.height


def test_ancestors_that_scrolled_out_stay_on_top_and_the_cursor_is_never_under_them() -> None:
    deep = "\n".join(f"{'  ' * at}ann: level {at}" for at in range(60))
    with stage(tree(deep), (120, 20)) as it:
        it.press("G")
        levels = [line.split("level ")[1].split()[0] for line in it.lines[1:5]]
        first = 60 - it.app.threads.size.height + 3
        assert levels == [str(first - back) for back in (3, 2, 1, 0)]
        for _ in range(30):
            it.press("k")
            assert it.here in it.screen
            assert it.screen_row >= len(it.app.threads.pinned())


def test_a_click_moves_and_a_second_one_folds() -> None:
    with stage() as it:
        it.click("#list", 20, 1)
        assert it.here == "second"
        it.wait(0.1)
        it.click("#list", 20, 1)
        assert "third" not in it.shown


def test_a_click_on_the_sign_of_a_row_folds_at_once_and_unfolds() -> None:
    with stage() as it:
        sign = it.lines[2].index("▾")
        it.click("#list", sign, 1)
        assert it.here == "second"
        assert "third" not in it.shown
        it.wait(0.1)
        it.click("#list", sign, 1)
        assert "third" in it.shown


def test_the_sign_of_a_comment_without_replies_is_a_place_like_any() -> None:
    with stage() as it:
        leaf = next(y for y, line in enumerate(it.lines) if "·" in line)
        it.click("#list", it.lines[leaf].index("·"), leaf - 1)
        assert len(it.shown) == 9


def test_a_click_on_a_pinned_ancestor_goes_there() -> None:
    with stage(tree(LONG), (120, 20)) as it:
        it.press("pagedown", "pagedown")
        pinned = it.app.threads.pinned()
        assert pinned
        it.click("#list", 10, 0)
        assert it.app.threads.row == pinned[0]


def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    with stage(tree(LONG), (120, 20)) as it:
        it.call(lambda: it.app.threads.scroll_relative(y=20, animate=False))
        assert it.here == "thread 0"
        assert it.app.threads.scroll_offset.y == 20


def test_a_chain_of_a_hundred_thousand_opens_folds_and_scrolls() -> None:
    rows = [
        {"author": "ann", "body": f"level {at}", "parent": at - 1 if at else None}
        for at in range(100_000)
    ]
    with stage(given(rows)) as it:
        it.press("G")
        assert it.here == "level 99999"
        assert "level 99999" in it.screen
        assert "⋯" in it.screen
        it.press("p", "pageup", "P")
        assert it.here == "level 0"
        it.press("C")
        assert it.shown == ["level 0"]
        it.press("left_square_bracket")
        assert it.here != "level 0"
