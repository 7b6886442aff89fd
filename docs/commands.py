"""Makes the page of commands and the man page out of the commands themselves.

Run it from the root after a change of a command: `python docs/commands.py`.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from threadscope.cli import exits, threadscope

HERE = Path(__file__).parent
PAGE = HERE / "commands.md"
MANUAL = HERE / "man" / "share" / "man" / "man1" / "threadscope.1"
"""Where an installed wheel has it, below the folder that holds its data."""
_NAME = "threadscope"
_EXIT = re.compile(r'^    [A-Z_]+ = (\d+)\n    """(.+?)"""', re.MULTILINE | re.DOTALL)
_ABOUT = """# Commands

What `--help` prints, of every command. A page is a file, a folder, a quoted glob, or `-` for
standard input. `threadscope PAGE...` is `threadscope browse PAGE...`.
"""
_ENVIRONMENT = (
    ("NO_COLOR", "if set, the interface and tables are drawn without colours"),
    ("PAGER, VISUAL, EDITOR, SHELL", "what the interface starts to show, edit and run something"),
    ("XDG_CONFIG_HOME", "folder of threadscope/config.yaml and threadscope/packs/ (~/.config)"),
    ("XDG_STATE_HOME", "folder in which the interface remembers where you were (~/.local/state)"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a command says of itself."""

    name: str
    """Its words, after the program's."""
    usage: str
    """What follows them."""
    text: tuple[str, ...]
    """Paragraphs; the first is one sentence."""
    options: tuple[tuple[str, str], ...]
    """How each is written, and what it does."""
    examples: tuple[str, ...]
    """Lines to copy."""


def walk(command: click.Command = threadscope, name: str = "") -> Iterator[Told]:
    """Give every command, a group before its own."""
    settings = threadscope.context_settings
    context = click.Context(command, info_name=name or _NAME, **settings)
    given = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    records = [each.get_help_record(context) for each in given]
    lines = (command.epilog or "").split("\n\n")[1:]
    yield Told(
        name=name,
        usage=" ".join(command.collect_usage_pieces(context)),
        text=tuple(" ".join(part.split()) for part in (command.help or "").split("\n\n")),
        options=tuple(record for record in records if record),
        examples=tuple(line.strip() for line in lines),
    )
    if isinstance(command, click.Group):
        for each in sorted(command.commands):
            yield from walk(command.commands[each], f"{name} {each}".strip())


def exit_codes() -> dict[int, str]:
    """Give what each exit code says; what two names of one say is one sentence after the other."""
    found: dict[int, str] = {}
    for code, text in _EXIT.findall(inspect.getsource(exits.Exit)):
        found[int(code)] = f"{found.get(int(code), '')} {text}".strip()
    return dict(sorted(found.items()))


def commands_page() -> str:
    """Write the page."""
    parts = [_ABOUT]
    for told in walk():
        parts += [f"## {told.name or _NAME}", "", "```", f"{_line(told)}", "```", ""]
        parts += [_plain("\n\n".join(told.text)), "", "| option | does |", "|---|---|"]
        parts += [f"| `{_cell(flags)}` | {_cell(_plain(does))} |" for flags, does in told.options]
        if told.examples:
            parts += ["", "```sh", *told.examples, "```"]
        parts.append("")
    parts += ["## Exit codes", "", "| code | means |", "|---|---|"]
    parts += [f"| {code} | {means} |" for code, means in exit_codes().items()]
    parts += ["", "## Environment", "", "| variable | means |", "|---|---|"]
    parts += [f"| `{name}` | {means} |" for name, means in _ENVIRONMENT]
    return "\n".join(parts) + "\n"


def _line(told: Told) -> str:
    return " ".join(part for part in (_NAME, told.name, told.usage) if part)


def _plain(text: str) -> str:
    return re.sub(r"([*_<])", r"\\\1", text)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def manual() -> str:
    """Write the man page, in the macros of man(7)."""
    first, *others = walk()
    parts = [f'.TH {_NAME.upper()} 1 "" "{_NAME}" "User Commands"', ".SH NAME"]
    parts += [_roff(f"{_NAME} - {_lowered(first.text[0])}"), ".SH SYNOPSIS"]
    for told in others:
        parts += [f".B {_NAME} {_roff(told.name)}", _roff(told.usage), ".br"]
    parts += [".SH DESCRIPTION", *_paragraphs(first.text), ".SH COMMANDS"]
    for told in others:
        parts += [f".SS {_NAME} {_roff(told.name)}", *_paragraphs(told.text)]
        parts += [line for flags, does in told.options for line in _item(flags, does)]
        if told.examples:
            lines = map(_roff, told.examples)
            parts += [".PP", "Examples:", ".PP", ".nf", ".RS", *lines, ".RE", ".fi"]
    parts += [".SH EXIT STATUS"]
    parts += [line for code, means in exit_codes().items() for line in _item(str(code), means)]
    parts += [".SH ENVIRONMENT"]
    parts += [line for name, means in _ENVIRONMENT for line in _item(name, means)]
    parts += [".SH SEE ALSO", _roff("The documentation that comes with the program, in docs/.")]
    return "\n".join(parts) + "\n"


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _paragraphs(text: tuple[str, ...]) -> list[str]:
    return [line for part in text for line in (".PP", _roff(part))]


def _item(name: str, text: str) -> list[str]:
    return [".TP", f".B {_roff(name)}", _roff(" ".join(text.split()))]


def _roff(text: str) -> str:
    """Keep text from being read as a request of roff."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def main() -> None:
    """Write both pages."""
    PAGE.write_text(commands_page(), "utf-8")
    MANUAL.parent.mkdir(parents=True, exist_ok=True)
    MANUAL.write_text(manual(), "utf-8")


if __name__ == "__main__":
    main()
