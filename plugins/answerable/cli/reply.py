"""``answerable reply``: the file of an answer, in which only the words are to be written."""

from __future__ import annotations

from pathlib import Path

import click

from answerable.cli.completing import people, threads
from answerable.cli.known_names import known_person
from answerable.cli.moments import Clock, clock
from answerable.cli.new_reply import Draft, draft_of, write_reply
from answerable.cli.next_steps import call, keeping
from answerable.cli.project import Project, find_project, now
from answerable.cli.refusals import NotWrittenError, refuse
from answerable.cli.signing import DONE, SigningRun
from answerable.cli.thread_names import find_thread
from answerable.cli.values import language_option
from answerable.cli.whoami import who_is_here
from answerable.cli.written_words import canonical_words, edited_words, given_words, keep
from answerable.model import OUTCOMES, Outcome, PersonId, Stem
from answerable.report import render
from answerable.source import open_feedback
from answerable.source.write import ANONYMOUS
from answerable.terminal import visible

_PREFIX = "reply-"
_WORDS = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_KEY = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable reply 2026/spare-parts
  answerable reply k7q2m9x4tb --outcome changed --file answer.md --sign
  answerable reply https://feedback.example.com/threads/2026/spare-parts/ --text "It is here."
"""


@click.command(epilog=_EXAMPLES)
@click.argument("thread", metavar="THREAD", shell_complete=threads)
@click.argument("dash", metavar="[-]", required=False, type=click.Choice(["-"]))
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    shell_complete=people,
    help="Who answers.  [default: whose key is here]",
)
@click.option(
    "--answers",
    metavar="MESSAGE",
    help="What is answered, such as 'comment' or '2026-11-05-customer'.  [default: what waits]",
)
@click.option("--text", metavar="TEXT", help="The words.")
@click.option("--file", metavar="FILE", type=_WORDS, help="A file that holds the words.")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="What came of the matter.")
@click.option(
    "--language",
    metavar="CODE",
    callback=language_option,
    help="The language of the answer.  [default: the question's]",
)
@click.option(
    "--date",
    "clock",
    metavar="TIME",
    callback=clock,
    help="When it was given; without an offset by the clock of the policy.  [default: now]",
)
@click.option("--sign", is_flag=True, help="Sign it as well.")
@click.option("--key", "key_file", metavar="FILE", type=_KEY, help="With --sign: use this key.")
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Answer in this folder instead.")
@click.pass_context
def reply(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    thread: str,
    dash: str | None,
    person: PersonId | None,
    answers: Stem | None,
    text: str | None,
    file: Path | None,
    outcome: Outcome | None,
    language: str | None,
    clock: Clock,
    sign: bool,
    key_file: Path | None,
    feedback: Path | None,
) -> None:
    """Answer a customer.

    THREAD is the id of a thread, its folder, its year and name, or the address of its
    page. The words come from --text, from --file, from standard input ('-'), or from your
    editor, where you see the question.

    The answer becomes a file beside the question, and the path of that goes to standard
    output. Nothing is written where 'answerable check' would find an error in it.

    Ends with 0 when the answer is written, with 1 when it is not, or when it is not signed
    with --sign, and with 2 when it is not clear what to do.
    """
    if key_file is not None and not sign:
        raise click.UsageError("--key is a key to sign with: say --sign as well", context)
    given = given_words(text, file, dash is not None)
    project = find_project(context.find_object(Path), feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    calendar = opened.known.policy.calendar
    draft = draft_of(project, find_thread(opened, thread), answers)
    if person is not None:
        signer, why = known_person(person, opened.known.people, project), ""
    else:
        signer, why = who_is_here(project, opened, clock(calendar), key_file=key_file)
    if given is None:
        given = edited_words(_question(draft, signer), _PREFIX)
    answer = draft.reply(
        signer,
        canonical_words(given),
        date=clock(calendar),
        language=language or draft.asked.language,
        outcome=outcome,
    )
    try:
        path, findings = write_reply(project, draft, answer)
    except NotWrittenError as error:
        in_hand = text is not None or file not in (None, Path("-"))
        refuse(error, "" if in_hand else str(keep(answer.body, _PREFIX)))
    if findings:
        click.echo(f"{render(findings, 'text')}\n", err=True)
    about = f"'{draft.asked.stem}' of '{draft.thread.title}'"
    who = f"{signer} ({why})" if why else signer
    _say(visible(f"{who} answers {about}."))
    earlier = [f"{one.stem}.md" for one in draft.thread.replies if one.answers == answer.answers]
    if earlier:
        _say(f"It has an answer already, this is one more: {', '.join(earlier)}")
    click.echo(path)
    is_signed = sign and _sign(project, Path(path), signer, key_file)
    _say(_next_steps(draft, path, is_signed))
    context.exit(0 if is_signed or not sign else 1)


def _question(draft: Draft, signer: PersonId) -> list[str]:
    """What is answered, as the editor shows it."""
    asked = draft.asked
    head = f"{asked.sender or ANONYMOUS}, {asked.received:%Y-%m-%d %H:%M}; you answer as {signer}"
    return [draft.thread.title or "", head, "", *asked.body.rstrip("\n").split("\n")]


def _sign(project: Project, file: Path, signer: PersonId, key_file: Path | None) -> bool:
    """Whether the reply in *file* could be signed; if not, why is said."""
    try:
        return SigningRun(project, key_file=key_file, signer=signer).sign_files([file]) == DONE
    except click.ClickException as error:
        error.show()
    except click.Abort:
        _say("Stopped.")
    return False


def _next_steps(draft: Draft, path: str, is_signed: bool) -> str:
    message = f"Answer to {draft.thread.year}/{draft.thread.slug}"
    steps = [
        *([] if is_signed else [call("sign", path)]),
        *keeping(message, path, f"{path}.sig"),
        "and open a pull request with it.",
    ]
    return "\n  ".join(
        ["Next:" if is_signed else "It is written, and not signed yet. Next:", *steps]
    )


def _say(text: str) -> None:
    click.echo(text, err=True)
