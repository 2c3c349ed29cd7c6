"""A site whose reply waits for its signature, and the keys of its people.

The fixtures that make it are in ``cli/conftest.py``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from answerable.cli import main
from samples import ANNA, POLICY_TEXT, REPLY, person_text, write
from ssh_programs import is_good, public_line

FILE = f"feedback/{REPLY}"
SECOND = REPLY.replace("-anna", "-anna-2")
REQUIRED = POLICY_TEXT.replace("promise: 5", "promise: 5\nsigning: required", 1)


def put(key: Path, place: Path) -> Path:
    shutil.copy(key, place)
    shutil.copy(f"{key}.pub", f"{place}.pub")
    return place


def entry(key: Path, since: str = "2026-01-01", **more: str) -> str:
    fields = {"key": public_line(key), "since": since, **more}
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def give_anna(site: Path, *entries: str) -> None:
    write(site / "feedback", ANNA, person_text(keys=f"[{', '.join(entries)}]"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def signature(site: Path, reply: str = REPLY) -> Path:
    return site / "feedback" / f"{reply}.sig"


def when_signed(site: Path) -> tuple[int, int]:
    """Which file the signature is, and since when: others may read it in the meantime."""
    found = signature(site).stat()
    return found.st_ino, found.st_mtime_ns


def is_signed(site: Path, key: Path, reply: str = REPLY) -> bool:
    file = site / "feedback" / reply
    if not signature(site, reply).exists():
        return False
    made = signature(site, reply).read_bytes()
    return is_good(made, file.read_bytes(), public_line(key), site.parent)
