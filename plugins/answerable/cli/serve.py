"""``answerable serve``: the site on this machine, again at each change.

MkDocs runs as a program of its own: nothing of it is loaded here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.cli.project import CONFIG, find_project

_EXAMPLES = """\b
Examples:
  answerable serve
  answerable serve --dev-addr 127.0.0.1:9000
  answerable serve -- --strict
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--dev-addr", metavar="HOST:PORT", help="Where it is shown.  [default: that of mkdocs.yml]"
)
@click.option("--open", "opens", is_flag=True, help="Open it in a browser.")
@click.argument("more", metavar="[-- OPTION...]", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def serve(
    context: click.Context, *, dev_addr: str | None, opens: bool, more: tuple[str, ...]
) -> None:
    """Show the site on this machine, and build it again at each change.

    What follows '--' goes to 'mkdocs serve' as it is. Ctrl-C ends it.

    Ends as MkDocs ends, and with 2 where there is nothing to show.
    """
    given = context.find_object(Path)
    config = (given or find_project().root / CONFIG).absolute()
    if not config.is_file():
        raise ProjectError(f"there is no {CONFIG} here or in a folder above: a site needs one")
    if find_spec("mkdocs") is None:
        raise ProjectError(
            "MkDocs is not installed beside this command: install mkdocs-answerable with pip, "
            "which brings it"
        )
    options = ["--config-file", str(config)]
    if dev_addr is not None:
        options += ["--dev-addr", dev_addr]
    if opens:
        options.append("--open")
    # click 8.3.0 and 8.3.1 turn live reload off unless it is asked for.
    call = [sys.executable, "-m", "mkdocs", "serve", "--livereload", *options, *more]
    # Material warns of MkDocs 2, which is not used here.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    if os.name == "posix":
        sys.stdout.flush()
        # Nobody stands between MkDocs and Ctrl-C, or whoever ends this process.
        os.execve(sys.executable, call, environment)  # noqa: S606
    context.exit(subprocess.run(call, env=environment, check=False).returncode)  # noqa: S603
