import io
import json
import os
import pty
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len

from threadscope.cli import run
from threadscope.cli.exits import Exit

PAGE = "Article\n\nAnn's picture\n\nhello\n\nBob's picture\n\n@Ann hi\n"


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return str(path)


def start(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "threadscope", *arguments]
    return subprocess.run(command, text=True, check=False, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def read_all(handle: int) -> str:
    """Read what was written to a terminal until its other side is closed."""
    pieces = []
    with suppress(OSError):
        while piece := os.read(handle, 1 << 16):
            pieces.append(piece)
    os.close(handle)
    return b"".join(pieces).decode()


def test_statistics_go_to_stdout_and_remarks_to_stderr(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", page, "--format", "json"]) == Exit.DONE
    captured = capsys.readouterr()
    assert json.loads(captured.out)["overview"]["comments"] == 2
    assert captured.err.startswith("threadscope: ")
    assert "--from-line" in captured.err


def test_quiet_keeps_remarks_back(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["stats", page, "-q"])
    assert capsys.readouterr().err == ""


def test_a_page_without_a_command_is_browsed_and_that_needs_a_terminal(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ([page], ["--from-line", "3", page], ["browse", page]):
        assert run(arguments) == Exit.USAGE
        assert "threadscope stats" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize(
    "table", ["overview", "authors", "depths", "threads", "pairs", "pages", "times"]
)
def test_every_table_comes_in_every_text_format(
    page: str, form: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", page, "--format", form, "--table", table]) == Exit.DONE
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("command", ["stats", "comments"])
def test_the_ending_of_the_output_names_its_format(page: str, command: str, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    assert run([command, page, "-q", "-o", str(target)]) == Exit.DONE
    assert pl.read_parquet(target).height == 2


def test_an_existing_file_is_replaced_only_when_forced(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")
    assert run(["stats", page, "-o", str(target)]) == Exit.CANNOT_CREATE
    assert "--force" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert run(["stats", page, "-q", "-o", str(target), "--force"]) == Exit.DONE
    assert target.read_text().startswith("author,")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "page.txt"]


@pytest.mark.parametrize("target", ["no/such/folder/out.csv", "folder", "link.csv"])
def test_a_target_that_cannot_be_is_refused_before_any_work(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere")
    missing_page = str(tmp_path / "never read.txt")
    arguments = ["stats", missing_page, "-o", str(tmp_path / target), "--force"]
    assert run(arguments) == Exit.CANNOT_CREATE
    assert "(" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file_whole(page: str, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    code = (
        f"{limit}\nfrom threadscope.cli import run\nimport sys\n"
        f"sys.exit(run(['comments', {page!r}, '-q', '--force', '-o', {str(target)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == Exit.CANNOT_WRITE
    assert "out.jsonl" in done.stderr
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "page.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["stats"], Exit.USAGE, "PAGE"),
        (["stats", "no/such/page.txt"], Exit.NO_INPUT, "no such file"),
        (["stats", "{page}", "--order", "sideways"], Exit.USAGE, "sideways"),
        (["stats", "{page}", "--encoding", "klingon"], Exit.USAGE, "klingon"),
        (["stats", "{page}", "--rules", "drupal-pictures"], Exit.USAGE, "did you mean"),
        (["stats", "{page}", "--rules", "no/such.yaml"], Exit.NO_INPUT, "no/such.yaml"),
        (["stats", "{page}", "--config", "no/such.yaml"], Exit.NO_INPUT, "no/such.yaml"),
        (["rules", "show", "generik"], Exit.USAGE, "generic"),
        (["frobnicate"], Exit.USAGE, "frobnicate"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_command_line_is_answered_with_what_to_do(
    arguments: list[str], code: Exit, words: str, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([argument.format(page=page) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_one_missing_page_among_good_ones_costs_only_itself(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats", page, "no/such.txt", "--format", "json"]) == Exit.PARTLY
    captured = capsys.readouterr()
    assert json.loads(captured.out)["overview"]["comments"] == 2
    assert "no/such.txt" in captured.err


def test_a_refused_pack_names_every_problem(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("nam: t\ncomment:\n  author: 12\n")
    assert run(["stats", page, "--rules", str(rules)]) == Exit.CONFIG
    errors = capsys.readouterr().err
    assert "rules.yaml:1:1: unknown key nam (did you mean 'name'?)" in errors
    assert "rules.yaml:3:11: comment.author" in errors


def test_strict_refuses_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes("Ann's picture\nnaïve café\n".encode() + b"\xff\n")
    assert run(["stats", str(page), "-q"]) == Exit.DONE
    assert run(["stats", str(page), "--strict"]) == Exit.DATA
    assert "U+FFFD" in capsys.readouterr().err


def test_the_configuration_holds_unless_the_command_line_says_otherwise(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("order: newest-first\nrules: [drupal-picture]\n")
    run(["stats", page, "-q", "--config", str(config), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["pages"][0]["order"] == "newest-first"
    order = ["--order", "threaded"]
    run(["stats", page, "-q", "--config", str(config), "--format", "json", *order])
    assert json.loads(capsys.readouterr().out)["pages"][0]["order"] == "threaded"


def test_packs_of_the_configuration_come_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.txt").write_text("<ann>\nhi\n")
    config = tmp_path / "config.yaml"
    config.write_text("packs:\n  - {name: mine, comment: {author: '^<(?P<author>.+)>$'}}\n")
    page = str(tmp_path / "page.txt")
    run(["stats", page, "--config", str(config), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["pages"][0]["pack"] == "mine"


def test_rules_list_show_and_schema_print_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["rules", "list"]) == Exit.DONE
    assert "drupal-picture" in capsys.readouterr().out
    assert run(["rules", "show", "drupal-picture"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("name: drupal-picture")
    assert run(["rules", "schema"]) == Exit.DONE
    described = json.loads(capsys.readouterr().out)
    assert all("description" in field for field in described["properties"].values())


def test_rules_check_names_the_sample_that_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "name: t\ncomment: {author: '^(?P<author>.+) says$'}\n"
        "samples:\n  - {text: ann says, takes: author}\n  - {text: ann said, takes: author}\n"
    )
    assert run(["rules", "check", "drupal-picture", str(rules)]) == Exit.CONFIG
    captured = capsys.readouterr()
    assert "drupal-picture: sound" in captured.out
    assert "rules.yaml:5:5: the sample is taken by none, not by author" in captured.err


def test_control_characters_of_a_page_reach_stderr_as_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page\x1b[2J.txt"
    page.write_text(PAGE)
    run(["stats", str(page), "--format", "json"])
    captured = capsys.readouterr()
    assert "\x1b" not in captured.err + captured.out
    assert "␛[2J" in captured.err


def test_on_a_terminal_nothing_of_a_page_is_raw(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ann\x1b]0;pwn\x07's picture\nbody \x9b31m \u202e \x1b[2J\n")
    for arguments in (
        ["stats"], ["stats", "--format", "json"], ["stats", "--format", "csv"],
        ["stats", "--format", "markdown"], ["comments"], ["comments", "--format", "table"],
        ["comments", "--format", "csv"], ["tree"],
    ):  # fmt: skip
        ours, theirs = pty.openpty()
        done = start(*arguments, str(page), stdout=theirs)
        os.close(theirs)
        shown = read_all(ours)
        assert done.returncode == Exit.DONE
        assert "pwn" in shown
        assert not set("\x1b\x07\x9b\u202e") & set(shown)


def test_a_file_gets_the_text_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ann\x1b's picture\nx\n")
    target = tmp_path / "out.csv"
    run(["stats", str(page), "-q", "-o", str(target)])
    assert "Ann\x1b" in target.read_text()


def test_stdin_is_read(page: str) -> None:
    done = start(
        "stats", "-", "--format", "json", input=Path(page).read_text(), stdout=subprocess.PIPE
    )
    assert json.loads(done.stdout)["pages"][0]["page"] == "-"


def test_a_reader_that_closes_early_is_no_error(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("".join(f"user{at}'s picture\n{'x' * 500}\n" for at in range(2000)))
    ours, theirs = os.pipe()
    os.close(ours)
    done = start("comments", str(page), "-q", stdout=theirs)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")


def test_a_full_disk_behind_stdout_is_named(page: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = start("stats", page, "-q", stdout=full)
    assert done.returncode == Exit.CANNOT_WRITE
    assert "No space left" in done.stderr


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Zoë's picture\n日本\n")
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "threadscope", "tree", str(page), "-q"]
    done = subprocess.run(command, capture_output=True, env=env, check=True)
    assert "Zoë: 日本" in done.stdout.decode()


def test_a_bug_is_one_line_and_debug_shows_where(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("threadscope.analysis.analyze", broken)
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert run(["tree", page]) == Exit.BUG
    assert sys.stderr.getvalue().count("\n") == 1  # type: ignore[attr-defined]
    assert run(["tree", page, "--debug"]) == Exit.BUG
    assert "Traceback" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    capsys.readouterr()


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize(
    "command", [[], ["stats"], ["comments"], ["tree"], ["explain"], ["rules", "check"]]
)
def test_help_shows_examples(
    command: list[str], flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, flag]) == Exit.DONE
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert "threadscope " in shown


@pytest.mark.parametrize("command", ["stats", "comments", "tree"])
def test_a_dash_as_output_is_standard_output(
    command: str,
    page: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([command, page, "-q"]) == Exit.DONE
    printed = capsys.readouterr().out
    assert run([command, page, "-q", "-o", "-"]) == Exit.DONE
    assert capsys.readouterr().out == printed
    assert run([command, page, "-q", "-o", "./-"]) == Exit.DONE
    assert (tmp_path / "-").read_text() == printed


def test_places_less_sure_than_asked_are_left_open_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ann's picture\none\n\nBob's picture\ntwo\n\nCid's picture\nthree\n")
    read = [str(page), "-q", "--min-confidence"]
    run(["tree", *read, "0.999"])
    assert [line.split()[1][0] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "~", "?", "?",
    ]  # fmt: skip
    run(["comments", *read, "0.999"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["parent"], row["depth"], row["unplaced"]) for row in rows] == [
        (None, 0, False),
        (None, 0, True),
        (None, 0, True),
    ]
    numbers = {}
    for least in ("0", "0.999"):
        run(["stats", *read, least, "--format", "json", "--table", "overview"])
        numbers[least] = json.loads(capsys.readouterr().out)["overview"]
    assert (numbers["0"]["unplaced"], numbers["0.999"]["unplaced"]) == (0, 2)
    assert (numbers["0.999"]["replies"], numbers["0.999"]["threads"]) == (0, 3)
    for kept in ("mean_confidence", "expected_replies", "expected_threads"):
        assert numbers["0"][kept] == numbers["0.999"][kept]


def test_only_what_is_stated_makes_the_tree_where_nothing_else_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.jsonl"
    page.write_text(
        '{"id":"a","author":"Ann","text":"one","parent":null}\n'
        '{"id":"b","author":"Bob","text":"two","parent":"a"}\n'
        '{"id":"c","author":"Cid","text":"@Ann three"}\n'
    )
    run(["comments", str(page), "--stated-only"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["parent"], row["unplaced"], row["confidence"]) for row in rows] == [
        (None, False, 1.0),
        (0, False, 1.0),
        (None, True, 0.0),
    ]
    run(["explain", str(page), "2", "--stated-only"])
    assert "the page does not state whom it answers" in capsys.readouterr().out


@pytest.mark.parametrize("least", ["60", "-0.1", "sure"])
def test_a_confidence_is_from_0_to_1(
    least: str, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tree", page, f"--min-confidence={least}"]) == Exit.USAGE
    assert "--min-confidence" in capsys.readouterr().err


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_a_tree_fills_the_width_of_a_terminal_and_no_more(tmp_path: Path, columns: int) -> None:
    lines = [
        json.dumps(
            {"id": str(at), "author": "x", "text": f"{at}" + " \u6a4b" * 200, "parent": parent}
        )
        for at, parent in enumerate([None, *map(str, range(40))])
    ]
    (tmp_path / "deep.jsonl").write_text("\n".join(lines))
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns)}
    start("tree", str(tmp_path / "deep.jsonl"), "-q", stdout=theirs, env=environment)
    os.close(theirs)
    shown = read_all(ours).splitlines()[1:]
    assert all(columns - 2 <= cell_len(line) <= columns for line in shown)
    assert all(line.endswith("\u2026") for line in shown)
    assert all("\u6a4b" in line for line in shown)


@pytest.mark.parametrize(
    ("words", "at", "offered"),
    [
        ("threadscope st", 1, "plain,stats"),
        ("threadscope stats --rules dr", 3, "plain,drupal-line"),
        ("threadscope stats pa", 2, "file,pa"),
        ("threadscope pa", 1, "file,pa"),
    ],
)
def test_the_shell_completes_commands_packs_and_files(words: str, at: int, offered: str) -> None:
    asked = {"_THREADSCOPE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    done = start("", stdout=subprocess.PIPE, env={**os.environ, **asked})
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert done.stdout.split("\n")[0] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_the_command_for_completions(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["completion", shell]) == Exit.DONE
    captured = capsys.readouterr()
    assert f"_THREADSCOPE_COMPLETE={shell}_complete" in captured.out
    assert captured.err == ""


def test_bash_takes_the_script(tmp_path: Path) -> None:
    script = tmp_path / "completion"
    with script.open("w") as target:
        start("completion", "bash", stdout=target)
    shown = f". {script} && complete -p threadscope"
    done = subprocess.run(["/bin/bash", "-c", shown], capture_output=True, text=True, check=True)
    assert "_threadscope_completion" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["rules"]], ids=["nothing", "rules"])
def test_a_command_without_a_word_shows_help(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) in {Exit.DONE, Exit.USAGE}
    captured = capsys.readouterr()
    assert "Usage:" in captured.out + captured.err
    assert "bug" not in captured.err


def redirected(page: str, redirection: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program from a shell that does something to its streams first."""
    words = [sys.executable, "-m", "threadscope", *arguments, page]
    command = f"{shlex.join(words)} {redirection}"
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)  # noqa: S607


def test_a_closed_stdout_is_an_output_that_cannot_be_written(page: str) -> None:
    done = redirected(page, ">&-", "stats", "-q")
    assert done.returncode == Exit.CANNOT_WRITE
    assert "standard output is closed" in done.stderr


def test_a_closed_stderr_costs_only_the_remarks(page: str) -> None:
    done = redirected(page, "2>&-", "tree")
    assert done.returncode == Exit.DONE
    assert "Ann" in done.stdout


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_on_a_full_disk_is_told_in_a_line(flag: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = start(flag, stdout=full)
    assert done.returncode == Exit.CANNOT_WRITE
    assert done.stderr.count("\n") == 1


def test_the_overview_is_one_row_of_whole_numbers_in_csv(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["stats", page, "-q", "--table", "overview", "--format", "csv"])
    names, values = capsys.readouterr().out.splitlines()
    assert dict(zip(names.split(","), values.split(","), strict=True))["comments"] == "2"


UNREAD = """
import sys
from contextlib import suppress
import threadscope.cli
from threadscope.__main__ import main

def run(words):
    with suppress(OSError):
        sys.stderr.write("nobody reads this")
        sys.stderr.flush()
    return 7

threadscope.cli.run = run
main()
"""


def test_an_exit_code_holds_though_nobody_reads_the_last_words() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    kept_back = {**os.environ, "PYTHONUNBUFFERED": ""}
    words = [sys.executable, "-c", UNREAD]
    done = subprocess.run(words, stderr=writer, env=kept_back, check=False)
    os.close(writer)
    assert done.returncode == 7


@pytest.mark.parametrize(("lines", "threads"), [(10, "1"), (1 << 17, None)])
def test_a_small_page_is_read_with_one_thread(
    lines: int, threads: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "")
    monkeypatch.delenv("POLARS_MAX_THREADS")
    page = tmp_path / "page.txt"
    page.write_text("not much\n" * lines)
    run(["stats", str(page), "-q"])
    assert os.environ.get("POLARS_MAX_THREADS") == threads


def test_a_name_that_is_too_long_for_a_file_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "a" * 300]) == Exit.NO_INPUT
    assert "no such file" in capsys.readouterr().err
