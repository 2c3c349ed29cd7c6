"""OpenSSH's own programs, which make keys for tests and judge our signatures.

All keys are made where the test says; nobody's ``~/.ssh`` is looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SSH_KEYGEN = shutil.which("ssh-keygen")
SSH_AGENT = shutil.which("ssh-agent")
SSH_ADD = shutil.which("ssh-add")

KINDS = (
    ("-t", "ed25519"),
    ("-t", "ecdsa", "-b", "256"),
    ("-t", "ecdsa", "-b", "384"),
    ("-t", "ecdsa", "-b", "521"),
    ("-t", "rsa", "-b", "3072"),
)
"""What each kind of key is made with."""

needs_ssh_keygen = pytest.mark.skipif(
    SSH_KEYGEN is None, reason="ssh-keygen is not installed, which makes and judges the keys"
)
needs_ssh_agent = pytest.mark.skipif(
    SSH_AGENT is None or SSH_ADD is None, reason="ssh-agent and ssh-add are not installed"
)


def make_key(file: Path, *options: str, passphrase: str = "") -> Path:
    """A new key in *file*, by default Ed25519, with its public half beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kind = () if "-t" in options else ("-t", "ed25519")
    _run(SSH_KEYGEN, "-q", *kind, *options, "-N", passphrase, "-C", "", "-f", str(file))
    return file


def public_line(file: Path) -> str:
    """The public half of the key in *file*, without a comment."""
    return " ".join(Path(f"{file}.pub").read_text().split()[:2])


def sign_by_program(file: Path, message: bytes, namespace: str = "answerable") -> bytes:
    """The signature of ssh-keygen itself over *message*, by an unlocked key."""
    return _run(SSH_KEYGEN, "-Y", "sign", "-n", namespace, "-f", str(file), message=message)


def is_good(signature: bytes, message: bytes, key_line: str, folder: Path) -> bool:
    """Whether ``ssh-keygen -Y verify`` accepts *signature* over *message* by that key."""
    (folder / "allowed").write_text(f'anna namespaces="answerable" {key_line}\n')
    (folder / "signature").write_bytes(signature)
    assert SSH_KEYGEN
    options = "-Y verify -n answerable -I anna -f allowed -s signature".split()
    done = subprocess.run(
        [SSH_KEYGEN, *options], cwd=folder, input=message, capture_output=True, check=False
    )
    return done.returncode == 0


@contextmanager
def running_agent(folder: Path, *keys: Path) -> Iterator[str]:
    """The socket of an ssh-agent of its own, which holds unlocked *keys*."""
    assert SSH_AGENT
    # A socket's path may have no more than about a hundred characters.
    address = str(folder / "a.sock")
    process = subprocess.Popen(
        [SSH_AGENT, "-D", "-a", address], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert process.stdout
        process.stdout.readline()  # it says its name once it listens
        for key in keys:
            _run(SSH_ADD, "-q", str(key), SSH_AUTH_SOCK=address)
        yield address
    finally:
        process.terminate()
        process.communicate()


def path_without_ssh_keygen(folder: Path) -> str:
    """A search path with git and the shell's programs, but not OpenSSH's."""
    folder.mkdir()
    for program in ("git", "sh", "sleep", "cat"):
        found = shutil.which(program)
        if found:
            (folder / program).symlink_to(found)
    return str(folder)


def _run(
    program: str | None, *options: str, message: bytes | None = None, **environment: str
) -> bytes:
    # By its full path: a test may have changed where programs are looked for.
    assert program
    done = subprocess.run(
        [program, *options],
        env={**os.environ, **environment},
        input=message,
        stdin=None if message is not None else subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
