from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone

import pytest

from answerable.model import LocalText, Person, PersonKey
from answerable.trust.judgement import KeyRing
from software_keys import SoftwareKey, ed25519, rsa_key

MESSAGE = b"The hinge is on its way.\n"
ANNA, BEN, CARL = map(ed25519, ("anna", "ben", "carl"))


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=timezone.utc)


STARTED, REPLIED, TODAY = day(5), day(10), day(20)


def person(name: str, *keys: PersonKey) -> Person:
    return Person(
        name, f"people/{name}.md", name, LocalText({}), LocalText({}), day(1).date(), keys=keys
    )


def owned(
    key: SoftwareKey = ANNA,
    since: datetime = STARTED,
    until: datetime | None = None,
    revoked: datetime | None = None,
) -> PersonKey:
    return PersonKey(f"{key.public.line} a comment", since, until, revoked)


@pytest.fixture
def judge():
    def _judge(
        *keys: PersonKey,
        signature: bytes | None = None,
        message: bytes = MESSAGE,
        signer: str = "anna",
        date: datetime = REPLIED,
        now: datetime = TODAY,
    ):
        people = [person("anna", *(keys or (owned(),))), person("ben", owned(BEN))]
        made = ANNA.signature(MESSAGE) if signature is None else signature
        return KeyRing.of(people).judge(message, made, signer=signer, date=date, now=now)

    return _judge


def test_signature_by_the_signer_in_the_keys_time_is_valid(judge):
    seal = judge()
    assert (seal.state, seal.owner, seal.since) == ("valid", "anna", day(5))
    assert seal.fingerprint == ANNA.public.fingerprint


def test_reply_without_a_signature_is_unsigned():
    ring = KeyRing.of([person("anna", owned())])
    assert ring.judge(MESSAGE, None, signer="anna", date=day(9), now=day(9)).state == "unsigned"


def test_key_that_ran_out_since_is_retired(judge):
    assert judge(owned(until=day(15))).state == "retired"
    assert judge(owned(until=day(15)), now=day(15)).state == "valid"


def test_edited_text_is_altered(judge):
    assert judge(message=MESSAGE + b"!").state == "altered"


def test_signature_for_another_purpose_is_told_apart_from_an_altered_text(judge):
    assert judge(signature=ANNA.signature(MESSAGE, namespace="git")).state == "other-namespace"


def test_key_of_a_colleague_names_its_owner(judge):
    seal = judge(signature=BEN.signature(MESSAGE))
    assert (seal.state, seal.owner) == ("other-person", "ben")


def test_key_that_nobody_has_is_unknown(judge):
    seal = judge(signature=CARL.signature(MESSAGE))
    assert (seal.state, seal.owner) == ("unknown-key", None)
    assert seal.fingerprint == CARL.public.fingerprint


def test_revoked_key_is_worth_nothing_before_its_revocation_either(judge):
    seal = judge(owned(revoked=day(15)))
    assert (seal.state, seal.revoked) == ("revoked", day(15))


def test_one_revoked_entry_revokes_the_key_in_all_others(judge):
    assert judge(owned(revoked=day(15)), owned()).state == "revoked"


def test_key_that_a_colleague_revoked_is_revoked():
    people = [person("anna", owned()), person("ben", owned(revoked=day(15)))]
    seal = KeyRing.of(people).judge(
        MESSAGE, ANNA.signature(MESSAGE), signer="anna", date=day(10), now=day(20)
    )
    assert (seal.state, seal.owner) == ("revoked", "anna")


@pytest.mark.parametrize(
    ("date", "state"),
    [
        (day(5) - timedelta(seconds=1), "outside-time"),
        (day(5), "retired"),
        (day(15), "retired"),
        (day(15) + timedelta(seconds=1), "outside-time"),
        (day(15).astimezone(timezone(timedelta(hours=14))), "retired"),
    ],
)
def test_both_ends_of_a_keys_time_belong_to_it(judge, date, state):
    assert judge(owned(until=day(15)), date=date).state == state


def test_time_of_no_length_holds_no_reply(judge):
    assert judge(owned(since=day(10), until=day(10))).state == "outside-time"


def test_of_several_times_of_one_key_the_fitting_one_counts(judge):
    times = (owned(since=day(1), until=day(4)), owned(since=day(8), until=day(12)))
    seal = judge(*times)
    assert (seal.state, seal.since, seal.until) == ("retired", day(8), day(12))
    assert judge(*times, date=day(6)).state == "outside-time"


def test_damaged_signature_says_why_it_is_unusable(judge):
    seal = judge(signature=ANNA.signature(MESSAGE) + b"Sent from my phone\n")
    assert seal.state == "unusable"
    assert "last line" in seal.problem


def test_short_rsa_key_makes_a_signature_unusable(judge):
    seal = judge(owned(rsa_key(2048)), signature=rsa_key(2048).signature(MESSAGE))
    assert seal.state == "unusable"
    assert "2048 bits is too short" in seal.problem


def test_key_line_that_is_none_leaves_the_others_in_force(judge):
    assert judge(PersonKey("nonsense", day(1)), owned()).state == "valid"


@pytest.mark.parametrize("hours", [-14, 14])
@pytest.mark.parametrize("year", [1, 9999])
def test_first_and_last_year_there_are_can_be_asked_for(judge, year, hours):
    for month, number in ((1, 1), (12, 31)):
        date = datetime(year, month, number, tzinfo=timezone(timedelta(hours=hours)))
        assert judge(owned(until=day(15)), date=date).state == "outside-time"


def test_key_ring_goes_to_another_process_unchanged():
    ring = KeyRing.of([person("anna", owned(revoked=day(15))), person("ben", owned(BEN))])
    assert pickle.loads(pickle.dumps(ring)) == ring
