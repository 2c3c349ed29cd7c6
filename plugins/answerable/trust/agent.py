"""The ssh-agent: which keys it holds, and its signatures (draft-ietf-sshm-ssh-agent).

The rules that this module keeps:

* an agent is a program that anybody can have written: it may say nothing, too much or
  something else. Every exchange has a time and a size beyond which it ends;
* what goes wrong is an :class:`AgentError`, and no exception of another module leaves;
* the agent's word is not proof: who asks for a signature has to verify it.

The agent listens at a socket that SSH_AUTH_SOCK names, on Windows at a named pipe.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from answerable.trust.errors import CannotSignError
from answerable.trust.keys import RSA, PublicKey
from answerable.trust.sshsig import UnusableSignatureError, unpacked
from answerable.trust.wire import MalformedError, Reader, string, u32

WINDOWS_PIPE = r"\\.\pipe\openssh-ssh-agent"

LIST_SECONDS = 5.0
SIGN_SECONDS = 120.0
"""An agent may have to ask its owner, who may have to find the security key."""

# What OpenSSH itself allows (AGENT_MAX_LEN, MAX_AGENT_IDENTITIES).
_LARGEST_ANSWER = 256 * 1024
_MOST_IDENTITIES = 2048

_FAILURE = 5
_REQUEST_IDENTITIES, _IDENTITIES = 11, 12
_SIGN_REQUEST, _SIGN_RESPONSE = 13, 14
_RSA_SHA2_512 = 4


class AgentError(CannotSignError):
    """The agent did not do what it was asked for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A key that an agent holds: the public key's blob and the name that its owner gave it."""

    blob: bytes
    comment: str


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent that listens at ``address``; the times are seconds for one exchange."""

    address: str
    list_seconds: float = LIST_SECONDS
    sign_seconds: float = SIGN_SECONDS

    def identities(self) -> tuple[Identity, ...]:
        """The keys that the agent holds, in its order. Raises AgentError."""
        answer = self._ask(bytes([_REQUEST_IDENTITIES]), _IDENTITIES, self.list_seconds)
        try:
            count = answer.u32()
            if count > _MOST_IDENTITIES:
                raise AgentError(f"the ssh-agent says that it holds {count:,} keys")
            identities = tuple(
                Identity(answer.string(), answer.string().decode(errors="replace"))
                for _ in range(count)
            )
            answer.end()
        except MalformedError as error:
            raise AgentError("the ssh-agent's list of keys is damaged") from error
        return identities

    def sign(self, key: PublicKey, data: bytes) -> tuple[str, bytes]:
        """The algorithm and the value of a signature over *data*. Raises AgentError."""
        flags = _RSA_SHA2_512 if key.kind == RSA else 0
        request = bytes([_SIGN_REQUEST]) + string(key.blob) + string(data) + u32(flags)
        answer = self._ask(request, _SIGN_RESPONSE, self.sign_seconds)
        try:
            packed = answer.string()
            answer.end()
            return unpacked(key, packed)
        except (MalformedError, UnusableSignatureError) as error:
            raise AgentError("the ssh-agent's signature is damaged") from error

    def _ask(self, request: bytes, expected: int, seconds: float) -> Reader:
        exchange = _over_pipe if _is_pipe(self.address) else _over_socket
        try:
            answer = exchange(self.address, string(request), seconds)
        except TimeoutError as error:
            raise AgentError(f"the ssh-agent did not answer within {seconds:g} seconds") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise AgentError(f"the ssh-agent cannot be reached: {reason}") from error
        if answer[:1] == bytes([expected]):
            return Reader(answer[1:])
        if answer[:1] == bytes([_FAILURE]):
            raise AgentError("the ssh-agent refused: it may be locked, or wait for a confirmation")
        raise AgentError("the ssh-agent gave an answer to something else")


def find_agent() -> Agent | None:
    """The agent of whoever runs this, None where there is none."""
    address = os.environ.get("SSH_AUTH_SOCK")
    if address:
        return Agent(address)
    if sys.platform == "win32" and os.path.exists(WINDOWS_PIPE):  # noqa: PTH110  (no file)
        return Agent(WINDOWS_PIPE)
    return None


def _is_pipe(address: str) -> bool:
    return address.startswith("\\\\.\\pipe\\")


def _over_socket(address: str, message: bytes, seconds: float) -> bytes:
    if not hasattr(socket, "AF_UNIX"):
        raise OSError("this Python knows no such sockets")
    end = time.monotonic() + seconds
    with socket.socket(socket.AF_UNIX) as connection:

        def left() -> None:
            # A time for the whole: one for each read would let a slow agent go on for ever.
            remaining = end - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            connection.settimeout(remaining)

        def read(size: int) -> bytes:
            left()
            return connection.recv(size)

        left()
        try:
            connection.connect(address)
        except (ValueError, TypeError) as error:
            raise OSError(str(error)) from error
        left()
        connection.sendall(message)
        return _answer(read)


def _over_pipe(address: str, message: bytes, seconds: float) -> bytes:
    """As over a socket; reading from a pipe knows no time, so that a thread has to wait."""
    result: list[bytes] = []
    failure: list[OSError | AgentError] = []

    def exchange() -> None:
        try:
            handle = os.open(address, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                _write_all(handle, message)
                result.append(_answer(lambda size: os.read(handle, size)))
            finally:
                with contextlib.suppress(OSError):
                    os.close(handle)
        except (OSError, AgentError) as error:
            failure.append(error)

    thread = threading.Thread(target=exchange, daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not result:
        raise TimeoutError
    return result[0]


def _write_all(handle: int, message: bytes) -> None:
    while message:
        message = message[os.write(handle, message) :]


def _answer(read: Callable[[int], bytes]) -> bytes:
    size = int.from_bytes(_exactly(read, 4), "big")
    if not 0 < size <= _LARGEST_ANSWER:
        raise AgentError(f"the ssh-agent announced an answer of {size:,} bytes")
    return _exactly(read, size)


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = read(size - len(data))
        if not part:
            raise AgentError("the ssh-agent hung up")
        data += part
    return data
