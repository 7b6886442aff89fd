"""WARC and WET archives: pages by their addresses, and every byte that is none accounted for."""

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from threadscope import pages
from threadscope.errors import DataError, Severity, ThreadscopeError
from threadscope.pages import Batch, Source, records, warc
from threadscope.pages.door import File, Item
from threadscope.pages.items import BadItem, FileItem
from threadscope.pages.stream import Stream

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=cp1252\r\n\r\n<p>Gr\xfc\xdfe"


def record(kind: str, address: str | None, body: bytes, content: str = "application/http") -> bytes:
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"Content-Type: {content}"]
    lines += [f"WARC-Target-URI: {address}"] if address else []
    head = "".join(f"{line}\r\n" for line in [*lines, f"Content-Length: {len(body)}", ""])
    return head.encode() + body + b"\r\n\r\n"


def http(kind: str, body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    head = "".join(
        f"{line}\r\n" for line in [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields]
    )
    return head.encode() + b"\r\n" + body


def items(data: bytes) -> list[Item]:
    return list(warc.DOOR.read([data], File("a.warc")))


def batch_of(path: Path, data: bytes, **options: str) -> Batch:
    path.write_bytes(data)
    (batch,) = pages.read([Source(path)], **options)
    return batch


CRAWL = (
    record("warcinfo", None, b"software: none\r\n", "application/warc-fields")
    + record("request", "http://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n")
    + record("response", "http://a.example/1", HTML)
    + record("response", "http://a.example/p.png", http("image/png", b"\x89PNG"))
    + record("response", "http://a.example/2", http("text/html", b"<p>moved", status="302 Found"))
    + record("conversion", "http://a.example/3", "Grüße\nbob's picture".encode(), "text/plain")
)


def test_pages_come_by_their_addresses_and_other_records_are_counted(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "crawl", CRAWL)
    assert batch.pages.rows() == [
        ("http://a.example/1", "Grüße\n"),
        ("http://a.example/3", "Grüße\nbob's picture"),
    ]
    (note,) = batch.notes
    assert note.severity is Severity.INFO
    assert "records without a page: 4" in note.text


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_packed_record_by_record_or_as_a_whole_it_reads_the_same(
    tmp_path: Path, pack: object
) -> None:
    assert callable(pack)
    plain = batch_of(tmp_path / "plain", CRAWL).pages
    pieces = CRAWL.replace(b"\r\n\r\nWARC/", b"\r\n\r\n\0WARC/").split(b"\0WARC/")
    members = [pack(piece if not at else b"WARC/" + piece) for at, piece in enumerate(pieces)]
    assert len(members) == 6
    assert batch_of(tmp_path / "members", b"".join(members)).pages.equals(plain)
    assert batch_of(tmp_path / "whole", pack(CRAWL)).pages.equals(plain)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param(gzip.compress(b"<p>x"), ["Content-Encoding: gzip"], id="gzip"),
        pytest.param(
            b"3\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"], id="chunked"
        ),
        pytest.param(b"<p>x", ["Transfer-Encoding: chunked"], id="said to be chunked"),
        pytest.param(b"<p>x", ["Content-Encoding: gzip"], id="said to be gzip"),
        pytest.param(b"<p>x", ["Content-Encoding: identity"], id="as it is"),
        pytest.param(zstd.compress(b"<p>x"), ["Content-Encoding: zstd"], id="Zstandard"),
    ],
)
def test_what_was_packed_for_the_way_is_unpacked(body: bytes, fields: list[str]) -> None:
    (item,) = items(record("response", "http://a.example", http("text/html", body, *fields)))
    assert isinstance(item, FileItem)
    assert item.data == b"<p>x"
    assert item.kind == "html"


def test_a_damaged_answer_is_left_out_with_its_place() -> None:
    packed = gzip.compress(b"<p>x" * 999)
    bad = http("text/html", packed[:20] + b"\xff\xff\xff" + packed[23:], "Content-Encoding: gzip")
    first, second = items(
        record("response", "http://a", bad) + record("response", "http://b", HTML)
    )
    assert isinstance(first, BadItem)
    assert "at byte 0" in first.why
    assert isinstance(second, FileItem)


