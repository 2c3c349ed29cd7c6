"""lock1: what opens a page and what does not."""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault.errors import CannotOpenError, UnusablePageError
from answerable.vault.keychain import KeyChain
from answerable.vault.lock1 import ITERATIONS, Locked, Slot, lock, normal_path, slot_salt, unlock
from answerable.vault.passwords import Password

SITE = "https://example.org/feedback/"
PATH = "staff/queue/"
DESK = Password("vierzehn Hüte hängen hoch")
BOARD = Password("sieben Äpfel rollen bergab")
STRANGER = Password("zwölf Mäuse tanzen nachts")
GROUPS = {"desk": DESK, "board": BOARD}
KEYS = KeyChain()
PAGES = st.text(st.characters(exclude_categories=["Cs"]), max_size=5000)


def locked(html: str = "<p>Käse", path: str = PATH, site: str = SITE) -> Locked:
    return lock(html, site_url=site, page_path=path, passwords=GROUPS, keys=KEYS)


def opened(page: Locked, password: Password = DESK, path: str = PATH, site: str = SITE) -> str:
    return unlock(page, site_url=site, page_path=path, password=password, keys=KEYS)


def stored(page: Locked) -> Locked:
    return Locked.from_config(json.loads(json.dumps(page.config())))


@given(PAGES)
def test_what_is_locked_is_opened_by_each_group(html):
    page = stored(locked(html))
    assert opened(page, DESK) == html
    assert opened(page, BOARD) == html


def test_the_format_is_the_one_that_is_written_down():
    """By hand, from the description, with nothing of ours."""
    config = locked("<p>Käse").config()
    aad = f'["lock1","{SITE}","{PATH}"]'.encode()
    password = unicodedata.normalize("NFC", DESK.text).encode()
    (content_key,) = [
        key
        for slot in config["slots"]
        if (key := _content_key(slot, password, aad, config["iterations"])) is not None
    ]
    plain = AESGCM(content_key).decrypt(b64decode(config["iv"]), b64decode(config["data"]), aad)
    assert len(plain) == 4096
    assert plain == b"\0\0\0\x08" + "<p>Käse".encode() + bytes(4096 - 12)
    assert config["format"] == "lock1"
    assert config["iterations"] >= 600_000


def _content_key(slot, password, aad, iterations):
    key = PBKDF2HMAC(hashes.SHA256(), 32, b64decode(slot["salt"]), iterations).derive(password)
    try:
        return AESGCM(key).decrypt(b64decode(slot["iv"]), b64decode(slot["key"]), aad + b"\0slot")
    except InvalidTag:
        return None


def test_a_stranger_opens_nothing():
    with pytest.raises(CannotOpenError):
        opened(locked(), STRANGER)


@pytest.mark.parametrize(
    ("path", "site"),
    [
        ("staff/", SITE),
        ("staff/other/", SITE),
        ("staff/queue", SITE),
        ("", SITE),
        (PATH, "https://example.org/"),
        (PATH, "http://example.org/feedback/"),
        (PATH, "https://example.com/feedback/"),
        ("feedback/staff/queue/", "https://example.org/"),
    ],
)
def test_a_page_opens_at_its_own_address_only(path, site):
    with pytest.raises(CannotOpenError):
        opened(locked(), path=path, site=site)


def test_the_name_of_the_file_is_the_address():
    assert opened(locked(path="staff/queue/index.html")) == "<p>Käse"
    assert normal_path("index.html") == ""
    assert normal_path("myindex.html") == "myindex.html"


def test_a_slot_of_another_page_opens_nothing():
    """Neither at its own place nor together with the other page's text."""
    one, two = locked("<p>one"), locked("<p>two", path="staff/two/")
    for mixed in (replace(one, slots=two.slots), replace(one, iv=two.iv, data=two.data)):
        for path in (PATH, "staff/two/"):
            with pytest.raises(CannotOpenError):
                opened(mixed, path=path)


def test_a_page_of_an_earlier_build_has_another_key():
    before, now = locked("<p>before"), locked("<p>now")
    with pytest.raises(CannotOpenError):
        opened(replace(now, iv=before.iv, data=before.data))


@pytest.mark.parametrize("part", ["iv", "data"])
def test_every_changed_byte_of_the_page_is_refused(part):
    page = locked()
    value = getattr(page, part)
    for at in range(len(value)):
        changed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        with pytest.raises(CannotOpenError):
            opened(replace(page, **{part: changed}))


