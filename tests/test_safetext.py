"""What `show` promises about text that strangers wrote."""

import json
import re
import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.safetext import UNSAFE_IN_JSON, json_escapes, show, show_line

INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
HARMLESS = frozenset("\t\n\u00ad\u200c\u200d")

any_text = st.text(st.characters())
hostile_text = st.text(st.sampled_from("ab \t\n\r\x00\x1b\x7f\x9b\u200d\u202e\u2028\u0301\ud800é"))


def forbidden(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in INVISIBLE and c not in HARMLESS]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        pytest.param("plain words", "plain words", id="plain words stay"),
        pytest.param("a\tb\nc", "a\tb\nc", id="tabs and line feeds stay"),
        pytest.param("", "", id="nothing stays nothing"),
        pytest.param("\x1b[31mred", "␛[31mred", id="an escape is a picture"),
        pytest.param(
            "\x1b]52;c;eA==\x07", "␛]52;c;eA==␇", id="a clipboard sequence is spelled out"
        ),
        pytest.param("a\x00b\x7f", "a␀b␡", id="NUL and DEL are pictures"),
        pytest.param("over\rwritten", "over␍written", id="a lone carriage return is a picture"),
        pytest.param("\x9b2J", "<U+009B>2J", id="an eight-bit control is named"),
        pytest.param("a\u202eb", "a<U+202E>b", id="a turn of direction is named"),
        pytest.param("an\u200bn", "an<U+200B>n", id="a zero-width space is named"),
        pytest.param("\ufeffx", "<U+FEFF>x", id="a byte order mark inside text is named"),
        pytest.param("a\u2028b", "a<U+2028>b", id="a line separator is named"),
        pytest.param("\U000e0041", "<U+E0041>", id="a tag character is named"),
        pytest.param("x\ud800y", "x<U+D800>y", id="half a character is named"),
        pytest.param("Zoë 日本 🧵", "Zoë 日本 🧵", id="letters of the world stay"),
        pytest.param("👩\u200d🚀", "👩\u200d🚀", id="a joined emoji stays joined"),
    ],
)
def test_text_is_shown_as(raw: str, shown: str) -> None:
    assert show(raw) == shown


def test_no_more_than_eight_marks_stand_on_a_letter() -> None:
    assert show("z" + "\u0301" * 50 + "a") == "z" + "\u0301" * 8 + "a"


def test_every_group_of_marks_is_counted_for_itself() -> None:
    accented = "a\u0301\u0301e\u0301"
    assert show(accented * 30) == accented * 30


def test_a_flood_of_joiners_is_cut_too() -> None:
    assert show("é" + "\u200d\ufe0f" * 400).count("\u200d") == 4


@given(any_text | hostile_text)
def test_nothing_invisible_is_left(text: str) -> None:
    assert not forbidden(show(text))


@given(any_text | hostile_text)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert show(show(text)) == show(text)


@given(any_text | hostile_text)
def test_what_is_shown_can_be_encoded(text: str) -> None:
    assert show(text).encode().decode() == show(text)


@given(any_text | hostile_text)
def test_one_line_stays_one_line(text: str) -> None:
    line = show_line(text)
    assert len(line.splitlines()) <= 1
    assert "\t" not in line


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_printable_ascii_is_shown_as_it_is(text: str) -> None:
    assert show(text) == text


def test_every_invisible_character_has_an_escape_for_json() -> None:
    covered = json_escapes().keys()
    chars = (chr(code) for code in range(0x20, sys.maxunicode + 1))
    invisible = {c for c in chars if unicodedata.category(c) in INVISIBLE - {"Cs"}}
    assert not invisible - covered


def test_escapes_for_json_read_back_as_what_they_stand_for() -> None:
    for char, escape in json_escapes().items():
        assert escape.isascii()
        assert json.loads(f'"{escape}"') == char


def test_python_and_polars_find_the_same_unsafe_characters() -> None:
    chars = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
    chars += ["\ufeff", "\U000110bd", "\U0001d173", "\U000e0001", "\U000e007f", "\U0001f9f5"]
    found = pl.Series(chars).str.contains(UNSAFE_IN_JSON).to_list()
    assert found == [bool(re.search(UNSAFE_IN_JSON, char)) for char in chars]
    assert found == [char in json_escapes() for char in chars]
