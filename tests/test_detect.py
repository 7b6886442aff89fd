"""Which pack is found on which page, and where there is no discussion."""

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from making import cut

from threadscope import pages
from threadscope.rules import Line, shipped
from threadscope.segment import claims, segment

SAYS = """The lamp is lit

It burns since Friday.

2 Comments

Ada Quist says:
May 3, 2021 at 10:25 am
At last!
Reply
Bo Lindqvist says:
May 3, 2021 at 11:02 am
Who paid for it?
Reply

Leave a Reply
"""
BLOG = "".join(
    f"Monday, May {day}, 2005\nA day out.\n// posted by Ada Q @ 12:3{day} AM 2{day} comments\n"
    for day in range(1, 8)
)
LINKS = "".join(f"Ada Quist on May {day}, 2021 at 10:25 am\n" for day in range(1, 8))
ARCHIVE = "".join(
    f"Harbour news\nMay {day}, 2021 at 10:25 am\nThe council met.\n" for day in range(1, 8)
)
TRANSCRIPT = "".join(f"Cortex 0:2{at} the morning programme goes on\n" for at in range(9))
HINTED = [
    pytest.param(line, id=f"{pack.name}-{marker.name}")
    for pack in shipped()
    for marker in pack.markers
    for line in (*marker.opens, *marker.closes)
    if line.hint
]

ON_A_LINE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), include_characters="\t")


def in_python(pattern: str) -> str:
    """Write a pattern of Rust as one of Python that matches no more, but for odd characters."""
    return pattern.replace(r"\pL", "[A-Za-zÀ-ɏа-я]").replace(r"\pP", "[.,;!-]")


def found(text: str) -> str:
    return str(segment(pages.of_texts({"a": text}).pages, shipped()).pages["pack"].item())


def why(text: str, pack: str) -> str:
    tried = claims(pages.of_texts({"a": text}).pages, shipped())
    return str(tried.filter(pack=pack)["why"].item())


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        (SAYS, "wordpress-says"),
        (SAYS.replace(" says:", ""), "wordpress-names"),
        (SAYS.replace(" says:\n", " "), "wordpress-line"),
        ("x\n\nBy Ada, at 1:53 PM\n\ny\n\nBy Bo, at 2:08 PM\n", "blogger"),
        ("[10:25] <ada> hello\n=== bo has joined #quay\n[10:26] <bo> hello ada\n", "irc"),
        ("ada | 2017-01-02 01:07:41 UTC | #1\n\nx\n\n-------------------------\n", "discourse"),
        (
            "#1 - ada - Sun Oct 31, 2004 7:49 pm\nx\n\n#2 - bo - Sun Oct 31, 2004 8:49 pm\ny\n",
            "phpbb",
        ),
    ],
)
def test_a_page_is_known_by_the_fit_of_its_markers(text: str, pack: str) -> None:
    assert found(text) == pack


@pytest.mark.parametrize("text", [BLOG, LINKS, ARCHIVE, TRANSCRIPT])
def test_what_only_looks_like_comments_is_no_discussion(text: str) -> None:
    assert found(text) == "none"


def test_a_pack_that_does_not_fit_says_why() -> None:
    assert why(LINKS, "wordpress-line") == "its markers stand close together, like a list"
    assert why(ARCHIVE, "wordpress-names").startswith("all its comments are by one author")
    two = ARCHIVE.replace("Harbour news", "Ferry news", 1)
    assert why(two, "wordpress-names") == "nothing else on the page tells of comments"
    assert why(TRANSCRIPT, "irc") == "fewer than 2 of its markers are on the page"


def test_a_reply_under_every_comment_tells_of_comments() -> None:
    page = "".join(f"{name}\nMay 3, 2021 at 10:25 am\nx\nReply\n" for name in ("Ada", "Bo", "Cy"))
    assert found(page) == "wordpress-names"
    assert found(page.replace("Reply\n", "")) == "none"


def test_a_form_above_the_comments_does_not_end_them() -> None:
    page = "2 Comments\n\nLeave a Reply\n\n" + SAYS.partition("2 Comments")[2]
    assert segment(pages.of_texts({"a": page}).pages, shipped()).cuts.height == 2


def test_a_pingback_ends_a_comment_and_is_none() -> None:
    page = SAYS.replace("Reply\nBo", "Reply\nPingback: Lamps of the coast\nBo")
    cuts = segment(pages.of_texts({"a": page}).pages, shipped()).cuts
    assert cuts["author"].to_list() == ["Ada Quist", "Bo Lindqvist"]
    assert cuts["body"][0] == "At last!"


def test_text_on_the_line_of_a_marker_is_body() -> None:
    made = cut("[10:25] <ada> hello\nmore\n[10:26] <bo> bye\n", *shipped())
    assert made.cuts["body"].to_list() == ["hello\nmore", "bye"]
    signed = (
        "a\nb. --ada (talk) 13:14, 30 June 2019 (UTC)\nc. --bo (talk) 13:20, 30 June 2019 (UTC)\n"
    )
    assert cut(signed, *shipped()).cuts["body"].to_list() == ["a\nb.", "c."]


def test_a_line_that_repeats_the_author_is_marker_and_another_line_is_body() -> None:
    page = "1 Comment\nAda\nAda\nMay 3, 2021 at 10:25 am\nyes\nBo\nMay 3, 2021 at 11:02 am\nno\n"
    cuts = cut(page, *shipped()).cuts
    assert cuts["author"].to_list() == ["Ada", "Bo"]
    assert cuts["body"].to_list() == ["yes", "no"]
    assert cuts["first_line"].to_list() == [2, 6]


def test_packs_that_are_not_looked_for_everywhere_are_those_that_claims_would_not_choose() -> None:
    packs = shipped()
    lines = [[sample.text for sample in pack.samples if sample.takes] for pack in packs]
    texts = {
        f"{one.name} {other.name}": "\n\nWell.\n\n".join([*mine, *mine, *theirs[:share]])
        for share in (1, 9)
        for (one, mine), (other, theirs) in zip(
            zip(packs, lines, strict=True),
            zip(packs[share:] + packs[:share], lines[share:] + lines[:share], strict=True),
            strict=True,
        )
    }
    made = pages.of_texts(texts).pages
    cut_by = segment(made, packs).pages.filter(pl.col("comments") > 0).select("page", "pack")
    claimed = claims(made, packs).filter("chosen").select("page", "pack")
    assert cut_by.height > len(packs)
    assert cut_by.rows() == cut_by.select("page").join(claimed, on="page", how="left").rows()


def test_a_pack_with_common_markers_is_not_asked_where_another_fits_well() -> None:
    log = "".join(f"Keeper {name}\nMay 3, 2021\nIt burns.\n" for name in "ABC")
    said = "".join(f"Ada {name} says:\nMay 4, 2021 at 10:25 am\n{log}" for name in "QRS")
    assert found(f"{log}\nLeave a Reply\n") == "generic-day"
    assert found(f"3 Comments\n{said}\nLeave a Reply\n") == "wordpress-says"
    assert "fits so well" in why(f"3 Comments\n{said}\nLeave a Reply\n", "generic-day")


@pytest.mark.parametrize("line", HINTED)
@settings(max_examples=15)
@given(data=st.data())
def test_a_hint_holds_for_every_line_that_its_pattern_matches(
    line: Line, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(in_python(line.pattern), fullmatch=True, alphabet=ON_A_LINE))
    said = pl.Series([text])
    assume(said.str.contains(line.pattern).item())
    assert line.hint
    assert said.str.contains(line.hint).item()
