"""The pages for employees and owners say what the program says, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from answerable.config import Contact
from answerable.placeholders import PERSON, WORDS
from publications import body_of, publication, site, thread
from screenshots.sketches import sketches
from shown.collecting import commands

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "answerable"
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*sorted((PACKAGE / "source").glob("*.py")), PACKAGE / "cli" / "authors.py"]
)
TUTORIALS = [("answering", "de/antworten"), ("first-hour", "de/erste-stunde")]
GERMAN = {
    "Leiterin Kundendienst": "Head of service",
    "Ersatzteile": "Spare parts",
    "--language de": "--language en",
    "ERGÄNZEN": "COMPLETE",
    "Das Scharnier quietscht": "The hinge squeaks",
    "Das Scharnier der Kiste quietscht seit der letzten Reparatur.": (
        "The hinge of the box squeaks since the last repair."
    ),
    "das-scharnier-quietscht": "the-hinge-squeaks",
    "Das tut mir leid. Kommen Sie vorbei, wir ölen es, während Sie warten.": (
        "I am sorry. Come by, we oil it while you wait."
    ),
    "Unsere Website, ein Kommentar und eine Antwort": "Our site, a comment and an answer",
}
"""What the commands of the German tutorials say in other words than the English ones."""


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def first_column(text: str, head: str) -> list[str]:
    table = text.partition(f"| {head} |")[2].partition("\n\n")[0]
    return re.findall(r"(?m)^\| (?!---)(.*?) \|", table)


@pytest.mark.parametrize("told", first_column(page("answering"), "it says"))
def test_what_the_check_is_said_to_say_it_says(told: str) -> None:
    written = told.replace("'date'", "").replace("must be ", "").strip()
    assert written in SOURCE


def test_both_languages_explain_the_same_sentences_of_the_check() -> None:
    english = first_column(page("answering"), "it says")
    assert len(english) > 5
    assert first_column(page("de/antworten"), "sie sagt") == english


@pytest.mark.parametrize(("english", "german"), TUTORIALS)
def test_both_languages_show_the_same_commands(english: str, german: str) -> None:
    translated = page(german)
    for words, meaning in GERMAN.items():
        translated = translated.replace(words, meaning)
    shown = commands(page(english))
    assert shown
    assert commands(translated) == shown


@pytest.mark.parametrize(("english", "german"), TUTORIALS)
def test_both_languages_show_the_same_pictures_each_its_own(english: str, german: str) -> None:
    pictures = re.findall(r"!\[[^\]]{40,}\]\((assets/[^)]+)\)\{", page(english))
    assert pictures == re.findall(r"!\[[^\]]{40,}\]\((assets/[^)]+)\)\{", page(german))
    assert len(pictures) == page(english).count("![") > 3
    for name in pictures:
        for folder in (ROOT / "docs", ROOT / "docs" / "de"):
            assert 0 < (folder / name).stat().st_size < 60_000


@pytest.mark.parametrize(("language", "folder"), [("en", "docs"), ("de", "docs/de")])
def test_the_sketches_are_as_they_are_drawn_now(language: str, folder: str) -> None:
    for name, drawing in sketches(language).items():
        assert (ROOT / folder / "assets" / name).read_text(encoding="utf-8") == drawing
        assert ElementTree.fromstring(drawing).tag.endswith("svg")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_example_of_a_file_is_what_the_link_prefills(language: str) -> None:
    text = page(dict(zip(("en", "de"), TUTORIALS[0], strict=True))[language])
    assert f"    language: {language}\n    ---\n    {WORDS[language]}\n" in text
    assert f"`{PERSON}`" in text


def test_every_field_of_the_form_is_explained_and_no_other() -> None:
    around = site(publication(thread()), contact=Contact(form="https://forms.example.org/"))
    body = body_of(around, "write/")
    named = re.findall(r'<(?:input|select|textarea)[^>]* name="([a-z]+)"', body)
    explained = [name.strip("`") for name in first_column(page("contact"), "field")]
    assert sorted(named) == sorted(explained)
