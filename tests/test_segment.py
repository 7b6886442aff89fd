from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import PICTURE, comments, cut, pack

from threadscope import pages
from threadscope.schema import COMMENTS, CUTS, EXPLAINED, PAGES
from threadscope.segment import arrange, explain, prove, segment
from threadscope.segment.dates import understood

SITE = """
name: site
discussion:
  start: ['^Comments$']
  end: ['^Leave a reply$']
comment:
  markers:
    - name: says
      opens:
        - '^(?P<author>\\w+) says:$'
        - pattern: '^on (?P<date>\\d{4}-\\d\\d-\\d\\d)$'
          optional: true
noise: ['^Reply$']
"""
AROUND = """
name: around
discussion: {start: ['^Comments$'], end: ['^Reply$']}
comment:
  unmarked: paragraph
  gap: 2
  end: ['^»$']
  markers:
    - name: around
      opens: ['^(?P<author>\\w+) says:$', {pattern: '^(?P<subject>Re: .+|Reply)$', optional: true}]
      closes: [{pattern: '^»$', optional: true}, '^Submitted by .+$']
noise: ['^text$']
"""
BEHIND = "name: t\ncomment: {markers: [{name: by, closes: ['^(?P<author>\\w+) says:$']}]}"


def bodies(text: str, rules: str = PICTURE, from_line: int | None = None) -> list[str]:
    return cut(text, pack(rules), from_line=from_line).cuts["body"].to_list()


def authors(text: str, rules: str = PICTURE, from_line: int | None = None) -> list[str | None]:
    return cut(text, pack(rules), from_line=from_line).cuts["author"].to_list()


def test_a_page_is_cut_at_its_markers_and_the_rest_is_article() -> None:
    found = cut("Title\n\nAnn's picture\n\nHello.\n\nBob's picture\n\nBye.\n")
    assert found.cuts["author"].to_list() == ["Ann", "Bob"]
    assert found.cuts["body"].to_list() == ["Hello.", "Bye."]
    assert found.cuts.select("first_line", "last_line").rows() == [(3, 5), (7, 9)]
    assert found.pages.rows(named=True) == [
        {
            "page": "page",
            "pack": "t",
            "order": "auto",
            "lines": 9,
            "article_lines": 1,
            "marker_lines": 2,
            "body_lines": 2,
            "noise_lines": 0,
            "comments": 2,
            "unattributed": 0,
        }
    ]


def test_frames_have_the_columns_of_the_schema() -> None:
    found = cut("Ann's picture\nx\n")
    assert found.cuts.schema == CUTS
    assert found.pages.schema == PAGES
    assert comments({"author": "ann"}).schema == COMMENTS


def test_blank_lines_inside_a_body_stay() -> None:
    assert bodies("Ann's picture\n\none\n\n\n\n  two\nthree\n\n") == ["one\n\n\n\n  two\nthree"]


def test_an_empty_author_is_unknown() -> None:
    rules = 'name: t\ncomment: {author: "^(?P<author>.*)\'s picture$"}'
    assert authors("'s picture\nx\n  's picture\ny\n", rules) == [None, None]


def test_author_names_are_brought_to_one_spelling() -> None:
    assert authors("Zoë's picture\nZoe\u0308's picture\n") == ["Zoë", "Zoë"]


def test_white_space_around_a_marker_does_not_hide_it() -> None:
    assert authors("  \u00a0Ann's picture \t\nx\n") == ["Ann"]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"], ids=["empty", "newline", "blank"])
def test_a_page_without_text_has_no_comments_and_says_so(text: str) -> None:
    found = cut(text)
    assert found.cuts.is_empty()
    assert found.pages["pack"].to_list() == ["none"]
    assert len(found.notes) == 1


def test_a_page_without_markers_is_all_article() -> None:
    found = cut("just\nan article\n")
    assert found.pages["article_lines"].to_list() == [2]
    assert "no marker" in str(found.notes[0])


def test_optional_header_lines_may_be_missing() -> None:
    text = "Comments\nann says:\non 2024-05-01\nhi\nbob says:\nho\n"
    found = cut(text, pack(SITE))
    assert found.cuts["posted_at"].to_list() == [datetime(2024, 5, 1), None]
    assert found.cuts["body"].to_list() == ["hi", "ho"]


