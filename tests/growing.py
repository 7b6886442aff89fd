"""Trees with known replies, and the same trees for networkx."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import networkx as nx
import polars as pl
from making import comments

from threadscope.replies import answers
from threadscope.schema import COMMENTS, REPLIES
from threadscope.tree import build

NOON = datetime(2024, 5, 1, 12)

Said = tuple[str | None, int | None]
"""Who wrote a comment, and which earlier one it answers (None = the page)."""


def grow(*said: Said, page: str = "page", **columns: Sequence[Any]) -> pl.DataFrame:
    """Build THREADS whose replies are all certain; more columns of CUTS by name."""
    rows = []
    for at, (author, parent) in enumerate(said):
        stated = {"top_level": True} if parent is None else {"parent_id": str(parent)}
        more = {name: values[at] for name, values in columns.items()}
        rows.append({"source_id": str(at), "author": author, **stated, **more})
    frame = comments(*rows, page=page)
    return build(frame, answers(frame, {}).replies)


def minutes(*late: int | None) -> list[datetime | None]:
    """Give dates so many minutes after noon."""
    return [None if each is None else NOON + timedelta(minutes=each) for each in late]


def pages(*threads: pl.DataFrame) -> pl.DataFrame:
    """Put pages behind each other as one discussion."""
    first, moved = 0, []
    for each in threads:
        ids = [name for name in ("id", "parent", "thread", "order") if name in each.columns]
        moved.append(each.with_columns(pl.col(ids) + pl.lit(first, pl.UInt32)))
        first += each.height
    return pl.concat(moved)


def certain(threads: pl.DataFrame) -> pl.DataFrame:
    """Give the REPLIES of THREADS that leave no doubt."""
    return threads.select(
        "id", "parent", rank=pl.lit(0, pl.UInt16), probability=pl.lit(1.0, pl.Float32),
        certain=pl.lit(True), orphan=pl.lit(False), evidence=pl.lit([], REPLIES["evidence"]),
    )  # fmt: skip


def chances(*listed: tuple[int, int | None, float]) -> pl.DataFrame:
    """Give REPLIES: comment, possible parent (None = the page), probability; best first."""
    rows = pl.DataFrame(listed, ["id", "parent", "probability"], orient="row").with_columns(
        rank=pl.int_range(pl.len()).over("id"), certain=False, orphan=False, evidence=[]
    )
    return rows.select(REPLIES.names()).cast({**REPLIES, "evidence": REPLIES["evidence"]})


def doubtful(authors: Sequence[str | None], candidates: pl.DataFrame) -> pl.DataFrame:
    """Build THREADS of comments with such possible parents."""
    frame = comments(*({"author": who, "body": str(at)} for at, who in enumerate(authors)))
    return build(frame.select(COMMENTS.names()), candidates)


def value(measures: pl.DataFrame, name: str) -> Any:
    """Give the value of one measure of MEASURES."""
    return measures.filter(pl.col("name") == name)["value"].item()


def reply_tree(threads: pl.DataFrame) -> nx.Graph:
    """Give the page and its comments as a tree."""
    tree = nx.Graph()
    tree.add_node("page")
    for ident, parent in threads.select("id", "parent").rows():
        tree.add_edge(ident, "page" if parent is None else parent)
    return tree


def reply_graph(threads: pl.DataFrame) -> nx.DiGraph:
    """Give who answers whom, weighted; replies to oneself left out."""
    who = dict(threads.select("id", "author").rows())
    graph = nx.DiGraph()
    graph.add_nodes_from(name for name in who.values() if name is not None)
    for ident, parent in threads.select("id", "parent").rows():
        ends = who[ident], who.get(parent)
        if None not in ends and ends[0] != ends[1]:
            weight = graph.get_edge_data(*ends, {"weight": 0})["weight"]
            graph.add_edge(*ends, weight=weight + 1)
    return graph
