"""`threadscope browse`: the terminal interface."""

import gc
import io
import os
import shlex
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from threadscope.cli import options
from threadscope.cli.corpus.doors import corpus_doors, is_corpus
from threadscope.cli.exits import Exit
from threadscope.cli.memory import keep, recall, write_copy
from threadscope.cli.output import deliver, is_terminal, say_notes
from threadscope.cli.walk import (
    exit_code,
    kept_corrections,
    packs_for,
    settings_of,
    source_of,
    text_of,
    walk,
)
from threadscope.errors import ThreadscopeError, UsageError

if TYPE_CHECKING:
    from threadscope.corrections import Correction
    from threadscope.pages import Track
    from threadscope.tui import View

OWN_COLOURS = "ansi-dark"
"""The theme that uses the terminal's own sixteen colours."""


@click.command(
    epilog=options.examples(
        "threadscope page.txt",
        "threadscope browse saved/ --rules my-forum.yaml",
        "threadscope browse page.txt --from-line 29 --ascii",
        "curl -s https://example.org/page.txt | threadscope browse -",
    ),
)
@options.reading
@options.drawing
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--no-shell",
    is_flag=True,
    help="Start no other program, and write nothing but corrections.",
)
def browse(
    pages: tuple[str, ...],
    *,
    plain: bool,
    no_mouse: bool,
    no_shell: bool,
    theme: str | None,
    watch: bool,
    quiet: bool,
    no_progress: bool,  # noqa: ARG001 - the interface shows its own
    corrections: Path | None,
    no_corrections: bool,
    **read: Any,
) -> Exit:
    """Read and question discussions in the terminal.

    PAGE may be one corpus: its pages are listed, and read when they are opened.
    """
    _require_terminal()
    if "-" in pages:
        _keep_stdin()
    no_colour = bool(os.environ.get("NO_COLOR"))
    os.environ["TEXTUAL_THEME"] = _first_theme(no_colour=no_colour)
    from threadscope.tui import Browser, Desk, Loaded, glyphs  # noqa: PLC0415

    def load(track: "Track") -> Loaded:
        discussion = walk(pages, track=track, corrections=None, no_corrections=True, **read)
        gc.freeze()  # modules and tables stay: a key need not wait until all are looked through
        return discussion, kept_corrections(pages, corrections, ignored=no_corrections)

    settings = settings_of(read["config"])
    again = {name: read[name] for name in ("encoding", "as_", "max_bytes")}
    doors: dict[str, Any] = {
        "load": load,
        "text": partial(text_of, pages, **again),
        "save": partial(_save, corrections),
        "changed": partial(_changed, pages),
    }
    desk = Desk(
        **(corpus_doors(pages[0], **again) if is_corpus(pages) else doors),
        recall=recall,
        **(_SHUT if no_shell else _OPEN),
        watched=watch,
        packs=cache(partial(packs_for, read["rules"], read["config"])),
        source=partial(source_of, read["rules"], read["config"]),
        order=read["order"] or settings.order,
        from_line=read["from_line"] or settings.from_line,
        split=read["split"] or settings.split,
        language=read["language"] or settings.language,
        command=partial(_headless, pages, read),
    )
    browser = Browser(desk, glyphs=glyphs(plain=plain))
    keys, wanted = look_of(theme, read["config"], browser.available_themes)
    browser.rebind(keys)
    if wanted:
        browser.theme = OWN_COLOURS if no_colour else wanted
    browser.run(mouse=not no_mouse)
    if browser.error:
        raise browser.error
    if browser.return_code:
        return Exit(browser.return_code)
    if browser.discussion is None:
        return Exit.DONE
    say_notes(browser.discussion.notes, quiet=quiet)
    return exit_code(browser.discussion)


def _first_theme(*, no_colour: bool) -> str:
    """Choose the theme to begin with: Textual turns others into greys where NO_COLOR is set."""
    return OWN_COLOURS if no_colour else os.environ.get("TEXTUAL_THEME", OWN_COLOURS)


