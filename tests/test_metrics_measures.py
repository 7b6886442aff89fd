import sys
from statistics import mean, pstdev

import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.stats
from growing import (
    NOON,
    Said,
    certain,
    grow,
    minutes,
    pages,
    reply_graph,
    reply_tree,
)
from hypothesis import given
from hypothesis import strategies as st

from threadscope import metrics
from threadscope.metrics.centrality import pagerank
from threadscope.schema import (
    ANSWERS,
    CENTRALITY,
    DISCUSSIONS,
    MEASURES,
    PAIRS,
    RESPONSES,
    WEEK,
    WIDTHS,
    WORDS,
)

MODULE = sys.modules[pagerank.__module__]

TALK: tuple[Said, ...] = (
    ("Ann", None),  # 0   Ann
    ("Bob", 0),  #    1   ├ Bob
    ("Ann", 1),  #    2   │ ├ Ann
    ("Bob", 2),  #    3   │ │ └ Bob
    ("Cid", 0),  #    4   ├ Cid      (under Ann)
    (None, 1),  #     5   │ └ unknown (under Bob)
    ("Ann", None),  # 6   Ann
    ("Ann", 6),  #    7   └ Ann
)
LATE = minutes(0, 10, 30, 40, 90, None, 100, 160)
BODIES = [
    "Who paid for it?", "> Who paid for it?\nThe pilots did", "see http://example.com/a?b", "one",
    "one two", "", "Really?\nYes", "WWW.example.com",
]  # fmt: skip


@pytest.fixture(name="talk")
def _talk() -> pl.DataFrame:
    return grow(*TALK, posted_at=LATE, body=BODIES)


@st.composite
def talks(draw: st.DrawFn) -> pl.DataFrame:
    """Any tree of up to twenty comments by up to four known authors."""
    size = draw(st.integers(1, 20))
    names = st.sampled_from(["Ann", "Bob", "Cid", "Dee", None])
    parents = [draw(st.none() | st.integers(0, at - 1)) if at else None for at in range(size)]
    return grow(*((draw(names), parent) for parent in parents))


def measured(threads: pl.DataFrame) -> dict[str, float | None]:
    found = metrics.measures(threads, certain(threads))
    return dict(found.select("name", "value").rows())


def test_every_measure_has_its_row_in_the_order_of_the_registry(talk: pl.DataFrame) -> None:
    found = metrics.measures(talk, certain(talk))
    assert found.schema == MEASURES
    assert found["name"].to_list() == [measure.name for measure in metrics.ALL]
    assert found["name"].is_unique().all()


def test_participation_worked_by_hand(talk: pl.DataFrame) -> None:
    found = measured(talk)
    assert (found["comments"], found["authors"]) == (8, 3)
    assert found["unattributed_share"] == pytest.approx(1 / 8)
    assert found["gini"] == pytest.approx((-2 * 1 + 0 * 2 + 2 * 4) / (3 * 7))
    assert found["top_author_share"] == found["top_10_share"] == pytest.approx(4 / 7)
    assert found["one_comment_share"] == pytest.approx(1 / 3)
    assert found["reentry_share"] == pytest.approx(2 / 3)
    assert (found["monologues"], found["longest_monologue"]) == (1, 2)