def test_blank_lines_between_header_lines_do_not_matter() -> None:
    assert bodies("ann says:\n\n\non 2024-05-01\n\nhi\n", SITE) == ["hi"]


def test_noise_lines_leave_the_body_and_are_counted() -> None:
    found = cut("ann says:\none\nReply\ntwo\nReply\n", pack(SITE))
    assert found.cuts["body"].to_list() == ["one\ntwo"]
    assert found.pages["noise_lines"].to_list() == [2]


def test_noise_in_the_article_is_article() -> None:
    found = cut("Reply\nann says:\nx\n", pack(SITE))
    assert found.pages["article_lines"].to_list() == [1]


def test_markers_above_the_start_of_the_discussion_are_article() -> None:
    text = "ann says:\nI quote myself.\nComments\nbob says:\nhi\n"
    assert authors(text, SITE) == ["bob"]


def test_an_announced_discussion_without_markers_behind_it_does_not_count() -> None:
    assert authors("ann says:\nhi\nComments\n", SITE) == ["ann"]


def test_nothing_below_the_end_of_the_discussion_is_body() -> None:
    found = cut("ann says:\nhi\nLeave a reply\nName\nbob says:\nnot here\n", pack(SITE))
    assert found.cuts["body"].to_list() == ["hi"]
    assert found.pages["noise_lines"].to_list() == [4]


def test_an_end_line_closes_a_comment_until_the_next_marker() -> None:
    rules = PICTURE + "  end: ['^»$']\n"
    found = cut("Ann's picture\none\n»\nfooter\nBob's picture\ntwo\n", pack(rules))
    assert found.cuts["body"].to_list() == ["one", "two"]
    assert found.cuts["last_line"].to_list() == [2, 6]
    assert found.pages["noise_lines"].to_list() == [2]


def test_a_marker_behind_the_body_takes_what_stands_above_it() -> None:
    rules = "name: t\ncomment: {markers: [{name: by, closes: ['^By (?P<author>\\w+)$']}]}"
    text = "Article.\n\nfirst\nBy ann\n\nsecond\n\nstill second\nBy bob\ntrailing\n"
    found = cut(text, pack(rules))
    assert found.cuts.select("author", "body", "first_line", "last_line").rows() == [
        ("ann", "first", 3, 4),
        ("bob", "second\n\nstill second", 6, 9),
    ]
    assert found.pages["noise_lines"].to_list() == [1]


def test_a_page_that_begins_with_a_footer_takes_nothing_of_the_page_before() -> None:
    batch = pages.of_texts({"a": "text\n", "b": "ann says:\nhi\n"})
    found = segment(batch.pages, (pack(BEHIND),))
    assert found.cuts.select("page", "author", "body", "first_line").rows() == [("b", "ann", "", 1)]
    assert found.pages["article_lines"].to_list() == [1, 0]


def test_a_marker_around_the_body_gives_the_fields_of_both_sides() -> None:
    rules = """
name: t
comment:
  markers:
    - name: around
      opens: ['^(?P<author>\\w+) said:$']
      closes: ['^posted (?P<date>\\d{4}-\\d\\d-\\d\\d)$']
"""
    text = "ann said:\nhi\nposted 2024-05-01\n# link\nbob said:\nho\nposted 2024-05-02\n"
    found = cut(text, pack(rules))
    assert found.cuts.select("author", "body", "posted_text").rows() == [
        ("ann", "hi", "2024-05-01"),
        ("bob", "ho", "2024-05-02"),
    ]
    assert found.pages.select("marker_lines", "noise_lines").rows() == [(4, 1)]


def test_a_header_is_found_by_its_anchor_line() -> None:
    rules = """
name: t
comment:
  markers:
    - name: board
      opens:
        - '^(?P<author>.+)$'
        - {pattern: '^Rank: .+$', optional: true}
        - {pattern: '^Posts: \\d+$', anchor: true}
"""
    text = "Article\nann\nRank: baker\nPosts: 12\nhello there\nbob\nPosts: 3\nhi\n"
    assert authors(text, rules) == ["ann", "bob"]
    assert bodies(text, rules) == ["hello there", "hi"]


