import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import comments, discuss

from threadscope import pages
from threadscope.cli import run
from threadscope.cli.exits import Exit
from threadscope.corrections import (
    MISSING,
    PAGE,
    Answers,
    Correction,
    Key,
    correct,
    digest,
    dump,
    parse,
    resolve,
    without,
)
from threadscope.discussion import Discussion, analyze
from threadscope.errors import DataError, InputMissingError, Severity, UsageError
from threadscope.replies import answers
from threadscope.rules import pick
from threadscope.schema import CORRECTED

TEXT = "Ann's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n\nCarl's picture\n\n@Bob no\n"
ROWS: tuple[dict[str, Any], ...] = (
    {"author": "Ann", "body": "one"},
    {"author": None, "body": "two"},
    {"author": "Carl", "body": "three"},
)
KEYS = st.builds(
    Key,
    line=st.integers(1, 2**32 - 1),
    digest=st.text("0123456789abcdef", min_size=12, max_size=12),
    author=st.none() | st.text(st.characters(codec="utf-8")),
)
CORRECTIONS = st.lists(
    st.builds(
        Correction,
        page=st.sampled_from(["page", "other", "Zoë \u202e\x1b"]),
        comment=KEYS,
        answers=KEYS | st.sampled_from([PAGE, MISSING]),
    ),
    max_size=8,
)


def key(author: str | None, body: str, line: int) -> Key:
    return Key(line, digest(author, body), author)


def says(frame: pl.DataFrame, *corrections: Correction) -> list[tuple[Any, ...]]:
    """Give what corrections come to, if all of them are followed."""
    found, notes = resolve(frame, corrections)
    assert notes == ()
    assert found.schema == CORRECTED
    return found.rows()


def refused(frame: pl.DataFrame, *corrections: Correction) -> list[tuple[Severity, str]]:
    """Give why no correction is followed."""
    found, notes = resolve(frame, corrections)
    assert found.is_empty()
    return [(note.severity, note.text) for note in notes]


def written(**changes: Any) -> bytes:
    """Write a file of one entry, some of it changed."""
    entry: dict[str, Any] = {
        "comment": {"line": 3, "digest": "0123456789ab", "author": "ann"},
        "answers": "page",
    }
    top = {"schema": "threadscope.corrections/1", "corrections": [{**entry, **changes}]}
    return json.dumps(top).encode()


def test_a_digest_is_that_of_author_nul_and_body() -> None:
    assert digest("ann", "hi") == "289e86aa00d5"
    assert digest(None, "hi") == digest("", "hi") != digest("h", "i")


@given(CORRECTIONS)
def test_what_is_written_is_read_again(corrections: list[Correction]) -> None:
    data = dump(corrections, "page")
    again = parse(data, "file", "page")
    last = {(each.page, each.comment.line, each.comment.digest): each for each in corrections}
    assert set(again) == set(last.values())
    assert dump(again, "page") == data


@given(CORRECTIONS)
def test_the_order_in_which_corrections_come_does_not_show(corrections: list[Correction]) -> None:
    once = {(each.page, each.comment.line, each.comment.digest): each for each in corrections}
    each = list(once.values())
    assert dump(each, "page") == dump(each[::-1], "page")


def test_the_file_is_for_people_and_safe_to_look_at() -> None:
    data = dump([Correction("page", Key(64, "0" * 12, "Zoë\u202e\x1b"), PAGE)], "page")
    assert data.decode() == (
        '{\n "schema": "threadscope.corrections/1",\n "corrections": [\n  {\n   "comment": {\n'
        '    "line": 64,\n    "digest": "000000000000",\n'
        '    "author": "Zoë\\u202e\\u001b"\n   },\n   "answers": "page"\n  }\n ]\n}\n'
    )


def test_an_entry_without_a_page_is_of_the_page_that_the_file_belongs_to() -> None:
    assert [each.page for each in parse(written(), "file", "mine")] == ["mine"]
    assert [each.page for each in parse(written(page="its own"), "file", "mine")] == ["its own"]
    with pytest.raises(DataError, match=r"file: corrections\[0\]: does not say of which page"):
        parse(written(), "file", None)


