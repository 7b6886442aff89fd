import json
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadscope.replies import forest, habit
from threadscope.replies.chart import likeliest, marginals
from threadscope.replies.course import PAGE_COURSE, PAIR_COURSE, course
from threadscope.replies.features import MISSED, PAGE, PAIR
from threadscope.replies.forest import MISSING, ROOT, Arcs, alone, together
from threadscope.replies.model import KINDS, model
from threadscope.replies.order import crossings, written


@st.composite
def pages(draw: st.DrawFn, largest: int = 6) -> np.ndarray:
    """Draw the weights of all arcs of one page of up to so many comments."""
    comments = draw(st.integers(1, largest))
    weights = np.zeros((comments + 1, comments + 1))
    for comment in range(1, comments + 1):
        for parent in range(comment):
            weights[comment, parent] = draw(st.floats(0.01, 1))
    return weights


def every_tree(weights: np.ndarray) -> list[list[int]]:
    """List all trees in depth-first order, as the parents of comments 1, 2, ..."""
    grown: list[tuple[list[int], list[int]]] = [([], [0])]
    for comment in range(1, len(weights)):
        grown = [
            ([*parents, branch[at]], [*branch[: at + 1], comment])
            for parents, branch in grown
            for at in range(len(branch))
        ]
    return [parents for parents, _ in grown]


def product(weights: np.ndarray, parents: list[int]) -> float:
    return float(np.prod([weights[k, j] for k, j in enumerate(parents, 1)]))


@given(pages())
def test_the_chart_weighs_exactly_all_trees_whose_arcs_do_not_cross(weights: np.ndarray) -> None:
    trees = every_tree(weights)
    expected = np.zeros_like(weights)
    for parents in trees:
        for comment, parent in enumerate(parents, 1):
            expected[comment, parent] += product(weights, parents)
    found, total = marginals(weights[None])
    assert total[0] == pytest.approx(sum(product(weights, parents) for parents in trees))
    assert found[0] == pytest.approx(expected / total[0])


@given(pages())
def test_no_other_tree_has_more_parents_right_on_average(weights: np.ndarray) -> None:
    found, _ = marginals(weights[None])
    best = likeliest(found)[0, 1:].tolist()

    def gain(parents: list[int]) -> float:
        return sum(found[0, k, j] for k, j in enumerate(parents, 1))

    assert best in every_tree(weights)
    assert gain(best) == pytest.approx(max(gain(tree) for tree in every_tree(weights)))


def arcs(*sizes: int, window: int = 12, seed: int = 0) -> Arcs:
    """Make arcs with weights of chance: pages of so many comments."""
    draw = np.random.default_rng(seed)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    both = [
        (row, parent)
        for first, last in pairwise(starts)
        for row in range(first, last)
        for parent in range(max(first, row - window), row)
    ]
    row, parent = (np.array(part, np.int64) for part in zip(*both, strict=True))
    page = draw.random(starts[-1]) ** 2
    page[starts[:-1]] = 1
    weight = draw.random(len(row)) ** 4
    return Arcs(row, parent, weight, page, np.zeros(len(page)), starts)


@pytest.mark.parametrize("decode", [alone, together])
def test_what_speaks_for_the_parents_of_a_comment_adds_up_to_one(decode: habit.Decoder) -> None:
    given_arcs = arcs(1, 5, 40, 300, 2)
    found = decode(given_arcs)
    total = found.page + np.bincount(given_arcs.row, found.arc, len(found.page))
    assert total == pytest.approx(1)


@settings(max_examples=30)
@given(st.sampled_from([alone, together]), st.integers(0, 10**6), st.floats(0, 1))
def test_what_may_answer_something_missing_takes_its_chance_from_all_others_alike(
    decode: habit.Decoder, seed: int, chance: float
) -> None:
    plain = arcs(30, 200, seed=seed)
    missing = np.random.default_rng(seed).random(len(plain.page)) * chance
    found = decode(replace(plain, missing=missing))
    answers = found.page + np.bincount(plain.row, found.arc, len(found.page))
    assert answers + found.missing == pytest.approx(1)
    assert (found.missing[missing == 0] == 0).all()
    gone = found.parent == MISSING
    assert (found.missing[gone] > found.page[gone]).all()
    if decode is alone:
        without = alone(plain)
        assert found.page == pytest.approx(without.page * (1 - found.missing))
        assert found.arc == pytest.approx(without.arc * (1 - found.missing)[plain.row])


