"""What a page tells readers to type convinces them, and no program of ours has a part in it."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from site_build.building import REPOSITORY, build_site
from site_build.plants import ALLOWED, REVOKED
from ssh_programs import make_key, needs_ssh_keygen, public_line, sign_by_program

MISSING = [name for name in ("sh", "curl", "openssl", "grep") if shutil.which(name) is None]
pytestmark = [
    needs_ssh_keygen,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

COMMANDS = re.compile(r'<textarea id="ans-commands-([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
ANSWER = "threads/2026/charged-twice/2026-02-03-svenja.md"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""


@dataclass(frozen=True)
class Served:
    """The demonstration data as a site that is served, and a key of nobody in it."""

    root: Path
    stranger: Path

    def commands(self, answer: str) -> str:
        """What the page of *answer* tells readers to type."""
        page = (self.root / answer).with_name("index.html").read_text(encoding="utf-8")
        commands: dict[str, str] = dict(COMMANDS.findall(page))
        return commands[Path(answer).stem]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        built = build_site(folder, REPOSITORY / "feedback", config={"site_url": url})
        assert built.code == 0, built.log
        server.RequestHandlerClass = partial(Quiet, directory=str(built.root))
        Thread(target=server.serve_forever, daemon=True).start()
        yield Served(built.root, make_key(folder / "keys" / "stranger"))
        server.shutdown()


@pytest.fixture
def typed(tmp_path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Type lines into a shell in an empty folder; the first that fails ends it."""

    def typed(lines: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "empty"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return subprocess.run(
            ["sh", "-e"],
            input=html.unescape(lines),
            cwd=folder,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    return typed


def test_every_answer_of_the_demonstration_is_good(served, typed):
    checked = compared = 0
    for page in sorted(served.root.glob("threads/*/*/index.html")):
        for stem, lines in COMMANDS.findall(page.read_text(encoding="utf-8")):
            done = typed(lines)
            assert done.returncode == 0, (stem, done.stderr)
            signer = stem[11:].rstrip("-0123456789")
            assert f'Good "answerable" signature for {signer} with ' in done.stdout
            checked += 1
            digests = re.findall(r"\b[0-9a-f]{64}\b", done.stdout)
            if digests:
                assert len(digests) == 2
                assert digests[0] == digests[1], stem
                compared += 1
    replies = len(list((REPOSITORY / "feedback").glob("threads/*/*/*.md.sig")))
    assert (checked, compared) == (replies, replies - 1)  # one question is erased
    assert replies > 30


Change = Callable[[Served, Path], object]


def in_the_name_of(served: Served, namespace: str, options: str) -> None:
    """Sign the answer by the stranger's key, and let that be one of Svenja's."""
    answer = served.root / ANSWER
    signature = sign_by_program(served.stranger, answer.read_bytes(), namespace)
    answer.with_name(f"{answer.name}.sig").write_bytes(signature)
    with (served.root / ALLOWED).open("a") as keys:
        keys.write(f"svenja {options}{public_line(served.stranger)}\n")


def altered(served: Served, answer: Path) -> None:
    answer.write_text(answer.read_text("utf-8").replace(".", "!", 1), "utf-8")


def of_a_stranger(served: Served, answer: Path) -> None:
    in_the_name_of(served, "answerable", "")
    shutil.copy(served.root.parent / "kept", served.root / ALLOWED)


def of_another_person(served: Served, answer: Path) -> None:
    keys = served.root / ALLOWED
    keys.write_text(keys.read_text().replace("svenja ", "owen "))


def for_another_purpose(served: Served, answer: Path) -> None:
    in_the_name_of(served, "file", "")


def by_a_key_for_another_purpose(served: Served, answer: Path) -> None:
    in_the_name_of(served, "answerable", 'namespaces="file" ')


def before_the_time_of_the_key(served: Served, answer: Path) -> None:
    in_the_name_of(served, "answerable", 'valid-after="20260204000000Z" ')


def after_the_time_of_the_key(served: Served, answer: Path) -> None:
    in_the_name_of(served, "answerable", 'valid-before="20260202000000Z" ')


def by_a_revoked_key(served: Served, answer: Path) -> None:
    line = next(one for one in (served.root / ALLOWED).open() if one.startswith("svenja "))
    (served.root / REVOKED).write_text(" ".join(line.split()[2:]) + "\n")


def with_the_signature_of_another_answer(served: Served, answer: Path) -> None:
    other = next(served.root.glob("threads/2026/mahnung-trotz-zahlung/*-svenja.md.sig"))
    shutil.copy(other, answer.with_name(f"{answer.name}.sig"))


BAD: tuple[Change, ...] = (
    altered,
    of_a_stranger,
    of_another_person,
    for_another_purpose,
    by_a_key_for_another_purpose,
    before_the_time_of_the_key,
    after_the_time_of_the_key,
    by_a_revoked_key,
    with_the_signature_of_another_answer,
)


@pytest.fixture
def changed(served) -> Iterator[Served]:
    """The site, which is put in order again afterwards."""
    answer = served.root / ANSWER
    files = [answer, answer.with_name(f"{answer.name}.sig"), served.root / ALLOWED]
    kept = {file: file.read_bytes() for file in (*files, served.root / REVOKED)}
    (served.root.parent / "kept").write_bytes(kept[served.root / ALLOWED])
    yield served
    for file, data in kept.items():
        file.write_bytes(data)


@pytest.mark.parametrize("change", BAD, ids=lambda change: change.__name__)
def test_a_bad_answer_is_refused(changed, typed, change):
    lines = changed.commands(ANSWER)
    assert typed(lines).returncode == 0
    change(changed, changed.root / ANSWER)
    done = typed(lines)
    assert done.returncode != 0
    assert "Good" not in done.stdout
    assert "Could not verify signature" in done.stdout + done.stderr


def test_a_good_key_of_the_person_is_accepted(changed, typed):
    in_the_name_of(changed, "answerable", 'namespaces="answerable",valid-after="20260101000000Z" ')
    assert typed(changed.commands(ANSWER)).returncode == 0


def test_another_question_has_another_digest(changed, typed):
    words = changed.root / ANSWER
    words = words.with_name("comment.txt")
    kept = words.read_bytes()
    words.write_bytes(kept.replace(b"e", b"a", 1))
    done = typed(changed.commands(ANSWER))
    words.write_bytes(kept)
    first, second = re.findall(r"\b[0-9a-f]{64}\b", done.stdout)
    assert first != second