def test_of_markers_with_the_same_anchor_a_page_uses_the_fuller_one() -> None:
    rules = """
name: t
comment:
  markers:
    - {name: full, opens: ["^(?P<author>.+)'s picture$", '^on (?P<date>.+)$']}
    - {name: short, opens: ["^(?P<author>.+)'s picture$"]}
"""
    full = "ann's picture\non Monday\nLook at\nmy brother's picture\nbob's picture\non Sunday\nx\n"
    assert authors(full, rules) == ["ann", "bob"]
    assert authors("ann's picture\nx\n", rules) == ["ann"]


def test_from_line_cuts_the_text_above_the_first_marker_into_paragraphs() -> None:
    rules = PICTURE + "  unmarked: paragraph\n"
    text = "Article\n\nfirst\n\nsecond\nstill\n\nAnn's picture\nx\n"
    found = cut(text, pack(rules), from_line=3)
    assert found.cuts["body"].to_list() == ["first", "second\nstill", "x"]
    assert found.cuts["author"].to_list() == [None, None, "Ann"]
    assert found.cuts["marker"].to_list() == [None, None, "author"]


def test_from_line_makes_one_comment_of_it_where_the_pack_does_not_say_more() -> None:
    assert bodies("Article\n\nfirst\n\nsecond\n\nAnn's picture\nx\n", PICTURE, 3) == [
        "first\n\nsecond",
        "x",
    ]


def test_from_line_hides_markers_above_it() -> None:
    assert authors("Ann's picture\nx\nBob's picture\ny\n", PICTURE, 3) == ["Bob"]


def test_without_from_line_the_note_tells_how_to_set_it() -> None:
    found = cut("Article\n\nAnn's picture\nx\n", pack(PICTURE + "  unmarked: paragraph\n"))
    assert "--from-line" in str(found.notes[0])


ARTICLE = "\n\n".join(
    f"The harbour trust, according to its chairman Ole Brandt, reported on Monday that pier {at} "
    "of the Kettle Ness harbour would be repaired before the winter of next year."
    for at in range(1, 9)
)
VOICES = (
    "i don't think so!! who would pay for that??",
    "lol, you really believe what they say...",
    "well, i know the chairman and i wouldn't trust him!",
)


def spoken(hidden: int) -> str:
    """Write an article, comments that have lost their markers, and six that have not."""
    lost = "\n\n".join(VOICES[at % 3] for at in range(hidden))
    marked = "\n".join(f"{name}'s picture\n{VOICES[at % 3]}" for at, name in enumerate("ABCDEF"))
    return f"{ARTICLE}\n\n{lost}\n\n{marked}\n"


def test_comments_that_lost_their_markers_begin_where_the_voice_changes() -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    found = cut(spoken(3), rules, from_line="auto")
    assert found.cuts["author"].to_list() == [None, None, None, *"ABCDEF"]
    assert found.cuts["first_line"][0] == 17
    assert "begin on line 17" in str(found.notes[0])
    noted = cut(spoken(3), rules)
    assert noted.cuts["author"].to_list() == [*"ABCDEF"]
    assert "most likely from line 17 on" in str(noted.notes[0])
    noise = cut(spoken(3), pack(PICTURE), from_line="auto")
    assert noise.cuts["author"].to_list() == [None, *"ABCDEF"]


def test_where_no_voice_changes_no_comment_is_guessed() -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    assert cut(spoken(0), rules, from_line="auto").cuts["author"].to_list() == [*"ABCDEF"]
    assert "most likely" not in str(cut(spoken(0), rules).notes[0])
    short = "Article\n\nNo way!!\n\nA's picture\nx\n"
    assert cut(short, rules, from_line="auto").cuts.height == 1


