"""Lists of revoked keys: lines of text, and KRLs by ssh-keygen."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from base64 import b64encode
from functools import cache, partial
from pathlib import Path

from answerable.trust.wire import mpint, string
from software_keys import (
    GOOD_KEYS,
    SoftwareKey,
    ecdsa,
    ed25519,
    fido_ed25519,
    rsa_blob,
    rsa_key,
)
from verdicts.case import ANNA, BEN, Attempt, attempt, bad, good

OURS = ANNA.public.line.encode()
OTHER = BEN.public.line.encode()


def revoked(data: bytes) -> Attempt:
    return attempt(revoked=data)


def keygen(*arguments: str, **files: bytes) -> bytes:
    """What ssh-keygen writes to the file ``out``, given *files*."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.touch(mode=0o600)
            path.write_bytes(content)
        subprocess.run(
            ["ssh-keygen", "-q", *arguments], cwd=folder, check=True, capture_output=True
        )
        return Path(folder, "out").read_bytes()


def krl(specification: str | bytes) -> bytes:
    spec = specification.encode() if isinstance(specification, str) else specification
    return keygen("-k", "-f", "out", "spec", spec=spec + b"\n")


def krl_for(authority: SoftwareKey, specification: str) -> bytes:
    ca = authority.public.line.encode() + b"\n"
    return keygen("-k", "-f", "out", "-s", "ca", "spec", spec=specification.encode(), ca=ca)


def updated(first: bytes, second: bytes) -> bytes:
    return keygen("-k", "-u", "-f", "out", "spec", out=krl(first), spec=second + b"\n")


