"""What the signature beside a reply is worth, and which replies it keeps out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from answerable.codes import DEFAULT_SEVERITY
from answerable.config import Settings
from answerable.model import Reply, Seal
from cases import Case, every
from samples import (
    ANNA,
    BEN,
    COMMENT,
    POLICY,
    POLICY_TEXT,
    REPLY,
    THREAD,
    comment_text,
    person_text,
    reply_text,
)
from signing import entry, keys, sign
from software_keys import GOOD_KEYS, SoftwareKey, ed25519

KEY = ed25519("anna")
NEWER = ed25519("anna's newer one")
BENS = ed25519("ben")
SIGNATURE = f"{REPLY}.sig"
REQUIRED = POLICY_TEXT + "signing: required\n"
DATED = "2026-11-03T09:05:00Z"  # when the sample's reply is, in UTC


def person(key: SoftwareKey = KEY, since: str = "2026-01-01", **more: str) -> str:
    return person_text(keys=keys(key, since, **more))


def signed(
    code: str,
    by: SoftwareKey = KEY,
    *,
    namespace: str = "answerable",
    message: str | None = None,
    since: str = "2026-01-01",
    **more: str,
) -> Case:
    """A reply signed *by* a key, while anna's entry says *since* and *more*.

    What is signed is *message* in place of the reply.
    """
    signature = by.signature((message or reply_text()).encode(), namespace)
    files: dict[str, str | bytes | None] = {
        ANNA: person(KEY, since, **more),
        BEN: person_text(name="Ben Olsen", handles=None, keys=keys(BENS)),
        SIGNATURE: signature,
    }
    return Case(code, files, REPLY, 5, 12, "anna", "reply")


UNSIGNED = Case("not-signed", {POLICY: REQUIRED}, REPLY, 5, 12, "anna", "reply")
CASES = {
    "unsigned": UNSIGNED,
    "altered": signed("altered-after-signing", message=reply_text(outcome="declined")),
    "other-namespace": signed("other-namespace", namespace="git"),
    "other-person": signed("signed-by-another", BENS),
    "unknown-key": signed("unknown-key", ed25519("stranger")),
    "outside-time": signed("outside-key-time", since="2026-11-04"),
    "revoked": signed("signed-after-revocation", revoked="2026-11-03"),
    "unusable": Case(
        "unusable-signature", {ANNA: person(), SIGNATURE: "x\n"}, REPLY, 5, 12, "anna", "reply"
    ),
}


@every(list(CASES.values()))
def test_a_signature_that_proves_nothing_is_found_at_the_name_of_the_signer(case: Case) -> None:
    case.check_place()


@every(list(CASES.values()))
def test_a_reply_that_nobody_can_trust_is_left_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


@every(list(CASES.values()))
def test_nothing_else_is_said_about_it(case: Case) -> None:
    assert [found.code for found in case.load().diagnostics] == [case.code]


@pytest.mark.parametrize("weight", ["warning", "off"])
@pytest.mark.parametrize("state", CASES)
def test_a_reply_that_stays_keeps_the_seal_that_it_has(state: str, weight: Any) -> None:
    (reply,) = CASES[state].load(weight).feedback.threads[0].replies
    assert reply.seal.state == state


@pytest.mark.parametrize("state", CASES)
def test_what_is_left_out_can_still_be_looked_at(state: str) -> None:
    loaded = CASES[state].load()
    assert loaded.feedback.threads[0].replies == ()
    (reply,) = loaded.replies
    assert (reply.stem, reply.seal.state) == ("2026-11-03-anna", state)


def test_replies_of_a_thread_that_is_left_out_can_still_be_looked_at(folder: Any) -> None:
    folder.write(ANNA, person())
    sign(folder.root, KEY)
    folder.delete(COMMENT)
    loaded = folder.load()
    assert loaded.feedback.threads == ()
    assert [(reply.stem, reply.seal.state) for reply in loaded.replies] == [
        ("2026-11-03-anna", "valid")
    ]


def test_a_reply_with_another_error_can_still_be_looked_at(folder: Any) -> None:
    folder.write(REPLY, reply_text(body="We found the \x08cause.\n"))
    loaded = folder.load()
    assert loaded.feedback.threads[0].replies == ()
    assert [reply.stem for reply in loaded.replies] == ["2026-11-03-anna"]


def test_all_signatures_are_judged_where_signing_is_required_as_well() -> None:
    for state, case in CASES.items():
        strict = replace(case, files={**case.files, POLICY: REQUIRED})
        (reply,) = strict.load().replies
        assert reply.seal.state == state
        assert [found.code for found in strict.load().diagnostics] == [case.code]


def the_reply(folder: Any) -> Reply:
    """The reply of a folder without problems."""
    reply: Reply = folder.thread().replies[0]
    return reply


def test_a_good_signature_says_whose_it_is_and_how_long(folder: Any) -> None:
    folder.write(ANNA, person(until="2027-12-31"))
    sign(folder.root, KEY)
    reply = the_reply(folder)
    (key,) = folder.load().feedback.people["anna"].keys
    fingerprint = KEY.public.fingerprint
    assert reply.seal == Seal("valid", fingerprint, "anna", key.since, key.until)


def test_a_reply_has_the_bytes_that_are_published(folder: Any) -> None:
    folder.write(ANNA, person())
    signature = sign(folder.root, KEY)
    reply = the_reply(folder)
    assert reply.file == (folder.root / REPLY).read_bytes()
    assert reply.signature == signature.read_bytes()


@pytest.mark.parametrize("kind", GOOD_KEYS)
def test_every_kind_of_key_can_sign(kind: str, folder: Any) -> None:
    folder.write(ANNA, person(GOOD_KEYS[kind]()))
    sign(folder.root, GOOD_KEYS[kind]())
    assert the_reply(folder).seal.state == "valid"


def test_where_signing_is_optional_an_unsigned_reply_is_no_problem(folder: Any) -> None:
    folder.write(POLICY, POLICY_TEXT + "signing: optional\n")
    reply = the_reply(folder)
    assert (reply.seal, reply.signature) == (Seal("unsigned"), None)


@pytest.mark.parametrize(
    ("since", "problems"), [("2026-11-03", ["not-signed"]), ("2026-11-04", [])]
)
def test_what_is_older_than_the_day_of_the_policy_may_be_unsigned(
    since: str, problems: list[str], folder: Any
) -> None:
    folder.write(POLICY, f"{REQUIRED}signing_since: {since}\n")
    assert folder.problems() == problems


def test_what_is_older_than_the_day_of_the_policy_may_not_be_signed_badly(folder: Any) -> None:
    folder.write(POLICY, f"{REQUIRED}signing_since: 2026-11-04\n")
    folder.write(ANNA, person())
    sign(folder.root, BENS)
    assert folder.problems() == ["unknown-key"]


def test_a_word_about_signing_that_cannot_be_read_lets_nothing_through(folder: Any) -> None:
    folder.write(POLICY, POLICY_TEXT + "signing: requird\n")
    assert sorted(folder.problems()) == ["not-signed", "unknown-value"]
    assert folder.load().feedback.threads[0].replies == ()


def test_a_key_of_two_people_is_nobodys_but_the_firsts(folder: Any) -> None:
    folder.write(ANNA, person())
    folder.write(BEN, person_text(name="Ben Olsen", handles=None, keys=keys(KEY)))
    ben = REPLY.replace("-anna", "-ben")
    folder.write(ben, reply_text(signed_by="ben"))
    sign(folder.root, KEY, ben)
    assert sorted(folder.problems()) == ["shared-key", "signed-by-another"]


def test_where_signing_is_required_a_signed_reply_is_no_problem(folder: Any) -> None:
    folder.write(POLICY, REQUIRED)
    folder.write(ANNA, person())
    sign(folder.root, KEY)
    assert the_reply(folder).seal.state == "valid"


def test_a_reply_without_a_signature_does_not_keep_out_the_others(folder: Any) -> None:
    folder.write(POLICY, REQUIRED)
    folder.write(BEN, person_text(name="Ben Olsen", handles=None, keys=keys(BENS)))
    second = f"{THREAD}/2026-11-03-ben.md"
    folder.write(second, reply_text(signed_by="ben"))
    sign(folder.root, BENS, second)
    loaded = folder.load()
    assert [found.path for found in loaded.diagnostics] == [f"feedback/{REPLY}"]
    assert [reply.stem for reply in loaded.feedback.threads[0].replies] == ["2026-11-03-ben"]
    assert [reply.stem for reply in loaded.replies] == ["2026-11-03-anna", "2026-11-03-ben"]


def test_customers_messages_need_no_signature(folder: Any) -> None:
    folder.write(POLICY, REQUIRED)
    folder.delete(REPLY)
    assert folder.thread().replies == ()


@pytest.mark.parametrize("old", ["date: 2026-11-03T10:05:00", "found", "\n---\n", "hmac-sha256:4"])
def test_no_byte_of_a_signed_file_can_change(old: str, folder: Any) -> None:
    folder.write(ANNA, person())
    sign(folder.root, KEY)
    text = reply_text()
    place = text.index(old) + len(old) - 1
    for new in ("", text[place] * 2):
        folder.write(REPLY, text[:place] + new + text[place + 1 :])
        replies = folder.load().replies
        assert all(reply.seal.state == "altered" for reply in replies)
        assert folder.load().feedback.threads[0].replies == ()


def test_a_signature_of_another_reply_does_not_fit(folder: Any) -> None:
    folder.write(ANNA, person())
    second = f"{THREAD}/2026-11-03-anna-2.md"
    folder.write(second, reply_text(body="This is another answer.\n"))
    (folder.root / f"{second}.sig").write_bytes(KEY.signature(reply_text().encode()))
    assert folder.problem("altered-after-signing").path == f"feedback/{second}"


def test_of_two_keys_each_can_sign_in_its_time(folder: Any) -> None:
    old = entry(KEY, "2026-01-01", until="2026-11-03")
    folder.write(ANNA, person_text(keys=old + entry(NEWER, "2026-11-04")))
    later = f"{THREAD}/2026-11-04-anna.md"
    folder.write(later, reply_text(date="2026-11-04T10:05:00+01:00"))
    sign(folder.root, KEY)
    sign(folder.root, NEWER, later)
    assert [reply.seal.state for reply in folder.thread().replies] == ["retired", "valid"]
    sign(folder.root, NEWER)
    sign(folder.root, KEY, later)
    assert folder.problems() == ["outside-key-time", "outside-key-time"]


def test_a_key_can_have_two_times(folder: Any) -> None:
    first = entry(KEY, "2026-01-01", until="2026-02-28")
    folder.write(ANNA, person_text(keys=first + entry(KEY, "2026-11-01")))
    sign(folder.root, KEY)
    assert the_reply(folder).seal.state == "valid"
    folder.write(ANNA, person_text(keys=first + entry(KEY, "2026-11-04")))
    assert folder.problems() == ["outside-key-time"]


@pytest.mark.parametrize(
    ("time", "state"),
    [
        ({"since": DATED}, "valid"),
        ({"since": "2026-11-03T09:05:01Z"}, "outside-time"),
        ({"since": "2026-11-03T10:05:00+01:00"}, "valid"),
        ({"since": "2026-11-03"}, "valid"),
        ({"since": "2026-11-04"}, "outside-time"),
        ({"until": DATED}, "retired"),
        ({"until": "2026-11-03T09:04:59Z"}, "outside-time"),
        ({"until": "2026-11-03"}, "retired"),
        ({"until": "2026-11-02"}, "outside-time"),
        ({"until": "2026-12-01T12:00:00Z"}, "valid"),
        ({"until": "2026-12-01T11:59:59Z"}, "retired"),
        ({"since": "2026-11-03T09:04:59Z", "until": DATED}, "retired"),
    ],
)
def test_the_first_and_the_last_second_of_a_key_count(
    time: dict[str, str], state: str, folder: Any
) -> None:
    folder.write(ANNA, person(**time))  # type: ignore[arg-type]
    sign(folder.root, KEY)
    (reply,) = folder.load().replies
    assert reply.seal.state == state
    assert folder.problems() == ([] if state != "outside-time" else ["outside-key-time"])


def test_a_time_without_length_holds_no_second(folder: Any) -> None:
    # As in OpenSSH.
    folder.write(ANNA, person(since=DATED, until=DATED))
    sign(folder.root, KEY)
    assert folder.problems() == ["person-until-before-since", "outside-key-time"]


@pytest.mark.parametrize(
    ("revoked", "code"),
    [
        ("2026-11-03T09:05:01Z", "revoked-key"),
        (DATED, "signed-after-revocation"),
        ("2026-11-04", "revoked-key"),
        ("2026-11-03", "signed-after-revocation"),
        ("2025-01-01", "signed-after-revocation"),
        ("2027-01-01", "revoked-key"),
    ],
)
def test_a_revoked_key_is_told_from_the_moment_of_its_revocation(
    revoked: str, code: str, folder: Any
) -> None:
    folder.write(ANNA, person(revoked=revoked))
    sign(folder.root, KEY)
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == [code]
    (reply,) = loaded.replies
    (key,) = loaded.feedback.people["anna"].keys
    assert (reply.seal.state, reply.seal.revoked) == ("revoked", key.revoked)
    stays = DEFAULT_SEVERITY[code] == "warning"
    assert loaded.feedback.threads[0].replies == ((reply,) if stays else ())


def test_an_answer_from_before_the_revocation_is_left_out_where_the_settings_say_so(
    folder: Any,
) -> None:
    folder.write(ANNA, person(revoked="2026-11-20"))
    sign(folder.root, KEY)
    loaded = folder.load(Settings(checks={"revoked-key": "error"}))
    assert loaded.feedback.threads[0].replies == ()


def test_a_revoked_key_does_not_harm_the_other_one(folder: Any) -> None:
    stolen = entry(KEY, revoked="2026-11-01")
    folder.write(ANNA, person_text(keys=stolen + entry(NEWER)))
    sign(folder.root, NEWER)
    assert the_reply(folder).seal.state == "valid"


def test_a_key_that_two_people_have_is_reported_at_the_second(folder: Any) -> None:
    folder.write(ANNA, person_text(keys=entry(NEWER) + entry(KEY, note="laptop")))
    with_comment = keys(KEY).replace(KEY.public.line, f"{KEY.public.line} ben@laptop")
    folder.write(BEN, person_text(name="Ben Olsen", handles=None, keys=with_comment))
    (found,) = folder.load().diagnostics
    assert (found.code, found.path, found.line) == ("shared-key", f"feedback/{BEN}", 7)
    assert "'anna'" in found.message


def test_one_person_may_have_the_same_key_twice(folder: Any) -> None:
    again = entry(KEY, "2026-01-01", until="2026-02-28") + entry(KEY, "2026-11-01")
    folder.write(ANNA, person_text(keys=again))
    assert folder.problems() == []


def test_a_broken_reply_brings_no_problem_of_its_signature(folder: Any) -> None:
    folder.write(ANNA, person())
    folder.write(SIGNATURE, "x\n")
    folder.write(REPLY, reply_text(date="today"))
    assert folder.problems() == ["wrong-type"]
    assert folder.load().replies == ()


def test_only_the_cause_is_reported_where_the_signer_is_nobody(folder: Any) -> None:
    folder.write(REPLY, reply_text(signed_by="ana"))
    sign(folder.root, KEY)
    assert folder.problems() == ["unknown-person"]


def test_only_the_cause_is_reported_where_the_signers_file_is_broken(folder: Any) -> None:
    folder.write(ANNA, person(since="2026-01-01").replace("name:", "nam:"))
    sign(folder.root, KEY)
    assert folder.problems() == ["missing-field", "unknown-field"]
    assert folder.load().feedback.threads[0].replies == ()


@pytest.mark.parametrize(
    "limit",
    [
        {"revoked": "yesterday"},
        {"revoked": "*when"},
        {"revokd": "2026-05-01"},
        {"Revoked": "2026-05-01"},
        {"until": "2026-9-1"},
    ],
    ids=str,
)
def test_a_key_whose_limits_cannot_be_read_makes_no_answer_good(folder: Any, limit: Any) -> None:
    folder.write(ANNA, person(**limit))
    sign(folder.root, KEY)
    loaded = folder.load()
    assert loaded.feedback.threads[0].replies == ()
    assert {found.path for found in loaded.diagnostics if found.code != "unknown-key"} == {
        f"feedback/{ANNA}"
    }


def test_a_limit_that_cannot_be_read_counts_however_little_its_check_weighs(folder: Any) -> None:
    folder.write(ANNA, person(revoked="yesterday"))
    sign(folder.root, KEY)
    loaded = folder.load(Settings(checks={"wrong-type": "off"}))
    assert loaded.feedback.threads[0].replies == ()


@pytest.mark.parametrize(
    "policy",
    [f"{REQUIRED}promise: [\n".encode(), REQUIRED.encode() + b"# \xff\n", None],
    ids=["broken", "no text", "missing"],
)
def test_while_the_policy_cannot_be_read_no_answer_does_without_a_signature(
    folder: Any, policy: bytes | None
) -> None:
    folder.delete(POLICY) if policy is None else folder.write(POLICY, policy)
    loaded = folder.load()
    assert loaded.feedback.threads[0].replies == ()
    assert [found.path for found in loaded.diagnostics] == [f"feedback/{POLICY}"]


def test_a_policy_that_cannot_be_read_leaves_signed_answers_alone(folder: Any) -> None:
    folder.write(ANNA, person())
    folder.write(POLICY, "version: [\n")
    sign(folder.root, KEY)
    (reply,) = folder.load().feedback.threads[0].replies
    assert reply.seal.state == "valid"


def test_a_key_that_is_revoked_in_another_persons_file_is_revoked(folder: Any) -> None:
    folder.write(ANNA, person())
    revoked = keys(KEY, "2026-01-01", revoked="2026-11-20")
    folder.write(BEN, person_text(name="Ben Olsen", handles=None, keys=revoked))
    sign(folder.root, KEY)
    loaded = folder.load()
    assert {found.code for found in loaded.diagnostics} == {"shared-key", "revoked-key"}
    (reply,) = loaded.feedback.threads[0].replies
    assert reply.seal.state == "revoked"


@pytest.mark.parametrize("weight", ["warning", "off"])
@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("question-changed", {"body": "Do you owe me 1,000 euros?\n"}),
        ("title-changed", {"title": "Do you owe me 1,000 euros?"}),
        ("unknown-thread", {"id": "an0ther001"}),
    ],
)
def test_no_seal_is_good_below_what_its_signer_did_not_see(
    folder: Any, code: str, change: dict[str, str], weight: Any
) -> None:
    folder.write(ANNA, person())
    sign(folder.root, KEY)
    folder.write(COMMENT, comment_text(**change))
    loaded = folder.load(Settings(checks={code: weight}))
    (reply,) = loaded.feedback.threads[0].replies
    assert reply.seal.state == "altered"
