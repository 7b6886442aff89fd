"""Discussions in the formats of other tools, and back."""

import io
import json
import mailbox
import os
import re
import tempfile
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope import atomic, report
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.discussion import Discussion, analyze
from threadscope.pages import Source, find, read
from threadscope.rules import shipped

HOSTILE = "Ann \"<&>'\x00\x1b\ud7ff\ufffe\n]]> Zoë"
TALK = [
    {"id": "a", "author": HOSTILE, "text": "One.\nFrom here on\n>From there", "parent": None},
    {"id": "b", "author": "Bob", "text": "Two.", "parent": "a", "date": "2021-05-03T10:25:00"},
    {"id": "c", "author": None, "text": "x" * 2000, "parent": "b"},
    {"id": "d", "author": "Bob", "text": "Four.", "parent": "gone", "subject": "Re: \u2603\nTo: x"},
    {"id": "e", "author": "Bob", "text": "Five.", "parent": "b"},
]


def discussion_of(folder: Path, rows: list[dict[str, object]]) -> Discussion:
    page = folder / "page.jsonl"
    page.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return analyze(read([Source(page)]), shipped())


def mails_of(path: Path) -> list[mailbox.mboxMessage]:
    box = mailbox.mbox(path, create=False)
    mails = list(box)
    box.close()
    return mails


@pytest.fixture
def talk(tmp_path: Path) -> Discussion:
    return discussion_of(tmp_path, TALK)


def test_the_graph_of_authors_has_an_arrow_for_every_pair(talk: Discussion) -> None:
    for written, reader in ((report.graphml, nx.read_graphml), (report.gexf, nx.read_gexf)):
        graph = reader(io.BytesIO(written(report.author_graph(talk)).encode()))
        ann = re.sub("[\x00\x1b\ufffe]", "\ufffd", HOSTILE)
        assert {(node, data["comments"]) for node, data in graph.nodes(data=True)} == {
            (ann, 1),
            ("Bob", 3),
        }
        assert sorted(graph.edges) == [("Bob", ann), ("Bob", "Bob")]
        assert graph.edges["Bob", ann]["weight"] == 1


def test_the_graph_of_comments_is_the_tree(talk: Discussion) -> None:
    for written, reader in ((report.graphml, nx.read_graphml), (report.gexf, nx.read_gexf)):
        graph = reader(io.BytesIO(written(report.comment_graph(talk)).encode()))
        assert sorted(graph.nodes) == ["0", "1", "2", "3", "4"]
        assert sorted(graph.edges) == [("1", "0"), ("2", "1"), ("4", "1")]
        assert [graph.nodes[node]["orphan"] for node in "023"] == [False, False, True]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_name_makes_a_graph_that_can_be_read(name: str) -> None:
    people = pl.DataFrame({"id": [name], "label": [name]})
    ends = {"source": [name], "target": [name], "weight": [1.0]}
    graph = report.Graph(people, pl.DataFrame(ends))
    assert len(nx.read_graphml(io.BytesIO(report.graphml(graph).encode())).edges) == 1
    assert len(nx.read_gexf(io.BytesIO(report.gexf(graph).encode())).edges) == 1


def test_a_mailbox_holds_every_comment_below_the_one_it_answers(
    talk: Discussion, tmp_path: Path
) -> None:
    path = tmp_path / "page.mbox"
    path.write_text(report.mbox(talk), newline="")
    mails = mails_of(path)
    assert [mail["Message-ID"] for mail in mails] == [
        f"<{at}@threadscope.invalid>" for at in range(5)
    ]
    assert [mail["In-Reply-To"] for mail in mails] == [
        None,
        "<0@threadscope.invalid>",
        "<1@threadscope.invalid>",
        "<missing-3@threadscope.invalid>",
        "<1@threadscope.invalid>",
    ]
    assert mails[2]["References"].split() == ["<0@threadscope.invalid>", "<1@threadscope.invalid>"]
    assert mails[0].get_payload(decode=True) == b"One.\n>From here on\n>>From there\n"
    assert mails[2].get_payload(decode=True) == b"x" * 2000
    assert mails[1]["Date"] == "Mon, 03 May 2021 10:25:00 +0000"
    assert mails[3]["To"] is None


