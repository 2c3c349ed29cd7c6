"""Signing a message with a key of this machine, whatever it takes.

A key in the ssh-agent or in a file signs through ``ssh-keygen`` where that is installed, else
through our own code. Only a file that is locked is always opened here, so that its passphrase
is asked for once and not for each message. The rules that this module keeps:

* whoever made the signature, it is handed on only if it verifies: the key is the one that was
  meant, the message the one that was given, the purpose ours;
* a passphrase is asked for only through the function that the caller gives, if any.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from answerable.trust.agent import Agent
from answerable.trust.errors import CannotSignError, PassphraseError
from answerable.trust.finding import FoundKey
from answerable.trust.keys import FIDO_KINDS
from answerable.trust.private_keys import KeyFile, PrivateKey, read_key_file
from answerable.trust.ssh_keygen import TooOldError, find_ssh_keygen, sign_with_ssh_keygen
from answerable.trust.sshsig import (
    NAMESPACE,
    UnusableSignatureError,
    armoured,
    parse_signature,
    signed_data,
)

AskPassphrase = Callable[[Path], str]
"""Asks its user for the passphrase of a file; nothing where there is no answer."""

TRIES = 3
_HASH = "sha512"  # what ssh-keygen takes


class Signer:
    """Signs with one key, as often as it is asked to.

    *ask* is given only where there is a terminal.
    """

    def __init__(self, found: FoundKey, *, ask: AskPassphrase | None = None) -> None:
        self.found = found
        self._ask = ask
        self._program = find_ssh_keygen()
        self._file: KeyFile | None = None
        self._opened: PrivateKey | None = None

    def sign(self, message: bytes) -> bytes:
        """The signature file for *message*. Raises CannotSignError."""
        made = self._made(message)
        try:
            signature = parse_signature(made)
        except UnusableSignatureError as error:
            raise CannotSignError(
                f"the key in {self.found.place} signs uselessly: {error}"
            ) from error
        if signature.key != self.found.key:
            raise self._another_key()
        if signature.namespace != NAMESPACE or not signature.covers(message):
            raise CannotSignError(f"the key in {self.found.place} made a wrong signature")
        return made

    def _made(self, message: bytes) -> bytes:
        found = self.found
        if found.agent is not None:
            return self._by_program(message, None) or self._by_agent(message, found.agent)
        if found.file is None:
            raise CannotSignError(f"only the public half of the key is here: {found.where}")
        if self._file is None:
            self._file = read_key_file(found.file)
        if self._file.public not in (None, found.key):
            raise self._another_key()
        if found.key.kind in FIDO_KINDS or not self._file.locked:
            made = self._by_program(message, found.file)
            if made is not None:
                return made
        if self._opened is None:
            self._opened = self._open(self._file)
        if self._opened.public != self.found.key:
            raise self._another_key()
        return self._packed(message, self._opened.sign)

    def _by_program(self, message: bytes, file: Path | None) -> bytes | None:
        """The signature that ssh-keygen makes, None where there is none that can sign."""
        if self._program is None:
            return None
        # Only a security key has anything to ask: its PIN.
        at_terminal = (
            self._ask is not None and file is not None and self.found.key.kind in FIDO_KINDS
        )
        try:
            return sign_with_ssh_keygen(
                self._program, message, self.found.key, file, at_terminal=at_terminal
            )
        except TooOldError:
            self._program = None
            return None

    def _by_agent(self, message: bytes, agent: Agent) -> bytes:
        return self._packed(message, lambda data: agent.sign(self.found.key, data))

    def _packed(self, message: bytes, sign: Callable[[bytes], tuple[str, bytes]]) -> bytes:
        algorithm, value = sign(signed_data(NAMESPACE, _HASH, message))
        return armoured(self.found.key, NAMESPACE, _HASH, algorithm, value)

    def _open(self, file: KeyFile) -> PrivateKey:
        if not file.locked or self._ask is None:
            return file.open()
        for _ in range(TRIES - 1):
            with contextlib.suppress(PassphraseError):
                return file.open(self._ask(file.path))
        return file.open(self._ask(file.path))

    def _another_key(self) -> CannotSignError:
        return CannotSignError(
            f"{self.found.place} holds another key than {self.found.key.fingerprint}"
        )