COMMENT = {"line": 3, "digest": "0123456789ab", "author": "ann"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ":1:1: is not JSON"),
        (b'{"schema":\n ?}', ":2:2: is not JSON"),
        (b"\xff", "byte 0: is not UTF-8"),
        (b"[" * 100_000, "too deeply"),
        (b'{"schema": ' + b"1" * 5_000 + b"}", "a number too long"),
        (b'{"schema": "a", "schema": "a"}', "says 'schema' twice"),
        (b"[]", "no file of corrections"),
        (b'{"schema": "threadscope.stats/1"}', "no file of corrections"),
        (b'{"schema": "threadscope.corrections/2", "new": 1}', "take the threadscope that wrote"),
        (b'{"schema": "threadscope.corrections/1"}', "lacks 'corrections'"),
        (b'{"schema": "threadscope.corrections/1", "corrections": {}}', "is not a list"),
        (written(why="so"), r"corrections[0]: has the unknown key 'why'"),
        (written(page=None), "corrections[0].page: is not text"),
        (written(page="\ud800"), "corrections[0].page: is not text"),
        (written(comment=3), "corrections[0].comment: is not an object"),
        (written(comment={"line": 3}), "corrections[0].comment: lacks 'author'"),
        (written(comment={**COMMENT, "line": True}), "comment.line: is not the number"),
        (written(comment={**COMMENT, "line": 2**32}), "comment.line: is not the number"),
        (written(comment={**COMMENT, "digest": "0123456789AB"}), "12 hexadecimal digits"),
        (written(comment={**COMMENT, "author": "\udfff"}), "comment.author: is neither text"),
        (written(answers="nobody"), 'answers: is neither a comment nor "page" nor "missing"'),
        (written(answers={**COMMENT, "line": 0}), "answers.line: is not the number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_something_else_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(DataError) as refusal:
        parse(data, "file", "page")
    assert str(refusal.value).startswith("file:")
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(")")


def test_one_comment_cannot_be_corrected_twice_in_a_file() -> None:
    top = json.loads(written())
    top["corrections"] *= 2
    with pytest.raises(DataError, match=r"corrections\[1\]: is for the comment of corrections\[0"):
        parse(json.dumps(top).encode(), "file", "page")


@pytest.mark.parametrize(
    ("answers", "place"),
    [(key("Ann", "one", 1), (0, False)), (PAGE, (None, False)), (MISSING, (None, True))],
    ids=["a comment", "the page", "a missing one"],
)
def test_a_correction_finds_its_comments(answers: Answers, place: tuple[int | None, bool]) -> None:
    frame = comments(*ROWS)
    assert says(frame, Correction("page", key(None, "two", 2), answers)) == [(1, *place)]


def test_no_corrections_come_to_nothing() -> None:
    assert says(comments(*ROWS)) == []
    assert says(comments()) == []


def test_shifted_lines_do_not_hide_a_comment() -> None:
    moved = comments(*ROWS).with_columns(pl.col("first_line") + 40)
    said = Correction("page", key("Carl", "three", 3), key("Ann", "one", 1))
    assert says(moved, said) == [(2, 0, False)]


def test_of_two_equal_comments_the_line_tells_which_is_meant() -> None:
    frame = comments(ROWS[0], ROWS[2], ROWS[2])
    said = Correction("page", key("Carl", "three", 3), PAGE)
    assert says(frame, said) == [(2, None, False)]
    moved = frame.with_columns(pl.col("first_line") + 40)
    ((severity, why),) = refused(moved, said)
    assert severity is Severity.INFO
    assert "'Carl' fits no comment of the page any more" in why


@pytest.mark.parametrize("gone", ["comment", "parent"])
def test_a_stale_correction_is_noticed_and_applied_to_nobody(gone: str) -> None:
    kept, lost = key(None, "two", 2), key("Bob", "taken back", 1)
    said = Correction("page", lost, kept) if gone == "comment" else Correction("page", kept, lost)
    ((severity, why),) = refused(comments(*ROWS), said)
    assert severity is Severity.INFO
    assert ("no comment" if gone == "comment" else "a parent that is no longer") in why


def test_another_comment_on_the_same_line_is_not_meant() -> None:
    assert refused(comments(*ROWS), Correction("page", key("Bob", "one", 1), PAGE))


def test_a_comment_of_another_page_is_not_meant() -> None:
    one, two = comments(*ROWS, page="one"), comments(*ROWS, page="two")
    frame = pl.concat([one, two.with_columns(pl.col("id") + 3)])
    said = Correction("two", key("Carl", "three", 3), key("Ann", "one", 1))
    assert says(frame, said) == [(5, 3, False)]
    assert refused(one, said)


@pytest.mark.parametrize("parent", [1, 2], ids=["itself", "below"])
def test_a_parent_that_does_not_stand_above_is_refused(parent: int) -> None:
    row = ROWS[parent]
    above = key(row["author"], row["body"], parent + 1)
    ((severity, why),) = refused(comments(*ROWS), Correction("page", key(None, "two", 2), above))
    assert severity is Severity.DAMAGE
    assert "does not stand above" in why


def test_of_two_corrections_of_a_comment_the_one_whose_line_fits_holds() -> None:
    fits = Correction("page", key("Carl", "three", 3), PAGE)
    shifted = Correction("page", key("Carl", "three", 99), MISSING)
    for corrections in ([fits, shifted], [shifted, fits]):
        found, notes = resolve(comments(*ROWS), corrections)
        assert found.rows() == [(2, None, False)]
        assert [note.line for note in notes] == [99]


def test_a_correction_made_from_a_row_finds_that_row() -> None:
    frame = discuss(TEXT).threads
    assert says(frame, correct(frame, 2, 0)) == [(2, 0, False)]
    assert says(frame, correct(frame, 2, None)) == [(2, None, False)]
    assert says(frame, correct(frame, 2, None, missing=True)) == [(2, None, True)]


@pytest.mark.parametrize(
    ("comment", "parent", "missing"),
    [(1, 1, False), (1, 2, False), (9, 0, False), (1, 9, False), (1, 0, True), (3, 0, False)],
    ids=["itself", "below", "no comment", "no parent", "missing and there", "another page"],
)
def test_a_correction_that_cannot_be_is_not_made(comment: int, parent: int, missing: bool) -> None:  # noqa: FBT001
    elsewhere = comments(*ROWS, page="two").with_columns(pl.col("id") + 3)
    frame = pl.concat([comments(*ROWS), elsewhere])
    with pytest.raises(UsageError, match=r"\(choose "):
        correct(frame, comment, parent, missing=missing)


def test_what_corrects_a_comment_can_be_taken_out_and_stale_ones_stay() -> None:
    frame = comments(*ROWS)
    stale = Correction("page", key("Bob", "taken back", 1), PAGE)
    shifted = Correction("page", key("Carl", "three", 99), MISSING)
    other = correct(frame, 1, 0)
    assert without(frame, (stale, shifted, other), 2) == (stale, other)


def test_a_correction_beats_header_and_indent() -> None:
    frame = comments(
        {"source_id": "a", "indent": 0},
        {"source_id": "b", "indent": 1},
        {"source_id": "c", "indent": 2, "parent_id": "b"},
    )
    corrected, _ = resolve(frame, [correct(frame, 2, 0)])
    (row,) = answers(frame, {}, corrected).replies.filter(id=2).to_dicts()
    assert (row["parent"], row["certain"], row["probability"]) == (0, True, 1.0)
    assert [reason["kind"] for reason in row["evidence"]] == ["corrected"]


ids = st.integers(0, 5)


@given(st.lists(st.tuples(ids, ids | st.none(), st.booleans()), max_size=6), st.booleans())
def test_whatever_is_corrected_every_comment_has_one_certain_place_or_some_possible_ones(
    wishes: list[tuple[int, int | None, bool]],
    nested: bool,  # noqa: FBT001
) -> None:
    rows = [{"author": "ab"[at % 2], "body": str(at), "indent": at % 3} for at in range(6)]
    frame = comments(*rows if nested else ({**row, "indent": None} for row in rows))
    made = [
        correct(frame, comment, parent, missing=missing and parent is None)
        for comment, parent, missing in wishes
        if parent is None or parent < comment
    ]
    corrected, _ = resolve(frame, made)
    found = answers(frame, {"page": ()}, corrected).replies
    last = {each.comment: each for each in made}
    assert corrected["id"].to_list() == sorted(each.line - 1 for each in last)
    best = found.filter(rank=0).select("id", "parent", "orphan")
    assert best.join(corrected, on=["id", "parent", "orphan"], nulls_equal=True).height == len(last)
    assert found.join(corrected, on="id", how="semi").height == len(last)
    assert best["id"].to_list() == list(range(6))


def walk(texts: dict[str, str], *corrections: Correction) -> Discussion:
    batches = [pages.of_texts({name: text}) for name, text in texts.items()]
    return analyze(batches, pick(()), corrections=corrections)


def test_corrections_reach_their_page_in_whatever_batch_it_comes() -> None:
    texts = {"one": TEXT, "two": TEXT}
    said = correct(walk(texts).threads, 5, 3)
    found = walk(texts, said)
    assert found.threads["parent"].to_list() == [None, 0, 1, None, 3, 3]
    assert found.notes == ()


def test_corrections_of_a_page_that_was_not_read_are_noticed() -> None:
    (note,) = walk({"one": TEXT}, Correction("two", key("Ann", "hello", 1), PAGE)).notes
    assert (note.severity, note.page) == (Severity.INFO, "two")


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return path


def save(page: Path, *wishes: tuple[int, int | None], beside: Path | None = None) -> Path:
    """Write corrections of a page, beside it or elsewhere."""
    frame = walk({str(page): page.read_text()}).threads
    made = [correct(frame, *wish, missing=wish[1] is None) for wish in wishes]
    target = beside or pages.corrections_path(page)
    target.write_bytes(dump(made, str(page)))
    return target


def parents(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[int | None]:
    """Run `comments` and give the parent of each."""
    capsys.readouterr()
    assert run(["comments", "-q", *map(str, arguments)]) == Exit.DONE
    return [json.loads(line)["parent"] for line in capsys.readouterr().out.splitlines()]


def test_a_file_beside_the_page_changes_tree_comments_and_numbers(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["tree", "-q", str(page)])
    assert "Carl: @Bob no\n" in capsys.readouterr().out
    assert save(page, (1, None), (2, 0)).name == "page.txt.corrections.json"
    run(["tree", "-q", str(page)])
    shown = capsys.readouterr().out
    assert "\n    9   = Carl: @Bob no\n" in shown
    assert "\n    5 ? Bob: @Ann hi\n" in shown

    run(["comments", "-q", str(page)])
    carl = json.loads(capsys.readouterr().out.splitlines()[2])
    assert (carl["parent"], carl["certain"], carl["confidence"]) == (0, True, 1)
    assert [reason["kind"] for reason in carl["evidence"]] == ["corrected"]

    run(["stats", "-q", str(page), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert found["notes"] == []
    assert found["overview"]["orphans"] == 1
    assert found["overview"]["certain_replies"] == 1
    assert found["overview"]["max_depth"] == 1


def test_corrections_can_be_left_out(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(page, (2, 0))
    assert parents(capsys, page) == [None, 0, 0]
    assert parents(capsys, page, "--no-corrections") == [None, 0, 1]


def test_a_file_that_is_named_stands_for_the_one_beside_the_page(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(page, (1, None))
    mine = save(page, (2, 0), beside=tmp_path / "mine.json")
    assert parents(capsys, page, "--corrections", mine) == [None, 0, 0]
    contradiction = ["--corrections", str(mine), "--no-corrections"]
    assert run(["tree", str(page), *contradiction]) == Exit.USAGE


def test_a_file_for_several_pages_names_the_page_of_every_entry(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT)
    mine = save(page, (2, 0), beside=tmp_path / "mine.json")
    arguments: list[str | Path] = [page, other, "--corrections", mine]
    assert run(["tree", *map(str, arguments)]) == Exit.DATA
    assert "does not say of which page" in capsys.readouterr().err
    mine.write_bytes(dump(parse(mine.read_bytes(), "mine", str(other)), "no page"))
    assert parents(capsys, *arguments) == [None, 0, 1, None, 3, 3]


def test_a_page_inside_a_file_of_json_lines_can_be_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.jsonl"
    rows = ({"page": "p", "id": name, "author": name, "text": name} for name in "abc")
    data.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    said = Correction("p", key("c", "c", 3), key("a", "a", 1))
    pages.corrections_path(data).write_bytes(dump([said], str(data)))
    assert parents(capsys, data)[2] == 0


def test_corrections_in_a_folder_are_read_as_corrections_and_not_as_pages(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = save(page, (2, 0))
    assert parents(capsys, page.parent) == [None, 0, 0]
    assert parents(capsys, f"{page.parent}/*") == [None, 0, 0]
    assert parents(capsys, page, beside) == [None, 0, 0]
    (named,), _ = pages.find([str(beside)])
    assert named.path == beside


@pytest.mark.parametrize(
    ("data", "code"), [(b"{", Exit.DATA), (None, Exit.NO_INPUT)], ids=["damaged", "not there"]
)
def test_corrections_that_cannot_be_used_end_the_run_with_what_to_do(
    data: bytes | None, code: Exit, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = page.with_name("mine.json")
    if data is not None:
        file.write_bytes(data)
    assert run(["stats", str(page), "--corrections", str(file)]) == code
    captured = capsys.readouterr()
    assert "--no-corrections)" in captured.err
    assert captured.out == ""


def test_a_damaged_file_beside_a_page_costs_only_its_corrections(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages.corrections_path(page).write_bytes(b"{")
    assert run(["stats", str(page)]) == Exit.PARTLY
    captured = capsys.readouterr()
    assert "page.txt.corrections.json:1:2: is not JSON" in captured.err
    assert captured.out


def test_a_page_whose_name_leaves_no_room_for_corrections_has_none(tmp_path: Path) -> None:
    assert pages.read_beside(tmp_path / ("n" * 250)) is None


def test_a_folder_that_is_called_like_corrections_is_none(page: Path) -> None:
    pages.corrections_path(page).mkdir()
    assert pages.read_beside(page) is None
    with pytest.raises(InputMissingError, match="cannot be read"):
        pages.read_whole(pages.corrections_path(page))
