"""Which keys are on this machine, and where: the keys that its user can sign with.

Looked at, in this order: git's ``user.signingkey`` (where ``gpg.format`` is ``ssh``), the
ssh-agent, and the public keys in ``~/.ssh``; or one file alone, where its name is given.

No network is used and nothing is asked for. A private key is opened only where its name was
given and its public half stands nowhere else. What cannot be used is said, and never keeps
the others from being found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from answerable.trust.agent import Agent, AgentError, Identity, find_agent
from answerable.trust.keys import PublicKey, UnusableKeyError, parse_key_blob, parse_key_line
from answerable.trust.private_keys import LARGEST_FILE, PrivateKeyError, read_key_file

AGENT = "the ssh-agent"
SIGNING_KEY = "git's user.signingkey"

_GIT_SECONDS = 10.0
_MOST_FILES = 200
_PRIVATE = b"PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key on this machine.

    ``where`` says for people where it was found. ``file`` is the private key's file, None
    where there is none here. ``agent`` is the agent that holds it, None where none does. A key
    with neither cannot sign here.
    """

    key: PublicKey
    where: str
    file: Path | None = None
    agent: Agent | None = None

    @property
    def can_sign(self) -> bool:
        """Whether its private half is within reach."""
        return self.file is not None or self.agent is not None

    @property
    def place(self) -> str:
        """Where its private half is, in words."""
        if self.agent is not None:
            return AGENT
        return self.where if self.file is None else str(self.file)


@dataclass(frozen=True, slots=True)
class Keys:
    """What was found: the keys, each once, and in words what cannot be used and why."""

    found: tuple[FoundKey, ...]
    unusable: tuple[str, ...] = ()


def find_keys(folder: Path) -> Keys:
    """All keys of whoever runs this; git is asked in *folder*."""
    search = _Search()
    search.add_signing_key(folder)
    search.add_agent()
    for file in _public_files():
        search.add_file(file, str(file))
    return search.result()


def find_key(file: Path) -> Keys:
    """The key in *file*, a private key's or a public key's, or why it cannot be used."""
    search = _Search()
    search.add_file(file, str(file))
    return search.result()


class _Search:
    """Keys by their blobs; where one is found twice, what is known of it is joined."""

    def __init__(self) -> None:
        self._found: dict[bytes, FoundKey] = {}
        self._unusable: dict[str, None] = {}
        self._agent = find_agent()
        self._held: tuple[Identity, ...] = ()
        if self._agent:
            try:
                self._held = self._agent.identities()
            except AgentError as error:
                self._unusable[str(error)] = None
        self._blobs = {identity.blob for identity in self._held}

    def result(self) -> Keys:
        return Keys(tuple(self._found.values()), tuple(self._unusable))

    def add_agent(self) -> None:
        for identity in self._held:
            self._add_identity(identity)

    def _add_identity(self, identity: Identity) -> None:
        try:
            self._add(parse_key_blob(identity.blob), AGENT)
        except UnusableKeyError as error:
            self._cannot_be_used(f"{identity.comment or 'a key'} in {AGENT}", error)

    def add_signing_key(self, folder: Path) -> None:
        """What git signs with: a key itself, or a file's name (git-config(1))."""
        written = _git_signing_key(folder)
        if not written:
            return
        literal = written.removeprefix("key::")
        if literal == written and not written.startswith("ssh-"):
            self.add_file(folder / os.path.expanduser(written), SIGNING_KEY)  # noqa: PTH111
            return
        try:
            self._add(parse_key_line(literal), SIGNING_KEY)
        except UnusableKeyError as error:
            self._cannot_be_used(SIGNING_KEY, error)

    def add_file(self, file: Path, where: str) -> None:
        try:
            data = _read(file)
            if _PRIVATE in data:
                self._add(_public_half(file), where, file)
                return
            key = parse_key_line(data.decode("ascii", errors="replace"))
            private = file.with_suffix("") if file.suffix == ".pub" else None
            self._add(key, where, private if private and private.is_file() else None)
        except (PrivateKeyError, UnusableKeyError) as error:
            self._cannot_be_used(where, error)
        except OSError as error:
            self._cannot_be_used(where, error.strerror or error)

    def _add(self, key: PublicKey, where: str, file: Path | None = None) -> None:
        known = self._found.get(key.blob)
        if known is None:
            agent = self._agent if key.blob in self._blobs else None
            self._found[key.blob] = FoundKey(key, where, file, agent)
        elif known.file is None:
            self._found[key.blob] = replace(known, file=file)

    def _cannot_be_used(self, where: str, reason: object) -> None:
        self._unusable[f"{where}: {reason}"] = None


def _read(file: Path) -> bytes:
    if not file.exists():
        raise PrivateKeyError("there is no such file")
    if not file.is_file():
        # A pipe would be waited for.
        raise PrivateKeyError("this is no file")
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE)


def _public_half(file: Path) -> PublicKey:
    public = read_key_file(file).public
    if public is not None:
        return public
    beside = file.with_name(f"{file.name}.pub")
    if not beside.is_file():
        raise PrivateKeyError(
            "it is locked, and its public half is not beside it: write that with "
            f"ssh-keygen -y -f {file} > {beside}"
        )
    return parse_key_line(_read(beside).decode("ascii", errors="replace"))


def _git_signing_key(folder: Path) -> str | None:
    """The value of user.signingkey, None where git does not sign with SSH keys."""
    git = shutil.which("git")
    if git is None or not os.path.isabs(git):  # noqa: PTH117  (see ssh_keygen.py)
        return None
    wanted = r"^(gpg\.format|user\.signingkey)$"
    try:
        done = subprocess.run(  # noqa: S603  (an absolute path, and no shell)
            [git, "config", "--null", "--get-regexp", wanted],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    settings = {}
    for entry in done.stdout.decode(errors="replace").split("\0"):
        name, _, value = entry.partition("\n")
        settings[name] = value
    return settings.get("user.signingkey") if settings.get("gpg.format") == "ssh" else None


def _public_files() -> Iterator[Path]:
    try:
        files = sorted((Path.home() / ".ssh").glob("*.pub"))
    except (OSError, RuntimeError):
        return iter(())
    # A certificate lies beside the key that it is for.
    return islice((file for file in files if not file.stem.endswith("-cert")), _MOST_FILES)
