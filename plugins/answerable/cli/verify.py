"""``answerable verify``: say of every answer who signed it, and whether it is still the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import click

from answerable.cli.ending import ProjectError
from answerable.cli.progress import ThreadProgress
from answerable.cli.project import CONFIG, Project, find_project, now
from answerable.site.trust_files import ALLOWED_SIGNERS
from answerable.source.folder import POLICY
from answerable.terminal import visible
from answerable.verification.report import as_json, as_text, summary
from answerable.verification.repository import verify_repository
from answerable.verification.site import is_site, sites_in, verify_site
from answerable.verification.verdict import Verdict, Verified

_EXISTING = click.Path(exists=True, path_type=Path)
_EXAMPLES = """\b
Examples:
  answerable verify
  answerable verify feedback/threads/2026/spare-parts
  answerable verify site --require-signatures
  answerable verify --failures --format json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("path", metavar="[PATH]", required=False, type=_EXISTING)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How answers are shown.",
)
@click.option("--failures", is_flag=True, help="Show only answers that fail; all are counted.")
@click.option(
    "--require-signatures",
    is_flag=True,
    help="Let answers without a signature fail, whatever the policy says.",
)
@click.pass_context
def verify(
    context: click.Context,
    path: Path | None,
    form: Literal["text", "json"],
    failures: bool,
    require_signatures: bool,
) -> None:
    """Check who signed each answer, and that nothing was changed since.

    PATH is a project, a feedback folder, a thread or a reply; without it, the project here.
    It can also be the folder of a built site or a part of one: that is verified from its
    published files alone, on any computer, and what its pages show is held against what was
    signed. Sites that lie in the folder, such as other languages, are verified with it.

    Ends with 0 when all is well, with 1 when an answer fails, and with 2 when it could not
    verify at all. An answer without a signature fails where policy.yml says 'signing: required'.
    """
    verified = _verify(context.find_object(Path), path)

    def fails(verdict: Verdict) -> bool:
        return verdict.fails(unsigned_fails=require_signatures)

    listed = [verdict for verdict in verified.verdicts if not failures or fails(verdict)]
    for problem in verified.problems:
        click.echo(visible(problem), err=True)
    if form == "json":
        click.echo(as_json(listed, verified.verdicts, verified.problems, fails))
    elif listed:
        click.echo(as_text(listed))
        click.echo()
    click.echo(summary(verified.verdicts), err=form != "text")
    context.exit(1 if verified.problems or any(map(fails, verified.verdicts)) else 0)


def _verify(config: Path | None, path: Path | None) -> Verified:
    if path is None and config is None and is_site(Path.cwd()):
        path = Path.cwd()
    site = _site_around(path) if path else None
    if path is None or site is None:
        return _of_repository(config, path)
    wanted = _wanted(path, site)
    parts = [
        verify_site(root, now=now(), shown_as=shown, wanted=wanted, progress=ThreadProgress())
        for root in sites_in(site)
        if wanted(shown := _shown(root))
    ]
    return Verified(
        tuple(verdict for part in parts for verdict in part.verdicts),
        tuple(problem for part in parts for problem in part.problems),
    )


def _of_repository(config: Path | None, path: Path | None) -> Verified:
    project = _project(config, path)
    wanted = _wanted(path, project.feedback) if path else lambda _: True
    return verify_repository(
        project.feedback,
        project.settings,
        now=now(),
        shown_as=project.shown_as,
        wanted=wanted,
        progress=ThreadProgress(),
    )


def _project(config: Path | None, path: Path | None) -> Project:
    """The project that *path* is, or lies in."""
    if path is None or config is not None:
        return find_project(config)
    full = _real(path)
    for folder in (full, *full.parents):
        if (folder / CONFIG).is_file():
            project = find_project(folder / CONFIG)
            feedback = _real(project.feedback)
            if full.is_relative_to(feedback) or feedback.is_relative_to(full):
                return project
            break
        if (folder / POLICY).is_file() and (folder / "threads").is_dir():
            above = next((one for one in folder.parents if (one / CONFIG).is_file()), None)
            if above is not None:
                project = find_project(above / CONFIG)
                if _real(project.feedback) == folder:
                    return project
            return find_project(None, folder)
    raise ProjectError(
        f"{path} is neither a feedback folder or a part of one, nor a built site: that has a "
        f"file {ALLOWED_SIGNERS}"
    )


def _site_around(path: Path) -> Path | None:
    """The built site that *path* is, or lies in."""
    full = _real(path)
    return next((folder for folder in (full, *full.parents) if is_site(folder)), None)


def _wanted(path: Path, root: Path) -> Callable[[str], bool]:
    """Whether what is shown as a path lies in *path*, or *path* in it; all in *root* does."""
    full = _real(path)
    if _real(root).is_relative_to(full):
        return lambda _: True

    def wanted(shown: str) -> bool:
        place = _real(Path(shown))
        return place.is_relative_to(full) or full.is_relative_to(place)

    return wanted


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _shown(folder: Path) -> str:
    try:
        return Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # another drive
        return folder.as_posix()
