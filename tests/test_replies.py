import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments

from threadscope.replies import answers
from threadscope.rules.pack import REPLY_PHRASES
from threadscope.schema import REPLIES

LONG = "the lamp room was always warm in winter because the keeper never let the fire die"


def best(frame: pl.DataFrame) -> list[int | None]:
    """Give the most likely parent of every comment."""
    return found(frame).filter(pl.col("rank") == 0)["parent"].to_list()


def found(frame: pl.DataFrame) -> pl.DataFrame:
    phrases = dict.fromkeys(frame["page"].unique(), REPLY_PHRASES)
    return answers(frame, phrases).replies


def reasons(frame: pl.DataFrame, comment: int) -> list[str]:
    """Give the kinds of evidence for the most likely parent of a comment."""
    row = found(frame).filter((pl.col("id") == comment) & (pl.col("rank") == 0))
    return [reason["kind"] for reason in row["evidence"].item()]


def test_the_frame_has_the_columns_of_the_schema() -> None:
    assert found(comments({"author": "ann"})).schema == REPLIES
    assert found(comments()).schema == REPLIES


def test_a_stated_parent_is_certain() -> None:
    frame = comments({"source_id": "x"}, {"source_id": "y"}, {"source_id": "z", "parent_id": "x"})
    row = found(frame).filter(id=2)
    assert row.select("parent", "probability", "certain", "orphan").rows() == [
        (0, 1.0, True, False)
    ]


def test_a_stated_parent_that_is_not_there_makes_an_orphan() -> None:
    row = found(comments({"source_id": "x", "parent_id": "gone"})).row(0, named=True)
    assert (row["parent"], row["orphan"], row["certain"]) == (None, True, True)


def test_a_comment_stated_to_answer_the_page_is_certain_of_it() -> None:
    row = found(comments({"source_id": "x"}, {"source_id": "y", "top_level": True})).row(
        -1, named=True
    )
    assert (row["parent"], row["orphan"], row["certain"]) == (None, False, True)


def test_a_given_id_on_another_page_is_not_the_parent() -> None:
    one = comments({"source_id": "x"}, page="one")
    two = comments({"source_id": "y", "parent_id": "x"}, page="two").with_columns(
        id=pl.col("id") + 1
    )
    row = found(pl.concat([one, two])).filter(id=1).row(0, named=True)
    assert row["orphan"]


@pytest.mark.parametrize(
    ("indents", "parents"),
    [
        ([0, 1, 2, 1, 0], [None, 0, 1, 0, None]),
        ([0, 4, 8, 2, 0], [None, 0, 1, 0, None]),
        ([1, 0, 1], [None, None, 1]),
    ],
    ids=["steps", "ragged", "starts inside"],
)
def test_nesting_gives_the_nearest_comment_further_out(
    indents: list[int], parents: list[int | None]
) -> None:
    assert best(comments(*({"indent": level} for level in indents))) == parents


def test_a_comment_nested_below_nothing_is_an_orphan() -> None:
    row = found(comments({"indent": 2}, {"indent": 0})).row(0, named=True)
    assert row["orphan"]


def test_the_same_nesting_everywhere_says_nothing() -> None:
    assert not found(comments({"indent": 0}, {"indent": 0}))["certain"].any()


@pytest.mark.parametrize(
    "body",
    [
        "@ann that is not so",
        "Ann, that is not so",
        "ann: that is not so",
        "In reply to Ann:\nthat is not so",
        "In reply to Lamps at night by Ann\nthat is not so",
        "Ann wrote:\n> something\nthat is not so",
        "On Monday, 3 May 2004, Ann wrote:\nthat is not so",
        "Ann schrieb:\nstimmt nicht",
    ],
)
def test_who_is_named_is_answered(body: str) -> None:
    frame = comments(
        {"author": "Ann", "body": "first"},
        {"author": "Ann", "body": "second"},
        {"author": "Bob", "body": "third"},
        {"author": "Carl", "body": body},
    )
    assert best(frame)[3] == 1
    assert "named" in reasons(frame, 3)


def test_who_is_named_but_never_wrote_is_not_answered() -> None:
    frame = comments({"author": "Ann"}, {"author": "Bob", "body": "Dora, come back"})
    assert "named" not in reasons(frame, 1)


