"""``answerable redact``: black out a passage of a customer's message, and say so.

In place of the passage stands a text that says what kind of thing was removed and by whom.
The rest of the file stays byte for byte, but for the entry in ``redactions``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import click

from answerable.cli.completing import messages
from answerable.cli.customer_messages import (
    CustomerMessage,
    decided_by,
    moment_of,
    open_message,
)
from answerable.cli.gone_words import address_tells, own_pictures
from answerable.cli.moderation_options import AT, BY, FOLDER, RENAME
from answerable.cli.moderation_words import say, say_history, say_list
from answerable.cli.moments import Clock
from answerable.cli.person_files import ContentError
from answerable.cli.thread_changes import ThreadChange, drop_cache
from answerable.markup import plain_text
from answerable.model import REDACTION_KINDS, PersonId, Redaction, RedactionKind
from answerable.source.edit import EditError, append_item, set_value
from answerable.source.redaction import cuts_marker, marker, redacted
from answerable.source.scalars import canonical_text
from answerable.source.wording import holds
from answerable.source.yamltext import Word

_PLACE = re.compile(r"([1-9][0-9]*):([1-9][0-9]*)-([1-9][0-9]*):([1-9][0-9]*)")
_EXAMPLES = """\b
Examples:
  answerable redact 2026/spare-parts --passage "Petra Meier" --kind name
  answerable redact 2026/spare-parts --line 14:8-14:19 --kind phone --by anna
