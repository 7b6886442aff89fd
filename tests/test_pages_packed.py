"""Packed pages: all of what is good is read, the rest is named."""

import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.errors import CutError, DataError, Note, Severity
from threadscope.pages import Source, read
from threadscope.pages.unpack import unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[bytes], bytes]
PAGE = "".join(f"line {n} has {n * n} in it\n" for n in range(20_000)).encode()
BOTH = pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])


def read_bytes(path: Path, data: bytes, limit: int = 1 << 30) -> tuple[str | None, list[Note]]:
    """Write bytes to a file and give the page that comes out, if one does."""
    path.write_bytes(data)
    (batch,) = read([Source(path)], limit=limit)
    return next(iter(batch.pages["text"]), None), list(batch.notes)


def unpacked(path: Path, data: bytes, limit: int = 1 << 30) -> tuple[bytes, str, list[Note]]:
    """Give the bytes that come out before an error, its message, and the notes."""
    path.write_bytes(data)
    notes: list[Note] = []
    pieces: list[bytes] = []
    with path.open("rb") as stream:
        try:
            pieces.extend(unpack(stream, "page", notes, limit))
        except DataError as error:
            return b"".join(pieces), str(error), notes
    return b"".join(pieces), "", notes


@BOTH
@pytest.mark.parametrize("name", ["page.txt", "page.gz", "page.zst", "page"])
def test_a_packed_page_is_known_by_its_bytes_not_its_name(
    tmp_path: Path, pack: Pack, name: str
) -> None:
    assert read_bytes(tmp_path / name, pack(PAGE)) == (PAGE.decode(), [])


@pytest.mark.parametrize("name", ["page.gz", "page.zst"])
def test_a_plain_page_with_a_packed_name_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    assert read_bytes(tmp_path / name, b"plain\n") == ("plain\n", [])


@BOTH
def test_all_members_are_read(tmp_path: Path, pack: Pack) -> None:
    three = pack(b"one\n") + pack(b"") + pack(b"three\n")
    assert read_bytes(tmp_path / "page", three) == ("one\nthree\n", [])


@BOTH
def test_an_empty_member_is_an_empty_page(tmp_path: Path, pack: Pack) -> None:
    assert read_bytes(tmp_path / "page", pack(b"")) == ("", [])


@BOTH
def test_a_packed_stdin_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Pack
) -> None:
    path = tmp_path / "page"
    path.write_bytes(pack(b"piped\n"))
    with path.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        (batch,) = read([Source(None)])
    assert batch.pages.rows() == [("-", "piped\n")]