def test_the_beginning_of_a_body_without_end_is_weighed_and_no_more() -> None:
    far, named = "word " * 40_000, "@Ann, that is not so"
    for body, shown in ((f"{named}\n{far}", True), (f"{far}\n{named}", False)):
        frame = comments({"author": "Ann"}, {"author": "Bob"}, {"author": "Carl", "body": body})
        assert ("named" in reasons(frame, 2)) is shown


def test_nobody_answers_a_comment_below() -> None:
    frame = comments({"author": "Bob", "body": "@ann hello"}, {"author": "Ann"})
    assert best(frame)[0] is None


def test_an_author_stated_in_the_header_is_answered() -> None:
    frame = comments(
        {"author": "Ann"}, {"author": "Bob"}, {"author": "Carl", "parent_author": "ann"}
    )
    assert best(frame)[2] == 0


def test_quoted_lines_point_to_who_said_them() -> None:
    frame = comments(
        {"author": "Ann", "body": LONG},
        {"author": "Bob", "body": "something else entirely about boats and their names"},
        {"author": "Carl", "body": f"> {LONG}\nI doubt it."},
    )
    assert best(frame)[2] == 0
    assert reasons(frame, 2)[0] == "quote"


def test_words_in_quotation_marks_point_to_who_said_them() -> None:
    frame = comments(
        {"author": "Ann", "body": LONG},
        {"author": "Bob", "body": "no"},
        {"author": "Carl", "body": f"You say “{LONG}” but why?"},
    )
    assert best(frame)[2] == 0


def test_a_quote_inside_a_quote_does_not_count_for_the_answer() -> None:
    middle = "nobody who has carried coal up those stairs would call it warm at all"
    frame = comments(
        {"author": "Ann", "body": LONG},
        {"author": "Bob", "body": f"> {LONG}\n{middle}"},
        {"author": "Carl", "body": f"> > {LONG}\n> {middle}\nQuite."},
    )
    assert best(frame) == [None, 0, 1]


def test_who_quotes_is_not_taken_for_who_said_it() -> None:
    frame = comments(
        {"author": "Ann", "body": LONG},
        {"author": "Bob", "body": f"> {LONG}\nyes"},
        {"author": "Carl", "body": f"> {LONG}\nno"},
    )
    assert best(frame) == [None, 0, 0]


def test_an_exchange_goes_back_and_forth() -> None:
    frame = comments({"author": "Ann"}, {"author": "Bob"}, {"author": "Ann"})
    assert best(frame)[2] == 1
    assert "alternation" in reasons(frame, 2)


def test_a_repost_does_not_answer_the_comment_above() -> None:
    frame = comments({"body": LONG}, {"body": LONG})
    assert best(frame) == [None, None]


def test_what_is_stated_is_never_outvoted() -> None:
    frame = comments(
        {"author": "Ann", "source_id": "1", "body": LONG},
        {"author": "Bob", "source_id": "2", "body": "x"},
        {"author": "Ann", "source_id": "3", "parent_id": "2", "body": f"@Ann\n> {LONG}"},
    )
    assert found(frame).filter(id=2)["parent"].to_list() == [1]


BODIES = st.sampled_from(["", "hi", "@ann hi", "ann, no", f"> {LONG}\nno", LONG, "Bob wrote:\nx"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "author": st.sampled_from(["ann", "Bob", None]),
            "body": BODIES,
            "indent": st.sampled_from([None, 0, 1, 3]),
            "source_id": st.sampled_from([None, "a", "b"]),
            "parent_id": st.sampled_from([None, "a", "gone"]),
            "top_level": st.booleans(),
        }
    ),
    max_size=12,
)


@given(ROWS)
def test_every_comment_gets_parents_above_it_whose_chances_add_up_to_one(
    rows: list[dict[str, object]],
) -> None:
    frame = comments(*rows)
    chances = found(frame)
    assert (chances["parent"].is_null() | (chances["parent"] < chances["id"])).all()
    sums = chances.group_by("id").agg(pl.col("probability").sum(), pl.col("rank").min())
    assert sums["id"].sort().to_list() == frame["id"].to_list()
    assert ((sums["probability"] - 1).abs() < 1e-5).all()
    assert (sums["rank"] == 0).all()
    assert chances.equals(found(frame))
