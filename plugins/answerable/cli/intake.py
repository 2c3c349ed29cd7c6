"""``answerable intake``: an issue opened with the comment form becomes a comment that waits.

The rules that this module keeps:

* nothing of the issue is ever part of a command: it is read from a file, written to a file, and
  sent to the forge as JSON;
* in a repository that everybody can read, a comment that waits comes in by pull request only;
* the same issue is taken in once, however often this runs.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from answerable.cli import intake_words
from answerable.cli.ending import ProjectError
from answerable.cli.forge_access import api_here, api_option, forge_of, token_here
from answerable.cli.git import GitError, git
from answerable.cli.git_branch import remote_of
from answerable.cli.intake_comment import SYSTEM, Taken, Usual, take
from answerable.cli.intake_event import EventError, read_event
from answerable.cli.intake_event import Opened as Issue
from answerable.cli.intake_form import AGREED, FormError, is_ticked, read_form
from answerable.cli.new_comment import write_comment
from answerable.cli.project import Project, find_project, now
from answerable.cli.refusals import NotWrittenError, refuse
from answerable.forge_api.http import ApiError
from answerable.importers.shelf import UnreadableError, read_shelf
from answerable.importers.words import NoWordsError
from answerable.model import COMMENT
from answerable.source import Opened, ThreadName, open_feedback
from answerable.terminal import visible

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable intake event.json
  answerable intake "$GITHUB_EVENT_PATH" --pull-request
"""


@click.command(epilog=_EXAMPLES)
@click.argument("event", metavar="EVENT", type=_FILE)
@click.option(
    "--pull-request", is_flag=True, help="Put it into a new branch and open a pull request."
)
@api_option
@click.pass_context
def intake(context: click.Context, event: Path, *, pull_request: bool, api: str | None) -> None:
    """Take in a comment that a customer wrote into the forge's issue form.

    EVENT is the file in which the forge's CI has the opened issue: GITHUB_EVENT_PATH of GitHub,
    Forgejo and Gitea, TRIGGER_PAYLOAD of GitLab. The form is the one in the repository with a
    field whose id is 'text'; of its fields 'kind', 'text', 'name', 'agreed', 'topic' and
    'language' are read, and no other. E-mail addresses and phone numbers are never kept.

    The comment waits for a decision. Its file's path goes to standard output, or with
    --pull-request the address of that: the file is then in the branch intake/issue-NUMBER and
    not here. The token for this is in the environment variable ANSWERABLE_FORGE_TOKEN.

    Ends with 0 when it is taken in, or when the issue is none for this; with 1 when it cannot be
    taken in, and with 2 when it is not clear what to do.
    """
    project = find_project(context.find_object(Path))
    public = project.settings.repository == "public"
    if public and not pull_request:
        raise click.UsageError(
            "everybody can read this repository (repository: public), so what waits for a "
            "decision must not lie in it: say --pull-request",
            context,
        )
    try:
        issue = read_event(event)
        form = read_form(_top(project), forge_of(project).kind)
    except (EventError, FormError) as error:
        raise ProjectError(str(error)) from error
    answers = form.answers(issue.body)
    if not issue.is_new or issue.is_confidential or answers is None:
        _say(f"Issue {issue.number} was not opened with the comment form: nothing to do.")
        return
    if any(field.id == AGREED for field in form.fields) and not is_ticked(answers.get(AGREED, "")):
        _fail(f"issue {issue.number} does not agree to be published: nothing is taken in")
    # What waits is no error here: in a public repository it is for the pull request alone.
    settings = replace(project.settings, repository="private")
    opened = open_feedback(project.feedback, settings, now=now(), shown_as=project.shown_as)
    if _is_here(project, issue):
        _say(f"Issue {issue.number} is here already: nothing to do.")
        return
    taken = _take(issue, answers, project, opened)
    for note in taken.notes:
        _say(visible(f"Note: {note}."))
    if pull_request:
        _request(project, opened, issue, taken, api)
    else:
        click.echo(_path(project, _write(project, opened, taken)))


def _take(issue: Issue, answers: Mapping[str, str], project: Project, opened: Opened) -> Taken:
    known = opened.known
    if not known.topics:
        raise ProjectError(f"there is no topic in {project.shown_as}/topics: write one first")
    language = project.language.replace("_", "-")
    try:
        return take(issue, answers, Usual(known.topics, known.policy.calendar, language))
    except NoWordsError as error:
        _fail(f"issue {issue.number}: {error}")


def _request(
    project: Project, opened: Opened, issue: Issue, taken: Taken, address: str | None
) -> None:
    forge, api = forge_of(project), api_here(project, address)
    remote = remote_of(project.root, forge, token_here())
    branch = f"intake/issue-{issue.number}"
    if remote.has(branch):
        _say(f"The branch {branch} is there already: nothing to do.")
        return
    name = _write(project, opened, taken)
    folder = project.feedback.joinpath("threads", *name)
    title = intake_words.title(name, project.language)
    try:
        remote.push(branch, folder / f"{COMMENT}.md", f"{title}\n")
    finally:
        # It is in the branch, and must not lie here as if it belonged to this one.
        shutil.rmtree(folder)
    body = intake_words.body(
        issue,
        taken,
        name,
        _path(project, name),
        language=project.language,
        public=project.settings.repository == "public",
    )
    try:
        click.echo(api.open_pull_request(title, body, branch=branch, into=forge.branch))
    except ApiError as error:
        raise ProjectError(
            f"the comment is in the branch {branch}, but has no pull request yet: {error}. Open "
            "it by hand"
        ) from error


def _write(project: Project, opened: Opened, taken: Taken) -> ThreadName:
    try:
        return write_comment(project, opened, taken.thread)[0]
    except NotWrittenError as error:
        refuse(error, "")


def _is_here(project: Project, issue: Issue) -> bool:
    try:
        shelf = read_shelf(project.feedback, project.settings, project.shown_as)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error
    return shelf.find((SYSTEM, str(issue.number))) is not None


def _top(project: Project) -> Path:
    """The top of the repository, where its forms lie."""
    try:
        return Path(git(project.root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    except GitError:
        return project.root


def _path(project: Project, name: ThreadName) -> str:
    return f"{project.shown_as}/threads/{name.year}/{name.slug}/{COMMENT}.md"


def _fail(message: str) -> NoReturn:
    raise click.ClickException(message)


def _say(text: str) -> None:
    click.echo(text, err=True)
