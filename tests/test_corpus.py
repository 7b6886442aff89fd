import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import misbehaving
import polars as pl
import pytest
from playing import playing
from sharding import OPTIONS, Here, contents, made

from threadscope import atomic, corpus, metrics
from threadscope.cli import run
from threadscope.cli.corpus.doors import corpus_doors
from threadscope.cli.exits import Exit
from threadscope.corpus import Folder, Local, Worker, merge
from threadscope.corpus.cluster import Ray
from threadscope.corpus.cut import cut, piece_name, spooled
from threadscope.corpus.task import Answer, Failure, Result, Task
from threadscope.discussion import analyze
from threadscope.errors import ThreadscopeError, UsageError
from threadscope.pages import Batch, Source, find, read
from threadscope.schema import (
    AUTHORS,
    CUTS,
    DEPTHS,
    ELEMENTS,
    PAGE_TEXTS,
    PAIRS,
    STATES,
    THREADS,
    TIMES,
)
from threadscope.tui import Desk

PAGE = (
    "Article\n\nAnn's picture\n\nThe lamp was lit {at} times last winter by the keeper himself.\n"
    "\nBob's picture\n\n@Ann was it? {at}\n\nAnn's picture\n\n@Bob yes\n"
)


@pytest.fixture(name="pages")
def _pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for at in range(12):
        (folder / f"{at:02}.txt").write_text(PAGE.format(at=at))
    return folder


def table(folder: Folder, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder.path / name / "*.parquet")


def aside(folder: Folder) -> dict[str, str]:
    """Give what was set aside, and why."""
    notes = table(folder, "notes").filter(pl.col("severity") == "unread")
    return {Path(page).name: text for page, text in notes.select("page", "text").iter_rows()}


def command(*arguments: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "threadscope", "corpus", *map(str, arguments)]
    return subprocess.Popen(words, text=True, stderr=subprocess.PIPE)


def wait_for(there: Callable[[], object], patience: float = 30) -> None:
    limit = time.monotonic() + patience
    while not there():
        assert time.monotonic() < limit, "nothing happened"
        time.sleep(0.01)


# Shards


def test_files_are_put_into_shards_by_their_bytes_in_their_order(pages: Path) -> None:
    planned = corpus.plan(find([str(pages)])[0], 500)
    assert planned["shard"].value_counts(sort=True)["count"].max() == 3
    assert planned["shard"].is_sorted()
    assert planned["name"].is_sorted()
    assert planned.equals(corpus.plan(find([str(pages)])[0], 500))


def test_a_shard_holds_what_a_run_over_its_pages_alone_gives(pages: Path, tmp_path: Path) -> None:
    folder, _ = made(pages, tmp_path / "out", size=10_000)
    alone = analyze(read(find([str(pages)])[0]), OPTIONS.packs)
    assert table(folder, "comments").drop("shard").equals(alone.threads)
    assert table(folder, "candidates").drop("shard").equals(alone.candidates)
    assert table(folder, "pages").drop("shard").equals(alone.pages)


def test_a_file_bigger_than_a_shard_is_cut_into_several(pages: Path, tmp_path: Path) -> None:
    lines = [
        json.dumps({"url": path.name, "text": path.read_text()}) for path in sorted(pages.iterdir())
    ]
    big = tmp_path / "big.jsonl.gz"
    big.write_bytes(gzip.compress("\n".join(lines).encode()))
    folder, progress = made(big, tmp_path / "out")
    assert table(folder, "pages")["shard"].n_unique() > 3
    assert table(folder, "pages")["page"].to_list() == [f"{at:02}.txt" for at in range(12)]
    assert progress.done_shards == progress.shards
    assert progress.done_bytes == progress.bytes == big.stat().st_size
    assert not list((folder.path / "spool").iterdir())


