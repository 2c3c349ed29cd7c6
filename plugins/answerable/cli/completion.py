"""``answerable completion``: the script by which a shell completes our command."""

from __future__ import annotations

from typing import Literal

import click
from click.shell_completion import get_completion_class

from answerable.cli.ending import ProjectError

Shell = Literal["bash", "zsh", "fish"]

_PROGRAM = "answerable"
_VARIABLE = "_ANSWERABLE_COMPLETE"
_HOW: dict[Shell, str] = {
    "bash": "Put this line into ~/.bashrc, and open a new terminal:\n"
    '  eval "$(answerable completion bash)"',
    "zsh": "Put this line into ~/.zshrc, below 'compinit', and open a new terminal:\n"
    '  eval "$(answerable completion zsh)"',
    "fish": "Say this once, and open a new terminal:\n"
    "  answerable completion fish > ~/.config/fish/completions/answerable.fish",
}
_EXAMPLES = """\b
Examples:
  eval "$(answerable completion bash)"
  answerable completion fish > ~/.config/fish/completions/answerable.fish
"""


@click.command(epilog=_EXAMPLES)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice([*_HOW]))
@click.pass_context
def completion(context: click.Context, shell: Shell) -> None:
    """Let your shell complete verbs, options and names.

    The script goes to standard output, and begins with where to put it. Then Tab completes
    verbs and options, threads by year and name, people, topics and the codes of rules.

    \b
    bash (4.4 or newer)   eval "$(answerable completion bash)" in ~/.bashrc
    zsh                   eval "$(answerable completion zsh)" in ~/.zshrc, below compinit
    fish                  answerable completion fish, into a file as in the example
    """
    found = get_completion_class(shell)
    if found is None:
        raise ProjectError(f"this version of click has no completion for {shell}")
    # Without what click's own `source` does besides: it runs the shell to ask for its version.
    made = found(context.find_root().command, {}, _PROGRAM, _VARIABLE)
    script = made.source_template % made.source_vars()
    explained = "".join(f"# {line}\n" for line in _HOW[shell].split("\n"))
    click.echo(f"{explained}{script.strip()}")
