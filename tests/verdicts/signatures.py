"""The blob within a signature: its parts changed, exchanged, cut off or added to."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from functools import partial

from answerable.trust.wire import string
from software_keys import (
    GOOD_KEYS,
    ed25519,
)
from verdicts.case import ANNA, BEN, MESSAGE, Attempt, attempt, bad, good, line
from verdicts.parts import armour, made, packed, value, with_blob, with_value


def _hashed_as(name: str) -> bytes:
    """A signature in which a hash that is not accepted has been used throughout."""
    return _signed(hashlib.new(name, MESSAGE).digest(), name.encode())


def _signed(digest: bytes, hash_name: bytes = b"sha512", reserved: bytes = b"") -> bytes:
    data = b"SSHSIG" + b"".join(map(string, (b"answerable", reserved, hash_name, digest)))
    return made(hash_name=hash_name, reserved=reserved, signature=packed(*ANNA.data(data)))


def _cut(size: int) -> Attempt:
    blob = b64decode(b"".join(made().splitlines()[1:-1]))
    return attempt(signature=armour(blob[:size]))


good("as it should be", attempt)
for _name, _key in GOOD_KEYS.items():
    for _hash in ("sha512", "sha256"):
        good(
            f"{_name}, {_hash}",
            lambda key, hash_: attempt(
                key(), signature=key().signature(MESSAGE, hash_algorithm=hash_)
            ),
            _key,
            _hash,
        )
    bad(f"{_name}, another message", lambda key: attempt(key(), message=MESSAGE + b"!"), _key)

for _name, _message in {
    "one bit": MESSAGE.replace(b"h", b"i", 1),
    "a line more": MESSAGE + b"\n",
    "no final newline": MESSAGE.rstrip(),
    "CRLF": MESSAGE.replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + MESSAGE,
    "nothing": b"",
}.items():
    bad(f"message: {_name}", partial(attempt, message=_message))
for _name, _message in {
    "empty": b"",
    "binary": bytes(range(256)),
    "large": b"word " * 100_000,
}.items():
    good(
        f"message that is {_name}",
        partial(attempt, message=_message, signature=ANNA.signature(_message)),
    )

for _space in ("file", "git", "answerabl", "answerable ", "Answerable", "answerable\n", "*"):
    bad(
        f"signed for {_space!r}",
        partial(attempt, signature=ANNA.signature(MESSAGE, namespace=_space)),
    )
    bad(f"asked for {_space!r}", partial(attempt, namespace=_space))
bad("namespace exchanged", lambda: attempt(signature=made(namespace=b"file"), namespace="file"))
good("namespace with a zero byte", lambda: attempt(signature=made(namespace=b"answerable\0")))
good(
    "another namespace on both sides",
    lambda: attempt(signature=ANNA.signature(MESSAGE, namespace="file"), namespace="file"),
)

bad("somebody else's signature", lambda: attempt(signature=BEN.signature(MESSAGE)))
bad("somebody else's key in it", lambda: with_blob(ANNA, BEN.public.blob))
bad("somebody else's value in it", lambda: with_value(ANNA, value(BEN)))

good("put together from its parts", lambda: attempt(signature=made()))
good("version 0", lambda: attempt(signature=made(version=0)))
bad("version 2", lambda: attempt(signature=made(version=2)))
bad("wrong magic", lambda: attempt(signature=made(magic=b"SSHSIH")))
good("reserved part filled in", lambda: attempt(signature=made(reserved=b"x")))
bad(
    "reserved part filled in and signed",
    lambda: attempt(signature=_signed(hashlib.sha512(MESSAGE).digest(), reserved=b"x")),
)
bad("something after the signature", lambda: attempt(signature=made(tail=b"\0")))
bad("a second signature after the first", lambda: attempt(signature=made(tail=string(b"x"))))
for _size in (0, 5, 6, 9, 10, 30, 61, 65, 80, 90, 100, 160, 177):
    bad(f"cut after {_size} bytes", partial(_cut, _size))

for _hash in ("md5", "sha1", "sha224", "sha384", "sha3_512"):
    bad(f"hash {_hash}", lambda name: attempt(signature=_hashed_as(name)), _hash)
for _hash_name in (b"sha256", b"SHA512", b"sha\x00512", b"sha512,sha256", b"sha*", b"", b"\xff"):
    bad(f"hash called {_hash_name!r}", partial(attempt, signature=made(hash_name=_hash_name)))

good("hash with a zero byte", lambda: attempt(signature=made(hash_name=b"sha512\0")))

bad(
    "key of a type that nobody knows",
    lambda: with_blob(ANNA, string(b"ssh-ed26619") + ANNA.public.blob[15:]),
)
bad("key without a type", lambda: with_blob(ANNA, b""))
good("a key of one person, allowed for two", lambda: attempt(allowed=line("ben,anna")))
good(
    "a line of somebody else with the same key",
    lambda: attempt(allowed=line("ben") + line("anna"), principal="ben"),
)
good(
    "another key of the same person",
    lambda: attempt(ed25519("anna's second"), allowed=line() + line(key=ed25519("anna's second"))),
)