def test_comments_of_a_big_file_stay_with_their_page(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": str(at), "author": "Ann", "text": "word " * 20, "page": f"p{at % 5}"})
        for at in range(40)
    ]
    big = tmp_path / "big.jsonl"
    big.write_text("\n".join(lines))
    folder, _ = made(big, tmp_path / "out")
    comments = table(folder, "comments")
    assert comments.height == 40
    assert comments.group_by("page").agg(pl.col("shard").n_unique())["shard"].to_list() == [1] * 5
    assert comments["shard"].n_unique() > 1


def test_what_html_states_comes_through_a_big_file_that_is_cut(tmp_path: Path) -> None:
    elements = {
        "page": "a",
        "place": 0,
        "tag": "li",
        "classes": "x",
        "up": -1,
        "line": 1,
        "last": 2,
    }
    state = {"page": "a", "kind": "id", "value": "c-1", "line": 1}
    pages = pl.DataFrame({"page": ["a", "b"], "text": ["one", "two"]}, PAGE_TEXTS)
    shown = Batch(
        pages,
        CUTS.to_frame(),
        (),
        1,
        pl.DataFrame([elements], ELEMENTS),
        pl.DataFrame([state], STATES),
    )
    folder = Folder(tmp_path)
    folder.make()
    assert cut([shown], folder, "s", 1_000, 2) == 1
    back = spooled(folder.spool(piece_name("s", 0)))
    assert back.pages.equals(pages)
    assert back.elements.equals(shown.elements)
    assert back.states.equals(shown.states)