def test_what_answers_something_missing_closes_no_branch() -> None:
    """The comments are 0, 1 below it, 2 that answers what is gone, and 3 that answers 0."""
    nothing = np.zeros(4)
    given_arcs = Arcs(
        row=np.array([1, 2, 2, 3, 3]),
        parent=np.array([0, 0, 1, 0, 2]),
        weight=np.array([1.0, 0.01, 0.01, 1.0, 0.01]),
        page=np.array([1.0, 0.0, 0.01, 0.0]),
        missing=np.array([0.0, 0.0, 1.0, 0.0]),
        starts=np.array([0, 4]),
    )
    assert together(given_arcs).parent.tolist() == [ROOT, 0, MISSING, 0]
    assert MISSING not in together(replace(given_arcs, missing=nothing)).parent


def test_trees_found_together_have_no_arcs_that_cross() -> None:
    given_arcs = arcs(60, 400)
    found = together(given_arcs)
    for first, last in pairwise(given_arcs.starts):
        branch: list[int] = []
        for row in range(first, last):
            parent = int(found.parent[row])
            assert parent == -1 or parent in branch
            while branch and branch[-1] != parent:
                branch.pop()
            branch.append(row)


def test_a_page_in_stretches_gives_nearly_the_tree_that_it_gives_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given_arcs = arcs(150)
    whole = together(given_arcs)
    monkeypatch.setattr(forest, "_WHOLE", 10)
    stretched = together(given_arcs)
    assert (stretched.parent == whole.parent).mean() > 0.9


def test_a_page_whose_certain_arcs_cross_is_weighed_comment_by_comment() -> None:
    crossed = Arcs(
        row=np.array([2, 3]),
        parent=np.array([0, 1]),
        weight=np.array([1.0, 1.0]),
        page=np.array([1.0, 1.0, 0.0, 0.0]),
        missing=np.zeros(4),
        starts=np.array([0, 4]),
    )
    assert together(crossed).parent.tolist() == [-1, -1, 0, 1]


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_habits_go_towards_what_a_site_shows(seed: int) -> None:
    shown = arcs(30, 30, 30, seed=seed)
    plain = replace(shown, weight=shown.weight * 0.05)
    sites = np.zeros(3, np.int64)
    (found,) = habit.corrections(plain, sites, (0.3, 0.4, 0.3), together)
    assert found[0] > 0


def test_sites_without_a_second_comment_have_the_habits_of_training() -> None:
    none, nothing = np.zeros(0, np.int64), np.zeros(2)
    single = Arcs(none, none, np.zeros(0), np.ones(2), nothing, np.arange(3))
    assert habit.corrections(single, np.zeros(2, np.int64), (0.3, 0.4, 0.3), together).any() == 0


def counted(*pages: list[tuple[int, int]]) -> list[list[int]]:
    """Count crossings on pages of ten comments with these sure replies, as comment and parent."""
    starts = np.arange(len(pages) + 1) * 10
    sure = [
        (start + a, start + b) for start, page in zip(starts, pages, strict=False) for a, b in page
    ]
    row, parent = (np.array(each, np.int64) for each in zip(*sure, strict=True))
    page = np.ones(int(starts[-1]))
    page[row] = 0.0
    found = Arcs(row, parent, np.ones(len(row)), page, np.zeros(len(page)), starts)
    return crossings(found, alone(found)).tolist()


def test_replies_cross_where_one_reaches_out_of_another() -> None:
    nested = [(1, 0), (2, 1), (3, 0), (5, 4)]
    crossing = [(2, 0), (3, 1), (6, 5)]
    assert counted(nested, crossing) == [[4, 0], [3, 2]]


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(2, 30))
def test_no_reply_of_a_page_in_depth_first_order_crosses_another(seed: int, size: int) -> None:
    found = together(arcs(size, seed=seed))
    row = np.flatnonzero(found.parent >= 0)
    starts = np.array([0, size])
    page = np.ones(size)
    page[row] = 0.0
    sure = Arcs(row, found.parent[row], np.ones(len(row)), page, np.zeros(size), starts)
    assert crossings(sure, alone(sure)).tolist() == [[len(row), 0]]


def test_a_page_is_flat_if_its_sure_replies_cross_or_those_of_its_site_do() -> None:
    counts = np.array([[30, 0], [30, 6], [2, 2], [0, 0], [0, 0]])
    assert written(counts, np.array([0, 1, 2, 1, 2])).tolist() == [False, True, False, True, False]