def look_of(
    theme: str | None, config: Path | None, themes: Collection[str]
) -> tuple[dict[str, str], str | None]:
    """Decide on the keys and the theme of the interface; None = none was asked for.

    Raises:
        UsageError: there is no theme as the command line asks for.
        RulesError: there are no bindings or theme as the configuration asks for.
    """
    from threadscope.rules import refused_settings  # noqa: PLC0415
    from threadscope.tui.keys import NAMES  # noqa: PLC0415

    known = f"known: {', '.join(sorted(themes))}"
    if theme and theme not in themes:
        raise UsageError(f"no theme is called {theme!r} ({known})")
    settings = settings_of(config)
    wrong: list[tuple[tuple[str, ...], str, str]] = []
    for name in settings.keys:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "see the list of keys"
            wrong.append((("keys", name, ""), f"keys: no binding is called {name!r}", hint))
    if settings.theme and settings.theme not in themes:
        wrong.append((("theme",), f"no theme is called {settings.theme!r}", known))
    if wrong:
        raise refused_settings(config, wrong)
    return settings.keys, theme or settings.theme


def _save(file: Path | None, page: str, kept: "Sequence[Correction]") -> str:
    """Write the corrections of a page beside it, or all of them to one file; gives its name.

    Raises:
        UsageError: the page is no file of its own.
        OutputError: they could not be written.
    """
    from threadscope.corrections import dump  # noqa: PLC0415
    from threadscope.pages import corrections_path  # noqa: PLC0415

    if file is None and not Path(page).is_file():
        raise UsageError("this page is no file of its own (start with --corrections FILE)")
    own = kept if file else [each for each in kept if each.page == page]
    path = file or corrections_path(Path(page))
    deliver(dump(own, page), path, force=True)
    return str(path)


def _write(file: str, text: str) -> str:
    """Write a new file; one that is there already stays."""
    deliver(text, Path(file))
    return file


def _refuse(file: str, text: str) -> str:  # noqa: ARG001 - stands for a door that is closed
    raise UsageError("nothing but corrections is written here (--no-shell)")


_OPEN: dict[str, Any] = {"write": _write, "print": write_copy, "keep": keep}
"""The doors to the files and programs of the user."""
_SHUT: dict[str, Any] = {"write": _refuse, "print": lambda _: "no file", "starts": False}
"""The same doors, shut."""


def _changed(pages: tuple[str, ...]) -> float:
    """Tell when the newest of the pages was written."""
    from threadscope.pages import find  # noqa: PLC0415

    times = [0.0]
    try:
        sources = find(pages)[0]
    except ThreadscopeError:
        return 0.0
    for source in sources:
        if source.path is not None:
            with suppress(OSError):
                times.append(source.path.stat().st_mtime)
    return max(times)


def _headless(pages: tuple[str, ...], read: dict[str, Any], view: "View") -> str:
    """Write the command that shows a view's tree without a terminal.

    A page that is no file of its own comes with all that it was read with.
    """
    these = [view.page] if Path(view.page).is_file() else pages
    chosen = options.words({**read, "order": view.order or read["order"], **view.options()})
    end = ["--"] if any(len(each) > 1 and each.startswith("-") for each in these) else []
    return shlex.join(["threadscope", "tree", *chosen, *end, *these])


def _keep_stdin() -> None:
    """Read all of standard input and give the keyboard its place."""
    data = sys.stdin.buffer.read()
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)))
    keyboard = os.open("/dev/tty", os.O_RDWR)
    os.dup2(keyboard, 0)
    os.close(keyboard)


def _require_terminal() -> None:
    """Refuse to draw where nobody would see it.

    Raises:
        UsageError: stdout or stderr is no terminal, or it cannot move its cursor.
    """
    if "TEXTUAL_DRIVER" in os.environ:
        return
    if not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
        raise UsageError("browse needs a terminal (threadscope stats or tree work without one)")
    if os.environ.get("TERM") in {None, "", "dumb"}:
        raise UsageError("this terminal cannot move its cursor (use threadscope tree)")
