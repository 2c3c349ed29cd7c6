"""Mail: letters as an mbox, as single files, or in a Maildir.

Which letter answers which is what their heads say (``In-Reply-To``, ``References``; RFC 5322,
3.6.4), as far as the letters are in the export: a subject alone joins nothing. Letters are
private: what customers wrote stays unpublished until a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from answerable.importers.interface import (
    Conversation,
    Importer,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.mail_files import read_letters
from answerable.importers.mail_message import Letter, NoLetterError, read_letter
from answerable.importers.options import FormatOption, Given

ATTACHMENTS = FormatOption(
    "attachments", "take over pictures and documents that came with the letters."
)


@dataclass(frozen=True, slots=True)
class _Found:
    shown: str
    letter: Letter


@dataclass(frozen=True)
class Mail:
    """The format ``mail``; *attachments* says that files are taken over as well."""

    attachments: bool = False

    name = "mail"
    description = "an mbox, an .eml, a Maildir, or a folder of these"
    options = (ATTACHMENTS,)

    def configured(self, given: Given) -> Importer:
        """The importer that keeps to what is *given*."""
        return Mail(attachments=ATTACHMENTS.name in given)

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation for all letters that answer each other, by the first of each."""
        del base_url  # letters have no address
        letters = []
        found = False
        for raw in read_letters(path):
            found = True
            if raw.left_out is not None:
                yield LeftOut(raw.shown, raw.left_out)
                continue
            try:
                letter = read_letter(raw.data, posted=raw.posted, attachments=self.attachments)
            except NoLetterError as error:
                yield LeftOut(raw.shown, str(error))
                continue
            letters.append(_Found(raw.shown, letter))
        if not found:
            raise ImportPathError(f"no letters below {path}")
        best = _best_copies(letters)
        for found_letter in letters:
            kept = best[found_letter.letter.id]
            if kept is not found_letter:
                yield LeftOut(found_letter.shown, f"is the same letter as {kept.shown}")
        for group in _groups([each for each in letters if best[each.letter.id] is each]):
            yield _conversation(group)


def _best_copies(letters: Sequence[_Found]) -> Mapping[str, _Found]:
    """Of each letter the first copy that can be published, else the first."""
    best: dict[str, _Found] = {}
    for found in letters:
        kept = best.setdefault(found.letter.id, found)
        if not _has_words(kept.letter) and _has_words(found.letter):
            best[found.letter.id] = found
    return best


def _has_words(letter: Letter) -> bool:
    return letter.left_out is None and bool(letter.text.strip())


def _groups(letters: Sequence[_Found]) -> list[list[_Found]]:
    """Letters that answer each other, also by way of one that is not there."""
    roots: dict[str, str] = {}

    def root(name: str) -> str:
        top = name
        while roots.setdefault(top, top) != top:
            top = roots[top]
        while roots[name] != top:
            roots[name], name = top, roots[name]
        return top

    for found in letters:
        for answered in found.letter.answers:
            roots[root(found.letter.id)] = root(answered)
    groups: dict[str, list[_Found]] = {}
    for found in letters:
        groups.setdefault(root(found.letter.id), []).append(found)
    return list(groups.values())


def _conversation(group: Sequence[_Found]) -> Conversation:
    here = {found.letter.id for found in group}
    dropped: Counter[str] = Counter()
    for found in group:
        dropped.update(found.letter.dropped)
    by_time = sorted(group, key=lambda found: found.letter.date)
    subject = next((each.letter.subject for each in by_time if each.letter.subject), "")
    return Conversation(
        group[0].shown,
        tuple(_message(found, here) for found in group),
        "message",
        page=subject,
        title=subject or None,
        dropped=dropped,
        public=False,
    )


def _message(found: _Found, here: set[str]) -> SourceMessage:
    letter = found.letter
    answers = letter.answers
    parent = next((name for name in answers if name in here and name != letter.id), None)
    return SourceMessage(
        id=letter.id,
        item=found.shown,
        name=letter.name,
        date=letter.date,
        text=letter.text,
        markup=letter.markup,
        also=(letter.address,) if letter.address else (),
        parent=parent or (answers[0] if answers else None),
        left_out=letter.left_out,
        attachments=letter.attachments,
    )
