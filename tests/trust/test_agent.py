from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.trust.agent import Agent, AgentError, find_agent
from answerable.trust.keys import PublicKey, parse_key_line
from answerable.trust.wire import string, u32
from ssh_programs import make_key, needs_ssh_agent, needs_ssh_keygen, public_line, running_agent

DATA = b"what is signed"
KEY = PublicKey("ssh-ed25519", string(b"ssh-ed25519") + string(bytes(31) + b"\x07"))


@contextmanager
def agent_that(answer: Callable[[socket.socket], None], folder: Path) -> Iterator[Agent]:
    """An agent that does *answer* with whoever calls, and the one who calls it."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "s"))
        listening.listen()
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield Agent(str(folder / "s"), list_seconds=0.3, sign_seconds=0.3)
        finally:
            stopped.set()
            listening.shutdown(socket.SHUT_RDWR)


def saying(data: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(1 << 16)
        connection.sendall(data)

    return answer


def identities(*blobs: bytes) -> bytes:
    listed = b"".join(string(blob) + string(b"me") for blob in blobs)
    return string(b"\x0c" + u32(len(blobs)) + listed)


def signature(algorithm: bytes, value: bytes, more: bytes = b"") -> bytes:
    return string(b"\x0e" + string(string(algorithm) + string(value) + more))


@needs_ssh_keygen
@needs_ssh_agent
def test_a_real_agent_lists_its_keys_and_signs_with_each_kind(tmp_path):
    kinds = [("-t", "ed25519"), ("-t", "ecdsa", "-b", "384"), ("-t", "rsa", "-b", "3072")]
    files = [make_key(tmp_path / str(i), *kind) for i, kind in enumerate(kinds)]
    with running_agent(tmp_path, *files) as address:
        agent = Agent(address)
        held = agent.identities()
        keys = [parse_key_line(public_line(file)) for file in files]
        made = [agent.sign(key, DATA) for key in keys]

    assert [identity.blob for identity in held] == [key.blob for key in keys]
    assert [algorithm for algorithm, _ in made] == [
        "ssh-ed25519",
        "ecdsa-sha2-nistp384",
        "rsa-sha2-512",
    ]
    assert all(key.verify(*pair, DATA) for key, pair in zip(keys, made, strict=True))


@needs_ssh_keygen
@needs_ssh_agent
def test_a_real_agent_refuses_a_key_that_it_does_not_hold(tmp_path):
    with running_agent(tmp_path) as address:
        assert Agent(address).identities() == ()
        with pytest.raises(AgentError, match="the ssh-agent refused"):
            Agent(address).sign(KEY, DATA)


def hang(connection: socket.socket) -> None:
    time.sleep(1)


def drip(connection: socket.socket) -> None:
    connection.sendall(u32(1000))
    for _ in range(100):
        connection.sendall(b"\x0c")
        time.sleep(0.05)


def hang_up(connection: socket.socket) -> None:
    connection.recv(1 << 16)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (hang, "did not answer within 0.3 seconds"),
        (drip, "did not answer within 0.3 seconds"),
        (hang_up, "hung up"),
        (saying(u32(0xFFFFFFFF)), "announced an answer of 4,294,967,295 bytes"),
        (saying(u32(256 * 1024 + 1) + b"\x0c" * 1000), "announced an answer of 262,145 bytes"),
        (saying(u32(0)), "announced an answer of 0 bytes"),
        (saying(u32(100) + b"\x0c"), "hung up"),
        (saying(string(b"\x05")), "refused"),
        (saying(string(b"\x63")), "gave an answer to something else"),
        (saying(string(b"\x0c")), "damaged"),
        (saying(string(b"\x0c" + u32(0xFFFFFFFF))), "says that it holds 4,294,967,295 keys"),
        (saying(string(b"\x0c" + u32(2) + string(KEY.blob) + string(b""))), "damaged"),
        (saying(string(b"\x0c" + u32(1) + u32(0x7FFFFFFF) + b"x")), "damaged"),
        (saying(string(b"\x0c" + u32(0) + b"more")), "damaged"),
    ],
)
def test_an_agent_that_is_none_ends_in_our_words_and_in_time(tmp_path, answer, reason):
    began = time.monotonic()
    with agent_that(answer, tmp_path) as agent, pytest.raises(AgentError, match=reason):
        agent.identities()

    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        string(b"\x0e"),
        string(b"\x0e" + string(b"")),
        string(b"\x0e" + string(string(b"ssh-ed25519"))),
        signature(b"ssh-ed25519", bytes(64), more=b"x"),
        string(b"\x0e" + string(string(b"ssh-ed25519") + string(bytes(64))) + b"x"),
        signature(b"\xff\xfe", bytes(64)),
    ],
)
def test_a_damaged_signature_is_refused(tmp_path, answer):
    with agent_that(saying(answer), tmp_path) as agent, pytest.raises(AgentError, match="damaged"):
        agent.sign(KEY, DATA)


def test_the_name_of_a_key_need_not_be_text(tmp_path):
    listed = string(b"\x0c" + u32(1) + string(KEY.blob) + string(b"me\xff"))
    with agent_that(saying(listed), tmp_path) as agent:
        assert agent.identities()[0].comment == "me\N{REPLACEMENT CHARACTER}"


@given(answer=st.binary(max_size=80))
def test_whatever_an_agent_says_only_our_exception_comes_out(tmp_path_factory, answer):
    folder = tmp_path_factory.mktemp("a")
    with agent_that(saying(string(answer)), folder) as agent:
        with contextlib.suppress(AgentError):
            agent.identities()
        with contextlib.suppress(AgentError):
            agent.sign(KEY, DATA)


@pytest.mark.parametrize("address", ["nowhere", "x" * 500, "\0", ""])
def test_an_address_where_nobody_listens_is_said(tmp_path, monkeypatch, address):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(AgentError, match="cannot be reached"):
        Agent(address).identities()


def test_there_is_no_agent_where_none_is_named(monkeypatch):
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert find_agent() is None

    monkeypatch.setenv("SSH_AUTH_SOCK", "/run/agent")
    agent = find_agent()
    assert agent is not None
    assert agent.address == "/run/agent"


PIPE = r"\\.\pipe\openssh-ssh-agent"


@pytest.fixture
def pipe(tmp_path, monkeypatch) -> Iterator[int]:
    """What stands in for a pipe of Windows: a terminal, which is read from and written to."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    monkeypatch.chdir(tmp_path)
    Path(PIPE).symlink_to(os.ttyname(theirs))
    yield ours
    os.close(ours)
    os.close(theirs)


def test_the_pipe_of_windows_is_spoken_to_like_a_socket(pipe):
    answer = identities(KEY.blob)
    asked: list[bytes] = []

    def serve() -> None:
        asked.append(os.read(pipe, 100))
        os.write(pipe, answer)

    threading.Thread(target=serve, daemon=True).start()

    assert [identity.blob for identity in Agent(PIPE).identities()] == [KEY.blob]
    assert asked == [b"\0\0\0\x01\x0b"]


def test_a_pipe_that_says_nothing_is_given_up(pipe):
    with pytest.raises(AgentError, match=r"did not answer within 0\.2 seconds"):
        Agent(PIPE, list_seconds=0.2).identities()


def test_a_pipe_that_lies_or_is_not_there_ends_in_our_words(pipe):
    os.write(pipe, u32(0xFFFFFFFF))
    with pytest.raises(AgentError, match="announced"):
        Agent(PIPE).identities()

    Path(PIPE).unlink()
    with pytest.raises(AgentError, match="cannot be reached"):
        Agent(PIPE).identities()
