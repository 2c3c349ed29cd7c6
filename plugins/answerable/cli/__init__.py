"""The command ``answerable``: one file per verb.

Rules for every verb: without a terminal it never asks; results go to standard output, words
for people to standard error; 0 is done, 1 something is wrong with the content, 2 a wrong
call. Nobody sees a traceback because a file or a folder cannot be read.
"""

from __future__ import annotations

from pathlib import Path

import click

from answerable.cli.verbs import LazyVerbs

_VERBS = {
    "appeal": "appeal",
    "changes": "site_changes",
    "check": "check",
    "codeowners": "codeowners",
    "completion": "completion",
    "decrypt": "decrypt",
    "due": "due",
    "encrypt": "encrypt",
    "erase": "erase",
    "export": "export",
    "import": "import_",
    "init": "init",
    "intake": "intake",
    "keys": "keys",
    "list": "list_",
    "moderate": "moderate",
    "new": "new",
    "preview": "preview",
    "redact": "redact",
    "reply": "reply",
    "serve": "serve",
    "show": "show",
    "sign": "sign",
    "stats": "stats",
    "verify": "verify",
}


@click.group(
    cls=LazyVerbs,
    modules=_VERBS,
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
