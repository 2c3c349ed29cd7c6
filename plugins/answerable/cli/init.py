"""``answerable init``: a new project for a company, complete and ready to be completed.

The rules that this module keeps:

* all of the project is written, or nothing; nothing that is there is overwritten;
* it is checked before it is there: whatever the company is called, what comes out is read as
  the site and ``check`` will read it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from answerable.cli.ending import ProjectError
from answerable.cli.init_questions import Interview, usual_language
from answerable.cli.init_report import tell
from answerable.cli.person_files import ContentError
from answerable.cli.project import find_project, now
from answerable.cli.written_words import can_ask
from answerable.forges import KINDS, forge_problem
from answerable.report import has_errors, render, weigh
from answerable.scaffold import LANGUAGES, StaysError, kept, place, project_files, written_nearby
from answerable.scaffold.project import EXAMPLES
from answerable.source import load_feedback
from answerable.terminal import visible

_FOLDER = click.Path(file_okay=False, path_type=Path)
_IGNORED = ".gitignore"
_README, _GUIDE = "README.md", "GUIDE.md"
_EXAMPLES = """\b
Examples:
  answerable init feedback-site
  answerable init feedback-site --language de --company "Beispiel GmbH" --person "Anna Berg"
  answerable init . --forge gitlab --repository https://gitlab.com/example/feedback --yes
"""


def _branch(_context: click.Context, _option: click.Parameter, name: str) -> str:
    if forge_problem({"kind": "github", "url": EXAMPLES["github"], "branch": name}):
        raise click.BadParameter(f"'{visible(name)}' cannot be the name of a branch")
    return name


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option(
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="The site's language. Given twice, the site has a second one.  [default: the terminal's]",
)
@click.option("--company", metavar="NAME", help="What the company is called.")
@click.option("--address", metavar="URL", help="Where the site will be found.")
@click.option(
    "--forge",
    type=click.Choice(KINDS),
    help="What holds the repository; forgejo for Gitea and Codeberg as well.",
)
@click.option("--repository", metavar="URL", help="The address of the repository there.")
@click.option(
    "--branch",
    default="main",
    show_default=True,
    callback=_branch,
    help="The branch that is published.",
)
@click.option("--public/--private", default=None, help="Who can read the repository.")
@click.option("--email", metavar="ADDRESS", help="Where customers reach you.")
@click.option("--person", metavar="NAME", help="Who answers first.")
@click.option("--role", metavar="TEXT", help="What this person does.")
@click.option("--unit", metavar="TEXT", help="In which department.")
@click.option("--since", metavar="DAY", help="Since when this person is with the company.")
@click.option("--handle", metavar="NAME", help="What this person is called on the forge.")
@click.option("--topic", metavar="TEXT", help="What customers write about.")
@click.option("--timezone", metavar="ZONE", help="By whose clock you work, as Europe/Berlin.")
@click.option("--country", metavar="CODE", help="Whose public holidays you keep, as DE.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not said is assumed.")
def init(
    *,
    folder: Path,
    languages: tuple[str, ...],
    branch: str,
    public: bool | None,
    yes: bool,
    **said: Any,
) -> None:
    """Make a new project in the folder DIR.

    It holds a site that can be built at once, with the rules of moderation, a first person
    and topic, the pages that a company's site needs, a guide for your colleagues, and what the
    forge needs to check and publish it. At a terminal you are asked for what you do not say.

    DIR is made if it is not there. A folder that holds more than a fresh repository does
    is refused, and what it holds is never overwritten.

    Its path goes to standard output, and what to do next to standard error. Ends with 0 when
    the project is there, and with 2 when it is not clear what to make.
    """
    folder = folder.absolute()
    there = _kept(folder)
    asking = can_ask() and not yes
    interview = Interview(
        _languages(languages, asking=asking),
        folder,
        {name: value for name, value in said.items() if value is not None},
        asking,
    )
    if public is not None:
        interview.said["public"] = "yes" if public else "no"
    interview.hold()
    answers = interview.answers(branch)
    files = project_files(answers)
    if any(name.casefold().startswith("readme") for name in there):
        files[_GUIDE] = files.pop(_README)
    missing = files.get(_IGNORED, b"") if _IGNORED in there else b""
    files = {name: data for name, data in files.items() if name not in there}
    with written_nearby(folder, files) as stage:
        _refuse_what_is_wrong(stage)
        place(stage, folder)
    click.echo(folder)
    tell(answers, folder, files, there, interview.assumed, missing)


def _kept(folder: Path) -> list[str]:
    try:
        return kept(folder)
    except StaysError as error:
        raise ProjectError(
            f"{folder} is not empty, it holds: {error}. Name a new folder, or an empty one"
        ) from error


def _languages(given: tuple[str, ...], *, asking: bool) -> tuple[str, ...]:
    if given:
        return tuple(dict.fromkeys(given))
    if not asking:
        return (usual_language(),)
    ask = f"Language / Sprache ({', '.join(LANGUAGES)})"
    while (chosen := click.prompt(ask, default=usual_language(), err=True)) not in LANGUAGES:
        click.echo("Choose one of these. / Wählen Sie eine davon.", err=True)
    return (chosen,)


def _refuse_what_is_wrong(stage: Path) -> None:
    """Raise ContentError where ``check`` would find an error in the project."""
    project = find_project(stage / "mkdocs.yml")
    loaded = load_feedback(project.feedback, project.settings, now=now(), shown_as="feedback")
    found = weigh(loaded.diagnostics, project.settings)
    if has_errors(found):
        told = render(found, "text")
        raise ContentError(f"this would be wrong, so nothing was written.\n{told}")