def test_pages_of_one_address_get_names_of_their_own(tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "twice", record("response", "<http://a>", HTML) * 2)
    assert batch.pages["page"].to_list() == ["http://a", "http://a#2"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(record("response", None, HTML), "has no address (at byte 0)", id="address"),
        pytest.param(
            record("response", "http://a", HTML).replace(b"Length: ", b"Length: -"),
            "says no length (at byte 0)",
            id="length",
        ),
        pytest.param(b"WARC/1.0\r\n" + b"a: b\r\n" * 999, "has a header without end", id="header"),
        pytest.param(b"hello", "is no record: 5 bytes at byte 0", id="something else"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, data: bytes, why: str
) -> None:
    batch = batch_of(tmp_path / "bad", data, kind="warc")
    assert batch.pages.is_empty()
    assert why in batch.notes[0].text
    assert any(note.severity is Severity.UNREAD for note in batch.notes)


def test_what_stands_between_records_is_named_and_the_rest_goes_on() -> None:
    one = record("response", "http://a", HTML)
    first, gap, second = items(one + b"dust\r\n" + one)
    assert isinstance(first, FileItem)
    assert isinstance(gap, BadItem)
    assert gap.why == f"is no record: 6 bytes at byte {len(one)}"
    assert isinstance(second, FileItem)


def read_as_far_as_it_goes(data: bytes) -> tuple[list[records.Record | records.Gap], str]:
    found: list[records.Record | records.Gap] = []
    try:
        found.extend(records.records(Stream([data])))
    except DataError as error:
        return found, str(error)
    return found, ""


def test_an_archive_that_is_cut_anywhere_says_so() -> None:
    whole, _ = read_as_far_as_it_goes(CRAWL)
    starts = [each.place for each in whole if isinstance(each, records.Record)]
    between = {start - back for start in [*starts, len(CRAWL)] for back in range(5)}
    for size in set(range(1, len(CRAWL))) - between:
        found, error = read_as_far_as_it_goes(CRAWL[:size])
        assert "cut inside" in error or isinstance(found[-1], records.Gap)


def test_a_cut_archive_keeps_what_was_read_and_names_the_byte(tmp_path: Path) -> None:
    one = gzip.compress(record("response", "http://a", HTML))
    batch = batch_of(tmp_path / "cut.warc.gz", one + one[:-20])
    assert batch.pages["page"].to_list() == ["http://a"]
    (note,) = batch.notes
    assert note.severity is Severity.UNREAD
    assert note.text.startswith(f"cut at byte {2 * len(one) - 20} ")


def test_a_flipped_bit_leaves_out_its_record_and_keeps_those_before(tmp_path: Path) -> None:
    one = gzip.compress(record("response", "http://a", HTML * 50))
    two = bytearray(gzip.compress(record("response", "http://b", HTML * 50)))
    two[-6] ^= 1
    batch = batch_of(tmp_path / "flipped.warc.gz", one + bytes(two))
    assert batch.pages["page"].to_list() == ["http://a"]
    (note,) = batch.notes
    assert note.severity is Severity.UNREAD
    assert "corrupt near byte" in note.text


def test_a_record_larger_than_what_is_kept_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST", 100)
    monkeypatch.setattr(warc, "MOST", 100)
    big = record("conversion", "http://a", b"x" * 101, "text/plain")
    first, second = items(big + record("conversion", "http://b", b"x" * 100, "text/plain"))
    assert isinstance(first, BadItem)
    assert "(at byte 0)" in first.why
    assert isinstance(second, FileItem)


DUST = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"\r\n", b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: 9\r\n", b"\0", b":", b"HTTP/1.1"]
    ),
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(CRAWL)), st.integers(0, 30), DUST), max_size=5))
def test_any_bytes_become_items_or_an_error_that_says_why(
    edits: list[tuple[int, int, bytes]],
) -> None:
    data = CRAWL
    for place, size, dust in edits:
        data = data[:place] + dust + data[place + size :]
    try:
        found = items(data)
    except ThreadscopeError:
        return
    assert found or not data.strip()


@given(st.lists(st.binary(max_size=9)), st.lists(st.integers(0, 12)))
def test_a_stream_gives_all_bytes_of_its_chunks_in_order(
    chunks: list[bytes], sizes: list[int]
) -> None:
    stream = Stream(chunks)
    whole = b"".join(chunks)
    taken = b"".join(stream.take(size) for size in sizes)
    assert taken == whole[: sum(sizes)]
    assert stream.place == len(taken)
    assert taken + stream.take(len(whole) + 1) == whole