FERRY = (
    "The ferry never ran on Sundays, as far as I remember.",
    "I took it every week last year, on Sundays too.",
    "Then they changed it. My timetable says Saturday.",
    "Where did you get that timetable?",
    "From the harbour office. It is free.",
    "They close at noon, so good luck.",
    "I will ask my cousin, she works there.",
    "Nobody asked the captain, I suppose.",
)
OTHER = "hi {}, thanks!! are you sure you can get it there?? i tried twice :-)"
OWN = "The office is the red house behind the mill, next to the bakery."
FERRY_LINES = [11, 25, 39, 53, 67]


def ferry(second: str) -> str:
    """Write a page on which each third comment has a second paragraph."""
    said = [*FERRY, *(text.replace(".", ", I think.") for text in FERRY)]
    parts = ["The ferry runs again, the council says."]
    for at, (name, text) in enumerate(zip("ABCDEFGHABCDEFGH", said, strict=True)):
        parts += [f"{name}nna's picture", text]
        parts += [second.format(f"{name}nna")] * (at % 3 == 1)
    return "\n\n".join(parts) + "\n"


def test_a_comment_without_a_marker_is_cut_off_where_another_voice_begins() -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    found = cut(ferry(OTHER), rules, split="auto")
    lost = found.cuts.filter(pl.col("marker").is_null())
    assert lost["first_line"].to_list() == lost["last_line"].to_list() == FERRY_LINES
    assert lost["author"].null_count() == lost.height
    assert found.cuts["author"].drop_nulls().to_list() == [f"{each}nna" for each in "ABCDEFGH" * 2]
    assert "begin inside other comments, on line 11 (" in str(found.notes[0])
    lines = explain(pages.of_texts({"page": ferry(OTHER)}).pages, (rules,), None, "auto")
    assert lines.filter(line=11)["comment"].item() == 2


def test_unasked_a_note_names_the_lines_and_nothing_is_cut_off() -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    found = cut(ferry(OTHER), rules)
    assert found.cuts.height == 16
    assert "may begin inside other comments, on line 11 (" in str(found.notes[0])
    assert "--split auto" in str(found.notes[0])
    quiet = cut(ferry(OTHER), pack(PICTURE))
    assert not any("--split" in str(note) for note in quiet.notes)


def test_a_second_paragraph_of_the_same_voice_stays_where_it_is() -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    for split in (None, "auto"):
        found = cut(ferry(OWN), rules, split=split)
        assert found.cuts.height == 16
        assert not any("inside other comments" in str(note) for note in found.notes)


CLOSED = """
name: closed
comment:
  unmarked: paragraph
  markers:
    - name: around
      opens: ["^(?P<author>.+)'s picture$"]
      closes: ['^--$']
"""


def test_a_comment_that_a_footer_closes_is_not_taken_apart() -> None:
    first, *rest = ferry(OTHER).replace("'s picture", "'s picture\n").split("\n\n")
    text = first + "\n\n" + "\n\n".join(rest)
    closed = "\n\n".join(f"--\n\n{part}" if "'s picture" in part else part for part in rest)
    closed = f"{first}\n\n{closed.removeprefix('--')}\n\n--\n"
    assert cut(text, pack(CLOSED), split="auto").cuts.height > 16
    assert cut(closed, pack(CLOSED), split="auto").cuts.height == 16


@given(st.lists(st.sampled_from(["Ann's picture", "", "hi Ann, why??", "It is so.", "> it is"])))
def test_a_split_page_keeps_every_line_where_it_was(lines: list[str]) -> None:
    rules = pack(PICTURE + "  unmarked: paragraph\n")
    text = "\n".join([*lines, ferry(OTHER)])
    whole, parted = (cut(text, rules, split=split) for split in (None, "auto"))
    counted = ("lines", "article_lines", "marker_lines", "body_lines", "noise_lines")
    assert whole.pages.select(counted).equals(parted.pages.select(counted))
    assert parted.cuts["first_line"].is_sorted()
    marked = parted.cuts.filter(pl.col("marker").is_not_null())
    assert marked["first_line"].equals(whole.cuts["first_line"])


