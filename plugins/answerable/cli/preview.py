"""``answerable preview``: a built site behind one password, for a public host."""

from __future__ import annotations

import os
from datetime import timezone
from pathlib import Path

import click

from answerable.build.preview import Locker, PreviewError, make_preview
from answerable.cli.ending import ProjectError
from answerable.cli.mkdocs_yml import ConfigError, read_config
from answerable.cli.project import CONFIG, find_project
from answerable.report import count
from answerable.site.language import Language
from answerable.vault.errors import VaultError
from answerable.vault.passwords import Password

VARIABLE = "ANSWERABLE_PREVIEW_PASSWORD"

_EXAMPLES = """\b
Examples:
  answerable preview
  answerable preview --url https://preview.example.org/42/ --out public
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The built site.  [default: site_dir of mkdocs.yml]",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("preview"),
    show_default=True,
    help="Where the preview is written; an earlier preview there is replaced.",
)
@click.option(
    "--url",
    metavar="URL",
    help="Where the preview will be: its pages open nowhere else.  [default: site_url]",
)
@click.option(
    "--staticrypt",
    is_flag=True,
    help="Encrypt as StatiCrypt does; the pages open at every address.",
)
@click.pass_context
def preview(
    context: click.Context, site: Path | None, out: Path, url: str | None, *, staticrypt: bool
) -> None:
    """Encrypt a built site as a whole.

    Every page asks for the password in the environment variable ANSWERABLE_PREVIEW_PASSWORD.
    Pictures are put into the pages; feeds, data, the search and the sitemap are left out. The
    addresses of the pages show.

    Ends with 0 when the preview is written, with 1 when there can be none, and with 2 when it
    is not clear what to do. Nothing is ever written unencrypted.
    """
    project = find_project(context.find_object(Path))
    try:
        config = read_config(context.find_object(Path) or project.root / CONFIG)
    except ConfigError as error:
        raise ProjectError(str(error)) from error
    built = site or project.root / str(config.get("site_dir") or "site")
    address = None if staticrypt else _address(url or config.get("site_url"))
    locker = Locker(
        address,
        Language(project.language, timezone.utc),
        _password([project.site_name or "", "preview"]),
    )
    try:
        made = make_preview(built, out, locker)
    except (PreviewError, VaultError) as error:
        click.echo(f"Error: {error}.", err=True)
        context.exit(1)
    click.echo(
        f"{count(made.pages, 'page', 'pages')} encrypted in {out}, "
        f"{count(made.stayed, 'style or script', 'styles and scripts')} as they were, "
        f"{count(made.left_out, 'other file', 'other files')} left out or put into the pages.",
        err=True,
    )


def _password(names: list[str]) -> Password:
    text = os.environ.get(VARIABLE, "")
    if not text:
        raise ProjectError(
            f"the environment variable {VARIABLE} is not set: put the password of the preview "
            "into it. It is never read from a file or the command line"
        )
    try:
        return Password(text, names=names)
    except VaultError as error:
        raise ProjectError(f"{VARIABLE}: {str(error).rstrip('.')}") from error


def _address(url: object) -> str:
    if not isinstance(url, str) or not url:
        raise ProjectError(
            "where will the preview be? Its pages open nowhere else: name the address with "
            "--url, or encrypt with --staticrypt for every address"
        )
    return url.rstrip("/") + "/"
