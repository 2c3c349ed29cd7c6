"""``answerable encrypt``: pages that a password opens, with StatiCrypt's options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from answerable.cli.encryption import Encryption, Options, Texts
from answerable.cli.ending import ProjectError
from answerable.cli.vault_files import Results, jobs
from answerable.cli.vault_salt import SaltFile
from answerable.vault import staticrypt

_Command = TypeVar("_Command", bound=Callable[..., Any])

_FILES = click.Path(exists=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable encrypt page.html
  answerable encrypt -r site --remember 30
  answerable encrypt --share https://example.org/page.html
  answerable encrypt page.html --mode lock1 --url https://example.org/
"""


def _days(_context: click.Context, _parameter: click.Parameter, value: str) -> int | None:
    if value == "false":
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise click.BadParameter("must be a number of days, or false")
    return int(value)


def _text(name: str, help_: str) -> Callable[[_Command], _Command]:
    return click.option(f"--template-{name}", metavar="TEXT", help=help_)


@click.command(epilog=_EXAMPLES)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=_FILES)
@click.option(
    "-p",
    "--password",
    "given",
    metavar="TEXT",
    multiple=True,
    help="The password; others on this machine may see it.  [default: the environment's "
    "STATICRYPT_PASSWORD, which goes before this option, or you are asked]  With --mode lock1 "
    "several: each opens the page.",
)
@click.option(
    "-s",
    "--salt",
    metavar="[SALT]",
    is_flag=False,
    flag_value="",
    help="32 hexadecimal digits.  [default: the configuration's, or a random one]  Without a "
    "value: show a random one, and keep it unless there is one.",
)
@click.option(
    "-c",
    "--config",
    "config",
    metavar="FILE",
    default=".staticrypt.json",
    show_default=True,
    help="Where the salt is kept; 'false' for nowhere.",
)
@click.option(
    "-d",
    "--directory",
    metavar="DIR",
    default="encrypted",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the encrypted pages there.",
)
@click.option("-r", "--recursive", is_flag=True, help="Go through folders; other files are copied.")
@click.option(
    "--remember",
    metavar="DAYS",
    callback=_days,
    default="0",
    help="For how many days 'Remember me' holds; 0 for ever, 'false' for no such box.  "
    "[default: 0]",
)
@click.option(
    "--share",
    metavar="[URL]",
    is_flag=False,
    flag_value="",
    help="Encrypt nothing: show a link to URL that opens pages without the password.",
)
@click.option("--share-remember", is_flag=True, help="The link makes the browser remember it.")
@click.option("--short", is_flag=True, help="Allow a weak password, for instance a short one.")
@click.option(
    "-t",
    "--template",
    metavar="FILE",
    type=_FILE,
    help="A template of StatiCrypt's kind, instead of our own page.",
)
@_text("title", "The title of the page that asks for the password.")
@_text("instructions", "What stands below the title.")
@_text("placeholder", "What the field is called.")
@_text("button", "What the button says.")
@_text("error", "What is said of a wrong password.")
@_text("remember", "What the box says.")
@_text("toggle-show", "What the button says that shows the password.")
@_text("toggle-hide", "What it says when the password is shown.")
@click.option("--template-color-primary", metavar="COLOR", help="The colour of the button.")
@click.option("--template-color-secondary", metavar="COLOR", help="The colour of the page.")
@click.option(
    "--embed",
    is_flag=True,
    help="Put script and style into each page. A strict Content-Security-Policy forbids that.",
)
@click.option(
    "--mode",
    type=click.Choice(["staticrypt", "lock1"]),
    default="staticrypt",
    show_default=True,
    help="The format of the pages.",
)
@click.option(
    "--url", metavar="URL", help="With --mode lock1: the address at which DIR will be published."
)
@click.pass_context
def encrypt(
    context: click.Context,
    /,
    *,
    files: tuple[Path, ...],
    salt: str | None,
    config: str,
    directory: Path,
    recursive: bool,
    share: str | None,
    share_remember: bool,
    **options: Any,
) -> None:
    """Encrypt pages, so that only those with the password can read them.

    The options are StatiCrypt's, and so is the format of the pages: it decrypts ours, and
    'answerable decrypt' decrypts its. Written are the paths of the new pages.

    Ends with 0 when every page is encrypted, with 1 when one could not be, and with 2 on a
    wrong call or a weak password; then nothing is written.
    """
    texts = Texts({name: options.pop(name) for name in [*options] if name.startswith("template_")})
    chosen = Options(texts=texts, salt=salt, config=config, **options)
    if chosen.mode == "lock1":
        chosen.refuse_for_lock1(share=share is not None)
    elif salt == "":
        _show_new_salt(SaltFile(config))
        return
    if share is not None:
        click.echo(Encryption(chosen).link(share, remember=share_remember))
        return
    if not files:
        raise click.UsageError("name the pages to encrypt", context)
    results = Results(directory)
    work = jobs(files, results, recursive=recursive)
    if not any(job.is_page for job in work):
        raise ProjectError("there is no page to encrypt, only other files")
    context.exit(Encryption(chosen).run(work, results))


def _show_new_salt(file: SaltFile) -> None:
    salt = staticrypt.new_salt()
    if file.salt is None:
        file.keep(salt)
    click.echo(salt)
