"""The YAML door: plain values with their places, and nothing that YAML can do besides."""

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope.errors import Problem, RulesError
from threadscope.rules.yamldoor import MAX_BYTES, Document, load

MERGE_BOMB = "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a, *a]}}\n" for n in range(9))
LIST_BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(9))
SIGNS = st.sampled_from(
    [*"ab: \n\t-[]{},&*!?|>'\"#%@\\~<=0\x00\x1b\u2028", "---\n", "...\n", "\\U"]
)


def value(text: str) -> object:
    return load(text.encode(), "pack.yaml").value


def refusals(data: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(RulesError) as caught:
        load(data.encode() if isinstance(data, str) else data, "pack.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("no", "no", id="Norway is a country"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("Yes", "Yes", id="yes is a word"),
        pytest.param("True", "True", id="a capital makes a word"),
        pytest.param("true", True, id="true"),
        pytest.param("false", False, id="false"),
        pytest.param("~", None, id="a tilde is nothing"),
        pytest.param("null", None, id="null is nothing"),
        pytest.param("", None, id="nothing is nothing"),
        pytest.param("12", 12, id="a whole number"),
        pytest.param("-3", -3, id="a negative number"),
        pytest.param("017", "017", id="no octal numbers"),
        pytest.param("0x1F", "0x1F", id="no hexadecimal numbers"),
        pytest.param("1:30", "1:30", id="no numbers to the base of sixty"),
        pytest.param("1_000", "1_000", id="no underscores in numbers"),
        pytest.param("1.5", "1.5", id="no broken numbers"),
        pytest.param("2024-13-45", "2024-13-45", id="no dates"),
        pytest.param("9" * 400, "9" * 400, id="no endless numbers"),
        pytest.param("=", "=", id="no sign for the value itself"),
        pytest.param("'12'", "12", id="quotes make a word"),
        pytest.param("|\n  two\n  lines", "two\nlines", id="a block of lines"),
        pytest.param("'^(?P<author>\\w+)$'", "^(?P<author>\\w+)$", id="a pattern"),
        pytest.param("Zoë 🧵", "Zoë 🧵", id="letters of the world"),
    ],
)
def test_a_value_is_read_as(written: str, read: object) -> None:
    assert value(f"key: {written}") == {"key": read}


@pytest.mark.parametrize("word", ["no", "on", "y", "off", "<<"])
def test_words_that_other_loaders_take_for_more_are_plain_keys(word: str) -> None:
    assert value(f"{word}: x") == {word: "x"}


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        pytest.param("a: &x 1\n", 1, 4, "aliases and anchors", id="an anchor"),
        pytest.param("a: 1\nb: *a\n", 2, 4, "aliases and anchors", id="an alias"),
        pytest.param("&a [*a]", 1, 1, "aliases and anchors", id="a list that holds itself"),
        pytest.param(MERGE_BOMB, 1, 4, "aliases and anchors", id="a bomb of merge keys"),
        pytest.param(LIST_BOMB, 1, 4, "aliases and anchors", id="a bomb of lists"),
        pytest.param("a: !!int 5\n", 1, 4, "tag", id="a tag"),
        pytest.param("a: !!python/object/apply:os.getcwd []", 1, 4, "tag", id="a tag that acts"),
        pytest.param("a: !own 5\n", 1, 4, "tag", id="a tag of one's own"),
        pytest.param("a: 1\n---\nb: 2\n", 2, 1, "second document", id="a second document"),
        pytest.param("a: 1\na: 2\n", 2, 1, "'a' stands twice", id="a key twice"),
        pytest.param("a: {b: 1, b: 2}", 1, 11, "'b' stands twice", id="a key twice inside"),
        pytest.param("1: x", 1, 1, "a key must be a word", id="a number as key"),
        pytest.param("true: x", 1, 1, "a key must be a word", id="a truth as key"),
        pytest.param("~: x", 1, 1, "a key must be a word", id="nothing as key"),
        pytest.param("? [a]\n: x", 1, 3, "a key must be a word", id="a list as key"),
        pytest.param("[" * 33, 1, 33, "nested more than 32", id="deep brackets"),
        pytest.param("- " * 33 + "a", 1, 65, "nested more than 32", id="deep dashes"),
        pytest.param("[" * 60_000, 1, 33, "nested more than 32", id="sixty thousand brackets"),
        pytest.param("a: [1, 2\nb: 3", 2, 2, "expected ',' or ']'", id="a list left open"),
        pytest.param("a: 'x", 1, 4, "opened and not closed", id="a quote left open"),
        pytest.param("a:\n\tb: 1", 2, 1, "a tab stands", id="a tab as indent"),
        pytest.param("a: b: c", 1, 5, "a colon and a space", id="a colon in a plain value"),
        pytest.param("a: x\nb: y\x00", 2, 5, "U+0000 cannot stand", id="NUL"),
        pytest.param("\n a: \x1b[0m", 2, 5, "U+001B cannot stand", id="a raw escape"),
        pytest.param('a: "\\e]0;x\\a"', 1, 4, "nobody can see", id="an escape spelled out"),
        pytest.param('a: "\\ud800"', 1, 4, "nobody can see", id="half a character"),
        pytest.param("a: x\u202ey", 1, 4, "a turn", id="a turn of direction"),
        pytest.param("z\u200b: x", 1, 1, "nobody can see", id="an invisible key"),
        pytest.param('a: "\\U00110000"', 1, 1, "no character", id="a character too far"),
        pytest.param('a: "\\UFFFFFFFF"', 1, 1, "no character", id="a character much too far"),
        pytest.param(f"%YAML {'9' * 5000}.1\n---\na", 1, 1, "number", id="an endless version"),
        pytest.param("", 1, 1, "is empty", id="nothing"),
        pytest.param("# only a comment\n", 1, 1, "is empty", id="only a comment"),
    ],
)
def test_more_of_yaml_than_rules_need_is_refused_at_its_place(
    text: str, line: int, column: int, what: str
) -> None:
    (problem,) = refusals(text)
    assert (problem.file, problem.line, problem.column) == ("pack.yaml", line, column)
    assert what.replace("a turn", "<U+202E>") in problem.what


