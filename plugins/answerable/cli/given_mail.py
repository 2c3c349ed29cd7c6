"""An e-mail message as the words of a comment: without quotations, signature and addresses."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerable.cli.written_words import NoWordsError
from answerable.importers import words
from answerable.importers.interface import SourceMessage
from answerable.importers.mail_message import NoLetterError, read_letter
from answerable.markup import excerpt
from answerable.model import LONGEST_TITLE
from answerable.source.names import is_visible
from answerable.terminal import visible

LARGEST = 32 * 1024 * 1024


class Mail(NamedTuple):
    """What a message says. ``title`` is None where its subject tells none."""

    title: str | None
    date: datetime
    words: str


def read_mail(file: Path | None, language: str) -> Mail:
    """The message in *file*, or on standard input. Raises NoWordsError."""
    if file is None or file == Path("-"):
        # A closed standard input is None.
        data, what = (sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""), "the input"
    else:
        with file.open("rb") as opened:
            data, what = opened.read(LARGEST + 1), visible(str(file))
    if len(data) > LARGEST:
        raise NoWordsError(f"{what} is larger than 32 MiB: nothing was written")
    try:
        letter = read_letter(data)
        message = SourceMessage(
            id="", item="", name="", date=letter.date, text=letter.text, markup=letter.markup
        )
        text = words.words_of(message, language, None).text
    except (NoLetterError, words.NoWordsError) as error:
        raise NoWordsError(f"{what}: {visible(str(error))}. Nothing was written") from error
    if letter.left_out is not None:
        raise NoWordsError(
            f"{what} is nothing to publish: {visible(letter.left_out)}. Nothing was written"
        )
    title = excerpt(words.one_line(letter.subject), LONGEST_TITLE)
    return Mail(title if is_visible(title) else None, letter.date, text)
