"""The measures of the reply benchmark, against small trees worked by hand."""

from itertools import permutations

import align
import answers
import flat
import gold
import groups
import ladder
import numpy as np
import polars as pl
import pytest
import score
import sure
from hypothesis import given
from hypothesis import strategies as st

from threadscope.replies.forest import MISSING
from threadscope.schema import COMMENTS

# Two pages. Page 0 is 0 <- 1 <- 2, 1 <- 3, and 4 on the top level; page 1 is 5 <- 6.
PARENTS = [(-1,), (0,), (1,), (1,), (-1,), (-1,), (5,)]
TRUTH = score.Truth(
    page=np.array([0, 0, 0, 0, 0, 1, 1]),
    author=np.array([0, 1, 0, 2, 1, 0, 1]),
    parents=PARENTS,
    scored=np.ones(7, bool),
    whole=True,
)
RIGHT = np.array([-1, 0, 1, 1, -1, -1, 5])
# Comment 3 hangs one too deep, comment 4 is taken for a reply, page 1 is right.
WRONG = np.array([-1, 0, 1, 2, 0, -1, 5])
# The first reply is taken for a new comment, and so all below it goes another way.
TORN = np.array([-1, -1, 1, 1, -1, -1, 5])


def measured(name: str, parent: np.ndarray, truth: score.Truth = TRUTH) -> float:
    for family in score.FAMILIES:
        for measure in family.measures:
            if measure.name == name:
                return float(measure.value(family.sums(truth, parent).sum(0)))
    raise KeyError(name)


@pytest.mark.parametrize(
    "measure", [each for family in score.FAMILIES for each in family.measures if each.better > 0]
)
def test_the_true_tree_is_right_in_every_measure(measure: score.Measure) -> None:
    assert measured(measure.name, RIGHT) == pytest.approx(1)


@pytest.mark.parametrize(
    "measure", [each for family in score.FAMILIES for each in family.measures if each.better < 0]
)
def test_the_true_tree_is_off_by_nothing(measure: score.Measure) -> None:
    assert measured(measure.name, RIGHT) == 0


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("M1 parent accuracy", 5 / 7),
        ("M1 the same, mean of pages", (3 / 5 + 1) / 2),
        ("M2 replies, precision", 3 / 5),
        ("M2 replies, recall", 3 / 4),
        ("M2 replies, F", 2 / 3),
        ("M3 top level, precision", 1),
        ("M3 top level, recall", 2 / 3),
        ("M4 whole path", 5 / 7),
        ("M5 depth, mean error", 2 / 7),
        ("M5 depth, bias", 2 / 7),
        ("M5 depth, right", 5 / 7),
        ("M6 one to one", 6 / 7),
        ("M6 same, precision", 1 / 2),
        ("M6 same, recall", 1 / 2),
        ("M7 whole page", 1 / 2),
    ],
)
def test_a_tree_with_two_mistakes_scores_what_counting_by_hand_gives(
    measure: str, value: float
) -> None:
    assert measured(measure, WRONG) == pytest.approx(value)


def test_a_path_is_wrong_below_a_mistake_though_the_parent_is_right() -> None:
    assert measured("M1 parent accuracy", TORN) == pytest.approx(6 / 7)
    assert measured("M4 whole path", TORN) == pytest.approx(4 / 7)
    assert measured("M5 depth, bias", TORN) == pytest.approx(-3 / 7)


def test_who_answers_whom_is_counted_by_author() -> None:
    """On page 0 author 0 gets one reply of author 1 too many and a new one of 2, who leaves 1."""
    sums = score.received(TRUTH, WRONG)
    assert sums[:, 2].tolist() == [3, 0]
    assert sums[:, 3].tolist() == [3, 1]
    assert sums[:, 4].tolist() == [3, 2]


def test_errors_of_replies_got_are_asked_of_authors_with_three() -> None:
    truth = score.Truth(
        page=np.zeros(5, int),
        author=np.array([0, 1, 2, 3, 4]),
        parents=[(-1,), (0,), (0,), (0,), (3,)],
        scored=np.ones(5, bool),
        whole=True,
    )
    chain = np.array([-1, 0, 1, 2, 3])
    assert measured("M9 replies got, relative error", chain, truth) == pytest.approx(2 / 3)
    assert measured("M9 who answers whom, error", chain, truth) == pytest.approx(4 / 4)


def test_expected_replies_are_counted_by_their_probability() -> None:
    row, parent = np.array([1, 1, 2, 3, 6]), np.array([0, -1, 1, 1, 5])
    sums = score.weighed(TRUTH, row, parent, np.array([0.5, 0.5, 1, 1, 1]))
    assert sums[:, 2].tolist() == [0.5, 0]


def test_ranks_that_are_all_the_same_go_with_nothing() -> None:
    assert measured("M9 replies got, rank correlation", np.full(7, -1)) == 0


