"""Lines of JSON: pages, comments that are already cut, and lines that are neither."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope import pages
from threadscope.errors import Severity
from threadscope.pages import Batch, Source, reader
from threadscope.pages.door import File
from threadscope.pages.items import BadItem, CommentItem, PageItem
from threadscope.pages.jsonl import is_jsonl, lines, read

HERE = File("here.jsonl")
DEEP = b'{"id": ' + b"[" * 100_000


def batch_of(path: Path, data: bytes) -> Batch:
    path.write_bytes(data)
    (batch,) = pages.read([Source(path)])
    return batch


def rows_of(path: Path, *objects: dict[str, Any]) -> list[dict[str, Any]]:
    data = "".join(json.dumps(thing) + "\n" for thing in objects)
    return batch_of(path, data.encode()).cuts.rows(named=True)


def only(raw: bytes) -> PageItem | CommentItem | BadItem:
    (item,) = read([raw], HERE)
    return item


def comment(raw: bytes) -> dict[str, Any]:
    item = only(raw)
    assert isinstance(item, CommentItem)
    return item.row


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(b'{"text": "a"}\n', True, id="an object"),
        pytest.param(b'\xef\xbb\xbf\n \n{"text": "a"}\n', True, id="behind a mark and blank lines"),
        pytest.param(b"{}\n", True, id="an empty object"),
        pytest.param(b'{"text": "a", \n{"text": "b"}\n', True, id="a first line that is bad"),
        pytest.param(b'{"text": "a long line that goes on', True, id="a line longer than the head"),
        pytest.param(b'{\n  "text": "a"\n}\n', False, id="an object over several lines"),
        pytest.param(b"{curly} braces in prose\n", False, id="a brace in prose"),
        pytest.param(b'["a"]\n', False, id="a list"),
        pytest.param(b"bob's picture\n", False, id="a page"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_lines_of_json_are_known_by_their_start(head: bytes, *, expected: bool) -> None:
    assert is_jsonl(head) is expected


@given(st.binary(), st.integers(1, 7))
def test_lines_do_not_depend_on_how_the_bytes_arrive(data: bytes, size: int) -> None:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(lines(chunks)) == list(lines([data]))
    assert b"\n".join(lines(chunks)) == data.removesuffix(b"\n")


def test_an_object_with_text_alone_is_a_page(tmp_path: Path) -> None:
    data = b'{"text": "one"}\n{"text": "two", "url": "u"}\n{"text": "three", "title": "t"}\n'
    batch = batch_of(tmp_path / "p.jsonl", data)
    assert batch.pages.rows() == [(f"{tmp_path}/p.jsonl:1", "one"), ("u", "two"), ("t", "three")]
    assert batch.cuts.is_empty()


def test_pages_of_one_title_keep_names_of_their_own(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "p.jsonl", b'{"text": "one", "title": "t"}\n' * 3)
    assert batch.pages["page"].to_list() == ["t", "t#2", "t#3"]


def test_line_ends_inside_texts_become_line_feeds(tmp_path: Path) -> None:
    page = batch_of(tmp_path / "a", b'{"text": "a\\r\\nb\\rc"}\r\n').pages
    assert page["text"].to_list() == ["a\nb\nc"]
    (row,) = rows_of(tmp_path / "b", {"author": "x", "text": "a\r\nb\rc"})
    assert row["body"] == "a\nb\nc"


@pytest.mark.parametrize(
    ("key", "column"),
    [
        *((key, "author") for key in ("author", "speaker", "user")),
        *((key, "body") for key in ("text", "body")),
        *((key, "posted_text") for key in ("posted_at", "timestamp", "date")),
        *((key, "parent_id") for key in ("parent", "reply_to")),
        *((key, "page") for key in ("page", "thread", "conversation_id")),
        ("id", "source_id"),
        ("subject", "subject"),
    ],
)
def test_every_spelling_of_a_key_is_read(tmp_path: Path, key: str, column: str) -> None:
    (row,) = rows_of(tmp_path / "c.jsonl", {"author": None, key: "value"})
    assert row[column] == "value"


def test_numbers_are_taken_as_they_are_written(tmp_path: Path) -> None:
    first, second = rows_of(tmp_path / "c", {"id": 7, "body": 1.5}, {"id": 8, "parent": 7})
    assert (first["source_id"], first["body"], second["parent_id"]) == ("7", "1.5", "7")


def test_comments_keep_their_lines_and_the_file_is_their_page(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    batch = batch_of(path, b'\n{"id": 1, "body": "a"}\n\r\n{"id": 2, "page": "", "text": "b"}\n')
    rows = batch.cuts.select("page", "first_line", "last_line", "body").rows()
    assert rows == [(str(path), 2, 2, "a"), (str(path), 4, 4, "b")]


def test_a_page_of_the_same_name_in_another_file_is_another_page(tmp_path: Path) -> None:
    paths = [tmp_path / "1", tmp_path / "2"]
    for path in paths:
        path.write_text('{"id": 1, "page": "p"}\n{"id": 2, "page": "p"}\n')
    (batch,) = pages.read(map(Source, paths))
    assert batch.cuts["page"].to_list() == ["p", "p", "p#2", "p#2"]


@pytest.mark.parametrize(
    ("parent", "parent_id", "top_level"),
    [
        pytest.param({}, None, False, id="no key: unknown"),
        pytest.param({"parent": None}, None, True, id="null: top level"),
        pytest.param({"reply_to": ""}, None, True, id="empty: top level"),
        pytest.param({"parent": "a"}, "a", False, id="an id"),
        pytest.param({"parent": 0}, "0", False, id="the id nought"),
        pytest.param(
            {"parent": None, "reply_to": "a"}, "a", False, id="the spelling that says more"
        ),
        pytest.param({"parent": ["a"]}, None, False, id="a list says nothing"),
        pytest.param({"parent": {"id": 1}}, None, False, id="an object says nothing"),
        pytest.param({"parent": False}, None, False, id="false says nothing"),
    ],
)
def test_an_absent_parent_is_unknown_and_a_null_one_is_the_page(
    parent: dict[str, Any],
    parent_id: str | None,
    top_level: bool,  # noqa: FBT001
) -> None:
    row = comment(json.dumps({"id": "b", **parent}).encode())
    assert (row["parent_id"], row["top_level"]) == (parent_id, top_level)


def test_a_key_that_appears_late_is_kept(tmp_path: Path) -> None:
    early = [{"id": n, "body": "x"} for n in range(3000)]
    rows = rows_of(tmp_path / "c", *early, {"id": 3000, "parent": 7, "subject": "late"})
    assert (rows[-1]["parent_id"], rows[-1]["subject"]) == ("7", "late")
    assert rows[0]["parent_id"] is None


def test_values_that_are_no_text_are_unknown() -> None:
    row = comment(b'{"id": true, "author": {"name": "x"}, "text": ["a"], "date": null}')
    assert (row["author"], row["source_id"], row["posted_text"]) == (None, None, None)
    assert row["body"] == ""


def test_half_a_character_is_replaced_not_cut() -> None:
    row = comment(b'{"id": "a\\ud800b", "body": "x\\udfffy", "author": "\\ud83e\\uddf5"}')
    assert (row["source_id"], row["body"], row["author"]) == ("a\ufffdb", "x\ufffdy", "🧵")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"not json", "is not JSON: Expecting value at column 1", id="prose"),
        pytest.param(b'{"id": 1', "is not JSON", id="an object cut short"),
        pytest.param(b'{"id": 1} {"id": 2}', "Extra data at column 11", id="two objects"),
        pytest.param(b'{"id": NaN}', "NaN is not a number", id="not a number"),
        pytest.param(b'{"id": -Infinity}', "-Infinity is not a number", id="infinity"),
        pytest.param(b"[1]", "holds a list", id="a list"),
        pytest.param(b'"id"', "holds a str", id="a word"),
        pytest.param(b"7", "holds a int", id="a number"),
        pytest.param(b"null", "holds a NoneType", id="null"),
        pytest.param(b'{"likes": 3}', "neither a comment nor a page", id="other keys"),
        pytest.param(b"{}", "neither a comment nor a page", id="no keys"),
        pytest.param(DEEP, "nested too deeply", id="a hundred thousand brackets"),
        pytest.param(b'{"id": %s}' % (b"9" * 5000), "more digits", id="an endless number"),
        pytest.param(
            b'{"id": "a\x01b"}', "Invalid control character", id="a raw control character"
        ),
    ],
)
def test_a_bad_line_says_why(raw: bytes, why: str) -> None:
    item = only(raw)
    assert isinstance(item, BadItem)
    assert why in item.why


def test_bad_lines_are_named_by_number_and_the_good_ones_kept(tmp_path: Path) -> None:
    batch = batch_of(
        tmp_path / "c",
        b'{"id": 1, "body": "a"}\nbroken\n{"id": NaN}\n\n[]\n{"id": 2, "body": "b"}\n',
    )
    assert batch.cuts["source_id"].to_list() == ["1", "2"]
    assert [note.line for note in batch.notes] == [2, 3, 5]
    assert {note.severity for note in batch.notes} == {Severity.DAMAGE}


def test_of_many_bad_lines_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "c", b'{"id": 1, "body": "a"}\n' + b"broken\n" * 500)
    *named, total = batch.notes
    assert [note.line for note in named] == list(range(2, 22))
    assert "500 lines in all" in total.text


def test_damaged_utf8_is_kept_marked_and_noted_once(tmp_path: Path) -> None:
    data = b'{"id": 1, "body": "fine"}\n' + b'{"id": 2, "body": "caf\xe9"}\n' * 3
    batch = batch_of(tmp_path / "c", data)
    assert batch.cuts["body"].to_list() == ["fine", *["caf\ufffd"] * 3]
    (note,) = batch.notes
    assert (note.severity, note.line) == (Severity.DAMAGE, 2)
    assert note.text.startswith("3 lines")


def test_a_replacement_character_that_stood_there_is_no_damage(tmp_path: Path) -> None:
    data = '{"id": 1, "text": "lost \ufffd before"}\n{"id": 2, "text": "\\ufffd"}\n'
    assert batch_of(tmp_path / "c", data.encode()).notes == ()


def test_a_byte_order_mark_does_not_hide_the_first_comment(tmp_path: Path) -> None:
    batch = batch_of(
        tmp_path / "c", b'\xef\xbb\xbf{"id": 1, "body": "a"}\n{"id": 2, "body": "b"}\n'
    )
    assert batch.cuts["source_id"].to_list() == ["1", "2"]
    assert batch.notes == ()


def test_lines_before_a_cut_in_a_packed_file_are_kept(tmp_path: Path) -> None:
    whole = "".join(f'{{"id": {n}, "body": "{n * n}"}}\n' for n in range(5000)).encode()
    packed = gzip.compress(whole)
    batch = batch_of(tmp_path / "c.gz", packed[: len(packed) // 2])
    ids = batch.cuts["source_id"].to_list()
    assert ids
    assert ids[:-1] == [str(n) for n in range(len(ids) - 1)]
    assert Severity.UNREAD in {note.severity for note in batch.notes}


def test_comments_fill_a_batch_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BATCH_BYTES", 10)
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_text('{"id": 1, "body": "7 bytes"}\n')
    batches = list(pages.read(map(Source, paths)))
    assert [batch.cuts.height for batch in batches] == [2, 1]


def test_all_comments_of_a_page_are_in_one_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "BATCH_BYTES", 10)
    path = tmp_path / "c"
    path.write_text('{"id": 1, "page": "p", "body": "longer than a batch"}\n' * 5)
    batches = list(pages.read([Source(path)]))
    assert [batch.cuts.height for batch in batches if not batch.cuts.is_empty()] == [5]


@given(
    st.binary()
    | st.lists(st.sampled_from([b"{", b"}", b'"id"', b":", b"1", b"\n", b"\xff", b'""'])).map(
        b"".join
    )
)
def test_any_bytes_become_pages_comments_or_bad_lines(data: bytes) -> None:
    items = list(read([data], HERE))
    assert all(isinstance(item, PageItem | CommentItem | BadItem) for item in items)
    numbers = [item.place for item in items]
    assert numbers == sorted(set(numbers))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
json_keys = st.sampled_from(["id", "author", "text", "body", "page", "parent", "date", "url", "x"])


@given(st.lists(st.dictionaries(json_keys, json_values), max_size=4))
def test_any_objects_fit_the_tables(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, Any]]
) -> None:
    data = "".join(json.dumps(thing) + "\n" for thing in objects).encode()
    batch = batch_of(tmp_path_factory.getbasetemp() / "any.jsonl", data)
    noted = {note.line for note in batch.notes if note.text.endswith("(line left out)")}
    if is_jsonl(data):
        assert batch.pages.height + batch.cuts.height + len(noted) == len(objects)


def test_a_text_with_an_id_below_comments_is_a_comment_without_an_author() -> None:
    lines = b'{"id": 1, "author": "ann", "text": "a"}\n{"id": 2, "text": "b"}\n'
    kinds = [type(item) for item in read([lines], HERE)]
    assert kinds == [CommentItem, CommentItem]


def test_a_text_with_an_id_at_the_top_is_a_page() -> None:
    (item,) = read([b'{"id": 2, "text": "b"}\n'], HERE)
    assert isinstance(item, PageItem)


def test_comments_without_a_text_are_counted_once(tmp_path: Path) -> None:
    data = b'{"author": "ann", "content": "x"}\n{"author": "bob", "text": null}\n'
    batch = batch_of(tmp_path / "c", data)
    assert batch.cuts["body"].to_list() == ["", ""]
    (note,) = batch.notes
    assert (note.severity, note.line) == (Severity.INFO, 1)
    assert "without a text or body: 2" in note.text


def test_a_file_of_which_no_line_can_be_read_is_unread(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "c", b'{"a":\n1\n}\n')
    assert Severity.UNREAD in {note.severity for note in batch.notes}


def test_a_parent_that_was_a_guess_is_unknown_again(tmp_path: Path) -> None:
    data = b'{"id": 2, "author": "a", "text": "x", "parent": 1, "certain": false}\n'
    (row,) = batch_of(tmp_path / "c", data).cuts.rows(named=True)
    assert (row["parent_id"], row["top_level"]) == (None, False)