@cache
def certificate() -> bytes:
    """BEN's key, certified: a public key line."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "ca").touch(mode=0o600)
        Path(folder, "ca").write_bytes(ed25519("authority").pem)
        Path(folder, "ben.pub").write_bytes(OTHER + b"\n")
        subprocess.run(
            ["ssh-keygen", "-q", "-s", "ca", "-I", "ben", "-n", "ben", "ben.pub"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return Path(folder, "ben-cert.pub").read_bytes()


_SOUND_LISTS = {
    "empty": b"",
    "newlines": b"\n\n",
    "spaces": b"  \n\t",
    "comments": b"# nothing\n   # " + OURS + b"\n#",
    "another key": OTHER + b"\n",
    "another key, no newline": OTHER,
    "another key, CRLF": OTHER + b"\r\n",
    "another key, comment": OTHER + b" ben revoked 2026-05-01T00:00:00Z\n",
    "another key, comment of other bytes": OTHER + b" \xff\xfe\0\n",
    "another key, spaces": b"  \t" + OTHER.replace(b" ", b" \t ") + b"  \n",
    "key in a comment": OTHER + b" " + OURS + b"\n",
    "an ecdsa key": ecdsa("carl").public.line.encode(),
    "a FIDO key": fido_ed25519("anna").public.line.encode(),
    "two keys": OTHER + b"\n" + ed25519("carl").public.line.encode() + b"\n",
    "one key twice": OTHER + b"\n" + OTHER + b"\n",
}
_REFUSED_LISTS = {
    "the key": OURS + b"\n",
    "the key, no newline": OURS,
    "the key, CRLF": OURS + b"\r\n",
    "the key, comment": OURS + b" anna revoked 2026-05-01T00:00:00Z\n",
    "the key, indented": b" \t" + OURS,
    "the key, tabs": OURS.replace(b" ", b"\t\t"),
    "the key, last": OTHER + b"\n# and\n\n" + OURS,
    "the key, first": OURS + b"\n" + OTHER + b"\n",
    "the key, then nonsense": OURS + b"\nnonsense\n",
    "nonsense": b"nonsense\n",
    "nonsense, then another key": b"nonsense\n" + OTHER,
    "another key, then nonsense": OTHER + b"\nnonsense\n",
    "an empty line, CRLF": b"\r\n" + OTHER,
    "a fingerprint": b"SHA256:" + b64encode(hashlib.sha256(BEN.public.blob).digest()) + b"\n",
    "the fingerprint": b"SHA256:" + b64encode(hashlib.sha256(ANNA.public.blob).digest()) + b"\n",
    "a hash": b"hash: " + BEN.public.fingerprint.encode() + b"\n",
    "a serial number": b"serial: 1\n",
    "an option in front": b"cert-authority " + OTHER,
    "a name in front": b"ben " + OTHER,
    "a type alone": b"ssh-ed25519\n",
    "a key cut off": OTHER[:-10] + b"\n",
    "a key without its type": OTHER.split()[1],
    "a type that does not fit": OTHER.replace(b"ssh-ed25519", b"ssh-rsa"),
    "a type that nobody knows": OTHER.replace(b"ssh-ed25519", b"ssh-ed26619"),
    "a key and more bytes": b"ssh-ed25519 " + b64encode(BEN.public.blob + b"\0"),
    "a byte order mark": b"\xef\xbb\xbf" + OTHER,
    "UTF-16": OTHER.decode().encode("utf-16"),
    "a form feed": b"\f\n" + OTHER,
    "binary": bytes(range(1, 256)),
    "half of a KRL's magic": b"SSHKRL",
    "a private key": ed25519("carl").pem,
}
for _name, _data in _SOUND_LISTS.items():
    good(f"revoked: {_name}", partial(revoked, _data))
for _name, _data in _REFUSED_LISTS.items():
    bad(f"revoked: {_name}", partial(revoked, _data))
for _name, _key in GOOD_KEYS.items():
    bad(f"revoked: {_name}", lambda key: attempt(
        key(), revoked=key().public.line.encode()
    ), _key)  # fmt: skip
    bad(f"KRL: {_name}", lambda key: attempt(
        key(), revoked=krl(key().public.line)
    ), _key)  # fmt: skip
good("revoked: a short RSA key", lambda: revoked(rsa_key(2048).public.line.encode()))
good("revoked: an RSA key of 1,001 bits", lambda: revoked(
    b"ssh-rsa " + b64encode(string(b"ssh-rsa") + mpint(65_537) + mpint((1 << 1000) + 1))
))  # fmt: skip
bad("revoked: the key with zeros in front of its modulus", lambda: attempt(
    rsa_key(), revoked=b"ssh-rsa " + b64encode(rsa_blob(3072, b"\0"))
))  # fmt: skip
good("revoked: a certificate", lambda: revoked(certificate()))
good("revoked: a zero byte for a line", partial(revoked, b"\0" + OURS + b"\n"))
good("revoked: a line break within another key", partial(
    revoked, OTHER[:40] + b"\r" + OTHER[40:]
))  # fmt: skip


def _hash(key: SoftwareKey, name: str) -> str:
    digest = hashlib.new(name, key.public.blob).digest()
    return f"{name.upper()}:{b64encode(digest).decode().rstrip('=')}"


for _name, _spec, _hits in (
    ("nothing", "# nothing", False),
    ("the key", ANNA.public.line, True),
    ("another key", BEN.public.line, False),
    ("the key's SHA256", f"sha256: {ANNA.public.line}", True),
    ("another key's SHA256", f"sha256: {BEN.public.line}", False),
    ("the key's SHA1", f"sha1: {ANNA.public.line}", True),
    ("another key's SHA1", f"sha1: {BEN.public.line}", False),
    ("the hash of the key", f"hash: {_hash(ANNA, 'sha256')}", True),
    ("the hash of another key", f"hash: {_hash(BEN, 'sha256')}", False),
    ("both keys", f"{ANNA.public.line}\n{BEN.public.line}", True),
    ("a key and a hash", f"{BEN.public.line}\nhash: {_hash(ANNA, 'sha256')}", True),
    ("a key and its SHA1", f"{BEN.public.line}\nsha1: {BEN.public.line}", False),
):  # fmt: skip
    (bad if _hits else good)(f"KRL: {_name}", lambda spec: revoked(krl(spec)), _spec)
bad("KRL: the key added later", lambda: revoked(updated(OTHER, OURS)))
bad("KRL: the key, others added later", lambda: revoked(updated(OURS, OTHER)))
good("KRL: others added later", lambda: revoked(
    updated(OTHER, ed25519("carl").public.line.encode())
))  # fmt: skip
for _name, _spec in {
    "serials": "serial: 1\nserial: 3\nserial: 77",
    "a range of serials": "serial: 5-500",
    "many serials": "\n".join(f"serial: {number}" for number in range(1, 400, 3)),
    "large serials": "serial: 18446744073709551615\nserial: 9223372036854775808",
    "names of certificates": "id: ben\nid: anna",
}.items():
    good(f"KRL: {_name}", lambda spec: revoked(krl_for(BEN, spec)), _spec)
    good(f"KRL: {_name}, by our key as authority", lambda spec: revoked(
        krl_for(ANNA, spec)
    ), _spec)  # fmt: skip
bad("KRL: serials and the key", lambda: revoked(krl_for(BEN, f"serial: 1\n{ANNA.public.line}\n")))