def test_a_thread_without_end_names_its_nearest_ancestors(tmp_path: Path) -> None:
    rows = [{"id": at, "author": "a", "text": "x", "parent": at - 1 or None} for at in range(1, 99)]
    path = tmp_path / "page.mbox"
    path.write_text(report.mbox(discussion_of(tmp_path, rows)))
    last = mails_of(path)[-1]
    assert last["References"].split()[-1] == last["In-Reply-To"] == "<96@threadscope.invalid>"
    assert len(last["References"].split()) == 20


def test_a_corpus_has_a_conversation_for_every_thread_and_strangers_of_their_own(
    talk: Discussion,
) -> None:
    files = report.convokit(talk)
    said = [json.loads(line) for line in files["utterances.jsonl"].splitlines()]
    assert [(row["id"], row["conversation_id"], row["reply-to"]) for row in said] == [
        ("0", "0", None),
        ("1", "0", "0"),
        ("2", "0", "1"),
        ("3", "3", None),
        ("4", "0", "1"),
    ]
    assert {row["speaker"] for row in said} == json.loads(files["speakers.json"]).keys()
    assert said[2]["speaker"] == "unknown author of comment 2"
    assert [row["meta"]["unattributed"] for row in said] == [False, False, True, False, False]
    assert said[1]["timestamp"] == 1620037500
    assert list(json.loads(files["conversations.json"])) == ["0", "3"]
    index = json.loads(files["index.json"])
    assert index["utterances-index"].keys() == said[0]["meta"].keys()


@given(
    st.lists(st.tuples(st.sampled_from(["Ann", "Bob", None]), st.integers(0, 9)), min_size=1),
    st.sampled_from(["convokit", "mbox"]),
)
def test_what_goes_out_comes_back_with_every_parent(
    said: list[tuple[str | None, int]], form: str
) -> None:
    rows: list[dict[str, object]] = [
        {"id": at, "author": author, "text": f"text {at}", "parent": back % at if at else None}
        for at, (author, back) in enumerate(said)
    ]
    with tempfile.TemporaryDirectory() as folder:
        ours = discussion_of(Path(folder), rows)
        out = Path(folder, "out")
        if form == "mbox":
            out.write_text(report.mbox(ours), newline="")
        else:
            out.mkdir()
            for name, text in report.convokit(ours).items():
                (out / name).write_text(text)
        back = analyze(read(find([str(out)])[0]), shipped()).threads
    assert back["body"].to_list() == ours.threads["body"].to_list()
    assert back["parent"].to_list() == ours.threads["parent"].to_list()
    if form == "convokit":
        assert back["author"].to_list() == ours.threads["author"].to_list()


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text("Ann's picture\none\n\nBob's picture\n@Ann two\n")
    return str(path)


@pytest.mark.parametrize("form", ["graphml", "gexf", "mbox"])
def test_an_export_is_one_file_by_its_ending_or_by_name(
    form: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", page, "-q", "-o", str(tmp_path / f"out.{form}")]) == Exit.DONE
    assert run(["export", page, "-q", "--to", form]) == Exit.DONE
    assert capsys.readouterr().out == (tmp_path / f"out.{form}").read_text()


def test_a_corpus_replaces_a_corpus_and_nothing_else(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "corpus"
    write = ["export", page, "-q", "--to", "convokit", "-o", str(out)]
    assert run(write) == Exit.DONE
    assert run(write) == Exit.CANNOT_CREATE
    assert "exists already" in capsys.readouterr().err
    (out / "speakers.json").write_text("old")
    assert run([*write, "--force"]) == Exit.DONE
    assert (out / "speakers.json").read_text() != "old"
    (out / "utterances.jsonl").unlink()
    assert run([*write, "--force"]) == Exit.CANNOT_CREATE
    assert "holds other files" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "page.txt"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [(["--to", "convokit"], "is a folder"), ([], "needs a format"), (["-o", "x.zip"], "needs a")],
)
def test_an_export_that_cannot_be_says_what_to_ask_for(
    asked: list[str], said: str, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", page, *asked]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_a_corpus_that_cannot_be_written_leaves_the_old_one(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corpus"
    write = ["export", page, "-q", "--to", "convokit", "-o", str(out), "--force"]
    run(write)
    (out / "speakers.json").write_text("old")
    renamed = os.rename

    def fail(old: str, new: str, **folders: int) -> None:
        if old.endswith(atomic.ENDING):
            raise OSError(28, "No space left on device")
        renamed(old, new, **folders)

    monkeypatch.setattr(os, "rename", fail)
    assert run(write) == Exit.CANNOT_WRITE
    assert (out / "speakers.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "page.txt"]
