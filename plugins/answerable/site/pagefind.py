"""The full-text index of threads that are too many for the theme's own search: Pagefind.

Rules that this module keeps:

* a bundle is one folder, of one language, and complete in itself: a browser can start from any;
* the same records give the same bytes. Pagefind numbers records as they arrive, and a folder
  of files arrives as the file system likes, so the records are handed over one by one;
* a bundle is written beside its place and moved there, and nothing of an older one stays;
* the files are written here. Pagefind says that it has written them before it has.

Records go through the protocol of Pagefind's own wrappers for Python and Node
(``pagefind --service``: base64 of JSON, each message ended by a comma). The wrapper for
Python waits a tenth of a second for every record; 5,000 threads would take eight minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, Any

_RUNTIME = frozenset({"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"})

# A browser loads one chunk of words per bundle and word: 8 KB of a small one instead of 28 KB.
_CHUNKS = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "5000"}

_ATTEMPTS = 5


class PagefindError(Exception):
    """Pagefind is not there, or said no; the text is what it said."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What is found of a thread. ``url`` is below the site's root, the texts are plain."""

    url: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


def available() -> bool:
    """Whether Pagefind is installed."""
    return _executable() is not None


def version() -> str:
    """What Pagefind calls itself; bundles of different versions do not go together."""
    return _version(_required())


def write_bundle(records: Iterable[SearchRecord], language: str, folder: Path) -> None:
    """Make *folder* the bundle of *records*, at least one, whose texts are in *language*.

    *language* is a code such as ``de``; Pagefind indexes what it does not know unstemmed.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(records, key=lambda record: record.url)
    # Beside its place, so that the last step is a rename within one file system.
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        work = Path(scratch)
        for name, content in _loaded_by_browsers(_index(ordered, language, work), len(ordered)):
            file = work / "bundle" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        _move(work / "bundle", folder, work)


def _index(records: list[SearchRecord], language: str, work: Path) -> dict[str, bytes]:
    """All files of the bundle by name; *work* is a folder for the time of it."""
    # Settings of the environment or of a pagefind.toml of the project are not for this index.
    outside = {name: text for name, text in os.environ.items() if not name.startswith("PAGEFIND_")}
    complaints = work / "stderr"
    try:
        with (
            complaints.open("wb") as stderr,
            subprocess.Popen(  # noqa: S603 - the program that was installed
                [_required(), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=work,
                env={**outside, **_CHUNKS},
            ) as process,
        ):
            assert process.stdin
            assert process.stdout
            try:
                return _converse(records, language, process.stdin, process.stdout)
            finally:
                # It ends by itself only when it has nothing left to say.
                process.kill()
                # What it did not read any more must not hide why it ended.
                with suppress(BrokenPipeError):
                    process.stdin.close()
    except (OSError, EOFError, ValueError, KeyError) as problem:
        said = complaints.read_text("utf-8", errors="replace").strip() or str(problem)
        raise PagefindError(f"Pagefind wrote no index: {said}") from problem


def _converse(
    records: list[SearchRecord], language: str, inlet: IO[bytes], outlet: IO[bytes]
) -> dict[str, bytes]:
    answers = _answers(outlet)
    _send([{"type": "NewIndex", "config": {"force_language": language}}], inlet)
    index = next(answers)["index_id"]
    requests = _requests(records, language, index)
    # All at once: an answer for each record before the next one would take twice the time.
    sender = Thread(target=_send, args=(requests, inlet), daemon=True)
    sender.start()
    for _ in records:
        next(answers)
    files = next(answers)["files"]
    sender.join()
    return {file["path"]: b64decode(file["content"]) for file in files}


def _requests(records: list[SearchRecord], language: str, index: int) -> Iterator[dict[str, Any]]:
    for record in records:
        yield {
            "type": "AddRecord",
            "index_id": index,
            "url": record.url,
            "content": _content(record),
            "language": language,
            "meta": {"title": record.title, "tags": json.dumps(record.tags, ensure_ascii=False)},
            "filters": {},
            "sort": {},
        }
    yield {"type": "GetFiles", "index_id": index}


def _content(record: SearchRecord) -> str:
    # Pagefind drops a record without a word, such as ":)", and counts words between zero-width
    # spaces where there is one.
    words = " ".join(record.text.replace("\u200b", "").split())
    texts = (words, record.title, record.url)
    return next(text for text in texts if any(sign.isalnum() for sign in text))


def _send(requests: Iterable[dict[str, Any]], inlet: IO[bytes]) -> None:
    # Where it has ended, there is no answer either, and that is what gets reported.
    with suppress(BrokenPipeError, ValueError):
        for number, payload in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": payload})
            inlet.write(b64encode(message.encode()) + b",")
        inlet.flush()


def _answers(outlet: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What Pagefind answers, one by one; its end is an EOFError, its refusal a PagefindError."""
    message: list[bytes] = []
    while more := outlet.read1(1 << 20):  # type: ignore[attr-defined]
        *ends, rest = more.split(b",")
        for end in ends:
            answer: dict[str, Any] = json.loads(b64decode(b"".join([*message, end])))["payload"]
            if answer["type"] == "Error":
                raise PagefindError(f"Pagefind wrote no index: {answer['message']}")
            yield answer
            message.clear()
        message.append(rest)
    raise EOFError("it ended without an answer")


def _loaded_by_browsers(files: Mapping[str, bytes], records: int) -> Iterator[tuple[str, bytes]]:
    """The *files* without user interfaces and languages that nobody loads: 0.7 MB of 0.9."""
    indexes = json.loads(files["pagefind-entry.json"])["languages"].values()
    if sum(index["page_count"] for index in indexes) != records:
        raise PagefindError("Pagefind left out some of the threads.")
    wanted = {*_RUNTIME, *(f"wasm.{index['wasm'] or 'unknown'}.pagefind" for index in indexes)}
    for name, content in files.items():
        if name in wanted or name.endswith((".pf_meta", ".pf_index", ".pf_fragment")):
            yield name, content


def _move(new: Path, place: Path, work: Path) -> None:
    """Put *new* where *place* is; what was there goes to *work*, which is removed."""
    for attempt in range(_ATTEMPTS):
        # A second build may do the same at this moment: the last one wins, whole.
        with suppress(FileNotFoundError):
            place.rename(work / f"old-{attempt}")
        try:
            new.rename(place)
        except OSError:
            if not place.exists():
                raise
        else:
            return
    raise PagefindError(f"{place} is written by another build.")


def _required() -> Path:
    found = _executable()
    if found is None:
        raise PagefindError("Pagefind is missing: pip install 'mkdocs-answerable[search]'")
    return found


def _executable() -> Path | None:
    try:
        from pagefind.service import get_executable

        return get_executable()
    except (ImportError, FileNotFoundError):
        return None


@cache
def _version(executable: Path) -> str:
    try:
        command = [str(executable), "--version"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - see above
    except (OSError, subprocess.CalledProcessError) as problem:
        raise PagefindError(f"Pagefind does not run: {problem}") from problem
    return done.stdout.decode().strip()