def told_of_course(
    given_arcs: Arcs, who: list[int | None], before: list[int | None]
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Tell the course of a chat: of its likely arcs, and of its comments."""
    facts = pl.DataFrame(
        {"who": who, "before": before}, schema={"who": pl.UInt32, "before": pl.UInt32}
    )
    said = course(given_arcs, facts)
    return (
        [dict(zip(PAIR_COURSE, row, strict=True)) for row in said.pairs.tolist()],
        [dict(zip(PAGE_COURSE, row, strict=True)) for row in said.page.tolist()],
    )


def test_the_course_of_a_talk_says_what_became_of_a_parent() -> None:
    # Ann, Bob answers Ann, Ann answers Bob, Cid answers Ann's first or, unlikely, Bob
    row, parent = np.array([1, 2, 3, 3]), np.array([0, 1, 0, 1])
    page = np.array([1, 0, 0, 0.0])
    talk = Arcs(row, parent, np.array([1, 1, 1, 0.25]), page, np.zeros(4), np.array([0, 4]))
    pairs, comments = told_of_course(talk, [0, 1, 0, 2], [None, None, 0, None])
    bob, ann, cid, other = pairs
    assert [each["chance"] for each in pairs] == pytest.approx([1, 1, 0.8, 0.2])
    assert [each["answered"] for each in pairs] == pytest.approx([0, 0, 1, 1])
    assert [each["answered_ever"] for each in pairs] == pytest.approx([1.8, 1.2, 1.8, 1.2])
    assert (bob["answers_me"], bob["comes_back"]) == (0, 1)
    assert (ann["answers_me"], ann["comes_back"]) == (1, 0)
    assert (cid["opens_up"], other["opens_up"]) == (1, 0)
    assert [each["page_rival"] for each in comments] == pytest.approx([0, 1, 1, 0.8])
    assert [each["page_answered"] for each in comments] == pytest.approx([1.8, 1.2, 0, 0])


def test_who_goes_on_is_known_and_nobody_unknown_is_taken_for_another() -> None:
    chain = np.arange(1, 4)
    page = np.array([1, 0, 0, 0.0])
    talk = Arcs(chain, chain - 1, np.ones(3), page, np.zeros(4), np.array([0, 4]))
    _, same = told_of_course(talk, [0, 0, 0, 0], [None, 0, 1, 2])
    _, unknown = told_of_course(talk, [None] * 4, [None] * 4)
    assert [each["page_goes_on"] for each in same] == [1, 1, 1, 0]
    assert [each["page_goes_on"] for each in unknown] == [0, 0, 0, 0]


@given(st.integers(1, 30), st.integers(0, 10**6))
def test_only_likely_parents_are_weighed_by_the_course_of_the_talk(size: int, seed: int) -> None:
    given_arcs = arcs(size, 2, seed=seed)
    rows = len(given_arcs.page)
    who = pl.Series(np.random.default_rng(seed).integers(0, 3, rows), dtype=pl.UInt32)
    said = course(given_arcs, pl.DataFrame({"who": who, "before": [None] * rows}))
    assert (alone(given_arcs).arc[said.likely] >= 0.01).all()
    assert said.pairs.shape == (len(said.likely), len(PAIR_COURSE))
    assert said.page.shape == (rows, len(PAGE_COURSE))
    assert np.isfinite(said.pairs).all()
    assert np.isfinite(said.page).all()


def test_every_feature_weighs_something_for_some_kind_of_page() -> None:
    said = json.loads(files("threadscope.replies").joinpath("weights.json").read_text("utf-8"))
    parts = ("pairs", "page", "missing")
    named = [set(kind[part]["linear"]) for kind in said.values() for part in parts if part in kind]
    assert set().union(*named) == {*PAIR, *PAGE, *MISSED}


@pytest.mark.parametrize("kind", KINDS)
def test_the_weights_name_the_features_that_there_are(kind: str) -> None:
    said = json.loads(files("threadscope.replies").joinpath("weights.json").read_text("utf-8"))[
        kind
    ]
    assert set(said["pairs"]["linear"]) <= set(PAIR)
    assert set(said["page"]["linear"]) <= set(PAGE)
    again = said.get("again", {"pairs": {"linear": {}}, "page": {"linear": {}}})
    assert set(again["pairs"]["linear"]) <= {*PAIR, *PAIR_COURSE}
    assert set(again["page"]["linear"]) <= {*PAGE, *PAGE_COURSE}
    assert set(said.get("missing", {"linear": {}})["linear"]) <= set(MISSED)
    assert model(kind).window == said["window"]


def test_the_weights_are_small_enough_to_read() -> None:
    size = len(files("threadscope.replies").joinpath("weights.json").read_bytes())
    assert size < 200_000
