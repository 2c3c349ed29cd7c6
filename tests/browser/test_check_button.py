"""The button "Check in this browser": it agrees with the program, and sees every change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from answerable.site.check_texts import check_texts
from answerable.site.language import Language
from browser.audit import AXE
from browser.sealed_page import (
    ANSWER,
    DATE,
    KEYS,
    NONCE,
    PAGE,
    REVOKED,
    SIGNATURE,
    SOURCE,
    STEM,
    WORDS,
    Host,
    SealedSite,
    hosted,
    own_key,
    person,
    reply_file,
    sealed_site,
)
from software_keys import GOOD_KEYS, ed25519, fido_ed25519, rsa_key
from ssh_programs import make_key, needs_ssh_keygen, public_line, sign_by_program

ANNA, BEN = ed25519("anna"), ed25519("ben")
SIGNED = ANNA.signature(reply_file())
YESTERYEAR = datetime(2026, 2, 1, tzinfo=timezone.utc)
GOOD_FINDINGS = {
    "valid",
    "thread",
    "question",
    "title",
    "answer-same",
    "question-same",
    "pictures",
}


@pytest.fixture(scope="module")
def host(chromium: Browser) -> Iterator[Host]:
    with hosted(chromium) as host:
        yield host


def test_everything_fits(host):
    found = host.press(sealed_site())
    assert found.findings == GOOD_FINDINGS
    assert (found.verdict, found.state) == ("good", "valid")
    assert host.said == []


@pytest.mark.parametrize("name", GOOD_KEYS)
def test_every_kind_of_key_is_checked(name, host):
    assert host.press(sealed_site(key=GOOD_KEYS[name]())).findings == GOOD_FINDINGS


@needs_ssh_keygen
@pytest.mark.parametrize(
    "kind", ["ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 3072"]
)
def test_a_signature_of_ssh_keygen_is_checked(kind, host, tmp_path):
    file = make_key(tmp_path / "key", "-t", *kind.split())
    site = sealed_site(signature=sign_by_program(file, reply_file()))
    site.files[KEYS] = f'anna namespaces="answerable" {public_line(file)}\n'.encode()
    assert host.press(site).findings == GOOD_FINDINGS


def staff(*people: object) -> Callable[[], SealedSite]:
    return lambda: sealed_site(people=people)  # type: ignore[arg-type]


STATES = {
    "unsigned": sealed_site,
    "unusable": lambda: sealed_site(signature=b"nothing\n"),
    "unusable: CR LF": lambda: sealed_site(signature=SIGNED.replace(b"\n", b"\r\n")),
    "unusable: more behind it": lambda: sealed_site(signature=SIGNED + b"more\n"),
    "unusable: RSA of 2048 bits": lambda: sealed_site(
        signature=rsa_key(2048).signature(reply_file())
    ),
    "altered: RSA with SHA-1": lambda: sealed_site(key=rsa_key(algorithm="ssh-rsa")),
    "altered: nobody touched the device": lambda: sealed_site(key=fido_ed25519("anna", flags=0)),
    "altered": lambda: sealed_site(signature=ANNA.signature(b"another text")),
    "other-namespace": lambda: sealed_site(signature=ANNA.signature(reply_file(), "file")),
    "unknown-key": lambda: sealed_site(signature=ed25519("nobody").signature(reply_file())),
    "other-person": lambda: sealed_site(signature=BEN.signature(reply_file())),
    "revoked": staff(person("anna", own_key(ANNA, revoked=True))),
    "outside-time": staff(person("anna", own_key(ANNA, YESTERYEAR))),
    "outside-time: by a second": staff(
        person("anna", own_key(ANNA, DATE.replace(minute=4, second=59)))
    ),
    "retired: to the second": staff(person("anna", own_key(ANNA, DATE))),
    "valid: a second time": staff(person("anna", own_key(ANNA, YESTERYEAR), own_key(ANNA))),
    "valid: shared": staff(person("anna", own_key(ANNA)), person("ben", own_key(ANNA))),
}


@pytest.mark.parametrize("name", STATES)
def test_the_state_is_the_one_that_the_program_finds(name, host):
    state = name.partition(":")[0]
    site = STATES[name]()
    if state == "unsigned":
        del site.files[SIGNATURE]
    site.replace(PAGE, 'data-ans-seal="valid"', f'data-ans-seal="{state}"')
    found = host.press(site)
    assert found.state == state == site.judged()
    assert "claims" not in found.findings
    good = state in {"valid", "retired"}
    assert (found.verdict == "good") is good
    assert good or found.findings.isdisjoint(GOOD_FINDINGS - {"pictures"})


def test_a_page_that_says_something_else_of_the_signature_is_seen(host):
    assert "claims" in host.press(sealed_site(signature=b"nothing\n")).findings


@pytest.mark.parametrize(
    "content",
    [b"SSHKRL\n\x00" + bytes(40), b"nonsense\n", b"ssh-ed25519 AAAA\n", None],
    ids=["a KRL", "nonsense", "half a key", "missing"],
)
def test_nothing_is_good_without_the_list_of_revoked_keys(content, host):
    site = sealed_site()
    if content is None:
        del site.files[REVOKED]
    else:
        site.files[REVOKED] = content
    found = host.press(site)
    assert (found.verdict, found.state) == ("bad", "no-list")


@pytest.mark.parametrize(
    "line",
    [
        'anna namespaces="answerable",cert-authority {key}',
        'anna namespaces="answerable",namespaces="answerable" {key}',
        'anna namespaces="file" {key}',
        'anna namespaces="answerable",valid-after="20260101" {key}',
        'anna namespaces="answerable",valid-after="20260230000000Z" {key}',
        'anna namespaces="answerable",valid-after="20270101Z",valid-before="20260101Z" {key}',
        'anna namespaces="answerable",unknown="1" {key}',
        '#anna namespaces="answerable" {key}',
    ],
)
def test_a_wrong_line_of_the_list_of_keys_counts_as_if_it_were_missing(line, host):
    site = sealed_site()
    site.files[KEYS] = f"{line.format(key=ANNA.public.line)}\n".encode()
    assert host.press(site).state == site.judged() == "unknown-key"


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_byte_is_never_good(seed, host):
    site = sealed_site()
    path = [SOURCE, SIGNATURE, KEYS, WORDS, NONCE, PAGE][seed % 6]
    content = bytearray(site.files[path])
    place = content.index(b"AAAA") + 40 if path == KEYS else len(content) * (seed + 1) // 14
    if path == PAGE:
        place = content.index(b"need not buy" if seed < 6 else b"only</strong>") + 2
    content[place] ^= 1
    site.files[path] = bytes(content)
    assert host.press(site).verdict == "bad"


SIGNED_AS = {
    "other-thread": {"thread": "aaaaaaaaaa"},
    "other-signer": {"signed_by": "ben"},
    "other-date": {"date": "2026-11-03T09:05:01Z"},
    "other-outcome": {"outcome": "declined"},
    "other-question": {"question": "hmac-sha256:" + "0" * 64},
    "other-title": {"title": "hmac-sha256:" + "0" * 64},
    "no-question": {"answers": "2026-11-02-customer"},
    "other-place": {"answers": "2026-11-02-customer"},
}


@pytest.mark.parametrize("finding", SIGNED_AS)
def test_a_good_signature_for_something_else_is_worthless_here(finding, host):
    found = host.press(sealed_site(fields=SIGNED_AS[finding]))
    assert found.verdict == "bad"
    assert finding in found.findings


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"title": ""}, "title-unbound"),
        ({"language": "'en' # a comment"}, "unreadable"),
        ({"source": '{system: mail, id: "7"}'}, "answer-same"),
        ({"source": "\n  system: mail\n  id: 7"}, "answer-same"),
        ({"source": "|\n  thread: x"}, "unreadable"),
        ({"language": "en\n  thread"}, "unreadable"),
        ({"language": "en\nthread: k7q2m9x4tb"}, "unreadable"),
    ],
)
def test_only_front_matter_of_one_meaning_is_read(fields, finding, host):
    found = host.press(sealed_site(fields=fields))
    assert finding in found.findings
    assert found.verdict == ("good" if finding == "answer-same" else "unclear")


def test_a_question_that_is_gone_is_said_not_to_be_compared(host):
    site = sealed_site()
    del site.files[WORDS], site.files[NONCE]
    stub = '<section class="ans-message ans-message--stub" id="comment"><p>Gone</p></section>'
    page = site.files[PAGE].decode()
    site.files[PAGE] = re.sub(
        r'<section class="ans-message ans-message--comment".*?</section>',
        stub,
        page,
        flags=re.DOTALL,
    ).encode()
    found = host.press(site)
    assert found.verdict == "unclear"
    assert found.findings == {"valid", "thread", "question-gone", "answer-same", "pictures"}


@pytest.mark.parametrize("path", [WORDS, NONCE])
def test_a_question_without_its_files_is_not_good(path, host):
    site = sealed_site()
    del site.files[path]
    assert "question-missing" in host.press(site).findings


@pytest.mark.parametrize("path", [SOURCE, KEYS])
def test_a_file_that_cannot_be_loaded_is_named(path, host):
    site = sealed_site()
    del site.files[path]
    found = host.press(site)
    assert found.verdict == "unclear"
    assert host.home + path in found.text


def test_files_of_another_host_are_not_asked_for(host):
    site = sealed_site()
    site.replace(PAGE, f'href="{STEM}.md"', 'href="https://evil.test/answer.md"')
    host.asked.clear()
    assert host.press(site).findings == {"missing"}
    assert all(address.startswith(host.home) for address in host.asked)


def test_a_browser_without_the_kind_of_key_says_so(host):
    missing = """() => {
      const original = crypto.subtle.importKey.bind(crypto.subtle);
      crypto.subtle.importKey = (format, data, algorithm, ...more) =>
        algorithm.name === "Ed25519"
          ? Promise.reject(new DOMException("no", "NotSupportedError"))
          : original(format, data, algorithm, ...more);
    }"""
    found = host.press(sealed_site(), missing)
    assert (found.verdict, found.findings) == ("unclear", {"unsupported"})
    assert "ssh-ed25519" in found.text


def test_the_result_is_read_out_and_shows_the_signed_text(host):
    host.press(sealed_site(answer=ANSWER + "\n<script>window.ran = 1</script>\n"))
    page = host.page
    expect(page.locator(".ans-seal__check pre")).to_have_text(re.compile("signed_by: anna"))
    expect(page.locator(".ans-seal__check code").first).to_have_text(ANNA.public.fingerprint)
    signs = page.locator(".ans-check__finding .ans-check__sign").all_inner_texts()
    assert "✓" in signs
    assert page.evaluate("window.ran") is None
    page.locator(".ans-seal__check button").click()
    expect(page.locator(".ans-seal__check pre")).to_have_count(1)


def test_the_result_is_accessible(host):
    host.press(sealed_site(signature=b"nothing\n"))
    # Its source comes in by the browser's own means, which the page's policy does not concern.
    host.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = host.page.evaluate("axe.run('details.ans-seal').then(result => result.violations)")
    assert [violation["id"] for violation in found] == []


def test_nothing_is_loaded_before_somebody_asks(host):
    host.asked.clear()
    host.open(sealed_site())
    scripts = [Path(address).name for address in host.asked if address.endswith(".js")]
    assert scripts == ["answerable.js"]
    expect(host.page.locator(".ans-seal__check button")).to_have_count(1)


def test_the_texts_of_both_languages_have_the_same_names():
    english, german = (
        json.loads(check_texts(Language(code, timezone.utc))) for code in ("en", "de")
    )
    assert english.keys() == german.keys()
    assert not [name for name in english if english[name] == german[name]]