def test_seams_are_found_on_each_page_by_itself() -> None:
    rules = (pack(PICTURE + "  unmarked: paragraph\n"),)
    texts = {"lost": ferry(OTHER), "own": ferry(OWN), "none": "Nothing.\n", "again": ferry(OTHER)}
    together = segment(pages.of_texts(texts).pages, rules, None, "auto").cuts
    alone = [
        segment(pages.of_texts({name: text}).pages, rules, None, "auto").cuts
        for name, text in texts.items()
    ]
    assert together.equals(pl.concat(alone))


def test_where_comments_begin_is_guessed_for_each_page_by_itself() -> None:
    rules = (pack(PICTURE + "  unmarked: paragraph\n"),)
    texts = {str(hidden): spoken(hidden) for hidden in (3, 0, 2, 3)} | {"again": spoken(3)}
    alone = [
        segment(pages.of_texts({name: text}).pages, rules, "auto").cuts
        for name, text in texts.items()
    ]
    together = segment(pages.of_texts(texts).pages, rules, "auto").cuts
    assert together.rows() == [row for one in alone for row in one.rows()]


def test_wide_gaps_cut_only_where_the_pack_says_so() -> None:
    text = "Ann's picture\n\n\n\none\n\n\ntwo\n\nmore\n"
    assert bodies(text) == ["one\n\n\ntwo\n\nmore"]
    found = cut(text, pack(PICTURE + "  gap: 2\n"))
    assert found.cuts["body"].to_list() == ["one", "two\n\nmore"]
    assert found.cuts["marker"].to_list() == ["author", None]
    assert "1 comment" in str(found.notes[-1])


def test_a_gap_behind_an_end_line_opens_nothing() -> None:
    rules = PICTURE + "  gap: 2\n  end: ['^»$']\n"
    assert bodies("Ann's picture\none\n»\n\n\n\nfooter\n", rules) == ["one"]


def test_an_end_line_opens_no_comment() -> None:
    rules = PICTURE + "  unmarked: paragraph\n  end: ['^»$']\n"
    assert bodies("a\n\n»\n\nb\n", rules, 1) == ["a", "b"]
    assert bodies("»\n", rules, 1) == []


def test_a_header_that_takes_the_end_of_the_discussion_leaves_no_body() -> None:
    rules = """
name: t
discussion: {end: ['^Leave a reply$']}
comment:
  markers:
    - name: says
      opens: ['^(?P<author>\\w+) says:$', {pattern: '^(?P<subject>.+)$', optional: true}]
"""
    found = cut("ann says:\nLeave a reply\nName\n", pack(rules))
    assert found.cuts.select("body", "last_line").rows() == [("", 2)]
    assert found.pages.select("marker_lines", "body_lines", "noise_lines").rows() == [(2, 0, 1)]


def test_a_gap_before_or_inside_a_footer_opens_nothing() -> None:
    rules = """
name: t
comment:
  gap: 2
  markers:
    - {name: around, opens: ['^(?P<author>\\w+) says:$'], closes: ['^posted$', '^on (?P<date>.+)$']}
"""
    found = cut("ann says:\nhi\n\n\nposted\n\n\non 2024-05-01\n", pack(rules))
    assert found.cuts.select("author", "body", "posted_text").rows() == [
        ("ann", "hi", "2024-05-01")
    ]
    assert found.pages.select("marker_lines", "body_lines").rows() == [(3, 1)]


@pytest.mark.parametrize(
    ("depth", "text", "expected"),
    [
        ("{shown_by: indent, width: 4}", "  a says:\nx\n      b says:\n  c says:\n", [0, 1, 0]),
        ("{shown_by: indent, width: 1}", "a says:\n\tb says:\n", [0, 8]),
    ],
    ids=["by four", "tab"],
)
def test_indent_shows_depth(depth: str, text: str, expected: list[int]) -> None:
    rules = f"name: t\ndepth: {depth}\ncomment: {{author: '^(?P<author>\\w+) says:$'}}"
    assert cut(text, pack(rules)).cuts["indent"].to_list() == expected


