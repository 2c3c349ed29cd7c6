"""``answerable new``: what came by letter, on the phone or by e-mail, as a file.

It opens a thread, or is a follow-up in one. The customer's words are changed only into
their canonical form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from answerable.cli.completing import people, threads, topics
from answerable.cli.ending import ProjectError
from answerable.cli.given_mail import read_mail
from answerable.cli.known_names import known_topic
from answerable.cli.moments import Clock, clock_or_day
from answerable.cli.new_decision import check_decision, decision
from answerable.cli.new_follow_up import followed
from answerable.cli.new_message import PREFIX, add_comment, add_follow_up
from answerable.cli.person_files import FOLDER
from answerable.cli.project import Project, find_project, now
from answerable.cli.thread_names import find_thread
from answerable.cli.values import (
    field_value,
    language_option,
    sender,
    sender_option,
    tags_option,
    title,
    title_option,
)
from answerable.cli.written_words import can_ask, canonical_words, edited_words, given_words
from answerable.importers.drafts import stem_of
from answerable.importers.words import title_of
from answerable.model import (
    CHANNELS,
    COMMENT,
    KINDS,
    Channel,
    Comment,
    Kind,
    PersonId,
    Thread,
    TopicId,
)
from answerable.source import open_feedback
from answerable.source.fields import language as language_code
from answerable.source.write import ANONYMOUS, new_id, new_nonce

T = TypeVar("T", bound=str)

_WHICH_NAME = "Which name does the customer want shown?"
_WORDS = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_CHANNELS: list[Channel] = [channel for channel in CHANNELS if channel != "import"]
_OPENING = {"heading": "--title", "kind": "--kind", "topic": "--topic", "tags": "--tag"}
"""What a follow-up has from its thread."""
_EXAMPLES = """\b
Examples:
  answerable new --channel letter --from "P. M." --topic spare-parts --file letter.txt
  answerable new --channel phone --title "The hinge squeaks" --text "It squeaks."
  answerable new --email --topic spare-parts --publish --by anna < message.eml
  answerable new --thread 2026/spare-parts --channel phone --text "It is here." --resolved
