"""The interface in German and English."""

from __future__ import annotations

import string
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from answerable.site.language import Language
from messages_in_code import PACKAGE, messages_in_code
from publications import BERLIN

CATALOGUES = sorted((PACKAGE / "site" / "locale").glob("*.po"))
MOMENT = datetime(2026, 11, 3, 9, 5, tzinfo=timezone.utc)


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.stem)
def catalogue(request):
    path: Path = request.param
    with path.open("rb") as file:
        return read_po(file)


def test_a_catalogue_translates_every_text_and_no_other(catalogue):
    in_code = {text if isinstance(text, str) else text[0] for text in messages_in_code()}
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id
    }
    assert translated == in_code
    assert not catalogue.obsolete


def test_a_translation_is_finished_and_fills_in_the_same_names(catalogue):
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy
        ids = [message.id] if isinstance(message.id, str) else message.id
        texts = [message.string] if isinstance(message.string, str) else message.string
        for text in texts:
            assert text, message.id
            assert placeholders(text) == set().union(*map(placeholders, ids)), message.id


@pytest.mark.parametrize(
    ("code", "day", "minute", "number"),
    [
        ("en", "3 Nov 2026", "3 Nov 2026, 10:05 CET", "12,345.5"),
        ("de", "3. Nov. 2026", "3. Nov. 2026, 10:05 MEZ", "12.345,5"),
        ("de-AT", "3. Nov. 2026", "3. Nov. 2026, 10:05 MEZ", "12.345,5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(code, day, minute, number):
    language = Language(code, BERLIN)
    assert language.day(MOMENT) == day
    assert language.minute(MOMENT) == minute
    assert language.number(12345.5) == number


def test_a_plural_has_its_number():
    language = Language("de", BERLIN)
    assert language.plural("{number} comment", "{number} comments", 1) == "1 Kommentar"
    assert language.plural("{number} comment", "{number} comments", 2000) == "2.000 Kommentare"


def test_a_language_without_a_catalogue_speaks_english_with_its_own_dates():
    language = Language("fr", BERLIN)
    assert language.text("Comments") == "Comments"
    assert language.day(MOMENT) == "3 nov. 2026"


def test_a_language_that_does_not_exist_is_english():
    assert Language("xx-nowhere", BERLIN).day(MOMENT) == "3 Nov 2026"


def test_a_zone_whose_winter_time_is_the_exception_keeps_its_names():
    dublin = Language("en", ZoneInfo("Europe/Dublin"))
    assert dublin.minute(datetime(2026, 7, 1, 12, 0, tzinfo=timezone.utc)).endswith("13:00 IST")
    assert dublin.minute(datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc)).endswith("12:00 GMT")