def test_comments_of_a_page_that_come_in_several_batches_end_in_one_piece(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    rows = [(f"p{at % 7}", str(at), at) for at in range(60)]
    cuts = pl.DataFrame(rows, ["page", "body", "first_line"], orient="row")
    whole = pl.concat([CUTS.to_frame(), cuts.cast({"first_line": pl.UInt32})], how="diagonal")
    empty = PAGE_TEXTS.to_frame()
    batches = [Batch(empty, whole[at : at + 20], (), 0) for at in (0, 20, 40)]
    number = cut(batches, folder, "000000", 100, 3)
    pieces = [spooled(folder.spool(piece_name("000000", at))).cuts for at in range(number)]
    assert number > 1
    assert all(piece["first_line"].is_sorted() for piece in pieces)
    assert sum(piece["page"].n_unique() for piece in pieces) == 7
    assert pl.concat(pieces).sort("first_line").equals(whole)
    assert not folder.leftovers()


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(pages: Path, tmp_path: Path) -> None:
    (pages / "13.txt.gz").write_bytes(gzip.compress(PAGE.encode())[:-9])
    folder, progress = made(pages, tmp_path / "out")
    assert progress.gaps == 1
    assert "cut at byte" in aside(folder)["13.txt.gz"]


def test_no_input_but_an_empty_file_makes_an_empty_page(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    folder, progress = made(tmp_path / "empty.txt", tmp_path / "out")
    assert (progress.pages, progress.comments) == (1, 0)
    assert corpus.Corpus(corpus.Shards(folder)).overview["comments"] == 0


# Going on


def test_a_finished_shard_is_not_made_again_and_a_lost_one_is(pages: Path, tmp_path: Path) -> None:
    folder, _ = made(pages, tmp_path / "out")
    before = contents(folder.path)
    folder.record("000001").unlink()
    folder.part("pages", "000002").write_bytes(b"torn")
    engines: list[Here] = []

    def engine(work: Worker) -> Here:
        engines.append(Here(work))
        return engines[0]

    made(pages, folder.path, engine)
    assert {task.shard for task in engines[0].asked} == {"000001", "000002"}
    assert contents(folder.path) == before


def test_one_worker_and_two_write_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    one, _ = made(pages, tmp_path / "one", lambda work: Local(work, 1))
    two, _ = made(pages, tmp_path / "two", lambda work: Local(work, 2))
    assert contents(one.path) == contents(two.path)


@pytest.mark.parametrize("known", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_leaves_nothing_torn_and_goes_on(
    pages: Path, tmp_path: Path, known: signal.Signals
) -> None:
    for at in range(12, 50):
        (pages / f"{at:02}.txt").write_text(PAGE.format(at=at))
    asked = ("run", pages, "-o", tmp_path / "out", "--shard-bytes", 200, "--jobs", 2)
    with command(*asked) as first:
        wait_for(lambda: list(tmp_path.glob("out/shards/*.json")))
        first.send_signal(known)
        first.communicate()
    assert first.returncode == (Exit.INTERRUPTED if known == signal.SIGINT else -known)
    assert len(list(tmp_path.glob("out/shards/*.json"))) < 50
    (tmp_path / f"out/pages/.000000.parquet.x{atomic.ENDING}").write_bytes(b"torn")
    with command(*asked) as again:
        said = again.communicate()[1]
    assert again.returncode == Exit.DONE
    assert "removed what a run before left half written" in said
    assert (
        run(["corpus", *map(str, asked[:2]), "-o", str(tmp_path / "new"), *map(str, asked[4:])])
        == 0
    )
    assert contents(tmp_path / "out") == contents(tmp_path / "new")


def test_workers_end_with_the_run_that_is_killed(pages: Path, tmp_path: Path) -> None:
    asked = ("run", pages, "-o", tmp_path / "out", "--shard-bytes", 200, "--jobs", 1)
    with command(*asked) as first:
        wait_for(lambda: list(tmp_path.glob("out/shards/*.json")))
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
        first.kill()
        first.communicate()
    assert children
    wait_for(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


def test_aliases_of_the_configuration_make_one_author_and_are_kept_for_the_next_run(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, config = str(tmp_path / "out"), tmp_path / "config.yaml"
    asked = ["corpus", "run", str(pages), "-o", out, "-q", "--config", str(config)]
    config.write_text("aliases: {Ann: [Bob]}\n")
    assert run([*asked, "--rules", _rules(tmp_path)]) == Exit.DONE
    assert table(Folder(Path(out)), "comments")["author"].unique().to_list() == ["Ann"]
    assert run([*asked, "--rules", _rules(tmp_path)]) == Exit.DONE
    config.write_text("aliases: {Bob: [Ann]}\n")
    assert run([*asked, "--rules", _rules(tmp_path)]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "was begun with something else: the aliases of the configuration (--force" in said


def test_other_options_and_other_input_are_refused(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    asked = ["corpus", "run", str(pages), "-o", out, "-q"]
    assert run(asked) == Exit.DONE
    assert run([*asked, "--order", "threaded"]) == Exit.USAGE
    assert "was begun with something else: --order (--force starts anew" in capsys.readouterr().err
    (pages / "00.txt").write_text("changed")
    assert run(asked) == Exit.USAGE
    assert "the input files" in capsys.readouterr().err
    assert run([*asked, "--force"]) == Exit.DONE


def test_two_runs_in_one_folder_are_refused(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder(tmp_path / "out")
    folder.make()
    with folder.locked():
        assert run(["corpus", "run", str(pages), "-o", str(folder.path)]) == Exit.USAGE
        with pytest.raises(UsageError), folder.locked():
            pass
    assert "another run is at work here" in capsys.readouterr().err
    with folder.locked():
        pass


def test_a_folder_with_other_files_is_left_alone(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["corpus", "run", str(pages), "-o", str(pages), "--force"]) == Exit.USAGE
    assert "holds 00.txt, which no corpus has" in capsys.readouterr().err
    assert len(list(pages.iterdir())) == 12


# Pages that end workers


def test_pages_that_end_their_worker_are_set_aside_by_name(pages: Path, tmp_path: Path) -> None:
    for name in ("aborts", "greedy", "breaks"):
        (pages / f"03-{name}.txt").write_text(PAGE)
    folder, progress = made(
        pages, tmp_path / "out", lambda work: Local(work, 2, 4 << 30), misbehaving.stumbling
    )
    assert progress.gaps == 3
    assert progress.pages == 12
    said = aside(folder)
    assert "ended by SIGABRT" in said["03-aborts.txt"]
    assert "ValueError: this page (" in said["03-breaks.txt"]
    assert "MemoryError" in said["03-greedy.txt"]
    assert len(said) == 3


def test_a_worker_that_hangs_is_ended_and_the_next_task_has_another() -> None:
    engine = Local(misbehaving.sleeping, 1)
    try:
        for name, expected in (
            ("hangs", Failure("took longer than 0.5 s")),
            ("goes", Answer(pages=7)),
        ):
            engine.submit(Task("make", name, (), 0.5))
            ended: list[tuple[Task, Result]] = []
            wait_for(lambda ended=ended: ended.extend(engine.wait(0.1)) or ended)  # type: ignore[misc]
            assert [result for _, result in ended] == [expected]
    finally:
        engine.close()


def test_one_bad_page_of_many_costs_few_trials(tmp_path: Path) -> None:
    lines = [json.dumps({"url": f"page{at}", "text": PAGE}) for at in range(300)]
    lines[170] = json.dumps({"url": "breaks", "text": PAGE})
    (tmp_path / "big.jsonl").write_text("\n".join(lines))
    engines: list[Here] = []

    def engine(work: Worker) -> Here:
        engines.append(Here(work))
        return engines[0]

    folder, progress = made(
        tmp_path / "big.jsonl", tmp_path / "out", engine, misbehaving.stumbling, size=1_000_000
    )
    assert list(aside(folder)) == ["breaks"]
    assert progress.pages == 299
    assert len(engines[0].asked) < 25


def test_pages_that_are_set_aside_do_not_change_where_others_hang(
    pages: Path, tmp_path: Path
) -> None:
    clean, _ = made(pages, tmp_path / "clean", size=10_000)
    (pages / "03-breaks.txt").write_text(PAGE)
    other, _ = made(pages, tmp_path / "other", walk=misbehaving.stumbling, size=10_000)
    assert table(clean, "comments").equals(table(other, "comments"))


def test_an_error_that_is_foreseen_ends_the_run(pages: Path, tmp_path: Path) -> None:
    (pages / "refused.txt").write_text(PAGE)
    with pytest.raises(ThreadscopeError, match="this page is refused"):
        made(pages, tmp_path / "out", walk=misbehaving.stumbling)


# Ray


class _FakeRay:
    """Answers as Ray does, each call done when it is waited for."""

    exceptions = SimpleNamespace(RayError=ZeroDivisionError)

    def __init__(self) -> None:
        self.cancelled: list[object] = []
        self.started: dict[str, object] = {}

    def init(self, **options: object) -> None:
        self.started = options

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 3.0}

    def put(self, value: object) -> object:
        return value

    def remote(self, **_options: object) -> Callable[..., object]:
        def decorate(function: Callable[..., Result]) -> object:
            return SimpleNamespace(remote=lambda *arguments: lambda: function(*arguments))

        return decorate

    def wait(self, calls: list[object], **_options: object) -> tuple[list[object], list[object]]:
        return calls[:1], calls[1:]

    def get(self, call: Callable[[], Result]) -> Result:
        return call()

    def cancel(self, call: object, *, force: bool) -> None:
        assert force
        self.cancelled.append(call)

    def shutdown(self) -> None:
        self.started = {}


def test_ray_does_tasks_tells_what_fails_and_ends_what_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ray = _FakeRay()
    monkeypatch.setitem(sys.modules, "ray", ray)

    def work(task: Task) -> Answer:
        return Answer(pages=1 // len(task.sources))

    engine = Ray(work, address="auto")
    assert engine.jobs == 3
    assert ray.started["address"] == "auto"
    good, bad, late = (
        Task("make", "good", (Source(None),), 60),
        Task("make", "bad", (), 60),
        Task("make", "late", (), -1),
    )
    for task in (good, bad, late):
        engine.submit(task)
    ended = [*engine.wait(1), *engine.wait(1)]
    assert (good, Answer(pages=1)) in ended
    assert (late, Failure("took longer than -1 s")) in ended
    assert [result for task, result in ended if task is bad] == [
        Failure("ZeroDivisionError: integer division or modulo by zero")
    ]
    assert len(ray.cancelled) == 1
    engine.close()
    assert not ray.started


def test_ray_that_is_not_installed_is_named_as_an_extra(
    pages: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    asked = ["corpus", "run", str(pages), "-o", str(tmp_path / "out"), "--engine", "ray"]
    assert run(asked) == Exit.USAGE
    assert "pip install 'threadscope[ray]'" in capsys.readouterr().err
    assert run([*asked[:-1], "local", "--address", "auto"]) == Exit.USAGE


# Numbers


def test_the_numbers_of_shards_come_together_as_if_counted_at_once(
    pages: Path, tmp_path: Path
) -> None:
    folder, _ = made(pages, tmp_path / "out")
    whole = corpus.Corpus(corpus.Shards(folder))
    threads = pl.concat(whole.shards.each())
    assert threads["id"].to_list() == list(range(36))
    assert (threads["parent"].drop_nulls() < 36).all()
    expected = {
        "authors": metrics.authors(threads),
        "depths": metrics.depths(threads),
        "pairs": metrics.pairs(threads),
        "times": metrics.times(threads),
        "discussions": metrics.threads(threads),
    }
    for name, frame in expected.items():
        got = getattr(whole, name)
        assert got.columns == frame.columns
        assert (
            got.cast(dict(frame.schema))
            .with_columns(pl.col(pl.Float64).round(9))
            .equals(frame.with_columns(pl.col(pl.Float64).round(9)))
        ), name
    counted = metrics.overview(threads, whole.pages)
    assert whole.overview == pytest.approx(counted)


def test_every_column_has_a_rule_for_coming_together() -> None:
    rules = {
        "author": (AUTHORS, merge.AUTHORS),
        "depth": (DEPTHS, merge.DEPTHS),
        "hour": (TIMES, merge.TIMES),
        "author answered": (PAIRS, merge.PAIRS),
    }
    for keys, (schema, known) in rules.items():
        assert {*keys.split(), *known} == set(schema)
    assert set(merge.OVERVIEW) == set(metrics.overview(THREADS.to_frame(), pl.DataFrame()))


def test_pages_of_one_name_in_two_inputs_stay_two(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        line = json.dumps({"url": "same", "text": PAGE.format(at=name)})
        (tmp_path / f"{name}.jsonl").write_text(f"{line}\n")
    folder, _ = made(tmp_path, tmp_path / "out", size=1)
    shards = corpus.Shards(folder)
    assert shards.pages["page"].to_list() == ["same", "same#2", "same#3"]
    threads = pl.concat(shards.each())
    assert threads["page"].unique(maintain_order=True).to_list() == ["same", "same#2", "same#3"]


def test_authors_are_told_apart_by_site(tmp_path: Path) -> None:
    lines = [
        json.dumps({"url": f"https://{host}/{at}", "text": PAGE})
        for host in ("a.example", "b.example")
        for at in range(2)
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines))
    folder, _ = made(tmp_path / "pages.jsonl", tmp_path / "out")
    sites = corpus.Corpus(corpus.Shards(folder)).sites
    rows = sites.select("site", "author", "comments", "pages").rows()
    assert rows[:2] == [("a.example", "Ann", 4, 2), ("b.example", "Ann", 4, 2)]
    assert sites.filter(author="Bob")["share"].round(3).to_list() == [0.333, 0.333]


def test_texts_on_several_pages_are_reposts(tmp_path: Path) -> None:
    said = "one two three four five six seven eight"
    for name, body in (("a", said), ("b", f"{said.upper()}!"), ("c", "one two three")):
        (tmp_path / f"{name}.txt").write_text(f"Article\n\nAnn's picture\n\n{body}\n")
    folder, _ = made(tmp_path, tmp_path / "out", size=1)
    reposts = corpus.Corpus(corpus.Shards(folder)).reposts
    assert reposts.select("comments", "pages", "authors", "opening").rows() == [(2, 2, 1, said)]
    assert Path(reposts["page"].item()).name == "a.txt"


def test_one_page_of_a_corpus_is_read_alone_and_numbered_from_0(
    pages: Path, tmp_path: Path
) -> None:
    folder, _ = made(pages, tmp_path / "out")
    shards = corpus.Shards(folder)
    threads, candidates = shards.threads_of(str(pages / "07.txt"))
    alone = analyze(read(find([str(pages / "07.txt")])[0]), OPTIONS.packs)
    exact = ["id", "page", "author", "body", "parent", "thread", "order", "depth"]
    assert threads.select(exact).equals(alone.threads.select(exact))
    assert candidates["id"].unique().to_list() == [0, 1, 2]
    assert shards.threads_of("unknown")[0].is_empty()


# Browsing


def test_pages_of_a_corpus_are_listed_and_read_when_they_are_opened(
    pages: Path, tmp_path: Path
) -> None:
    folder, _ = made(pages, tmp_path / "out")
    doors = corpus_doors(str(folder.path), encoding=None, as_=None, max_bytes=None)
    with playing(Desk(**doors, packs=lambda: OPTIONS.packs)) as it:
        it.until(lambda: it.app.discussion)
        it.wait()
        assert "lit 0 times" in it.screen
        it.press("greater_than_sign")
        assert "lit 1 times" in it.screen
        assert it.app.discussion.threads.height == 3
        it.press("L")
        listed = it.screen
        assert "authors" in listed
        assert all(f"{at:02}.txt" in listed for at in range(12))
        it.press("O")
        assert "Ann's picture" in it.screen


# Commands


def test_a_corpus_is_run_counted_and_searched(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert run(["corpus", "run", str(pages), "-o", out, "--rules", _rules(tmp_path)]) == Exit.DONE
    assert "12 pages, 36 comments in 1 shard" in capsys.readouterr().err
    assert run(["corpus", "stats", out, "--format", "json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["overview"]["comments"] == 36
    assert run(["corpus", "authors", out, "--format", "csv"]) == Exit.DONE
    assert f"{pages},Ann,24," in capsys.readouterr().out
    assert run(["corpus", "reposts", out]) == Exit.DONE
    assert run(["corpus", "find", out, "lit 7 times"]) == Exit.DONE
    found = capsys.readouterr()
    assert f"{pages}/07.txt:3: Ann: The lamp was lit 7 times last winter" in found.out
    assert "1 comment\n" in found.err
    assert run(["corpus", "find", out, "yes", "--author", "Ann", "--format", "jsonl"]) == Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) == 12


def test_numbers_of_an_unfinished_corpus_say_so(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = made(pages, tmp_path / "out")
    folder.record("000003").unlink()
    assert run(["corpus", "stats", str(folder.path)]) == Exit.PARTLY
    assert "1 of 4 planned shards are not finished" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["stats"], ["authors"], ["find"]])
def test_a_folder_that_is_no_corpus_is_no_input(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["anything"] if asked == ["find"] else []
    assert run(["corpus", *asked, str(tmp_path), *words]) == Exit.NO_INPUT
    assert "make a corpus with: threadscope corpus run" in capsys.readouterr().err


def _rules(folder: Path) -> str:
    path = folder / "t.yaml"
    path.write_text('name: t\ncomment:\n  author: "^(?P<author>.+)\'s picture$"\n')
    return str(path)
