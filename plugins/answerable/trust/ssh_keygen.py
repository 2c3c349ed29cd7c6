"""Signing through the program ``ssh-keygen``, which knows more keys than we do.

With it come the ssh-agent, security keys (FIDO), smart cards (PKCS #11) and those of Windows.
The rules that this module keeps:

* without a terminal it never waits for a person: no passphrase is asked for, neither in the
  terminal nor in a window, and after a time it is given up;
* nothing is written but in a folder of its own, which is gone afterwards;
* the program is never taken from the current folder, where anybody's repository may lie;
* what goes wrong is a :class:`SshKeygenError` in plain words.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from answerable.trust.errors import CannotSignError
from answerable.trust.keys import PublicKey
from answerable.trust.sshsig import NAMESPACE

SECONDS = 120.0
"""A security key waits half a minute for a touch; an agent may ask for a confirmation."""

# What OpenSSH says (ssherr.c, ssh-keygen.c, ssh-sk.c), and what people can do about it.
_MEANINGS = (
    ("incorrect passphrase", "it is locked with a passphrase: unlock it with ssh-add {file}"),
    ("are too open", "others can read it: close it with chmod 600 {file}"),
    ("agent refused operation", "the ssh-agent refused: it may be locked, or was not confirmed"),
    ("communication with agent failed", "the ssh-agent hung up"),
    ("device not found", "the security key is not plugged in"),
    ("incorrect PIN", "this is not the PIN of the security key"),
    ("requires user presence", "the security key was not touched"),
    ("user presence", "the security key was not touched"),
    ("support not enabled", "this OpenSSH cannot use security keys: install a newer one"),
    ("No private key found", "its private half is no longer there"),
    ("No such file", "the file is gone"),
    ("invalid format", "the file is damaged, or holds no key"),
    ("Permission denied", "you may not read it"),
)
_TOO_OLD = ("illegal option", "unknown option", "invalid option")


class SshKeygenError(CannotSignError):
    """The program gave no signature."""


class TooOldError(SshKeygenError):
    """The program is older than OpenSSH 8.1 (2019) and cannot sign files."""


def find_ssh_keygen() -> str | None:
    """The program's path, None where there is none."""
    found = shutil.which("ssh-keygen")
    # A relative one comes from the current folder, which Windows searches first.
    return found if found and os.path.isabs(found) else None  # noqa: PTH117  (Python 3.10)


def sign_with_ssh_keygen(
    program: str,
    message: bytes,
    key: PublicKey,
    file: Path | None,
    *,
    at_terminal: bool = False,
    seconds: float = SECONDS,
) -> bytes:
    """The armoured signature over *message*, by the key in *file* or, if None, in the agent.

    *at_terminal* lets the program ask its user, e.g. for a PIN. Raises SshKeygenError.
    """
    with contextlib.ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="answerable-")))
            if file is None:
                (folder / "key.pub").write_bytes(f"{key.line}\n".encode())
            # Given its public half, the program looks for the private one in the agent.
            command = [
                program,
                "-Y",
                "sign",
                "-n",
                NAMESPACE,
                "-f",
                str(file or folder / "key.pub"),
            ]
            environment = _environment(agent=file is None, at_terminal=at_terminal)
            if not at_terminal:
                return _run(command, environment, message, str(file or "the ssh-agent"), seconds)
            # The standard input is where people answer.
            (folder / "message").write_bytes(message)
            command.append(str(folder / "message"))
            _run(command, environment, None, str(file or "the ssh-agent"), seconds)
            return (folder / "message.sig").read_bytes()
        except OSError as error:
            raise SshKeygenError(f"ssh-keygen cannot be used: {error}") from error


def _environment(*, agent: bool, at_terminal: bool) -> Mapping[str, str]:
    environment = dict(os.environ)
    if not agent:
        # Whether the agent has the key is known already, and an agent may hang.
        environment.pop("SSH_AUTH_SOCK", None)
    if not at_terminal:
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        # Before OpenSSH 8.4 a display was reason enough to open a window.
        environment.pop("DISPLAY", None)
    return environment


def _run(
    command: list[str],
    environment: Mapping[str, str],
    message: bytes | None,
    where: str,
    seconds: float,
) -> bytes:
    alone = message is not None
    try:
        done = subprocess.run(  # noqa: S603  (an absolute path, and no shell)
            command,
            env=environment,
            input=message,
            capture_output=True,
            timeout=seconds,
            check=False,
            # A session of its own has no terminal, so that nothing can be asked there either.
            start_new_session=alone,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if alone else 0,
        )
    except subprocess.TimeoutExpired as error:
        raise SshKeygenError(f"ssh-keygen did not sign within {seconds:g} seconds") from error
    if done.returncode == 0:
        return done.stdout
    raise _in_plain_words(done.stderr.decode(errors="replace"), where)


def _in_plain_words(said: str, where: str) -> SshKeygenError:
    if any(words in said for words in _TOO_OLD):
        return TooOldError("this ssh-keygen is older than OpenSSH 8.1 and cannot sign files")
    for words, meaning in _MEANINGS:
        if words in said:
            return SshKeygenError(f"the key in {where} cannot sign: {meaning.format(file=where)}")
    last = said.strip().rpartition("\n")[2] or "no reason given"
    return SshKeygenError(f"ssh-keygen cannot sign with the key in {where}: {last}")