def test_a_truncated_gzip_keeps_what_was_read(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    text, (note,) = read_bytes(tmp_path / "page.gz", packed[: len(packed) // 2])
    assert text
    assert PAGE.decode().startswith(text)
    assert note.severity is Severity.UNREAD
    assert "cut at byte" in note.text


def test_a_gzip_without_its_trailer_keeps_the_whole_page(tmp_path: Path) -> None:
    text, (note,) = read_bytes(tmp_path / "page.gz", gzip.compress(PAGE)[:-8])
    assert text == PAGE.decode()
    assert "cut at byte" in note.text


@BOTH
def test_a_second_member_cut_short_leaves_the_first_one_whole(tmp_path: Path, pack: Pack) -> None:
    text, (note,) = read_bytes(tmp_path / "page", pack(b"first\n") + pack(PAGE)[:20])
    assert text is not None
    assert text.startswith("first\n")
    assert (note.severity, "cut at byte" in note.text) == (Severity.UNREAD, True)


@BOTH
def test_a_file_cut_in_its_header_gives_no_page(tmp_path: Path, pack: Pack) -> None:
    text, (note,) = read_bytes(tmp_path / "page", pack(PAGE)[:4])
    assert text is None
    assert note.severity is Severity.UNREAD


def checked_zstd(data: bytes) -> bytes:
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


@pytest.mark.parametrize("pack", [gzip.compress, checked_zstd], ids=["gzip", "zstd"])
def test_a_flipped_byte_under_a_checksum_is_never_read_in_silence(
    tmp_path: Path, pack: Pack
) -> None:
    packed = bytearray(pack(PAGE))
    packed[len(packed) // 2] ^= 0xFF
    text, (note,) = read_bytes(tmp_path / "page", bytes(packed))
    assert text is None
    assert (note.severity, "left out" in note.text) == (Severity.UNREAD, True)


def test_a_wrong_checksum_makes_the_page_untrusted(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"words\n"))
    packed[-6] ^= 1
    text, (note,) = read_bytes(tmp_path / "page.gz", bytes(packed))
    assert text is None
    assert "corrupt near byte" in note.text


@BOTH
def test_garbage_behind_the_end_is_left_out_with_a_note(tmp_path: Path, pack: Pack) -> None:
    text, (note,) = read_bytes(tmp_path / "page", pack(b"words\n") + b"GARBAGE GARBAGE")
    assert text == "words\n"
    assert note.severity is Severity.DAMAGE


def test_zeros_behind_a_gzip_are_padding(tmp_path: Path) -> None:
    padded = gzip.compress(b"words\n") + bytes(512)
    assert read_bytes(tmp_path / "page.gz", padded) == ("words\n", [])


def test_only_one_layer_is_opened(tmp_path: Path) -> None:
    inner = gzip.compress(b"words\n")
    assert unpacked(tmp_path / "page", gzip.compress(inner)) == (inner, "", [])


@BOTH
def test_a_bomb_stops_at_the_limit(tmp_path: Path, pack: Pack) -> None:
    data, why, _ = unpacked(tmp_path / "bomb", pack(bytes(8 << 20)), limit=100_000)
    assert data == bytes(100_000)
    assert "stops at 100000 bytes" in why


@BOTH
def test_a_bomb_is_known_by_its_ratio_long_before_the_limit(tmp_path: Path, pack: Pack) -> None:
    size = 80 << 20
    data, why, _ = unpacked(tmp_path / "bomb", pack(bytes(size)))
    assert len(data) < size
    assert "times its packed size" in why


def test_honest_repetition_is_no_bomb(tmp_path: Path) -> None:
    page = b"the same line again and again\n" * 60_000
    data, why, _ = unpacked(tmp_path / "page", gzip.compress(page))
    assert (len(data), why) == (len(page), "")


@pytest.mark.parametrize("limit", [0, 1, 9, 10])
def test_a_plain_file_is_cut_exactly_at_the_limit(tmp_path: Path, limit: int) -> None:
    data, why, _ = unpacked(tmp_path / "page", b"0123456789", limit)
    assert data == b"0123456789"[:limit]
    assert bool(why) == (limit < 10)


def test_what_stood_before_the_limit_is_a_page(tmp_path: Path) -> None:
    text, (note,) = read_bytes(tmp_path / "page", b"0123456789", limit=4)
    assert text == "0123"
    assert note.severity is Severity.UNREAD


def test_a_cut_is_a_kind_of_bad_data() -> None:
    assert issubclass(CutError, DataError)


@given(st.binary(max_size=2000), st.sampled_from([gzip.compress, zstd.compress]))
def test_packing_does_not_change_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, pack: Pack
) -> None:
    path = tmp_path_factory.getbasetemp() / "packed"
    assert unpacked(path, pack(data)) == (data, "", [])


@given(
    st.binary(max_size=60), st.sampled_from([b"\x1f\x8b", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd"])
)
def test_no_bytes_behind_a_magic_number_get_past_the_door(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "magic"
    text, notes = read_bytes(path, magic + data)
    assert text is not None or notes


def test_a_window_of_two_gigabytes_is_refused_in_words(tmp_path: Path) -> None:
    magic, windowed, two_gigabytes = b"\x28\xb5\x2f\xfd", b"\x00", bytes([(31 - 10) << 3])
    page = b"line\n"
    last_raw_block = (len(page) << 3 | 1).to_bytes(3, "little")
    text, notes = read_bytes(
        tmp_path / "page.zst", magic + windowed + two_gigabytes + last_raw_block + page
    )
    assert text is None
    assert "too much memory" in notes[0].text, notes
    small = bytes([(20 - 10) << 3])
    text, notes = read_bytes(
        tmp_path / "small.zst", magic + windowed + small + last_raw_block + page
    )
    assert (text, notes) == ("line\n", [])
