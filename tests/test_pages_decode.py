"""Bytes to text, with nothing guessed in silence."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.errors import Severity, UsageError
from threadscope.pages.decode import decode, looks_binary

PROSE = (
    "Größe zählt nicht, meinte Zoë \N{EN DASH} „wirklich“, und ging über die Brücke zurück.\n" * 3
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def only_text(data: bytes, encoding: str | None = None) -> str:
    text, notes = decode(data, "page", encoding)
    assert notes == []
    return text


@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
def test_a_byte_order_mark_decides_and_is_taken_off(encoding: str) -> None:
    assert only_text("\ufeffZoë 🧵\n".encode(encoding)) == "Zoë 🧵\n"


@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
@pytest.mark.parametrize("named", ["cp1252", "utf-16", "utf-8"])
def test_a_byte_order_mark_is_believed_over_the_encoding_named(encoding: str, named: str) -> None:
    assert only_text("\ufeffZoë".encode(encoding), named) == "Zoë"


@pytest.mark.parametrize("encoding", ["utf-8", "koi8-r", "shift_jis", "utf-16-be"])
def test_the_encoding_named_is_used_without_a_note(encoding: str) -> None:
    assert only_text("Жук".encode(encoding), encoding) == "Жук"


@pytest.mark.parametrize(
    ("encoding", "bad", "text"),
    [
        pytest.param("ascii", b"caf\xc3\xa9", "caf\ufffd\ufffd", id="plain ASCII"),
        pytest.param("utf-8", b"caf\xe9 bar", "caf\ufffd bar", id="UTF-8"),
        pytest.param("utf-16-le", b"a\0b", "a\ufffd", id="half a wide character"),
    ],
)
def test_bytes_the_encoding_named_does_not_know_are_damage(
    encoding: str, bad: bytes, text: str
) -> None:
    decoded, (note,) = decode(bad, "page", encoding)
    assert decoded == text
    assert note.severity is Severity.DAMAGE
    assert encoding in note.text


@pytest.mark.parametrize(
    "name",
    ["klingon", "base64", "rot13", "idna", "punycode", "unicode_escape", "utf-7", "a\0b", "ü"],
)
@pytest.mark.parametrize("data", [b"words", b"\xff+2AA-"], ids=["ascii", "bytes"])
def test_a_name_that_is_no_encoding_of_text_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        decode(data, "page", name)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
def test_western_text_that_is_not_utf8_is_read_and_noted(encoding: str) -> None:
    page = "Größe zählt nicht, meinte Zoë, und ging über die Brücke zurück.\n" * 3
    text, (note,) = decode(page.encode(encoding), "page")
    assert text == page
    assert note.severity is Severity.INFO
    assert "not UTF-8 from byte 2" in note.text


def test_windows_quotes_and_dashes_are_read_as_cp1252() -> None:
    text, (note,) = decode(PROSE.encode("cp1252"), "page")
    assert text == PROSE
    assert "read as cp1252" in note.text


def test_a_page_of_one_accent_is_read_as_cp1252() -> None:
    text, (note,) = decode(b"Zo\xeb's picture\n", "page")
    assert text == "Zoë's picture\n"
    assert note.severity is Severity.INFO


@pytest.mark.parametrize(
    ("data", "text", "offset"),
    [
        pytest.param("é è ".encode() + b"\xff.", "é è \ufffd.", 6, id="a byte that never occurs"),
        pytest.param("naïve".encode() + b" \xe9t", "naïve \ufffdt", 7, id="as many good as bad"),
        pytest.param("dû, déjà".encode()[:-1], "dû, déj\ufffd", 9, id="a character cut at the end"),
    ],
)
def test_damaged_utf8_keeps_a_mark_where_bytes_were_bad(
    data: bytes, text: str, offset: int
) -> None:
    decoded, (note,) = decode(data, "page")
    assert decoded == text
    assert note.severity is Severity.DAMAGE
    assert f"first at byte {offset}" in note.text


def test_a_replacement_character_that_stood_there_is_no_damage() -> None:
    assert only_text("lost \ufffd before".encode()) == "lost \ufffd before"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_recognised_and_noted(encoding: str) -> None:
    page = "alice's picture\nNothing to add here.\n" * 4
    text, (note,) = decode(page.encode(encoding), "page")
    assert text == page
    assert encoding in note.text.lower()


def test_text_with_nul_bytes_is_kept_whole_with_a_note() -> None:
    text, (note,) = decode(b"one\0two\n", "page")
    assert text == "one\0two\n"
    assert note.severity is Severity.INFO


def test_binary_bytes_read_as_text_are_damage() -> None:
    text, (note,) = decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8\xfe", "page")
    assert "\ufffd" in text
    assert note.severity is Severity.DAMAGE


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE])
def test_nul_bytes_of_a_marked_wide_text_are_not_binary(mark: bytes) -> None:
    assert not looks_binary(mark + b"a\0\0\0")
    assert looks_binary(b"a\0\0\0")


def test_only_carriage_returns_and_line_feeds_end_a_line() -> None:
    text = "a\r\nb\rc\n\rd\x85e\u2028f\x0bg\x0ch"
    assert only_text(text.encode()) == "a\nb\nc\n\nd\x85e\u2028f\x0bg\x0ch"


@given(
    st.binary()
    | st.text(alphabet="aé\r\n\0\ufeff").map(lambda text: text.encode("cp1252", "replace"))
)
def test_any_bytes_become_text_without_carriage_returns(data: bytes) -> None:
    text, notes = decode(data, "page")
    assert "\r" not in text
    text.encode()
    assert len(notes) <= 1


@given(st.binary(max_size=40), st.sampled_from(["utf-8", "cp1252", "gb18030", "euc_jp", *WIDE]))
def test_any_bytes_can_be_read_in_any_encoding_named(data: bytes, encoding: str) -> None:
    text, _ = decode(data, "page", encoding)
    assert "\r" not in text
    text.encode()


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.sampled_from(["utf-8", *WIDE]),
)
def test_line_ends_do_not_change_what_is_read(text: str, encoding: str) -> None:
    unix = "\ufeff" + text.replace("\r", "")
    dos = unix.replace("\n", "\r\n")
    assert only_text(dos.encode(encoding)) == only_text(unix.encode(encoding)) == unix[1:]
