"""What readers see of a signature, and the files with which they check it themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from answerable.model import GOOD_SEALS, SEAL_STATES, PersonKey, Seal
from answerable.site.context import Page
from publications import (
    ANNA,
    URL,
    bytes_of,
    comment,
    decision,
    files,
    follow_up,
    publication,
    reply,
    site,
    thread,
)

PAGE = "threads/2026/spare-parts-1/"
LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMwcsXgJ6C0U5X13RDGE/dbKXkH9yGyviPiuwdO07mxd"
FINGERPRINT = "SHA256:mfyAC59X6p6mE9jcvzOot7nh2Ov8Zbrf3Y4P1krQSuI"
SINCE = datetime(2026, 1, 1, tzinfo=timezone.utc)
UNTIL = datetime(2026, 10, 31, 23, 59, 59, tzinfo=timezone.utc)
KEY = PersonKey(LINE, SINCE, UNTIL)
SIGNED = Seal("valid", FINGERPRINT, "anna", SINCE)


def body(written, url):
    """The HTML of one page."""
    page = written[url]
    assert isinstance(page, Page)
    return str(page.body)


def page_with(seal, *, language="en", **changes):
    """The page of a thread whose only answer has this seal."""
    answer = reply(seal=seal, signature=None if seal.state == "unsigned" else b"x", **changes)
    around = site(publication(thread(comment(), answer)), language=language)
    return body(files(around), PAGE)


def published(*messages, **options):
    """All files of a site with one thread, by path."""
    return files(site(publication(thread(*messages)), **options))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("state", SEAL_STATES)
def test_every_state_has_a_word_of_its_own_and_never_looks_better_than_it_is(state, language):
    seal = replace(SIGNED, state=state, until=UNTIL, revoked=UNTIL)
    words = {
        one: page_with(replace(seal, state=one), language=language).split("ans-seal__word")[1]
        for one in SEAL_STATES
    }
    page = page_with(seal, language=language)
    assert len({word.split("<")[0] for word in words.values()}) == len(SEAL_STATES)
    assert ("ans-seal--good" in page) == (state in GOOD_SEALS)
    assert f'data-ans-seal="{state}"' in page


def test_seal_names_the_key_and_its_time():
    page = page_with(replace(SIGNED, until=UNTIL))
    assert FINGERPRINT in page
    # The times of keys are those of UTC: in Berlin this one ends on the next day.
    assert "from 1 Jan 2026 to 31 Oct 2026" in page


def test_retired_key_says_in_which_role_the_answer_was_signed():
    page = page_with(replace(SIGNED, state="retired", until=UNTIL))
    assert "Anna Berg signed exactly these words as Head of service." in page
    assert "retired on 31 Oct 2026" in page


def test_unsigned_answer_leads_to_its_file_and_to_no_signature():
    page = page_with(Seal("unsigned"))
    assert 'href="2026-11-03-anna.md"' in page
    assert ".md.sig" not in page
    assert "ssh-keygen" not in page


def test_commands_fetch_the_files_and_verify_at_the_time_of_the_answer():
    lines = page_with(SIGNED).split('<textarea id="ans-commands')[1].split("</textarea>")[0]
    fetched = [line.split("&#34;")[1] for line in lines.splitlines() if "curl" in line]
    assert fetched == [
        f"{URL}{PAGE}2026-11-03-anna.md",
        f"{URL}{PAGE}2026-11-03-anna.md.sig",
        f"{URL}.well-known/answerable/allowed_signers",
        f"{URL}.well-known/answerable/revoked_keys",
        f"{URL}{PAGE}comment.txt",
    ]
    assert (
        "ssh-keygen -Y verify -f allowed_signers -r revoked_keys -n answerable -I anna"
        " -O verify-time=20261103090500Z -s 2026-11-03-anna.md.sig &lt; 2026-11-03-anna.md"
    ) in lines


def test_question_that_is_gone_is_not_in_the_commands():
    gone = comment("", sender=None, nonce=None, moderation=decision("erased"))
    page = body(published(gone, reply(seal=SIGNED, signature=b"x")), PAGE)
    assert "ssh-keygen -Y verify" in page
    assert "openssl" not in page


def test_signed_bytes_lie_beside_the_page():
    source = "---\nsigned_by: anna\n---\nWe found the cause: grüße.\n"
    answer = reply("We found the cause: grüße.\n", file=source.encode(), signature=b"-----\xff")
    written = published(comment(), answer)
    assert bytes_of(written[f"{PAGE}2026-11-03-anna.md"]) == source.encode()
    assert bytes_of(written[f"{PAGE}2026-11-03-anna.md.sig"]) == b"-----\xff"


def test_words_and_nonce_of_each_customer_lie_beside_the_page():
    written = published(comment("Why?\n"), follow_up("Thanks.\n", nonce="ab" * 16))
    assert bytes_of(written[f"{PAGE}comment.txt"]) == b"Why?\n"
    assert bytes_of(written[f"{PAGE}2026-11-05-customer.txt"]) == b"Thanks.\n"
    assert bytes_of(written[f"{PAGE}2026-11-05-customer.nonce"]) == b"ab" * 16 + b"\n"


@pytest.mark.parametrize("name", ["pending", "withheld", "withdrawn", "erased"])
def test_words_and_nonce_of_what_is_not_shown_are_nowhere(name):
    secret = follow_up("Words nobody may read", nonce="cd" * 16, moderation=decision(name))
    written = published(comment(), reply(), secret)
    assert f"{PAGE}comment.nonce" in written
    assert f"{PAGE}2026-11-05-customer.txt" not in written
    assert f"{PAGE}2026-11-05-customer.nonce" not in written
    everything = b"".join(getattr(one, "content", b"") for one in written.values())
    assert b"cd" * 16 not in everything


def test_lists_of_keys_hold_everybodys():
    stolen = replace(KEY, revoked=SINCE + timedelta(days=9))
    around = site(publication(thread(), people=[replace(ANNA, keys=(stolen,))]))
    written = files(around)
    allowed = bytes_of(written[".well-known/answerable/allowed_signers"]).decode()
    assert allowed == (
        'anna namespaces="answerable",valid-after="20260101000000Z",'
        f'valid-before="20261031235959Z" {LINE}\n'
    )
    revoked = bytes_of(written[".well-known/answerable/revoked_keys"]).decode()
    assert revoked == f"{LINE} anna revoked 2026-01-10T00:00:00Z\n"


def test_page_of_a_person_lists_the_keys_with_their_time():
    noted = replace(KEY, note="<laptop>")
    around = site(publication(thread(comment(), reply()), people=[replace(ANNA, keys=(noted,))]))
    page = body(files(around), "people/anna/")
    assert FINGERPRINT in page
    assert "from 1 Jan 2026 to 31 Oct 2026" in page
    assert "&lt;laptop&gt;" in page
    assert LINE in page


def test_page_of_a_person_without_keys_says_nothing_of_keys():
    page = body(published(comment(), reply()), "people/anna/")
    assert 'id="keys"' not in page


def test_page_for_readers_has_the_lines_of_the_latest_answers():
    page = body(published(comment(), reply(seal=SIGNED, signature=b"x")), "verify/")
    assert "-s 2026-11-03-anna.md.sig &lt; 2026-11-03-anna.md" in page
    assert f'href="../{PAGE}#2026-11-03-anna"' in page


def test_page_for_readers_shows_no_lines_for_an_answer_without_a_signature():
    page = body(published(comment(), reply()), "verify/")
    assert "<textarea" not in page