def test_all_repeated_and_odd_keys_are_named_at_once() -> None:
    problems = refusals("a: 1\na: 2\n3: x\nb: {c: 1, c: 2}\n")
    assert [(problem.line, problem.column) for problem in problems] == [(2, 1), (3, 1), (4, 11)]


def test_a_file_that_is_too_big_is_refused_before_it_is_read() -> None:
    assert value("a: 1 #".ljust(MAX_BYTES, "x")) == {"a": 1}
    (problem,) = refusals("a: 1 #".ljust(MAX_BYTES + 1, "x"))
    assert f"longer than {MAX_BYTES} bytes" in problem.what


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        pytest.param(b"a: caf\xe9", 6, id="a western encoding"),
        pytest.param("a: 1".encode("utf-16"), 0, id="a wide encoding"),
    ],
)
def test_a_file_that_is_not_utf8_is_refused(data: bytes, offset: int) -> None:
    (problem,) = refusals(data)
    assert f"byte {offset} is not UTF-8" in problem.what


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter() -> None:
    unix = b"a: 1\nb:\n  - x\n  - y\n"
    dos = b"\xef\xbb\xbf" + unix.replace(b"\n", b"\r\n")
    assert load(dos, "f") == load(unix, "f")


def test_every_value_and_key_has_a_place() -> None:
    document = load(b"a: 1\nlist:\n  - x\n  - {k: v}\n", "f")
    assert document.value == {"a": 1, "list": ["x", {"k": "v"}]}
    assert document.places["list", 1, "k"] == (4, 9)
    assert document.places["list", 1, "k", ""] == (4, 6)


def test_a_problem_without_a_place_stands_at_its_nearest_parent() -> None:
    document = load(b"a:\n  b: 1\n", "f")
    assert str(document.problem(("a", "b", "c", 3), "is odd")) == "f:2:6: is odd"
    assert str(document.problem((), "is odd", "mend it")) == "f:1:1: is odd (mend it)"


def outcome(data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        return load(data, "f"), ()
    except RulesError as error:
        return None, error.problems


@given(st.text() | st.lists(SIGNS, max_size=30).map("".join))
def test_any_text_gives_a_document_or_problems_with_places(text: str) -> None:
    document, problems = outcome(text.encode("utf-8", "replace"))
    assert bool(document) != bool(problems)
    assert all(problem.line and problem.column for problem in problems)


@given(st.binary())
def test_any_bytes_give_a_document_or_problems(data: bytes) -> None:
    document, problems = outcome(data)
    assert bool(document) != bool(problems)


SHIPPED = sorted(Path(str(resources.files("threadscope.rules") / "packs")).rglob("*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_ships_is_the_same_read_fast_and_read_strictly(file: Path) -> None:
    data = file.read_bytes()
    assert load(data, file.name, checked=False) == load(data, file.name)