def test_of_several_true_parents_each_is_right_and_each_is_to_be_found() -> None:
    truth = score.Truth(
        page=np.zeros(3, int),
        author=np.array([0, 1, 2]),
        parents=[(-1,), (-1,), (0, 1)],
        scored=np.ones(3, bool),
        whole=True,
    )
    given_parents = np.array([-1, -1, 0])
    assert measured("M1 parent accuracy", given_parents, truth) == 1
    assert measured("M1 links, precision", given_parents, truth) == 1
    assert measured("M1 links, recall", given_parents, truth) == pytest.approx(3 / 4)


def test_comments_that_are_not_scored_count_nowhere() -> None:
    truth = score.Truth(
        page=TRUTH.page,
        author=TRUTH.author,
        parents=PARENTS,
        scored=np.array([1, 1, 1, 0, 0, 1, 1], bool),
        whole=False,
    )
    assert measured("M1 parent accuracy", WRONG, truth) == 1
    assert measured("M2 replies, recall", WRONG, truth) == 1


def test_drawn_pages_are_as_many_and_the_same_for_the_same_seed() -> None:
    drawn = score.draws(7, 20)
    assert drawn.sum(axis=1).tolist() == [7.0] * 20
    assert (drawn == score.draws(7, 20)).all()


def test_conversations_are_what_hangs_together() -> None:
    assert groups.components(PARENTS).tolist() == [0, 0, 0, 0, 4, 5, 5]
    assert groups.components([(-1,), (-1,), (0, 1)]).tolist() == [0, 0, 0]


def test_variation_of_information_is_counted_in_bits() -> None:
    one, halves = np.array([0, 0, 0, 0]), np.array([0, 0, 1, 1])
    assert groups.variation(one, halves) == pytest.approx(1)
    assert groups.variation(halves, np.array([7, 7, 3, 3])) == pytest.approx(0)


def test_only_the_same_group_of_two_and_more_is_exact() -> None:
    one, other = np.array([0, 0, 1, 2, 2]), np.array([5, 5, 6, 7, 8])
    assert groups.exact(one, other) == (1, 2, 1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=14))
def test_groups_are_matched_as_well_as_any_matching_can(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    table = groups.shared(one, other)
    if table.shape[0] > table.shape[1]:
        table = table.T
    best = max(
        sum(int(table[row, column]) for row, column in enumerate(chosen))
        for chosen in permutations(range(table.shape[1]), table.shape[0])
    )
    assert groups.overlap(one, other) == best


def test_probabilities_that_hold_have_no_calibration_error_but_that_of_luck() -> None:
    right = np.array([True, True, True, False])
    held = sure.sureness(np.full(4, 0.75), right)
    assert held.ece == pytest.approx(0)
    assert held.brier == pytest.approx(0.1875)
    assert sure.sureness(np.full(4, 0.95), right).ece == pytest.approx(0.2)
    assert sure.sureness(np.ones(4), right).luck == 0
    assert 0.1 < sure.sureness(np.full(4, 0.75), right).luck < 0.3


def test_coverage_ends_where_too_many_would_be_wrong() -> None:
    found = sure.sureness(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True]))
    assert found.coverage == 0.5
    assert found.curve[0] == (0.5, 1.0, 0.75)
    assert found.curve[2] == (0.8, 0.5, 1.0)


def test_the_fourth_likeliest_parent_is_not_among_the_best() -> None:
    row, parent = np.zeros(4, int), np.array([-1, 0, 1, 2])
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    known = [[(each,)] for each in (-1, 0, 2)]
    found = [sure.among_best(row, parent, chances, each)[0] for each in known]
    assert found == [False, True, True]


PAGE = align.render(
    "Title\n\nThe article.", ["Ada", None, "Bo"], ["one two three", "four five six", "seven"]
)


def test_a_written_page_has_markers_for_those_with_names() -> None:
    assert PAGE.text.split("\n") == [
        *("Title", "", "The article.", ""),
        *("Ada's picture", "", "one two three", ""),
        *("four five six", ""),
        *("Bo's picture", "", "seven", ""),
    ]


def test_comments_cut_as_they_were_written_are_found() -> None:
    assert align.aligned(PAGE, [(5, 8), (9, 10), (11, 14)]) == ([0, 1, 2], 3)


def test_of_two_comments_cut_as_one_the_first_that_fills_half_is_found() -> None:
    assert align.aligned(PAGE, [(5, 10), (11, 14)]) == ([0, 2], 2)


def test_a_comment_swallowed_by_the_article_or_buried_in_it_is_not_found() -> None:
    assert align.aligned(PAGE, [(11, 14)]) == ([2], 1)
    assert align.aligned(PAGE, [(1, 6), (11, 14)]) == ([-1, 2], 1)