@pytest.mark.parametrize(
    ("shown_by", "marks", "expected"),
    [
        ("number", ["1", "2", "3", "2"], [0, 1, 2, 1]),
        ("numbering", ["1.", "1.1", "1.1.1", "2"], [0, 1, 2, 0]),
        ("prefix", [">", ">>", ">>>", ">"], [0, 1, 2, 0]),
    ],
)
def test_marks_in_the_header_show_depth(
    shown_by: str, marks: list[str], expected: list[int]
) -> None:
    rules = f"""
name: t
depth: {{shown_by: {shown_by}}}
comment:
  markers: [{{name: m, opens: ['^(?P<depth>[\\d.>]+) (?P<author>\\w+):$']}}]
"""
    text = "".join(f"{mark} ann:\nx\n" for mark in marks)
    assert cut(text, pack(rules)).cuts["indent"].to_list() == expected


def test_the_pack_with_most_markers_on_the_page_is_chosen() -> None:
    says, picture = pack(SITE), pack()
    text = "Ann's picture\nx\nBob's picture\ny\ncarl says:\nz\n"
    assert cut(text, says, picture).pages["pack"].to_list() == ["t"]


def test_a_pack_that_needs_more_markers_is_not_chosen() -> None:
    shy = pack(PICTURE + "min_comments: 2\n")
    assert cut("Ann's picture\nx\n", shy, pack(SITE)).pages["pack"].to_list() == ["none"]


def test_a_line_too_long_for_rules_stays_in_the_body() -> None:
    long = "x" * 200_000
    assert bodies(f"Ann's picture\n{long}'s picture\n") == [f"{long}'s picture"]


DAY_FIRST = "%a, %d/%m/%Y - %H:%M"
MONTH_FIRST = "%a, %m/%d/%Y - %H:%M"


@pytest.mark.parametrize(
    ("written", "formats", "expected"),
    [
        ("Wed, 09/11/2011 - 22:01", [DAY_FIRST], "2011-11-09 22:01"),
        ("Fri, 09/08/2017 - 10:20", [DAY_FIRST, MONTH_FIRST], "2017-09-08 10:20"),
        ("Mi, 09/11/2011 - 22:01", [DAY_FIRST], "2011-11-09 22:01"),
        ("May 1, 2003", ["%B %d, %Y"], "2003-05-01 00:00"),
        ("2024-01-01T00:00:00+02:00", [], "2023-12-31 22:00"),
        ("2024-01-01T10:30", [], "2024-01-01 10:30"),
        ("2024-01-01", [], "2024-01-01 00:00"),
        ("1207114440", [], "2008-04-02 05:34"),
        ("1207114440000", [], "2008-04-02 05:34"),
        ("22. Dezember 2019 um 11:24 Uhr", [], "2019-12-22 11:24"),
        ("le mercredi 15 mai 2019 à 08h07", [], "2019-05-15 08:07"),
        ("26 abril 2022 a las 14:02", [], "2022-04-26 14:02"),
        ("19 de maio de 2020 às 10:11", [], "2020-05-19 10:11"),
        ("3 giugno 2018 alle 9:05", [], "2018-06-03 09:05"),
        ("3 maart 2018 om 21.05 uur", [], "2018-03-03 21:05"),
        ("12 grudnia 2019 o 10:11", [], "2019-12-12 10:11"),
        ("12 января 2019 в 10:11", [], "2019-01-12 10:11"),
        ("den 3 augusti 2018 kl. 21.05", [], "2018-08-03 21:05"),
        ("2019年12月22日 11:24", [], "2019-12-22 11:24"),
        ("May 31st, 2004 at 11:37 p.m.", [], "2004-05-31 23:37"),
        ("10:05 PM on May 3, 2005", [], "2005-05-03 22:05"),
        ("14/04/2020 at 3:00 pm", [], "2020-04-14 15:00"),
        ("04/05/2020", [], None),
        ("3 hours ago", [], None),
        ("2024-02-30", [], None),
        ("yesterday", ["%B %d, %Y"], None),
        ("99999-01-01", [], None),
    ],
)  # fmt: skip
def test_dates_are_understood(written: str, formats: list[str], expected: str | None) -> None:
    date = understood(pl.Series([written]), formats).item()
    assert (date.strftime("%Y-%m-%d %H:%M") if date else None) == expected


