"""The command ``answerable``: one file per verb.

Rules for every verb: without a terminal it never asks; results go to standard output, words
for people to standard error; 0 is done, 1 something is wrong with the content, 2 a wrong
call. Nobody sees a traceback because a file or a folder cannot be read.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from answerable.cli.check import check
from answerable.cli.import_ import import_
from answerable.cli.project import ProjectError

_VERBS = (check, import_)


class _Verbs(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader has seen enough, as with `| head`; click ends silently.
            raise
        except OSError as error:
            what = f"{error.filename}: " if error.filename else ""
            raise ProjectError(f"{what}{error.strerror or error}") from error


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExample:\n  answerable check",
)
@click.version_option(package_name="mkdocs-answerable", prog_name="answerable")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml.  [default: the one here or in the nearest folder above]",
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Customers' comments and signed replies, kept as Markdown in git."""
    context.obj = config
    # A terminal that cannot write a customer's alphabet shows question marks.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


for _verb in _VERBS:
    main.add_command(_verb)
