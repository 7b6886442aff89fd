"""`threadscope completion`: what makes TAB work in a shell."""

import rich_click as click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from threadscope.cli import options
from threadscope.cli.exits import Exit
from threadscope.cli.output import deliver

SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_ASKED_BY = "_THREADSCOPE_COMPLETE"
"""The variable by which the script asks for completions."""


@click.command(
    epilog=options.examples(
        'eval "$(threadscope completion bash)"    # in ~/.bashrc',
        'eval "$(threadscope completion zsh)"     # in ~/.zshrc, after compinit',
        "threadscope completion fish > ~/.config/fish/completions/threadscope.fish",
    )
)
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@options.debug
@click.pass_context
def completion(context: click.Context, shell: str) -> Exit:
    """Print the script by which a shell completes commands, options, packs and files at TAB."""
    root = context.find_root().command
    deliver(SHELLS[shell](root, {}, "threadscope", _ASKED_BY).source(), None)
    return Exit.DONE
