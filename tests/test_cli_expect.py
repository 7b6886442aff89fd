"""`threadscope rules test`: pages cut as expected, or not."""

from pathlib import Path

import pytest

from threadscope.cli import run
from threadscope.cli.exits import Exit

PACK = "name: mine\ncomment: {author: '^<(?P<author>.+)>(?: (?P<date>[\\d-]+))?$'}\n"
PAGE = "<ann> 2021-05-03\none\n\n<bo>\ntwo\nmore\n<cid>\nthree\n"


@pytest.fixture(name="at")
def _at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(PACK)
    Path("page.txt").write_text(PAGE)
    Path("none.txt").write_text("nothing\n")
    return tmp_path


def check(*words: str) -> int:
    return run(["rules", "test", "mine.yaml", *words, "--expect", "wanted"])


@pytest.mark.usefixtures("at")
def test_what_is_written_is_what_is_expected_then() -> None:
    assert check("page.txt", "none.txt", "--write") == Exit.DONE
    assert Path("wanted").read_text() == (
        "== page.txt\n1-2\tann\t2021-05-03T00:00:00\n4-6\tbo\t?\n7-8\tcid\t?\n\n== none.txt\n"
    )
    assert check("page.txt", "none.txt") == Exit.DONE


@pytest.mark.usefixtures("at")
def test_what_was_expected_is_replaced_only_by_force() -> None:
    Path("wanted").write_text("mine")
    assert check("page.txt", "--write") == Exit.CANNOT_CREATE
    assert Path("wanted").read_text() == "mine"
    assert check("page.txt", "--write", "--force") == Exit.DONE
    assert check("page.txt") == Exit.DONE


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("1-2\tann\n4-6\tbo\n", "page.txt:7: gained"),
        ("1-2\n4-8\n", "page.txt:7: split"),
        ("1-2\n4-5\n6-6\n7-8\n", "page.txt:6: merged"),
        ("1-2\n3-3\n4-6\n7-8\n", "page.txt:3: lost"),
        ("1-2\n4-5\n7-8\n", "page.txt:4: ends on line 6, expected 5"),
        ("1\tAnn\n4\n7\n", "page.txt:1: author ann, expected Ann"),
        ("1\tann\t2021-05-04T00:00:00\n4\n7\n", "date 2021-05-03T00:00:00, expected 2021-05-04"),
        ("1\t?\n4\n7\n", "page.txt:1: author ann, expected ?"),
        ("1\n4\n7\n== gone.txt\n", "gone.txt: is expected, but not among the pages"),
    ],
)
def test_every_kind_of_difference_is_told_at_its_line(
    wanted: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("wanted").write_text(f"# by hand\n== page.txt\n{wanted}")
    assert check("page.txt") == Exit.DIFFERENT
    *told, last = capsys.readouterr().out.splitlines()
    assert said in told[0]
    assert last == f"mine.yaml: 3 comments on 1 page, {len(told)} difference{'s' * (len(told) > 1)}"


@pytest.mark.usefixtures("at")
def test_what_is_left_out_is_not_compared_and_pages_are_known_by_their_last_name(
    at: Path,
) -> None:
    Path("wanted").write_text("== somewhere/page.txt\n7\n1-2\n\n4\tbo\n")
    assert check(str(at / "page.txt")) == Exit.DONE


@pytest.mark.usefixtures("at")
def test_a_page_of_which_nothing_is_said_is_a_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("wanted").write_text("== page.txt\n1\n4\n7\n")
    assert check("page.txt", "none.txt") == Exit.DIFFERENT
    assert "none.txt: nothing is said of it" in capsys.readouterr().out


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("1-2\n", "wanted:1: is no page and no comment"),
        ("== a\nann\n", "wanted:2: is no page and no comment"),
        ("== a\n1\tb\tc\td\n", "wanted:2: is no page and no comment"),
        ("== a\n1\n1-2\n", "wanted:3: a comment on line 1 stands there already"),
        ("== a\n== a\n", "wanted:2: a stands there twice"),
    ],
)
def test_a_file_that_says_something_else_is_refused_at_its_line(
    wanted: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("wanted").write_text(wanted)
    assert check("page.txt") == Exit.DATA
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("at")
def test_a_file_that_is_missing_is_told_how_to_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("page.txt") == Exit.NO_INPUT
    assert "--write makes it" in capsys.readouterr().err
