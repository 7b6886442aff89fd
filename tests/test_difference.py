import polars as pl
from making import discuss

from threadscope.rules import pick
from threadscope.segment import difference
from threadscope.tui.difference import moved

PAGE = """Ann's picture
one

two
Bob's picture
three
"""
PICTURES = pick(["drupal-picture"])


def test_the_same_page_cut_the_same_way_differs_in_nothing() -> None:
    threads = discuss(PAGE, *PICTURES).threads
    found = difference(threads, threads)
    assert (found.before, found.after) == (2, 2)
    assert not any(found.changes().values())
    assert moved(threads, threads) == ()


def test_a_comment_cut_in_two_is_split_and_back_again_merged() -> None:
    whole = discuss(PAGE, *PICTURES).threads
    cut = discuss(PAGE.replace("two", "Cid's picture"), *PICTURES).threads
    assert difference(whole, cut).split == (4,)
    assert difference(cut, whole).merged == (4,)


def test_comments_where_none_were_are_gained_and_the_other_way_round_lost() -> None:
    none = discuss("nothing\n" * 6, *PICTURES).threads
    some = discuss(PAGE, *PICTURES).threads
    assert difference(none, some).gained == (1, 5)
    assert difference(some, none).lost == (1, 5)


def test_a_comment_that_answers_another_one_has_moved() -> None:
    before = discuss(PAGE, *PICTURES).threads
    after = before.with_columns(parent=pl.Series([None, None], dtype=pl.UInt32))
    assert moved(before, after) == (5,)
