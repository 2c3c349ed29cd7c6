"""What it costs to sign an answer and to check one, ours and OpenSSH's in turns.

* Our own code signs with a key file, and checks each signature that it made, as it does for
  ``answerable sign`` where there is no ssh-keygen. Where there is one, a process is started
  for each answer and its signature is checked as well.
* ``ssh-keygen -Y sign`` gets all files in one call, which is the best that it can do;
  ``ssh-keygen -Y verify`` takes one file a call.
* What starts processes does so for a sample; the others go through all answers.
* ``answerable verify`` is the whole command on the corpus: it reads all files as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from answerable.model import LocalText, Person, PersonKey, Reply, Thread
from answerable.trust.allowed_signers import allowed_signers
from answerable.trust.finding import find_key
from answerable.trust.judgement import KeyRing
from answerable.trust.signing import Signer
from answerable.trust.sshsig import NAMESPACE
from benchmark.corpus.project import Corpus, reply_files
from benchmark.corpus.signing import VALID_FROM, Signers
from benchmark.corpus.world import EMPLOYEES
from benchmark.errors import BenchError
from benchmark.programs import output_of
from benchmark.progress import say
from benchmark.results import Cost

MOST, SAMPLE = 5_000, 300

_WHO = EMPLOYEES[0].id
_NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class _Answer:
    reply: Reply
    content: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to do something to *answers*; ``run`` does it once."""

    name: str
    answers: Sequence[_Answer]
    run: Callable[[Sequence[_Answer]], object]


def measure_signatures(corpus: Corpus, runs: int) -> tuple[Cost, ...]:
    """The cost of each way to sign and to check the answers of *corpus*, *runs* times in turns."""
    signers = Signers(corpus.seed)
    answers = list(_answers(corpus.threads(), signers))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ways = [*_ways(answers[:MOST], signers, Path(folder)), _command(answers, corpus.folder)]
        seconds: dict[str, list[float]] = {way.name: [] for way in ways}
        for run in range(1, runs + 1):
            for way in ways:
                start = time.perf_counter()
                way.run(way.answers)
                seconds[way.name].append((time.perf_counter() - start) / len(way.answers))
                said = f"{1e3 * seconds[way.name][-1]:.3f} ms an answer"
                say(f"{len(answers):,} answers, run {run} of {runs}: {way.name} {said}")
    return tuple(Cost(way.name, len(way.answers), tuple(seconds[way.name])) for way in ways)


def _answers(made: Iterable[Thread], signers: Signers) -> Iterator[_Answer]:
    for thread in made:
        for reply in thread.replies:
            content, signature = (data for _, data in reply_files(thread, reply, signers))
            yield _Answer(reply, content, signature)


def _ways(answers: Sequence[_Answer], signers: Signers, folder: Path) -> Iterator[_Way]:
    people = tuple(_person(employee.id, signers) for employee in EMPLOYEES)
    key = folder / "key"
    key.touch(mode=0o600)
    key.write_bytes(signers.file(_WHO))
    sample = answers[:SAMPLE]
    program = shutil.which("ssh-keygen")
    with _without_programs():
        alone = _signer(key)
    yield _Way("sign, our own code", answers, _sign_with(alone))
    if program:
        openssh = _OpenSSH(program, folder, key, allowed_signers(people))
        yield _Way("sign, our own code through ssh-keygen", sample, _sign_with(_signer(key)))
        yield _Way("sign, ssh-keygen, all in one call", sample, openssh.sign)
    else:
        say("ssh-keygen is left out: it is not installed")
    ring = KeyRing.of(people)
    yield _Way("check, our own code", answers, lambda them: _check(ring, them))
    if program:
        yield _Way("check, ssh-keygen", sample, openssh.check)


def _command(answers: Sequence[_Answer], folder: Path) -> _Way:
    command = (sys.executable, "-c", "from answerable.cli import main; main()", "verify")
    # It ends with 1, which is an error here, where a signature is not good.
    return _Way("answerable verify", answers, lambda _: output_of(command, folder))


def _person(name: str, signers: Signers) -> Person:
    nothing = LocalText({})
    keys = (PersonKey(signers.public(name).line, VALID_FROM),)
    return Person(name, "", name, nothing, nothing, VALID_FROM.date(), keys=keys)


@contextmanager
def _without_programs() -> Iterator[None]:
    """No program can be found here, so what could use one does without."""
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = ""
    try:
        yield
    finally:
        os.environ["PATH"] = path


def _signer(key: Path) -> Signer:
    (found,) = find_key(key).found
    return Signer(found)


def _sign_with(signer: Signer) -> Callable[[Iterable[_Answer]], None]:
    def sign(answers: Iterable[_Answer]) -> None:
        for answer in answers:
            signer.sign(answer.content)

    return sign


def _check(ring: KeyRing, answers: Iterable[_Answer]) -> None:
    for answer in answers:
        reply = answer.reply
        seal = ring.judge(
            answer.content, answer.signature, signer=reply.signed_by, date=reply.date, now=_NOW
        )
        if seal.state != "valid":
            raise BenchError(f"the signature of {reply.stem} is {seal.state}, not valid")


class _OpenSSH:
    """The program *program*, which works in *folder*."""

    def __init__(self, program: str, folder: Path, key: Path, allowed: str) -> None:
        self._program = program
        self._folder = folder
        self._key = key
        (folder / "allowed").write_text(allowed, encoding="utf-8")

    def sign(self, answers: Sequence[_Answer]) -> None:
        """Sign all files in one call."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            files = []
            for number, answer in enumerate(answers):
                (Path(folder) / str(number)).write_bytes(answer.content)
                files.append(str(number))
            command = [self._program, "-Y", "sign", "-n", NAMESPACE, "-f", str(self._key)]
            output_of([*command, *files], Path(folder))
            made = len(list(Path(folder).glob("*.sig")))
            if made != len(answers):
                raise BenchError(f"ssh-keygen signed {made} of {len(answers)} files")

    def check(self, answers: Iterable[_Answer]) -> None:
        """Check each file in a call of its own."""
        for answer in answers:
            reply = answer.reply
            (self._folder / "signature").write_bytes(answer.signature)
            at = f"{reply.date.astimezone(timezone.utc):%Y%m%d%H%M%SZ}"
            done = subprocess.run(  # noqa: S603 - no shell, and every word is written here
                [
                    *(self._program, "-Y", "verify", "-f", "allowed", "-n", NAMESPACE),
                    *("-I", reply.signed_by, "-O", f"verify-time={at}", "-s", "signature"),
                ],
                cwd=self._folder,
                input=answer.content,
                capture_output=True,
                check=False,
            )
            if done.returncode:
                said = done.stderr.decode("utf-8", "replace").strip()
                raise BenchError(f"ssh-keygen refuses the signature of {reply.stem}: {said}")
