"""``answerable check``: read the whole feedback folder and report every problem at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from answerable.cli.authors import compare_since, compare_within
from answerable.cli.ending import ProjectError
from answerable.cli.project import Project, find_project, now
from answerable.report import FORMATS, Finding, Format, has_errors, render, summary, tally, weigh
from answerable.source import Loaded, load_feedback
from answerable.source.names import printable

_EXISTING = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


_EXAMPLES = """\b
Examples:
  answerable check
  answerable check feedback/threads/2026/spare-parts
  answerable check --format github
  answerable check --author annaberg --since origin/main
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_EXISTING)
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Check this folder instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How problems are shown; the last four are for machines.",
)
@click.option(
    "--author",
    metavar="HANDLE",
    help="Who opened the pull request, a name on a forge: must be the signer of its replies.",
)
@click.option(
    "--since",
    metavar="REF",
    help="With --author: where the pull request goes. Its replies are those that differ.",
)
@click.pass_context
def check(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    feedback: Path | None,
    form: Format,
    author: str | None,
    since: str | None,
) -> None:
    """Check comments, replies, people, topics and the policy.

    With PATHs, only problems in these files and folders are shown; the whole feedback folder
    is read all the same, since a reply can be wrong because of its question.

    Ends with 0 when no error was found, with 1 when there are errors, and with 2 when it
    could not check at all. Warnings alone are no error. Every problem has a name; the manual
    explains it under "Checks", and the settings can make it an error, a warning or silent.

    With --author, the replies within PATHs, or those that differ from where the branch left
    REF, must be signed by the author of the pull request: a person whose file in people/ has
    HANDLE among its handles. With write_for_others in policy.yml, others may write them.
    """
    _check_call(author, since, paths)
    project = find_project(context.find_object(Path), feedback)
    wanted = _wanted(project, paths)
    loaded = load_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    problems = loaded.diagnostics
    if author is not None:
        if since is not None:
            compared = compare_since(project, loaded, author, since)
        else:
            compared = compare_within(project, loaded, author, wanted)
        click.echo(compared.note, err=True)
        problems += compared.problems
    findings = weigh(problems, project.settings)
    here = [finding for finding in findings if _within(finding, wanted)] if paths else findings
    report = render(here, form)
    if report:
        click.echo(report)
    if form == "text" and here:
        click.echo()
    click.echo(_closing(loaded, here, findings), err=form != "text")
    context.exit(1 if has_errors(here) else 0)


def _check_call(author: str | None, since: str | None, paths: tuple[Path, ...]) -> None:
    if author is None and since is not None:
        raise ProjectError("--since needs --author HANDLE")
    if author is not None and not author.strip().removeprefix("@"):
        raise ProjectError("--author is empty: it must be the name of who opened the pull request")
    if author is not None and since is None and not paths:
        raise ProjectError("--author needs the replies: name them as PATHs, or say --since REF")


def _wanted(project: Project, paths: tuple[Path, ...]) -> list[Path]:
    feedback = _real(project.feedback)
    wanted = [_real(path) for path in paths]
    for path, full in zip(paths, wanted, strict=True):
        if not full.is_relative_to(feedback) and not feedback.is_relative_to(full):
            raise ProjectError(f"{path} does not lie in the feedback folder {project.shown_as}")
    # What is wrong with a signature is shown at its reply.
    wanted += [path.with_suffix("") for path in wanted if path.name.endswith(".md.sig")]
    return [_as_shown(path, feedback) for path in wanted]


def _as_shown(path: Path, feedback: Path) -> Path:
    """*path* as problems name it: what cannot be shown of a file's name is escaped there."""
    if not path.is_relative_to(feedback):
        return path
    return feedback.joinpath(*map(printable, path.relative_to(feedback).parts))


def _within(finding: Finding, wanted: Sequence[Path]) -> bool:
    place = _real(Path(finding.problem.path))
    # Where a folder above is wrong or cannot be read, what is wanted was not checked.
    return any(place.is_relative_to(path) or path.is_relative_to(place) for path in wanted)


def _real(path: Path) -> Path:
    # Unlike Path.resolve it takes a circle of links for what it is: a name.
    return Path(os.path.realpath(path))


def _closing(loaded: Loaded, here: Sequence[Finding], findings: Sequence[Finding]) -> str:
    if not here and findings:
        return f"Nothing is wrong here; elsewhere: {tally(findings)}."
    threads = loaded.feedback.threads
    replies = sum(len(thread.replies) for thread in threads)
    return summary(here, threads=len(threads), replies=replies)
