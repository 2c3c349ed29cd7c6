"""What else tells the words of a message that goes: pictures, the address, quotations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from answerable.cli.customer_messages import CustomerMessage
from answerable.cli.person_files import ContentError
from answerable.markup import asset_references
from answerable.source.files import read_file
from answerable.source.folder import ASSETS
from answerable.source.frontmatter import read_document
from answerable.source.moderation import TELLING_WORDS, told_words
from answerable.source.problems import Report, SourceFile
from answerable.source.wording import holds, names, repeats, words_of

_IN_ASSETS = f"{ASSETS}/"
_SHORTEST_QUOTATION = 2
_SHORTEST_NAME = 2


class Quotation(NamedTuple):
    """A file that holds something of the message, and in half a sentence what."""

    path: str
    what: str


def own_pictures(message: CustomerMessage, body: str = "") -> tuple[str, ...]:
    """The files in assets that the message shows, and nothing else once its text is *body*.

    Raises ContentError where another message cannot be read, which may show them as well.
    """
    before = _shown(message.message.body) - _shown(body)
    files = [f"{_IN_ASSETS}{name}" for name in message.read.folder.assets]
    candidates = [file for file in files if file in before]
    if not candidates:
        return ()
    others: set[str] = set()
    for file, text in _other_texts(message):
        if text is None:
            raise ContentError(f"{file} cannot be read: mend it first, it may show a picture")
        others |= _shown(text)
    return tuple(name for name in candidates if name not in others)


def unused_pictures(message: CustomerMessage) -> list[str]:
    """The files in assets that no message shows."""
    shown = _shown(message.message.body)
    for _, text in _other_texts(message):
        shown |= _shown(text or "")
    files = [f"{_IN_ASSETS}{name}" for name in message.read.folder.assets]
    return [file for file in files if file not in shown]


def address_tells(message: CustomerMessage, words: str, *, fewest: int = TELLING_WORDS) -> bool:
    """Whether the folder's name holds at least *fewest* longer words of *words*."""
    if message.name.slug == message.values.get("id", message.read.id):
        return False
    return told_words(words, message.name.slug) >= fewest


def quotations(message: CustomerMessage, words: str, name: str | None) -> list[Quotation]:
    """The other messages, of all threads, that repeat *words* or the *name*.

    In other threads a name counts that has several words: the others are too many.
    """
    return list(_quotations(message, words, name))


def _quotations(message: CustomerMessage, words: str, name: str | None) -> Iterator[Quotation]:
    title = message.values.get("title", "") if message.is_opening else ""
    rare = name is not None and _is_rare(name)
    for path, is_near in _messages(message):
        report = Report(message.project.settings)
        file = read_file(str(path), "", report)
        document = read_document(file) if file else None
        if file is None:
            continue
        body = document.body if document else file.text
        shown = _path_shown(message, path)
        if repeats(body, words) or _quotes(body, words):
            yield Quotation(shown, "repeats its words")
        elif title and repeats(body, title):
            yield Quotation(shown, "repeats its title")
        elif name is not None and (is_near or rare) and names(file.text, name):
            yield Quotation(shown, f"holds the name '{name}'")


def _messages(message: CustomerMessage) -> Iterator[tuple[Path, bool]]:
    root = Path(message.opened.place.path, "threads")
    for name in message.opened.threads:
        near = name == message.name
        for path in sorted(Path(root, *name).glob("*.md")):
            if not (near and path.name == message.file):
                yield path, near


def _other_texts(message: CustomerMessage) -> Iterator[tuple[str, str | None]]:
    """The bodies of the thread's other messages, None for one that cannot be read."""
    folder, report = message.read.folder, Report(message.project.settings)
    files = [f"{one.stem}.md" for one in folder.messages] + ["comment.md"] * folder.comment
    for file in files:
        if file == message.file:
            continue
        data = message.read.texts.get(file)
        shown = f"{folder.place.shown}/{file}"
        text = None if data is None else SourceFile(shown, data.decode(), report)
        document = read_document(text) if text else None
        yield shown, document.body if document else None


def _shown(body: str) -> set[str]:
    return set(asset_references(body)) if _IN_ASSETS in body else set()


def _quotes(body: str, words: str) -> bool:
    """Whether a quotation in *body* stands in *words* as a whole."""
    block: list[str] = []
    for line in (*body.split("\n"), ""):
        if line.lstrip().startswith(">"):
            block.append(line.lstrip(" >"))
            continue
        quoted = " ".join(block)
        if len(words_of(quoted)) >= _SHORTEST_QUOTATION and holds(words, quoted):
            return True
        block = []
    return False


def _is_rare(name: str) -> bool:
    return sum(len(word) >= _SHORTEST_NAME for word in words_of(name)) >= TELLING_WORDS


def _path_shown(message: CustomerMessage, path: Path) -> str:
    root = Path(message.opened.place.path)
    return f"{message.project.shown_as}/{path.relative_to(root).as_posix()}"