def forum(name: str = "iac") -> gold.Gold:
    """A topic (row 0), an answer to it, an answer to that; then a page of a topic and an answer."""
    bodies = [
        "How do I keep the mice out of my cellar?",
        "Get a cat, and a tin for the flour.",
        "> Get a cat, and a tin for the flour.\nI have no flour.",
        "Is soup good?",
        "Get a cat, and a tin for the flour.",
    ]
    pages = ["one", "one", "one", "two", "two"]
    rows = pl.DataFrame({"page": pages, "author": list("abaab"), "body": bodies})
    return gold.Gold(
        name,
        nested=False,
        comments=rows.with_row_index("id"),
        parents=[(-1, 0), (-1, 0), (1,), (-1, 3), (-1, 3)],
        scored=np.array([False, True, True, False, True]),
        place=np.array([0, 1, 2, 0, 1]),
    )


def test_on_forums_the_topic_and_the_page_are_one() -> None:
    truth = answers.truth_of(forum())
    assert truth.parents == [(-1,), (-1,), (1,), (-1,), (-1,)]
    given_parents = answers.flattened(forum(), np.array([-1, 0, 1, -1, 3]))
    assert given_parents.tolist() == [-1, -1, 1, -1, -1]
    assert truth.right(given_parents).all()


def test_on_blogs_the_first_comment_is_a_comment() -> None:
    given_parents = np.array([-1, 0, 1, -1, 3])
    assert answers.flattened(forum("urs"), given_parents).tolist() == given_parents.tolist()
    assert answers.truth_of(forum("urs")).parents == forum().parents


def test_a_topic_that_became_the_article_is_no_comment_any_more() -> None:
    rest = flat.without_topics(forum())
    assert rest.parents == [(-1,), (0,), (-1,)]
    assert rest.place.tolist() == [0, 1, 0]
    assert rest.comments["id"].to_list() == [0, 1, 2]


@given(st.integers(0, 100))
def test_what_answered_a_comment_that_was_taken_away_answers_something_missing(seed: int) -> None:
    less = forum().without(0.5, seed)
    bodies = less.comments["body"].to_list()
    assert [bodies[0], less.place[0]] == [forum().comments["body"][0], 0]
    assert less.place.tolist() == [at for size in np.diff(less.starts) for at in range(size)]
    quoting = [at for at, body in enumerate(bodies) if body.startswith(">")]
    for at in quoting:
        assert less.parents[at] == ((MISSING,) if less.place[at] == 1 else (at - 1,))
    assert all(MISSING not in known for at, known in enumerate(less.parents) if at not in quoting)


def test_a_line_that_an_earlier_comment_of_the_page_has_is_a_quote() -> None:
    assert answers.quoting(forum()).tolist() == [False, False, True, False, False]


def test_authors_without_a_marker_lose_it_everywhere_and_are_the_same_each_time() -> None:
    opening = {"one": "A title", "two": "Another"}
    pages = list(flat.written(forum(), opening, 0.5))
    assert [page.text for page in pages] == [
        page.text for page in flat.written(forum(), opening, 0.5)
    ]
    for page, authors in zip(pages, ("aba", "ab"), strict=True):
        kept = set(zip(authors, page.names, strict=True))
        assert len(kept) == len(set(authors))
    assert [page.names for page in flat.written(forum(), opening, 0)] == [tuple("aba"), tuple("ab")]
    assert [page.names for page in flat.written(forum(), opening, 1)] == [(None,) * 3, (None,) * 2]


LADDER_BODIES = {
    "Ada": "The ferry to the island leaves from the northern pier at eight in the morning.",
    "Ben": "I have never been there and would rather stay on the shore.",
    "Cyd": '"leaves from the northern pier at eight in the morning" is what the old plan says.',
    "Dee": "Ben, take a boat some day.",
}


@pytest.mark.parametrize(
    ("way", "parents"),
    [
        ("all to page", [-1, -1, -1, -1]),
        ("previous", [-1, 0, 1, 2]),
        ("previous other", [-1, 0, 1, 2]),
        ("name substring", [-1, -1, -1, 1]),
        ("rare name", [-1, 0, 1, 1]),
        ("four rules", [-1, -1, -1, 1]),
        ("quote or like", [-1, -1, 0, -1]),
    ],
)
def test_every_simple_way_finds_what_it_looks_for(way: str, parents: list[int]) -> None:
    comments = (
        pl.DataFrame({"author": LADDER_BODIES.keys(), "body": LADDER_BODIES.values()})
        .with_columns(page=pl.lit("quay"))
        .with_row_index("id")
        .match_to_schema(COMMENTS, missing_columns="insert")
    )
    known = gold.Gold("quay", False, comments, [(-1,)] * 4, np.ones(4, bool), np.arange(4))
    assert ladder.LADDER[way](answers.evidence(known, window=8)).tolist() == parents
