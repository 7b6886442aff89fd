"""Which rule took which line, and what a pack claims of a page it was not chosen for."""

from typing import Any

import polars as pl
from making import PICTURE, pack

from threadscope import pages
from threadscope.rules import Pack
from threadscope.rules.pack import FIELDS
from threadscope.schema import CLAIMS, EXPLAINED
from threadscope.segment import claims, explain, taken

SITE = """
name: site
discussion: {start: ['^Comments$'], end: ['^Leave a reply$']}
comment:
  end: ['^»$']
  markers:
    - name: says
      opens:
        - {pattern: '^(?P<subject>Re: .+)$', optional: true}
        - '^(?P<author>\\w+) says:$'
        - {pattern: '^#(?P<id>\\d+)$', optional: true}
        - {pattern: '^on (?P<date>.+)$', optional: true}
    - {name: ending, opens: ['^(?P<author>\\w+) ends:$']}
noise: ['^Reply$']
"""
PAGE = """Title

Comments
Re: x
ann says:

on Monday
hi
Reply
ho
»
footer
bob says:
Leave a reply
Reply
"""


def explained(text: str, *packs: Pack, from_line: int | None = None) -> pl.DataFrame:
    """Explain one page."""
    return explain(pages.of_texts({"page": text}).pages, packs or (pack(SITE),), from_line)


def said(row: dict[str, Any]) -> dict[str, str]:
    """Give the fields that a line names."""
    return {name: text for name, text in row["fields"].items() if text is not None}


def test_every_line_tells_its_role_its_rule_and_its_comment() -> None:
    assert explained(PAGE).select("line", "role", "rule", "comment").rows() == [
        (1, "article", None, None),
        (2, "blank", None, None),
        (3, "article", "start", None),
        (4, "marker", "says", 0),
        (5, "marker", "says", 0),
        (6, "blank", None, None),
        (7, "marker", "says", 0),
        (8, "body", None, 0),
        (9, "noise", "noise", 0),
        (10, "body", None, 0),
        (11, "noise", "end", None),
        (12, "noise", None, None),
        (13, "marker", "says", 1),
        (14, "noise", "end", None),
        (15, "noise", None, None),
    ]


def test_each_line_of_a_header_gives_its_own_fields() -> None:
    markers = explained(PAGE).filter(role="marker")
    assert [said(row) for row in markers.iter_rows(named=True)] == [
        {"subject": "Re: x"},
        {"author": "ann"},
        {"date": "Monday"},
        {"author": "bob"},
    ]
    assert explained(PAGE).filter(pl.col("role") != "marker")["fields"].null_count() == 11


def test_the_fields_explained_are_those_a_pattern_may_name() -> None:
    described = EXPLAINED["fields"]
    assert isinstance(described, pl.Struct)
    assert tuple(field.name for field in described.fields) == FIELDS


def test_a_line_is_explained_as_it_stands_on_the_page() -> None:
    found = explained("  Ann's picture \t\n \t\n\u2028x\n", pack())
    assert found["text"].to_list() == ["  Ann's picture \t", " \t", "\u2028x"]
    assert found["role"].to_list() == ["marker", "blank", "body"]


def test_a_start_that_was_asked_for_is_no_line_of_the_pack() -> None:
    found = explained("Comments\nann says:\nhi\n", from_line=2)
    assert found["rule"].to_list() == [None, "says", None]


def test_an_end_line_of_one_page_does_not_end_the_one_above() -> None:
    batch = pages.of_texts({"a": "ann says:\nhi\n", "b": "»\nbob says:\nho\n"})
    found = explain(batch.pages, (pack(SITE),))
    assert found["role"].to_list() == ["marker", "body", "article", "marker", "body"]
    assert found["rule"].to_list() == ["says", None, None, "says", None]
    assert found["comment"].to_list() == [0, 0, None, 0, 0]


def test_rules_that_took_nothing_are_counted_too() -> None:
    site = pack(SITE)
    assert taken(explained(PAGE), site).rows() == [
        ("marker", "says", 4),
        ("marker", "ending", 0),
        ("article", "start", 1),
        ("noise", "end", 2),
        ("noise", "noise", 1),
    ]
    assert taken(explained("just text\n"), site)["lines"].sum() == 0


def test_every_pack_claims_its_comments_the_best_fit_first() -> None:
    shy = pack(PICTURE + "min_comments: 3\n")
    batch = pages.of_texts({"a": "Ann's picture\nBob's picture\nann says:\n", "b": "text\n"})
    found = claims(batch.pages, (pack(SITE), shy))
    assert found.schema == CLAIMS
    few, nothing = "fewer than 3 of its markers are on the page", "no line of it is on the page"
    assert found.select("page", "pack", "comments", "chosen", "why").rows() == [
        ("a", "site", 1, True, None),
        ("a", "t", 2, False, few),
        ("b", "site", 0, False, nothing),
        ("b", "t", 0, False, few),
    ]


def test_a_pack_that_was_asked_for_alone_is_chosen_on_every_page() -> None:
    batch = pages.of_texts({"a": "text\n", "b": ""})
    tried = claims(batch.pages, (pack(),)).select("page", "pack", "comments", "chosen", "why")
    assert tried.rows() == [("a", "t", 0, True, None), ("b", "t", 0, True, None)]