"""


@click.command(epilog=_EXAMPLES)
@click.argument("dash", metavar="[-]", required=False, type=click.Choice(["-"]))
@click.option(
    "--thread",
    "word",
    metavar="THREAD",
    shell_complete=threads,
    help="The customer writes again in this thread.",
)
@click.option("--text", metavar="TEXT", help="The customer's words.")
@click.option("--file", metavar="FILE", type=_WORDS, help="A file that holds the words.")
@click.option(
    "--email",
    is_flag=True,
    help="The file, or else standard input, is an e-mail message: its subject, date and words "
    "are taken, without what is quoted and the signature.",
)
@click.option(
    "--title",
    "heading",
    metavar="TEXT",
    callback=title_option,
    help="What it is about, in a line.  [default: how the words begin]",
)
@click.option(
    "--from",
    "name",
    metavar="NAME",
    callback=sender_option,
    help="The name that the customer wants shown.  [default: with --thread the one there, else "
    "anonymous]",
)
@click.option(
    "--channel", type=click.Choice(_CHANNELS), help="How it came; without a terminal say it."
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What the customer calls it.  [default: question, where nobody can be asked]",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=topics,
    help="A file in topics/.  [default: the only one]",
)
@click.option("--tag", "tags", metavar="TAG", multiple=True, callback=tags_option, help="A tag.")
@click.option(
    "--language",
    metavar="CODE",
    callback=language_option,
    help="The language of the words.  [default: with --thread the comment's, else the site's]",
)
@click.option(
    "--received",
    "clock",
    metavar="TIME",
    callback=clock_or_day,
    help="When it came, as 2026-11-03T10:05 by the clock of the policy, or with an offset. Of a "
    "day alone, as 2026-11-03, it is noon.  [default: now]",
)
@click.option(
    "--resolved", is_flag=True, help="With --thread: the customer says that it is settled."
)
@click.option("--publish", is_flag=True, help="Decide at once that it is published.")
@click.option(
    "--by",
    metavar="PERSON",
    shell_complete=people,
    help="With --publish: who decides.  [default: whose key is here]",
)
@FOLDER
@click.pass_context
def new(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    dash: str | None,
    word: str | None,
    text: str | None,
    file: Path | None,
    email: bool,
    heading: str | None,
    name: str | None,
    channel: Channel | None,
    kind: Kind | None,
    topic: TopicId | None,
    tags: tuple[str, ...],
    language: str | None,
    clock: Clock,
    resolved: bool,
    publish: bool,
    by: PersonId | None,
    feedback: Path | None,
) -> None:
    """Take down what a customer wrote or said.

    The words come from --text, from --file, from standard input ('-'), or from your editor.
    On a terminal you are asked for what the call does not say; without one, nothing is asked.

    A comment becomes a folder with a file. What comes later in the same thread is a
    follow-up: say --thread with the thread's id, its folder, its year and name, or the
    address of its page, and it becomes a file beside the others. The path of the file goes to
    standard output. The message waits for a decision (see 'answerable moderate'), unless you
    say --publish. Nothing is written where 'answerable check' would find an error in it.

    Ends with 0 when it is written, with 1 when it is not, and with 2 when it is not clear what
    to do.
    """
    if email and text is not None:
        raise click.UsageError("--text and --email say the words twice", context)
    _check_thread_options(context, word)
    given = None if email else given_words(text, file, dash is not None)
    project = find_project(context.find_object(Path), feedback)
    check_decision(project, publish, by)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    thread = None if word is None else followed(project, find_thread(opened, word).read)
    decided = decision(project, opened, publish, by)
    language = language or (thread.comment.language if thread else _language_of(project))
    received = clock(opened.known.policy.calendar)
    if email:
        mail = read_mail(file, language)
        given, heading, channel = mail.words, heading or mail.title, channel or "email"
        if context.get_parameter_source("clock") == ParameterSource.DEFAULT:
            received = mail.date.astimezone(opened.known.policy.calendar.timezone)
    _refuse_future(received)
    usual = (thread.comment.sender if thread else None) or ANONYMOUS
    asks = not email and dash is None and file != Path("-") and can_ask()
    if asks:
        channel = channel or _asked("How did it come?", _CHANNELS)
        if thread is None:
            kind = kind or _asked("What does the customer call it?", KINDS)
            topic = topic or _asked("What is it about?", sorted(opened.known.topics))
        name = name or click.prompt(_WHICH_NAME, default=usual, value_proc=sender, err=True)
    name = name or usual
    if channel is None:
        raise click.UsageError(f"say how it came with --channel: {', '.join(_CHANNELS)}", context)
    topic = thread.topic if thread else known_topic(topic, opened.known.topics, project)
    if given is None:
        about = f"{name}, {channel}, about {thread.title if thread else topic}"
        given = edited_words(["The customer's words.", about], PREFIX)
    message = Comment(
        stem=stem_of(received) if thread else COMMENT,
        path="",
        sender=None if name == ANONYMOUS else name,
        channel=channel,
        received=received,
        language=language,
        nonce=new_nonce(),
        moderation=decided,
        body=canonical_words(given),
        resolved=resolved,
    )
    in_hand = text is not None or file not in (None, Path("-"))
    if thread is not None:
        add_follow_up(project, opened, thread, message, in_hand=in_hand)
        return
    heading = heading or _title(context, message.body, asks=asks)
    year = f"{received.year:04}"
    thread = Thread(new_id(), year, "", heading, kind or "question", topic, tags, message)
    add_comment(project, opened, thread, in_hand=in_hand, kind_assumed=kind is None)


def _check_thread_options(context: click.Context, word: str | None) -> None:
    if word is None:
        if context.params["resolved"]:
            raise click.UsageError("--resolved ends a thread: say --thread as well", context)
        return
    for name, option in _OPENING.items():
        if context.get_parameter_source(name) != ParameterSource.DEFAULT:
            raise click.UsageError(f"{option} is for a new thread, not for --thread", context)


def _refuse_future(received: datetime) -> None:
    if received > now():
        raise ProjectError(
            f"it would have come on {received:%Y-%m-%d at %H:%M}, which is still to come, so "
            "nothing was written: say with --received when it came"
        )


def _title(context: click.Context, words: str, *, asks: bool) -> str:
    guess = title_of(words)
    if asks:
        heading: str = click.prompt(
            "Title", default=guess or None, value_proc=title, err=True, prompt_suffix=": "
        )
        return heading
    if not guess:
        raise click.UsageError("the words give no title: say --title", context)
    return title(guess)


def _asked(question: str, choices: Sequence[T]) -> T | None:
    """One of *choices*, which is asked for where there are several."""
    if len(choices) < 2:
        return None
    answer: T = click.prompt(question, type=click.Choice(choices), err=True)
    return answer


def _language_of(project: Project) -> str:
    """The language of the site, as a file writes it."""
    word = project.language.replace("_", "-")
    return str(field_value("language", language_code, word))