"""

Place = tuple[int, int, int, int]


class Span(NamedTuple):
    """A passage: the characters from ``start`` to ``end``."""

    start: int
    end: int


def _place(_context: click.Context, _option: click.Parameter, word: str | None) -> Place | None:
    if word is None:
        return None
    match = _PLACE.fullmatch(word)
    if match is None:
        raise click.BadParameter("it must be line and column of both ends, like 14:8-14:19")
    first, column, last, end = map(int, match.groups())
    return first, column, last, end


@click.command(epilog=_EXAMPLES)
@click.argument("message", metavar="MESSAGE", shell_complete=messages)
@click.option("--passage", metavar="TEXT", help="The words to black out.")
@click.option(
    "--line",
    "place",
    metavar="N:COL-N:COL",
    callback=_place,
    help="Where they stand in the file: first line and column, and those behind the last sign.",
)
@click.option("--title", "in_title", is_flag=True, help="Black out in the title, not in the text.")
@click.option("--all", "every", is_flag=True, help="The passage wherever it stands.")
@click.option(
    "--kind",
    type=click.Choice(REDACTION_KINDS),
    default="other",
    show_default=True,
    help="What is removed.",
)
@BY
@AT
@RENAME
@FOLDER
@click.pass_context
def redact(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    message: str,
    passage: str | None,
    place: Place | None,
    in_title: bool,
    every: bool,
    kind: RedactionKind,
    by: PersonId | None,
    clock: Clock,
    rename: bool,
    feedback: Path | None,
) -> None:
    """Black out a passage of a customer's message.

    MESSAGE is named as for 'answerable moderate'. In place of the passage stands what kind of
    thing was removed and by whom, and the page says so. Answers that were given before stay
    as they are, with their signatures; the page says of them that the question was redacted
    later.

    Ends with 0 when it is done, with 1 when the passage or the message is in the way, and with
    2 when it is not clear what to do.
    """
    if (passage is None) == (place is None):
        raise click.UsageError("say what to black out, either with --passage or with --line")
    if place is not None and (in_title or every):
        raise click.UsageError("--title and --all need --passage")
    target = open_message(context.find_object(Path), feedback, message)
    words = target.values.get("title") if in_title else target.document.body
    if words is None or (in_title and not target.is_opening):
        raise ContentError(f"{target.shown} has no title")
    spans = [_at(target, place)] if place else _found(target, words, passage or "", every=every)
    if any(cuts_marker(words, *span) for span in spans):
        raise ContentError("a part of it is blacked out already: black out before and behind it")
    person = decided_by(target, by, clock)
    mark = marker(kind, target.opened.known.people[person].name, target.message.language)
    redaction = Redaction(kind, person, moment_of(target, clock))
    gone_words = [words[start:end] for start, end in spans]
    new = _blacked(words, spans, mark, in_title=in_title)
    tells = target.is_opening and any(address_tells(target, one, fewest=1) for one in gone_words)
    slug = str(target.read.id) if rename and tells else None
    gone = () if in_title else own_pictures(target, new)
    text = _file(target, new, [redaction] * len(spans), in_title=in_title)
    change = ThreadChange(target, text, gone, slug)
    change.check()
    change.apply()
    click.echo(change.shown)
    if not in_title and mark not in plain_text(new):
        say("No page shows the mark: it stands in an address or in HTML. Look at the page.")
    _report(target, change, gone_words, in_title=in_title, tells=tells and slug is None)


def _found(target: CustomerMessage, words: str, passage: str, *, every: bool) -> list[Span]:
    """Where *passage* stands. Raises ContentError where it does not, or too often."""
    wanted = canonical_text(passage).strip()
    if not wanted:
        raise click.UsageError("the passage is empty")
    starts = [match.start() for match in re.finditer(re.escape(wanted), words)]
    if not starts:
        raise ContentError(
            f"the passage does not stand in {target.shown}: it must be written as there, with "
            "its line ends and its Markdown"
        )
    if len(starts) > 1 and not every:
        raise ContentError(
            f"the passage stands there {len(starts)} times: say --all, or which one with --line"
        )
    return [Span(start, start + len(wanted)) for start in starts]


def _at(target: CustomerMessage, place: Place) -> Span:
    """The part of the text at *place*, lines and columns of the file."""
    text, body = target.document.file.text, target.document.body_start
    lines = text.split("\n")
    first, column, last, behind = place
    inside = max(first, last) <= len(lines)
    if not inside or column > len(lines[first - 1]) or behind > len(lines[last - 1]) + 1:
        raise ContentError(f"{target.shown} has no such place")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    start, end = offsets[first - 1] + column - 1, offsets[last - 1] + behind - 1
    if start < body:
        raise ContentError("only the text below the front matter has lines to black out")
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    if start >= (end := start + len(passage.strip())):
        raise ContentError("there is nothing to see at this place")
    return Span(start - body, end - body)


def _blacked(words: str, spans: list[Span], mark: str, *, in_title: bool) -> str:
    for start, end in reversed(spans):
        if in_title:
            words = f"{words[:start]}{mark}{words[end:]}"
        else:
            words = redacted(words, start, end, mark)
    return words


def _file(target: CustomerMessage, new: str, redactions: list[Redaction], *, in_title: bool) -> str:
    """The whole file with *new* as its text or its title."""
    text, document = target.text, target.document
    try:
        for one in redactions:
            item: dict[str, Word] = {"kind": one.kind, "by": one.by, "at": one.at}
            text = append_item(text, ("redactions",), item, on_one_line=True)
        if in_title:
            return set_value(text, ("title",), new)
    except EditError as error:
        raise ContentError(f"{target.shown} cannot be changed: {error}") from error
    head = text[: len(text) - len(document.body)]
    return f"{head}{new}"


def _report(
    target: CustomerMessage,
    change: ThreadChange,
    gone_words: list[str],
    *,
    in_title: bool,
    tells: bool,
) -> None:
    left = drop_cache(target.project)
    if left:
        say(left)
    say_list("Deleted with it:", change.gone)
    every = in_title or target.is_opening
    answers = [reply for reply in target.read.replies if in_title or reply.answers == target.stem]
    if answers:
        what = "title" if in_title else "question"
        heading = f"Of these answers the page says that the {what} was redacted later:"
        say_list(heading, [reply.path for reply in answers])
    also = [
        f"{target.read.folder.place.shown}/{file}"
        for file, data in target.read.texts.items()
        if file.endswith(".md")
        and (file != target.file)
        and any(holds(data.decode(), words) for words in gone_words)
    ]
    say_list("The passage stands in these messages as well, decide about them:", also)
    here = change.text if every else ""
    if any(holds(here, words) for words in gone_words):
        say(f"It still stands in {change.shown}, in the text, the title or the name.")
    if tells:
        old = target.read.folder.place.shown
        new = f"{old.rpartition('/')[0]}/{target.read.id}"
        say(f"The folder's name tells it, and it is the address of the page: git mv {old} {new}")
    say("The published site shows the old words until it is built and published anew.")
    say_history(target, change.gone, change.slug)
