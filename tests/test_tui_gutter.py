"""The right edge of the threads: where the window is, and what is where."""

from threadscope.outline import Outline, Shape
from threadscope.tui.gutter import edge, ticks
from threadscope.tui.paint import CURSOR, DIM, PLAIN, UNICODE, WARN

THUMB, TRACK = (UNICODE.thumb, PLAIN), (UNICODE.track, DIM)
UNSURE, MARK = (UNICODE.unsure, DIM), (UNICODE.mark, WARN)
ALL = Outline(Shape.of([0] * 100, [0] * 100))


def test_the_window_shows_where_every_place_is_unsure() -> None:
    found = ticks(ALL, [(range(100), UNSURE)], 10)
    signs = edge(found, (50, 100), 10, UNICODE)
    assert signs == [*[UNSURE] * 5, THUMB, *[UNSURE] * 4]


def test_a_mark_shows_in_the_window_turned_round() -> None:
    found = ticks(ALL, [(range(100), UNSURE), ([50], MARK)], 10)
    assert edge(found, (50, 100), 10, UNICODE)[5] == (UNICODE.mark, WARN + CURSOR)
    assert edge(found, (0, 100), 10, UNICODE)[5] == MARK


def test_nothing_but_the_window_shows_where_all_rows_have_room() -> None:
    assert ticks(ALL, [(range(100), UNSURE)], 100) == {}
    assert edge({}, (0, 4), 8, UNICODE) == [THUMB] * 8
    assert edge({}, (0, 16), 8, UNICODE) == [THUMB] * 4 + [TRACK] * 4
