"""Who stands in the middle: links, PageRank and betweenness of authors."""

from importlib.util import find_spec

import numpy as np
import polars as pl
from numpy.typing import NDArray

from threadscope.metrics.exchange import meetings
from threadscope.metrics.grove import Ground, Rows, ground, grown
from threadscope.schema import CENTRALITY

Values = NDArray[np.float64]

DAMPING = 0.85
_NEAR = 1e-12
_ROUNDS = 200
_TOO_MUCH = 500_000_000
"""Authors times links from which on betweenness takes longer than it is worth."""
_DIGITS = 12


def centrality(threads: pl.DataFrame) -> pl.DataFrame:
    """Tell how authors are linked by their replies, replies to oneself apart.

    Args:
        threads: THREADS.

    Returns:
        CENTRALITY; betweenness is null where `missing` tells why.
    """
    earth = ground(threads)
    links = _links(earth)
    size = len(earth.authors)
    sender, receiver = (links[end].to_numpy().astype(np.int64) for end in ("author", "answered"))
    weight = links["replies"].to_numpy().astype(np.float64)
    written = earth.comments["author"].drop_nulls().to_numpy()
    received = np.bincount(receiver, weight, size)
    comments = np.bincount(written, minlength=size)
    return (
        pl.DataFrame(
            {
                "author": earth.authors,
                "answers": np.bincount(sender, minlength=size),
                "answered_by": np.bincount(receiver, minlength=size),
                "replies_per_comment": received / np.maximum(comments, 1),
                "pagerank": pagerank(sender, receiver, weight, size),
                "betweenness": _betweenness(sender, receiver, size),
            },
            schema_overrides=CENTRALITY,
        )
        .sort("pagerank", "author", descending=[True, False])
        .match_to_schema(CENTRALITY)
    )


def missing(centrality: pl.DataFrame) -> str | None:
    """Say why CENTRALITY has no betweenness, and what to do; None = it has."""
    if not centrality["betweenness"].null_count():
        return None
    if find_spec("rustworkx") is None:
        return "betweenness is left out (it needs an extra: pip install 'threadscope[graph]')"
    return f"betweenness is left out: {centrality.height} authors are too many (take fewer pages)"


def _links(earth: Ground) -> pl.DataFrame:
    """Count the replies from each author to each other one: author, answered, replies."""
    met = meetings(grown(earth, earth.up[None])).filter(pl.col("turns").is_not_null())
    return met.group_by("author", "answered").agg(replies=pl.len()).sort("author", "answered")


def pagerank(sender: Rows, receiver: Rows, weight: Values, size: int) -> Values:
    """Tell how much attention reaches each author, by way of who answers them.

    Power iteration: r = (1 - d) / n + d * (sum of r_a w_ab / w_a over who answers b, and an even
    part of the r of those who answer nobody); d = 0.85. Brin & Page 1998.

    Args:
        sender: the author who answers, of each link.
        receiver: the author who is answered.
        weight: how often.
        size: how many authors there are.

    Returns:
        A number for each author; they add up to one.
    """
    if not size:
        return np.zeros(0)
    sent = np.bincount(sender, weight, size)
    flow = weight / sent[sender]
    silent = sent == 0
    rank = np.full(size, 1 / size)
    for _ in range(_ROUNDS):
        before = rank
        reached = np.bincount(receiver, before[sender] * flow, size)
        rank = (1 - DAMPING) / size + DAMPING * (reached + before[silent].sum() / size)
        if np.abs(rank - before).sum() < _NEAR * size:
            break
    return rank


def _betweenness(sender: Rows, receiver: Rows, size: int) -> pl.Series:
    """Tell on how many of the shortest ways from author to author each one lies.

    Share of the pairs of other authors, the directions and not the number of replies counted.
    Freeman 1977; by the algorithm of Brandes 2001.

    Returns:
        Null for everybody where rustworkx is not installed or the graph is too big.
    """
    if find_spec("rustworkx") is None or size * len(sender) > _TOO_MUCH:
        return pl.repeat(None, size, dtype=pl.Float64, eager=True)
    import rustworkx  # noqa: PLC0415

    graph = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(list(zip(sender.tolist(), receiver.tolist(), strict=True)))
    found = rustworkx.digraph_betweenness_centrality(graph)
    # Threads add up in any order: the last digits would differ from run to run.
    return pl.Series([found[at] for at in range(size)], dtype=pl.Float64).round(_DIGITS)
