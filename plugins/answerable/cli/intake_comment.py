"""From what a customer wrote into the form to a comment that waits for a decision.

The rules that this module keeps:

* of the customer nothing is taken over but the name that they want shown: not their name on
  the forge, not the address of the issue;
* e-mail addresses, phone numbers and addresses of machines in the words are replaced, and so is
  a name that is one of these;
* what the customer chose and nobody here knows gets the usual value, and a note for those who
  decide;
* pictures and attachments become links, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timezone
from importlib import resources

from babel import Locale, UnknownLocaleError

from answerable.cli.intake_event import Opened as Issue
from answerable.importers.drafts import LONGEST_GIVEN_TITLE
from answerable.importers.interface import SourceMessage
from answerable.importers.words import name_of, one_line, title_of, words_of
from answerable.markup import excerpt
from answerable.model import (
    COMMENT,
    KINDS,
    Calendar,
    Comment,
    Decision,
    Kind,
    Origin,
    Thread,
    Topic,
    TopicId,
)
from answerable.site.language import Language
from answerable.site.words import KIND
from answerable.source.personal import holds_personal, without_personal
from answerable.source.write import new_id, new_nonce

SYSTEM = "issue"

_INSTEAD = {
    "en": {
        "personal-email": "[e-mail address]",
        "personal-phone": "[phone number]",
        "personal-ip": "[IP address]",
    },
    "de": {
        "personal-email": "[E-Mail-Adresse]",
        "personal-phone": "[Telefonnummer]",
        "personal-ip": "[IP-Adresse]",
    },
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The thread that an issue opens, and what those who decide should know."""

    thread: Thread
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """What an issue gets that does not say: the site's ``language``, and who knows of what."""

    topics: Mapping[TopicId, Topic]
    calendar: Calendar
    language: str


def take(issue: Issue, answers: Mapping[str, str], usual: Usual) -> Taken:
    """The comment that *answers* to the form in *issue* make.

    Raises NoWordsError where they hold no text. There must be a topic.
    """
    notes: list[str] = []
    language = _language(answers.get("language", ""), usual, notes)
    instead = _INSTEAD["de" if language.partition("-")[0] == "de" else "en"]
    written = SourceMessage(
        str(issue.number), f"issue {issue.number}", "", issue.at, answers["text"]
    )
    words = words_of(written, language, None)
    body, removed = without_personal(words.text, instead)
    heading, more = without_personal(one_line(issue.title), instead)
    if removed + more:
        notes.append(f"{removed + more} e-mail addresses, phone numbers or the like were replaced")
    if words.pictures:
        notes.append(f"{words.pictures} pictures became links; nothing was fetched")
    received = issue.at.astimezone(usual.calendar.timezone)
    comment = Comment(
        stem=COMMENT,
        path="",
        sender=_sender(answers.get("name", ""), notes),
        channel="form",
        received=received,
        language=language,
        nonce=new_nonce(),
        moderation=Decision("pending"),
        body=body,
        source=Origin(SYSTEM, str(issue.number)),
    )
    thread = Thread(
        id=new_id(),
        year=f"{received.year:04}",
        slug="",
        title=excerpt(heading, LONGEST_GIVEN_TITLE) or title_of(body) or SYSTEM,
        kind=_kind(answers.get("kind", ""), notes),
        topic=_topic(answers.get("topic", ""), usual, notes),
        tags=(),
        comment=comment,
    )
    return Taken(thread, tuple(notes))


def _sender(answer: str, notes: list[str]) -> str | None:
    name = one_line(answer)
    if holds_personal(name):
        notes.append("instead of a name there was an address or a number: it was left out")
        return None
    return name_of(name)


def _kind(answer: str, notes: list[str]) -> Kind:
    """The kind whose word, in any language of the site's texts, is one of the answer's words."""
    said = set(_folded(answer).split())
    for kind in KINDS:
        words = {_folded(language.text(KIND[kind])) for language in _languages()}
        if said & {kind, *words}:
            return kind
    notes.append("the form did not say what kind it is: a question, until somebody corrects it")
    return "question"


def _topic(answer: str, usual: Usual, notes: list[str]) -> TopicId:
    said = _folded(answer)
    for id_, topic in usual.topics.items():
        if said in {id_, *map(_folded, topic.title.translations.values())}:
            return id_
    first = min(usual.topics)
    if len(usual.topics) > 1:
        notes.append(f"the form did not say which topic it is about: {first}, until corrected")
    return first


def _language(answer: str, usual: Usual, notes: list[str]) -> str:
    """The language that *answer* names, by its code or as its speakers call it."""
    said = _folded(answer)
    if not said:
        return usual.language
    for code in {usual.language, *(language.code for language in _languages())}:
        if said in {code.casefold(), *_names_of(code)}:
            return code
    notes.append(f"the language is none that the site knows: {usual.language}, until corrected")
    return usual.language


def _names_of(code: str) -> Iterable[str]:
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return ()
    return (_folded(locale.get_display_name(other) or "") for other in (code, "en"))


def _languages() -> Sequence[Language]:
    """English, and every language that the site's texts are translated into."""
    files = resources.files("answerable.site").joinpath("locale").iterdir()
    codes = [name.removesuffix(".po") for file in files if (name := file.name).endswith(".po")]
    return [Language(code, timezone.utc) for code in ("en", *sorted(codes))]


def _folded(text: str) -> str:
    return one_line(text).casefold()
