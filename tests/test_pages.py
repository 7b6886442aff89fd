"""From what the user names to batches of pages."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadscope import pages
from threadscope.cli import options
from threadscope.errors import InputMissingError, Note, Severity, UsageError
from threadscope.pages import Batch, Source, find, of_texts, read, reader

LONG_NAME = "n" * 250


def put(path: Path, data: bytes = b"words\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def texts(batch: Batch) -> dict[str, str]:
    return dict(batch.pages.rows())


def read_all(*arguments: str | Path, encoding: str | None = None) -> tuple[dict[str, str], Batch]:
    sources, notes = find(map(str, arguments))
    assert not notes
    (batch,) = read(sources, encoding)
    return texts(batch), batch


def names_below(folder: Path, sources: list[Source]) -> list[str]:
    return [str(source.path.relative_to(folder)) for source in sources if source.path]


def test_files_come_in_the_order_named(tmp_path: Path) -> None:
    second, first = put(tmp_path / "b.txt"), put(tmp_path / "a.txt")
    sources, notes = find([str(second), str(first)])
    assert [source.path for source in sources] == [second, first]
    assert notes == []


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("z.txt", "a.txt", "m/2.txt", "m/1.txt", ".hidden", ".git/config", "m/.swp"):
        put(tmp_path / name)
    sources, _ = find([str(tmp_path)])
    assert names_below(tmp_path, sources) == ["a.txt", "z.txt", "m/1.txt", "m/2.txt"]
    assert all(source.walked for source in sources)


def test_a_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    hidden = put(tmp_path / ".page")
    assert read_all(hidden)[0] == {str(hidden): "words\n"}


def test_a_glob_gives_files_only_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md", "d.txt/inside.txt"):
        put(tmp_path / name)
    sources, _ = find([f"{tmp_path}/*.txt"])
    assert names_below(tmp_path, sources) == ["a.txt", "b.txt"]


def test_two_stars_reach_every_depth(tmp_path: Path) -> None:
    for name in ("a.txt", "x/b.txt", "x/y/c.txt"):
        put(tmp_path / name)
    sources, _ = find([f"{tmp_path}/**/*.txt"])
    assert names_below(tmp_path, sources) == ["a.txt", "x/b.txt", "x/y/c.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_itself(tmp_path: Path) -> None:
    odd = put(tmp_path / "page[1].txt")
    put(tmp_path / "page1.txt")
    assert [source.path for source in find([str(odd)])[0]] == [odd]


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        pytest.param("nowhere.txt", "no such file", id="a file that is not there"),
        pytest.param("*.nothing", "no file matches", id="a glob without a match"),
        pytest.param("empty", "holds no files", id="an empty folder"),
        pytest.param("", "no such file", id="an empty word is not the folder we stand in"),
        pytest.param("n" * 5000, "no such file", id="a name longer than names can be"),
        pytest.param("a\0b", "no such file", id="a name with NUL"),
    ],
)
def test_an_argument_that_leads_nowhere_is_refused_alone_and_noted_beside_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, why: str
) -> None:
    (tmp_path / "empty").mkdir()
    page = put(tmp_path / "page.txt")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputMissingError, match=why):
        find([argument])
    sources, (note,) = find([argument, "page.txt"])
    assert [source.name for source in sources] == [page.name]
    assert (note.severity, note.page) == (Severity.MISSING, argument)


def test_all_missing_arguments_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"(?s)one\.txt.*two\.txt"):
        find([f"{tmp_path}/one.txt", f"{tmp_path}/two.txt"])


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    page = put(tmp_path / "page.txt")
    assert read_all(tmp_path)[0] == {str(page): "words\n"}


@pytest.mark.parametrize("target", ["gone", "link"], ids=["to nowhere", "to itself"])
def test_a_link_in_a_folder_that_cannot_be_opened_is_noted(tmp_path: Path, target: str) -> None:
    (tmp_path / "link").symlink_to(target)
    page = put(tmp_path / "page.txt")
    found, batch = read_all(tmp_path)
    assert found == {str(page): "words\n"}
    (note,) = batch.notes
    assert (note.severity, note.page) == (Severity.MISSING, str(tmp_path / "link"))
    assert "cannot be read" in note.text


def test_a_folder_that_cannot_be_opened_is_noted(tmp_path: Path) -> None:
    put(tmp_path / "page.txt")
    inner = os.open(tmp_path, os.O_RDONLY)
    for _ in range(18):
        os.mkdir(LONG_NAME, dir_fd=inner)
        outer, inner = inner, os.open(LONG_NAME, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    sources, (note,) = find([str(tmp_path)])
    assert names_below(tmp_path, sources) == ["page.txt"]
    assert note.severity is Severity.MISSING
    assert "cannot be opened" in note.text


def test_a_name_that_is_not_utf8_is_read_and_shown_by_its_bytes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    put(path)
    found, _ = read_all(path)
    assert list(found) == [f"{tmp_path}/caf\\xe9.txt"]


def test_standard_input_is_a_page_called_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with put(tmp_path / "page.txt", b"piped\r\nin").open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert read_all("-")[0] == {"-": "piped\nin"}
        assert not stream.closed


def test_closed_standard_input_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    found, batch = read_all("-")
    assert found == {}
    assert [(note.severity, note.page) for note in batch.notes] == [(Severity.MISSING, "-")]


def test_a_binary_file_is_skipped_in_a_folder_and_read_when_named(tmp_path: Path) -> None:
    picture = put(tmp_path / "picture.dat", b"\x89PNG\0\0 not text")
    page = put(tmp_path / "page.txt")
    found, batch = read_all(tmp_path)
    assert list(found) == [str(page)]
    assert [(note.severity, note.page) for note in batch.notes] == [(Severity.INFO, str(picture))]
    assert list(read_all(picture)[0]) == [str(picture)]


def test_a_page_in_a_wide_encoding_is_not_taken_for_binary_in_a_folder(tmp_path: Path) -> None:
    page = put(tmp_path / "wide.txt", "\ufeffwide".encode("utf-16-le"))
    assert read_all(tmp_path)[0] == {str(page): "wide"}


def test_an_empty_file_is_an_empty_page(tmp_path: Path) -> None:
    empty = put(tmp_path / "empty.txt", b"")
    found, batch = read_all(empty)
    assert found == {str(empty): ""}
    assert batch.notes == ()


def test_the_encoding_named_holds_for_every_page(tmp_path: Path) -> None:
    page = put(tmp_path / "page.txt", "Жук".encode("koi8-r"))
    assert read_all(page, encoding="koi8-r")[0] == {str(page): "Жук"}


def test_a_file_named_twice_is_two_pages(tmp_path: Path) -> None:
    page = put(tmp_path / "page.txt")
    assert list(read_all(page, page)[0]) == [str(page), f"{page}#2"]


@given(st.lists(st.sampled_from(["a", "b", "a#2", "a#2#2", "a#3", ""]), max_size=12))
def test_page_names_are_unique_and_the_first_keeps_its_own(names: list[str]) -> None:
    taker = reader.Reader(None, pages.MAX_BYTES)
    for name in names:
        taker.add_page(name, "")
    given_names = taker.flush().pages["page"].to_list()
    assert len(set(given_names)) == len(names)
    assert all(new.startswith(old) for old, new in zip(names, given_names, strict=True))
    assert given_names[:1] == names[:1]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path / "1.txt", b"one")
    put(tmp_path / "2.gz", b"\x1f\x8b this is no gzip")
    put(tmp_path / "3.txt", b"three")
    found, batch = read_all(tmp_path)
    assert list(found.values()) == ["one", "three"]
    assert [note.severity for note in batch.notes] == [Severity.UNREAD]
    assert batch.sources == 3


def test_batches_fill_up_and_keep_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "BATCH_BYTES", 10)
    for number in range(5):
        put(tmp_path / f"{number}.txt", b"7 bytes")
    batches = list(read(find([str(tmp_path)])[0]))
    assert [batch.pages.height for batch in batches] == [2, 2, 1]
    assert [batch.sources for batch in batches] == [2, 2, 1]
    names = [name for batch in batches for name in texts(batch)]
    assert names == [str(tmp_path / f"{number}.txt") for number in range(5)]


def test_nothing_to_read_is_one_empty_batch() -> None:
    (batch,) = read([])
    assert batch.pages.is_empty()
    assert batch.cuts.is_empty()
    assert (batch.notes, batch.sources) == ((), 0)


def test_texts_in_memory_come_through_the_same_door() -> None:
    batch = of_texts({"a": "one\r\ntwo\rthree", "b": ""})
    assert texts(batch) == {"a": "one\ntwo\nthree", "b": ""}


def test_a_note_says_where_and_what() -> None:
    assert str(Note(Severity.INFO, "p.txt", "is short")) == "p.txt: is short"
    assert str(Note(Severity.INFO, "p.txt", "is odd", 7)) == "p.txt:7: is odd"


def test_a_door_that_is_asked_for_is_used_though_another_fits(tmp_path: Path) -> None:
    page = put(tmp_path / "page.txt", b'{"text": "a page"}\n')
    (batch,) = read([Source(page)], kind="text")
    assert dict(batch.pages.rows()) == {str(page): '{"text": "a page"}\n'}


def test_a_door_that_is_not_there_is_refused(tmp_path: Path) -> None:
    page = put(tmp_path / "page.txt", b"text")
    with pytest.raises(UsageError, match="no format is called 'gopher'"):
        list(read([Source(page)], kind="gopher"))


def test_the_command_line_offers_every_door() -> None:
    assert sorted(door.name for door in pages.DOORS) == list(options.KINDS)


@pytest.mark.parametrize("name", ["list.mbox", "crawl.warc", "crawl.WET", "crawl.warc.gz"])
def test_a_text_that_is_called_an_archive_is_refused_and_an_empty_one_is_not(
    name: str, tmp_path: Path
) -> None:
    for data, unread in ((b"Dear all,\nhello.\n", 1), (b"", 0)):
        (batch,) = read([Source(put(tmp_path / name, data))])
        assert [note.severity for note in batch.notes].count(Severity.UNREAD) == unread
        assert batch.pages.height == (0 if unread else 1)
    kept = put(tmp_path / "notes-on-mbox.txt", b"Dear all,\nhello.\n")
    assert next(read([Source(kept)])).pages.height == 1
