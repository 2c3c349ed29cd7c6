"""The sample's people with keys, and its reply signed, without any other program.

    write(root, ANNA, person_text(keys=keys(ed25519("anna"))))
    sign(root, ed25519("anna"))      # puts the signature beside the sample's reply

The keys are those of ``software_keys``: the same one, and the same signature, for the same name.
"""

from __future__ import annotations

from pathlib import Path

from answerable.trust.sshsig import NAMESPACE
from samples import REPLY, write
from software_keys import SoftwareKey


def entry(key: SoftwareKey, since: str = "2026-01-01", **more: str) -> str:
    """One entry of a person's ``keys``; *more* are ``until``, ``revoked`` and ``note``."""
    fields = {"key": key.public.line, "since": since, **more}
    return "\n  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items())


def keys(key: SoftwareKey, since: str = "2026-01-01", **more: str) -> str:
    """The field ``keys`` with one entry."""
    return entry(key, since, **more)


def sign(root: Path, key: SoftwareKey, path: str = REPLY, namespace: str = NAMESPACE) -> Path:
    """Sign a file below *root*, as it is, and put the signature beside it."""
    signature = key.signature((root / path).read_bytes(), namespace)
    return write(root, f"{path}.sig", signature)
