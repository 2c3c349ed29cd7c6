"""lock1: a page that several passwords open, at its own address only.

The format (docs/staff-pages.md, "The format lock1"):

* a random content key for each page and build encrypts the page with AES-256-GCM;
* each password has a slot, which holds the content key, encrypted with AES-256-GCM under a key
  that PBKDF2-SHA256 derives from the password (NFC, UTF-8);
* both are bound to the page's address: the site and the path are authenticated with them, so a
  payload that is moved to another page does not open, and a reader's script takes the path
  from the address bar, never from the page;
* the length of a page shows in steps of 4096 bytes only;
* a salt depends on the site and the group alone, so a browser that remembers a key still has
  the right one after the next build. It is different for each site and group, as it must be.

A slot that is left out keeps its password from later builds, not from copies of earlier ones.
"""

from __future__ import annotations

import binascii
import hashlib
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from answerable.vault.errors import CannotOpenError, UnusablePageError
from answerable.vault.keychain import KEY_BYTES, KeyChain
from answerable.vault.passwords import Password

ITERATIONS = 600_000
MOST_ITERATIONS = 10_000_000
MOST_SLOTS = 50
STEP = 4096

_IV_BYTES, _SALT_BYTES, _TAG_BYTES = 12, 16, 16
_LENGTH_BYTES = 4
_INDEX = re.compile(r"(?:^|(?<=/))index\.html$")


@dataclass(frozen=True, slots=True)
class Slot:
    """The content key, encrypted for one password."""

    salt: bytes
    iv: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Locked:
    """A page that is locked; its path is not in it, the reader's script knows it."""

    site_url: str
    iterations: int
    slots: tuple[Slot, ...]
    iv: bytes
    data: bytes

    def config(self) -> dict[str, Any]:
        """The values as the page holds them: strings, numbers, lists."""
        return {
            "format": "lock1",
            "site": self.site_url,
            "iterations": self.iterations,
            "slots": [
                {"salt": _text(slot.salt), "iv": _text(slot.iv), "key": _text(slot.key)}
                for slot in self.slots
            ],
            "iv": _text(self.iv),
            "data": _text(self.data),
        }

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Locked:
        """The page of which these are the values. Raises UnusablePageError."""
        try:
            locked = cls(
                site_url=_string(config["site"]),
                iterations=int(config["iterations"]),
                slots=tuple(
                    Slot(_bytes(slot["salt"]), _bytes(slot["iv"]), _bytes(slot["key"]))
                    for slot in config["slots"]
                ),
                iv=_bytes(config["iv"]),
                data=_bytes(config["data"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UnusablePageError("the locked page is damaged") from error
        if not locked.is_sound():
            raise UnusablePageError("the locked page is damaged")
        return locked

    def is_sound(self) -> bool:
        """Whether every part has its length, and opening takes no more time than it may."""
        return (
            ITERATIONS <= self.iterations <= MOST_ITERATIONS
            and 1 <= len(self.slots) <= MOST_SLOTS
            and len(self.iv) == _IV_BYTES
            and len(self.data) % STEP == _TAG_BYTES
            and all(
                len(slot.salt) == _SALT_BYTES
                and len(slot.iv) == _IV_BYTES
                and len(slot.key) == KEY_BYTES + _TAG_BYTES
                for slot in self.slots
            )
        )


def lock(
    html: str,
    *,
    site_url: str,
    page_path: str,
    passwords: Mapping[str, Password],
    keys: KeyChain | None = None,
) -> Locked:
    """*html* as a page that each of *passwords* (by group) opens, at its address only.

    *page_path* is the place of the file below *site_url*, or its address there; not encoded
    with ``%``. Pages that share *keys* share the time that it takes to derive them. Raises
    UnusablePageError where the address cannot be one.
    """
    if not 1 <= len(passwords) <= MOST_SLOTS:
        raise UnusablePageError(f"a page needs between 1 and {MOST_SLOTS} passwords")
    keys = KeyChain() if keys is None else keys
    aad = bound_to(site_url, page_path)
    content_key, iv = AESGCM.generate_key(256), os.urandom(_IV_BYTES)
    slots = []
    for group, password in passwords.items():
        salt, slot_iv = slot_salt(site_url, group), os.urandom(_IV_BYTES)
        key = AESGCM(keys.lock1(password, salt, ITERATIONS))
        slots.append(Slot(salt, slot_iv, key.encrypt(slot_iv, content_key, _for_slot(aad))))
    # Sorted by chance, so that their order tells nothing of the groups.
    slots.sort(key=lambda slot: slot.salt)
    data = AESGCM(content_key).encrypt(iv, _padded(html), aad)
    return Locked(site_url, ITERATIONS, tuple(slots), iv, data)


def unlock(
    locked: Locked,
    *,
    site_url: str,
    page_path: str,
    password: Password,
    keys: KeyChain | None = None,
) -> str:
    """The text of *locked*, which stands at *page_path* of *site_url*.

    Raises CannotOpenError where *password* opens no slot, the page was changed, or it was
    locked for another address: which of these it is cannot be told apart.
    """
    keys = KeyChain() if keys is None else keys
    aad = bound_to(site_url, page_path)
    for slot in locked.slots:
        key = AESGCM(keys.lock1(password, slot.salt, locked.iterations))
        try:
            content_key = key.decrypt(slot.iv, slot.key, _for_slot(aad))
            return _unpadded(AESGCM(content_key).decrypt(locked.iv, locked.data, aad))
        except InvalidTag:
            continue
    raise CannotOpenError(
        "the password is wrong, or the page was changed, or locked for another address"
    )


def slot_salt(site_url: str, group: str) -> bytes:
    """The salt of a group's slot, the same in each build."""
    named = _compact("lock1 salt", site_url, group)
    return hashlib.sha256(named).digest()[:_SALT_BYTES]


def normal_path(page_path: str) -> str:
    """*page_path* without ``index.html`` at its end, as people see the address."""
    return _INDEX.sub("", page_path)


def bound_to(site_url: str, page_path: str) -> bytes:
    """What the encryption of a page is bound to. Raises UnusablePageError."""
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UnusablePageError("lock1 needs the address of the site, such as https://example.org/")
    if not parts.path.endswith("/"):
        raise UnusablePageError("the address of the site must end with a /")
    path = normal_path(page_path)
    if path.startswith("/") or {".", ".."} & set(path.split("/")) or "\\" in path:
        raise UnusablePageError("a page's path must lead from the site to the page")
    return _compact("lock1", site_url, path)


def _compact(*parts: str) -> bytes:
    try:
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise UnusablePageError("the address holds half a character (a lone surrogate)") from error


def _for_slot(aad: bytes) -> bytes:
    return aad + b"\0slot"


def _padded(html: str) -> bytes:
    try:
        text = html.encode()
    except UnicodeEncodeError as error:
        raise UnusablePageError("the page holds half a character (a lone surrogate)") from error
    plain = len(text).to_bytes(_LENGTH_BYTES, "big") + text
    return plain + bytes(-len(plain) % STEP)


def _unpadded(plain: bytes) -> str:
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    text = plain[_LENGTH_BYTES:][:length]
    if len(text) != length:
        raise CannotOpenError("the page is shorter than it says")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        # Only somebody with the key can have made this.
        raise CannotOpenError("the page holds no text in UTF-8") from error


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: object) -> bytes:
    try:
        return b64decode(_string(text), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