def test_dates_that_are_not_understood_are_noted() -> None:
    rules = "name: t\ncomment: {markers: [{name: m, opens: ['^(?P<author>\\w+), (?P<date>.+):$']}]}"
    found = cut("ann, once:\nx\n", pack(rules))
    assert "'once'" in str(found.notes[0])


def test_a_newest_first_page_is_turned_round() -> None:
    rows = [
        {"author": name, "posted_at": datetime(2024, 1, day)}
        for name, day in zip("cba", (3, 2, 1), strict=True)
    ]
    turned = comments(*rows)
    assert turned["author"].to_list() == ["a", "b", "c"]
    assert turned["first_line"].to_list() == [3, 2, 1]


def test_reposts_point_to_the_first_comment_with_their_words() -> None:
    long, short = "one two three four five six", "me too"
    found = comments(*({"body": text} for text in (long, short, long, short, long)))
    assert found["repeats"].to_list() == [None, None, 0, None, 0]


def test_comments_above_their_stated_parent_move_below_it() -> None:
    found = comments({"source_id": "b", "parent_id": "a"}, {"source_id": "a"}, {"source_id": "c"})
    assert found["source_id"].to_list() == ["a", "b", "c"]


def test_a_second_comment_with_the_same_id_gets_a_suffix() -> None:
    found = comments({"source_id": "a"}, {"source_id": "a"}, {"source_id": "b", "parent_id": "a"})
    assert found["source_id"].to_list() == ["a", "a#2", "b"]


@pytest.mark.parametrize("length", [1, 2, 3, 1000])
def test_a_circle_of_parents_loses_its_last_edge_only(length: int) -> None:
    found = comments(
        *({"source_id": str(at), "parent_id": str((at + 1) % length)} for at in range(length))
    )
    assert found.height == length
    assert found["parent_id"].null_count() == 1
    assert found.filter(pl.col("parent_id").is_null())["source_id"].item() == str(length - 1)


@given(st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=40))
def test_any_stated_parents_end_up_above_their_replies_and_nobody_is_lost(
    parents: list[int | None],
) -> None:
    found = comments(
        *(
            {"source_id": str(at), "parent_id": None if parent is None else str(parent)}
            for at, parent in enumerate(parents)
        )
    )
    place = {given_id: at for at, given_id in enumerate(found["source_id"])}
    assert sorted(place, key=int) == [str(at) for at in range(len(parents))]
    for own, parent in found.select("source_id", "parent_id").rows():
        assert parent is None or parent not in place or place[parent] < place[own]


LINES = st.lists(
    st.sampled_from(
        ["", " ", "text", "Ann's picture", "  Bob's picture", "'s picture", "»", "> Ann's picture",
         "Re: x", "Submitted by Ann on Mon, 01/01/2024 - 10:00.", "Reply", "ann says:", "Comments"]
    ),
    max_size=30,
)  # fmt: skip


