"""Who is quoted, with marks and without."""

import polars as pl
import pytest
from making import comments

from threadscope.language.tokens import tokens
from threadscope.replies import answers
from threadscope.replies.facts import own
from threadscope.replies.quotes import Quotes, quotes
from threadscope.rules.pack import REPLY_PHRASES

LAMP = "the lamp room was always warm in winter because the keeper never let the fire die"
COAL = "nobody who has carried coal up those stairs would call it warm at all"
BOATS = "every boat that passed the point had a name painted in two colours"


def quoted(*bodies: str) -> Quotes:
    """Find who is quoted on a page of these bodies, each by another author."""
    frame = comments(*({"author": f"author {n}", "body": body} for n, body in enumerate(bodies)))
    mine = own(frame)
    return quotes(mine, tokens(mine.select("row", text="lower")))


def sources(found: Quotes, row: int) -> list[int]:
    """Give the comments whose words one repeats, the most quoted first."""
    mine = found.pairs.filter(pl.col("row") == row).sort("quote", descending=True)
    return mine["parent"].to_list()


def parent(*bodies: str) -> int | None:
    """Give the likeliest parent of the last comment of a page."""
    frame = comments(*({"author": f"author {n}", "body": body} for n, body in enumerate(bodies)))
    replies = answers(frame, dict.fromkeys(["page"], REPLY_PHRASES)).replies
    return replies.filter(rank=0)["parent"].to_list()[-1]


@pytest.mark.parametrize(
    "quote",
    [
        f"> {LAMP}\nI doubt it.",
        f">{LAMP}\nI doubt it.",
        f"    > {LAMP}\nI doubt it.",
        f"| {LAMP}\nI doubt it.",
        f"    Ann> {LAMP}\nI doubt it.",
        f"{LAMP}\nI doubt it.",
        f"author 0:\n{LAMP}\nI doubt it.",
    ],
)
def test_who_said_what_opens_a_comment_is_answered_however_it_is_marked(quote: str) -> None:
    assert parent(LAMP, BOATS, "no", "never heard of it", quote) == 0


def test_who_is_quoted_at_length_without_marks_counts_as_much_as_with_them() -> None:
    passage = f"{LAMP} and {COAL} and {BOATS}"
    found = quoted(passage, f"> {passage}\nno", f"{passage}\nno")
    strength = found.pairs.filter(pl.col("parent") == 0).sort("row")["quote"].to_list()
    assert strength[1] > 0.95 * strength[0] > 0


def test_words_are_shared_out_among_all_who_said_them() -> None:
    found = quoted(LAMP, BOATS, f"{LAMP}\nyes\n{BOATS}\nno")
    mine = found.pairs.filter(pl.col("row") == 2).sort("parent")
    assert mine["share"].sum() == pytest.approx(1)
    assert mine["start"].to_list() == [True, False]


def test_what_is_quoted_inside_an_unmarked_quote_counts_for_who_said_it_first() -> None:
    found = quoted(LAMP, f"“{LAMP}”\n{COAL}\n{BOATS}", f"“{LAMP}”\n{COAL}\n{BOATS}\nquite")
    assert sources(found, 2) == [1, 0]


def test_the_same_form_filled_in_twice_is_no_quote() -> None:
    form = "an attachment was removed from this message by the list and kept at the place"
    assert sources(quoted(f"{form} 0423 aa", f"{form} 7714 bc"), 1) == []
    assert sources(quoted(form, f"{form} indeed"), 1) == [0]


def test_lines_that_introduce_quotes_are_nobodys_words() -> None:
    line = "On Monday the third of May in the early morning Ann Lee the keeper wrote:"
    assert sources(quoted(f"{line}\n> {LAMP}\nno", f"{line}\n> {LAMP}\nyes"), 1) == []


def test_words_that_are_only_repeated_are_borrowed() -> None:
    words = tokens(pl.DataFrame({"row": [0], "text": ["keeper fire"]})).terms
    borrowed = quoted(LAMP, f"{LAMP}\nthe fire did die once").borrowed.join(words, on="term")
    assert borrowed.select("row", "word").rows() == [(1, "keeper")]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Ann Lee [mailto:ann at lamp.example]\nSent: Monday",
        '>>>>> "AL" == Ann Lee <ann at lamp.example>\n>>>>>     on Mon, 3 May 2004 writes:',
    ],
)
def test_the_head_of_a_quoted_mail_names_who_is_answered(head: str) -> None:
    frame = comments(
        {"author": "Ann Lee", "body": "first"},
        {"author": "Bob", "body": "second"},
        {"author": "Dora", "body": "third"},
        {"author": "Carl", "body": f"{head}\n\nthat is not so"},
    )
    replies = answers(frame, dict.fromkeys(["page"], REPLY_PHRASES)).replies
    assert replies.filter(id=3, rank=0)["parent"].to_list() == [0]


def test_of_two_kinds_that_are_equally_sure_the_marked_line_always_counts() -> None:
    words = LAMP.split()
    twice = f"> {' '.join(words[:6])}\nand then “{' '.join(words[9:16])}”, they say"
    bodies = [f"{body} {page}" for page in range(2000) for body in (LAMP, twice)]
    frame = comments(*({"author": f"author {n}", "body": body} for n, body in enumerate(bodies)))
    mine = own(frame.with_columns(page=(pl.int_range(pl.len()) // 2).cast(pl.String)))
    found = quotes(mine, tokens(mine.select("row", text="lower")))
    assert found.pairs["words"].value_counts().rows() == [(6.0, 2000)]


def test_who_says_his_own_words_again_quotes_nobody_unless_he_marks_the_line() -> None:
    for body, found in ((f"yes\n{LAMP}", []), (f"yes, “{LAMP}”", []), (f"> {LAMP}\nyes", [0])):
        frame = comments({"author": "Ann", "body": LAMP}, {"author": "Ann", "body": body})
        mine = own(frame)
        assert sources(quotes(mine, tokens(mine.select("row", text="lower"))), 1) == found


@pytest.mark.parametrize("mark", ["> ", ">", "| ", ": ", "|> ", "Ann> ", "    > "])
def test_quoted_lines_are_not_the_words_of_who_quotes_them(mark: str) -> None:
    found = quoted("gone", f"{mark}{LAMP}\nno", f"{LAMP}\nyes")
    assert sources(found, 2) == []


def test_who_holds_much_more_of_a_quote_is_quoted_with_those_whom_he_quotes() -> None:
    passage = f"{LAMP}\n{COAL}\n{BOATS}"
    found = quoted(LAMP, passage, f"{passage}\nquite")
    assert sources(found, 2) == [1]
    assert sources(quoted(LAMP, f"{LAMP}\nno", f"{LAMP}\nquite"), 2) == [0]
