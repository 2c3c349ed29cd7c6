"""``answerable sign``: a person's signature beside each of their replies."""

from __future__ import annotations

from pathlib import Path

import click

from answerable.cli.completing import people
from answerable.cli.project import find_project
from answerable.cli.signing import SigningRun
from answerable.model import PersonId

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable sign feedback/threads/2026/spare-parts/2026-11-03-anna.md
  answerable sign --all-mine
  answerable sign --all-mine --key ~/.ssh/id_work
"""


@click.command(epilog=_EXAMPLES)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=_FILE)
@click.option(
    "--key",
    "key_file",
    metavar="FILE",
    type=_FILE,
    help="Sign with this key.  [default: git's signing key, the ssh-agent's, those in ~/.ssh]",
)
@click.option(
    "--as",
    "signer",
    metavar="PERSON",
    shell_complete=people,
    help="Sign replies of this person only.",
)
@click.option("--all-mine", is_flag=True, help="Sign all replies of yours that are not signed.")
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Sign in this folder instead.")
@click.pass_context
def sign(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    key_file: Path | None,
    signer: PersonId | None,
    all_mine: bool,
    feedback: Path | None,
) -> None:
    """Sign replies with your SSH key.

    The signature is written beside each FILE, as FILE.sig: the same that 'ssh-keygen -Y sign
    -n answerable' makes. You sign what you see: the question, the answer, who answers. A FILE
    that 'answerable check' finds an error in is not signed, and one that is well signed is
    left as it is. With --all-mine you are asked before each where there is a terminal, and a
    reply that was changed after it was signed is left out: read it, and name it.

    Ends with 0 when all of it is signed, with 1 when there is an error in a reply or --all-mine
    leaves one unsigned, and with 2 when it could not sign, because no key is here or may be used.
    """
    if all_mine == bool(files):
        raise click.UsageError("name the replies to sign, or say --all-mine", context)
    project = find_project(context.find_object(Path), feedback)
    run = SigningRun(project, key_file=key_file, signer=signer)
    context.exit(run.sign_all() if all_mine else run.sign_files(files))