@given(LINES, st.one_of(st.none(), st.integers(1, 30)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_line_ends_in_article_marker_body_or_noise(
    lines: list[str], from_line: int | None, end: str
) -> None:
    gap = pack(PICTURE + "  unmarked: paragraph\n  gap: 2\n  end: ['^»$']\nnoise: ['^Reply$']\n")
    for packs in ((gap,), (pack(SITE),), (pack(SITE), gap)):
        found = cut(end.join(lines), *packs, from_line=from_line)
        counts = found.pages.row(0, named=True)
        kinds = [counts[f"{kind}_lines"] for kind in ("article", "marker", "body", "noise")]
        assert sum(kinds) == sum(bool(line.strip()) for line in lines)
        body_lines = (
            sum(bool(line.strip()) for line in body.split("\n")) for body in found.cuts["body"]
        )
        assert sum(body_lines) == counts["body_lines"]
        assert found.cuts["first_line"].is_sorted()


@given(
    st.lists(LINES.map("\n".join), max_size=3),
    st.one_of(st.none(), st.integers(1, 30)),
    st.permutations([PICTURE, SITE, AROUND, BEHIND]),
    st.integers(1, 4),
)
def test_every_line_is_explained_once_as_it_is_counted(
    texts: list[str], from_line: int | None, rules: list[str], count: int
) -> None:
    packs = [pack(text) for text in rules[:count]]
    batch = pages.of_texts({str(at): text for at, text in enumerate(texts)})
    found = explain(batch.pages, packs, from_line)
    counted = segment(batch.pages, packs, from_line)
    assert found.schema == EXPLAINED
    for name, text in batch.pages.rows():
        lines = found.filter(page=name)
        expected = text.removesuffix("\n").split("\n") if text else []
        assert lines["text"].to_list() == expected
        assert lines["line"].to_list() == list(range(1, len(expected) + 1))
        counts = counted.pages.row(by_predicate=pl.col("page") == name, named=True)
        for role in ("article", "marker", "body", "noise"):
            assert lines.filter(role=role).height == counts[f"{role}_lines"]
        assert lines["comment"].drop_nulls().is_sorted()
        spans = lines.filter(pl.col("role") != "blank").group_by("comment", maintain_order=True)
        places = spans.agg(first=pl.col("line").min(), last=pl.col("line").max()).drop_nulls()
        cuts = counted.cuts.filter(page=name)
        assert places.rows() == list(
            zip(range(cuts.height), cuts["first_line"], cuts["last_line"], strict=True)
        )


@pytest.mark.parametrize(
    ("sample", "complaint"),
    [
        ('{text: "Ann\'s picture", takes: none}', "is taken by author, not by none"),
        ("{text: hello, takes: author}", "is taken by none, not by author"),
        ('{text: "Ann\'s picture", takes: author, fields: {author: Bob}}', "author is 'Ann'"),
    ],
    ids=["takes too much", "takes too little", "wrong field"],
)
def test_a_sample_that_does_not_hold_is_named(sample: str, complaint: str) -> None:
    ((place, what, _),) = prove(pack(PICTURE + f"samples: [{sample}]"))
    assert place == 0
    assert complaint in what


def test_a_sample_that_is_not_taken_says_how_far_it_fits() -> None:
    sample = 'samples: [{text: "Ann\'s pictures", takes: author}]'
    ((_, _, why),) = prove(pack(PICTURE + sample))
    assert """only up to "Ann's picture\"""" in why


def test_a_second_comment_with_a_given_id_is_noted() -> None:
    page = {"page": "p", "body": "", "top_level": False, "first_line": 1, "last_line": 1}
    rows = [{**page, "source_id": given} for given in "aab"]
    arranged = arrange(pl.DataFrame(rows, CUTS), pl.DataFrame({"page": ["p"], "order": ["auto"]}))
    (note,) = arranged.notes
    assert "1 given ids" in note.text


def test_a_comment_that_lost_a_circular_parent_is_rebuilt_not_certain() -> None:
    found = comments({"source_id": "a", "parent_id": "a"})
    assert found.select("parent_id", "top_level").rows() == [(None, False)]


def test_a_page_too_short_for_from_line_says_how_long_it_is() -> None:
    found = cut("Ann's picture\nx\n", from_line=50)
    assert "ends on line 2" in str(found.notes[0])


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(
    ("parents", "order"),
    [
        pytest.param([None, "0", "1", "0"], "threaded", id="every reply below what it answers"),
        pytest.param([None, None, "1", None], "threaded", id="one thread below the other"),
        pytest.param([None, None, "0"], "chronological", id="back over the start of a thread"),
        pytest.param([None, "0", "0", "1"], "chronological", id="back over another answer"),
    ],
)
def test_stated_parents_tell_whether_replies_stand_below_what_they_answer(
    parents: list[str | None], order: str, *, dated: bool
) -> None:
    rows = [
        {
            "page": "p",
            "body": "",
            "first_line": at,
            "last_line": at,
            "source_id": str(at),
            "parent_id": parent,
            "top_level": parent is None,
            "posted_at": datetime(2003, 3, at + 1) if dated else None,
        }
        for at, parent in enumerate(parents)
    ]
    arranged = arrange(pl.DataFrame(rows, CUTS), pl.DataFrame({"page": ["p"], "order": ["auto"]}))
    assert arranged.orders["order"].to_list() == [order]