def test_entropy_is_that_of_scipy(talk: pl.DataFrame) -> None:
    found = measured(talk)
    entropy = scipy.stats.entropy([4, 2, 1], base=2)
    assert found["entropy"] == pytest.approx(entropy)
    assert found["effective_authors"] == pytest.approx(2**entropy)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_gini_is_half_the_relative_mean_difference(activity: list[int]) -> None:
    said = [(f"author {who}", None) for who, count in enumerate(activity) for _ in range(count)]
    found = measured(grow(*said))
    counts = np.array(activity, float)
    difference = np.abs(counts[:, None] - counts[None, :]).mean()
    assert found["gini"] == pytest.approx(difference / (2 * counts.mean()))
    top = np.sort(counts)[::-1][: -(-len(counts) // 10)].sum()
    assert found["top_10_share"] == pytest.approx(top / counts.sum())


def test_shape_worked_by_hand(talk: pl.DataFrame) -> None:
    found = measured(talk)
    assert (found["replies"], found["max_depth"], found["max_width"]) == (6, 3, 3)
    assert found["mean_depth"] == pytest.approx(10 / 8)
    assert found["branching"] == pytest.approx(6 / 4)
    assert found["unanswered_share"] == pytest.approx(4 / 8)
    assert found["h_index"] == 2
    assert found["structural_virality"] == pytest.approx(2 * 98 / (9 * 8))


def test_a_star_has_a_virality_just_under_two() -> None:
    found = measured(grow(*[("Ann", None)] * 20))
    assert found["structural_virality"] == pytest.approx(2 - 2 / 21)
    assert (found["h_index"], found["max_width"], found["branching"]) == (1, 20, None)


@given(talks())
def test_shape_is_that_of_networkx(threads: pl.DataFrame) -> None:
    found = measured(threads)
    tree = reply_tree(threads)
    pairs = len(tree) * (len(tree) - 1) / 2
    assert found["structural_virality"] == pytest.approx(nx.wiener_index(tree) / pairs)
    levels = nx.single_source_shortest_path_length(tree, "page")
    widths = [list(levels.values()).count(level) for level in range(1, 21)]
    assert found["max_width"] == max(widths)
    assert found["max_depth"] == max(levels.values()) - 1
    assert found["h_index"] == max(h for h in range(1, 21) if widths[h - 1] >= h)


def test_exchange_worked_by_hand(talk: pl.DataFrame) -> None:
    found = measured(talk)
    assert found["reciprocity"] == pytest.approx(2 / 3)
    assert found["density"] == pytest.approx(3 / 6)
    assert found["self_reply_share"] == pytest.approx(1 / 5)
    assert (found["exchanges"], found["longest_exchange"]) == (2, 4)


@given(talks())
def test_links_are_those_of_networkx(threads: pl.DataFrame) -> None:
    found = measured(threads)
    graph = reply_graph(threads)
    if len(graph) > 1:
        assert found["density"] == pytest.approx(nx.density(graph))
    if graph.number_of_edges():
        assert found["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    else:
        assert found["reciprocity"] is None


@given(talks())
def test_the_longest_exchange_is_the_longest_alternating_way_up(threads: pl.DataFrame) -> None:
    author = dict(threads.select("id", "author").rows())
    parent = dict(threads.select("id", "parent").rows())

    def turns(ident: int) -> int:
        above = parent[ident]
        if (
            above is None
            or None in (author[ident], author[above])
            or author[ident] == author[above]
        ):
            return 0
        grand = parent[above]
        again = grand is not None and author[grand] == author[ident]
        return turns(above) + 1 if again else 2

    assert measured(threads)["longest_exchange"] == max(map(turns, author))


def test_pairs_worked_by_hand(talk: pl.DataFrame) -> None:
    found = metrics.pairs(talk)
    assert found.schema == PAIRS
    columns = (
        "author", "answered", "replies", "replies_back", "reciprocity", "exchanges",
        "longest_exchange",
    )  # fmt: skip
    assert found.select(columns).rows() == [
        ("Bob", "Ann", 2, 1, 0.5, 1, 4),
        ("Ann", "Ann", 1, 1, None, 0, 0),
        ("Ann", "Bob", 1, 2, 0.5, 1, 3),
        ("Cid", "Ann", 1, 0, 0.0, 0, 2),
    ]


def test_times_worked_by_hand(talk: pl.DataFrame) -> None:
    found = measured(talk)
    quartiles = (found["response_q1"], found["response_median"], found["response_q3"])
    assert quartiles == (10, 20, 60)
    assert found["dated_share"] == pytest.approx(7 / 8)
    assert found["duration"] == pytest.approx(160 / (24 * 60))
    gaps = [10, 20, 10, 50, 10, 60]
    spread = pstdev(gaps)
    assert found["burstiness"] == pytest.approx((spread - mean(gaps)) / (spread + mean(gaps)))


def test_responses_worked_by_hand(talk: pl.DataFrame) -> None:
    found = metrics.responses(talk)
    assert found.schema == RESPONSES
    assert found.rows() == [
        ("Ann", 2, 30.0, 40.0, 50.0, 4, 35.0),
        ("Bob", 2, 10.0, 10.0, 10.0, 1, 20.0),
        ("Cid", 1, 90.0, 90.0, 90.0, 0, None),
    ]


def test_a_reply_dated_before_what_it_answers_is_not_timed() -> None:
    back = grow(("Ann", None), ("Bob", 0), posted_at=minutes(60, 0))
    assert measured(back)["response_median"] is None
    assert metrics.responses(back).is_empty()


def test_the_week_worked_by_hand(talk: pl.DataFrame) -> None:
    found = metrics.week(talk)
    assert found.schema == WEEK
    assert NOON.isoweekday() == 3
    assert found.rows() == [(3, 12, 4, 2), (3, 13, 2, 2), (3, 14, 1, 1)]


def test_content_worked_by_hand(talk: pl.DataFrame) -> None:
    found = measured(talk)
    assert found["questions_share"] == pytest.approx(3 / 8)
    assert found["links_share"] == pytest.approx(2 / 8)
    assert found["quotes_share"] == pytest.approx(1 / 8)
    assert found["reposts_share"] == 0
    assert found["mean_words"] == pytest.approx(20 / 8)
    assert found["median_words"] == 2


def test_centrality_worked_by_hand(talk: pl.DataFrame) -> None:
    found = metrics.centrality(talk)
    assert found.schema == CENTRALITY
    columns = ("author", "answers", "answered_by", "replies_per_comment")
    assert found.select(columns).rows() == [
        ("Ann", 1, 2, 3 / 4),
        ("Bob", 1, 1, 1 / 2),
        ("Cid", 1, 0, 0.0),
    ]
    assert metrics.missing(found) is None


@given(talks())
def test_centrality_is_that_of_networkx(threads: pl.DataFrame) -> None:
    found = metrics.centrality(threads)
    graph = reply_graph(threads)
    rank = nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=500)
    between = nx.betweenness_centrality(graph)
    for name, ours, way in found.select("author", "pagerank", "betweenness").rows():
        assert ours == pytest.approx(rank[name], abs=1e-9)
        assert way == pytest.approx(between[name], abs=1e-9)


def test_without_the_extra_betweenness_is_left_out_and_said(
    talk: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "find_spec", lambda _: None)
    found = metrics.centrality(talk)
    assert found["betweenness"].to_list() == [None] * 3
    assert "threadscope[graph]" in (metrics.missing(found) or "")


def test_of_too_many_authors_betweenness_is_left_out_and_said(
    talk: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "_TOO_MUCH", 8)
    found = metrics.centrality(talk)
    assert found["betweenness"].null_count() == 3
    assert "3 authors are too many" in (metrics.missing(found) or "")


def test_depths_and_replies_are_counted_page_by_page(talk: pl.DataFrame) -> None:
    both = pages(talk, grow(("Dee", None), page="other"))
    widths = metrics.widths(metrics.draw(both, certain(both)))
    assert widths.schema == WIDTHS
    assert widths.rows() == [
        ("page", 0, 2, 2.0, 2.0),
        ("page", 1, 3, 3.0, 3.0),
        ("page", 2, 2, 2.0, 2.0),
        ("page", 3, 1, 1.0, 1.0),
        ("other", 0, 1, 1.0, 1.0),
    ]
    answers = metrics.answers(metrics.draw(both, certain(both)))
    assert answers.schema == ANSWERS
    assert answers.select("page", "replies", "comments").rows() == [
        ("page", 0, 4),
        ("page", 1, 2),
        ("page", 2, 2),
        ("other", 0, 1),
    ]


def test_depths_are_counted_over_all_pages_together(talk: pl.DataFrame) -> None:
    both = pages(talk, grow(("Dee", None), page="other"))
    found = metrics.widths(metrics.draw(both, certain(both)), by_page=False)
    assert found.schema == WIDTHS
    assert found["page"].null_count() == found.height
    counts = [(0, 3), (1, 3), (2, 2), (3, 1)]
    assert found.drop("page").rows() == [(at, some, some, some) for at, some in counts]


def test_threads_know_their_virality_and_who_writes_most(talk: pl.DataFrame) -> None:
    found = metrics.threads(talk)
    assert found.schema == DISCUSSIONS
    # The six comments of the first thread: 3:5, 2:8, 5:5, 1:8, 4:5.
    assert found["structural_virality"].to_list() == pytest.approx([2 * 31 / 30, 1.0])
    assert found["top_author_share"].to_list() == pytest.approx([2 / 5, 1.0])


@given(talks(), talks())
def test_pages_by_themselves_are_measured_as_if_they_were_alone(
    one: pl.DataFrame, other: pl.DataFrame
) -> None:
    other = other.with_columns(page=pl.lit("other"))
    both = pages(one, other)
    by_page = metrics.measures(both, certain(both), by_page=True)
    for page in ("page", "other"):
        alone = both.filter(pl.col("page") == page)
        expected = metrics.measures(alone, certain(both))
        mine = by_page.filter(pl.col("page") == page)
        assert mine["name"].to_list() == expected["name"].to_list()
        for got, want in zip(mine["value"], expected["value"], strict=True):
            assert got == pytest.approx(want)


@given(talks(), talks())
def test_measures_of_a_page_do_not_reach_over_to_the_next(
    one: pl.DataFrame, other: pl.DataFrame
) -> None:
    both = pages(one, other.with_columns(page=pl.lit("other")))
    found, alone = measured(both), (measured(one), measured(other))
    for name in ("max_depth", "max_width", "h_index", "longest_exchange", "longest_monologue"):
        assert found[name] == max(each[name] or 0 for each in alone)
    for name in ("comments", "replies", "exchanges", "monologues"):
        assert found[name] == sum(each[name] or 0 for each in alone)


def test_distinctive_words_worked_by_hand() -> None:
    """Ann says "crane" in 12 of 20 words, the others never; "the" is said by all alike."""
    said = ["crane crane crane the the", "gull the the tide tide"]
    who = [("Ann", None), ("Bob", None)] * 4
    found = metrics.distinctive(grow(*who, body=said * 4))
    assert found.schema == WORDS
    assert found.select("author", "word", "count").rows() == [
        ("Ann", "crane", 12),
        ("Bob", "tide", 8),
    ]
    words, prior, weight = 20, 20, 12 / 40 * 20
    own, others = 12 + weight, 0 + weight
    odds = np.log(own / (words + prior - own)) - np.log(others / (words + prior - others))
    score = odds / np.sqrt(1 / own + 1 / others)
    assert found["score"][0] == pytest.approx(score)


def test_quoted_words_and_addresses_are_not_the_authors_own() -> None:
    bodies = [
        "> crane crane crane crane\nhttp://crane.example/crane www.crane.example tide",
        "gull",
    ]
    found = metrics.distinctive(grow(*[("Ann", None), ("Bob", None)] * 5, body=bodies * 5))
    assert "crane" not in found["word"].to_list()
    assert "example" not in found["word"].to_list()


@given(talks(), st.integers(0, 99))
def test_the_order_of_the_rows_changes_no_pair(threads: pl.DataFrame, seed: int) -> None:
    mixed = threads.sample(fraction=1, shuffle=True, seed=seed)
    assert metrics.pairs(mixed).equals(metrics.pairs(threads))
