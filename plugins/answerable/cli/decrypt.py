"""``answerable decrypt``: pages that StatiCrypt or ``answerable encrypt`` made, as they were."""

from __future__ import annotations

from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.cli.vault_files import Job, Results, jobs, read_text
from answerable.cli.vault_password import passwords
from answerable.cli.vault_salt import SaltFile, checked_salt
from answerable.terminal import visible
from answerable.vault import lock1, staticrypt
from answerable.vault.errors import CannotOpenError, VaultError
from answerable.vault.keychain import KeyChain
from answerable.vault.page import read_page
from answerable.vault.passwords import Password

DONE, WRONG = 0, 1

_EXAMPLES = """\b
Examples:
  answerable decrypt encrypted/page.html
  answerable decrypt -r encrypted/site
"""


@click.command(epilog=_EXAMPLES)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "-p",
    "--password",
    "given",
    metavar="TEXT",
    help="The password; others on this machine may see it.  [default: the environment's "
    "STATICRYPT_PASSWORD, which goes before this option, or you are asked]",
)
@click.option("-s", "--salt", metavar="SALT", help="Not the salt in the page, but this one.")
@click.option(
    "-c",
    "--config",
    "config",
    metavar="FILE",
    default="false",
    help="Not the salt in the page, but that in this file.",
)
@click.option(
    "-d",
    "--directory",
    metavar="DIR",
    default="decrypted",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the pages there.",
)
@click.option("-r", "--recursive", is_flag=True, help="Go through folders; other files are copied.")
@click.option(
    "--url", metavar="URL", help="The address of a page of lock1, if it is not its path's."
)
@click.pass_context
def decrypt(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    given: str | None,
    salt: str | None,
    config: str,
    directory: Path,
    recursive: bool,
    url: str | None,
) -> None:
    """Decrypt pages that StatiCrypt 3 or 'answerable encrypt' made.

    Written are the paths of the decrypted pages. Whatever version of StatiCrypt made a page,
    its salt is in it.

    Ends with 0 when every page is decrypted, with 1 when the password is wrong or a page was
    changed, and with 2 on a wrong call.
    """
    results = Results(directory)
    work = jobs(files, results, recursive=recursive)
    if url is not None and len(work) > 1:
        raise click.UsageError("--url is the address of one page", context)
    salt = checked_salt(salt.lower()) if salt else SaltFile(config).salt
    (text,) = passwords(() if given is None else (given,), twice=False)
    if not text:
        raise ProjectError("the password is empty")
    opening = _Opening(Password(text, allow_weak=True), salt, url)
    context.exit(max([_one(job, opening, results) for job in work], default=DONE))


def _one(job: Job, opening: _Opening, results: Results) -> int:
    try:
        data = opening.text_of(job).encode() if job.is_page else job.file.read_bytes()
    except (VaultError, ProjectError) as error:
        click.echo(f"{visible(str(job.file))} is not decrypted: {error}", err=True)
        return WRONG
    click.echo(results.write(job.below, data))
    return DONE


class _Opening:
    """What a run has to open pages with."""

    def __init__(self, password: Password, salt: str | None, url: str | None) -> None:
        self._password = password
        self._salt = salt
        self._url = url
        self._keys = KeyChain()

    def text_of(self, job: Job) -> str:
        """The page as it was. Raises VaultError or ProjectError."""
        page = read_page(read_text(job.file))
        if isinstance(page, lock1.Locked):
            path = job.address if self._url is None else self._path(page)
            return lock1.unlock(
                page,
                site_url=page.site_url,
                page_path=path,
                password=self._password,
                keys=self._keys,
            )
        hashed = self._keys.staticrypt(self._password, self._salt or page.salt)
        return staticrypt.decode(page.payload, hashed, page.salt)

    def _path(self, page: lock1.Locked) -> str:
        assert self._url is not None
        if not self._url.startswith(page.site_url):
            raise CannotOpenError(f"it was locked for {visible(page.site_url)}")
        return self._url[len(page.site_url) :]