@pytest.mark.parametrize("part", ["iv", "key"])
def test_every_changed_byte_of_a_slot_is_refused(part):
    page = lock("x", site_url=SITE, page_path=PATH, passwords={"desk": DESK}, keys=KEYS)
    (slot,) = page.slots
    value = getattr(slot, part)
    for at in range(len(value)):
        changed = value[:at] + bytes([value[at] ^ 128]) + value[at + 1 :]
        with pytest.raises(CannotOpenError):
            opened(replace(page, slots=(replace(slot, **{part: changed}),)))


def test_another_salt_is_another_password():
    page = lock("x", site_url=SITE, page_path=PATH, passwords={"desk": DESK}, keys=KEYS)
    (slot,) = page.slots
    with pytest.raises(CannotOpenError):
        opened(replace(page, slots=(replace(slot, salt=bytes(16)),)))


def test_a_group_that_is_left_out_opens_nothing_any_more():
    page = lock("x", site_url=SITE, page_path=PATH, passwords={"desk": DESK}, keys=KEYS)
    assert opened(page, DESK) == "x"
    with pytest.raises(CannotOpenError):
        opened(page, BOARD)


def test_letters_may_be_put_together_differently():
    assert opened(locked(), Password(unicodedata.normalize("NFD", DESK.text))) == "<p>Käse"


@pytest.mark.parametrize("length", [0, 1, 4091, 4092, 4093, 8188, 8189])
def test_the_length_shows_in_steps_only(length):
    page = locked("x" * length)
    assert (len(page.data) - 16) % 4096 == 0
    assert len(page.data) - 16 == max(1, -(-(length + 4) // 4096)) * 4096
    assert opened(page) == "x" * length


def test_nothing_of_the_groups_is_in_the_page():
    text = json.dumps(locked().config())
    assert "desk" not in text
    assert "board" not in text


def test_a_salt_stays_for_later_builds_and_differs_between_groups_and_sites():
    salts = {slot_salt(site, group) for site in (SITE, "https://example.com/") for group in GROUPS}
    assert len(salts) == 4
    assert {slot.salt for slot in locked().slots} == {slot_salt(SITE, group) for group in GROUPS}


@pytest.mark.parametrize(
    "site",
    ["", "example.org", "ftp://example.org/", "https://example.org", "https:///x/", SITE + "?a"],
)
def test_a_site_without_an_address_is_refused(site):
    with pytest.raises(UnusablePageError):
        locked(site=site)


@pytest.mark.parametrize("path", ["/staff/", "../x", "a/../b", "a/./b", "a\\b", "\ud800"])
def test_a_path_that_leads_elsewhere_is_refused(path):
    with pytest.raises(UnusablePageError):
        locked(path=path)


def test_a_page_needs_a_password():
    with pytest.raises(UnusablePageError):
        lock("x", site_url=SITE, page_path=PATH, passwords={})


@pytest.mark.parametrize(
    "change",
    [
        {"iterations": ITERATIONS - 1},
        {"iterations": 10**9},
        {"iterations": "many"},
        {"slots": []},
        {"slots": [{}]},
        {"slots": [{"salt": "AAAA", "iv": "AAAA", "key": "AAAA"}]},
        {"slots": "x"},
        {"iv": "AAAA"},
        {"iv": "no base64!"},
        {"iv": None},
        {"data": b64encode(bytes(100)).decode()},
        {"site": 1},
        {"data": 1},
    ],
)
def test_values_that_are_none_are_refused(change):
    with pytest.raises(UnusablePageError):
        Locked.from_config({**locked().config(), **change})


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(["site", "iterations", "slots", "iv", "data"]),
)
def test_no_value_breaks_the_reader(value, name):
    try:
        page = Locked.from_config({**locked().config(), name: value})
    except UnusablePageError:
        return
    assert isinstance(page.slots[0], Slot)


def test_hundreds_of_pages_share_the_time_for_their_keys(monkeypatch):
    calls = []

    def counted(secret, salt, iterations, algorithm):
        calls.append(salt)
        return bytes(32)

    monkeypatch.setattr("answerable.vault.keychain.pbkdf2", counted)
    keys = KeyChain()
    for number in range(300):
        lock("x", site_url=SITE, page_path=f"{number}/", passwords=GROUPS, keys=keys)
    assert len(calls) == len(GROUPS)
