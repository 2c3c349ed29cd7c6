"""What one attempt to have a signature accepted consists of."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from answerable.trust.allowed_signers import parse_allowed_signers
from answerable.trust.judgement import accepts
from answerable.trust.revocation import RevokedKeys, UnusableListError
from software_keys import SoftwareKey, ed25519

ANNA = ed25519("anna")
BEN = ed25519("ben")
MESSAGE = b"Thank you. The hinge is on its way.\n"
NOON = "20261103120000Z"


@dataclass(frozen=True)
class Attempt:
    """All that goes into ``ssh-keygen -Y verify``; ``at`` is its ``verify-time``."""

    allowed: bytes
    signature: bytes
    message: bytes = MESSAGE
    principal: str = "anna"
    namespace: str = "answerable"
    revoked: bytes = b""
    at: str = NOON
    zone: str = "UTC"

    def ours(self) -> bool:
        """Our verdict."""
        try:
            revoked = RevokedKeys.parse(self.revoked)
        except UnusableListError:
            return False
        signers, _ = parse_allowed_signers(self.allowed.decode("utf-8", "surrogateescape"))
        return accepts(
            self.message,
            self.signature,
            principal=self.principal,
            namespace=self.namespace,
            at=datetime.strptime(self.at, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc),
            allowed=signers,
            revoked=revoked,
        )

    def theirs(self, folder: Path) -> tuple[bool, str]:
        """ssh-keygen's verdict, and what it says."""
        for name in ("allowed", "signature", "revoked"):
            (folder / name).write_bytes(getattr(self, name))
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", self.principal]
        command += ["-n", self.namespace, "-s", "signature", "-r", "revoked"]
        done = subprocess.run(
            [*command, "-O", f"verify-time={self.at}"],
            cwd=folder,
            input=self.message,
            capture_output=True,
            env=os.environ | {"TZ": self.zone},
            check=False,
        )
        return done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")


@dataclass(frozen=True)
class Case:
    """An attempt, made when it is wanted, and whether ssh-keygen accepts it.

    None where one version of ssh-keygen does and another does not.
    """

    accepted: bool | None
    make: Callable[[], Attempt]


CASES: dict[str, Case] = {}


def good(name: str, make: Callable[..., Attempt], *arguments: object) -> None:
    """Add a case that ssh-keygen accepts."""
    _add(name, Case(True, partial(make, *arguments)))


def bad(name: str, make: Callable[..., Attempt], *arguments: object) -> None:
    """Add a case that ssh-keygen refuses."""
    _add(name, Case(False, partial(make, *arguments)))


def varying(name: str, make: Callable[..., Attempt], *arguments: object) -> None:
    """Add a case that some versions of ssh-keygen accept; we must not."""
    _add(name, Case(None, partial(make, *arguments)))


def _add(name: str, case: Case) -> None:
    assert name not in CASES, name
    CASES[name] = case


def line(principals: str = "anna", options: str = "", key: SoftwareKey = ANNA) -> bytes:
    """A line of allowed signers."""
    return " ".join(filter(None, (principals, options, key.public.line))).encode() + b"\n"


def attempt(
    key: SoftwareKey = ANNA,
    *,
    allowed: bytes | None = None,
    signature: bytes | None = None,
    message: bytes = MESSAGE,
    principal: str = "anna",
    namespace: str = "answerable",
    revoked: bytes = b"",
    at: str = NOON,
    zone: str = "UTC",
) -> Attempt:
    """An attempt that is good but for what is given."""
    return Attempt(
        line(key=key) if allowed is None else allowed,
        key.signature(MESSAGE) if signature is None else signature,
        message,
        principal,
        namespace,
        revoked,
        at,
        zone,
    )
