from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from answerable.model import LocalText, Origin, PersonKey
from answerable.source import question_digest
from cases import Case, comment, every, reply
from samples import (
    ANNA,
    COMMENT,
    COMMENT_BODY,
    FOLLOW_UP,
    NONCE,
    POLICY,
    POLICY_TEXT,
    REPLY,
    TOPIC,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    title,
    topic_text,
)

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+9WdWcRBXa5oR8v8hVnSkGQ0Qw6QzZC1K0Pv0Fl1mD"
RULE = "text: {en: We do not publish insults., de: Beleidigungen werden nicht gezeigt.}"
PUBLISHED = "decision: published, by: ben"
WITHHELD = "{decision: withheld, by: ben, at: 2026-11-01T15:40:00+01:00, reason: insult}"


def person(code: str, place: tuple[int, int, str], **changes: str | None) -> Case:
    return Case(code, {ANNA: person_text(**changes)}, ANNA, *place)


def policy(code: str, place: tuple[int, int, str], right: str, wrong: str) -> Case:
    assert right in POLICY_TEXT
    return Case(code, {POLICY: POLICY_TEXT.replace(right, wrong, 1)}, POLICY, *place)


CASES = [
    comment("missing-field", (1, 1, "---"), received=None, usable=False),
    comment("missing-field", (1, 1, "---"), nonce=None),
    comment("missing-field", (1, 1, "---"), title=None),
    comment("missing-field", (12, 13, f"{{{PUBLISHED}}}"), moderation=f"{{{PUBLISHED}}}"),
    reply("missing-field", (1, 1, "---"), question=None),
    reply("missing-field", (10, 9, "{system: x}"), source="{system: x}"),
    comment("wrong-type", (7, 11, "2026-11-01T09:12"), received="2026-11-01T09:12", usable=False),
    comment("wrong-type", (7, 11, "2026-02-30T09:12Z"), received="2026-02-30T09:12Z", usable=False),
    comment("wrong-type", (7, 11, "1066-10-14T09:12Z"), received="1066-10-14T09:12Z", usable=False),
    comment("wrong-type", (7, 11, "[2026]"), received="[2026]", usable=False),
    comment("wrong-type", (2, 5, "K7Q2M9X4TB"), id="K7Q2M9X4TB", usable=False),
    comment("wrong-type", (8, 11, "Deutsch"), language="Deutsch", usable=False),
    comment("wrong-type", (10, 7, "delivery"), tags="delivery"),
    comment("wrong-type", (10, 15, "Größe"), tags="[parts, Größe]"),
    comment("wrong-type", (3, 8, '"\\u200b"'), title='"\\u200b"'),
    comment("wrong-type", (3, 8, "T" * 201), title="T" * 201),
    comment("wrong-type", (4, 7, "P" * 101), from_="P" * 101),
    comment("wrong-type", (10, 8, "t" * 81), tags=f"[{'t' * 81}, parts]"),
    comment("wrong-type", (10, 7, f"[{'t, ' * 20}t]"), tags=f"[{'t, ' * 20}t]"),
    comment("wrong-type", (4, 1, "from"), from_=""),
    comment("wrong-type", (4, 7, '"P.\\nM."'), from_='"P.\\nM."'),
    comment("wrong-type", (4, 7, "[P. M.]"), from_="[P. M.]"),
    comment("wrong-type", (11, 8, "5B0C"), nonce="5B0C"),
    comment(
        "wrong-type",
        (12, 35, '"javascript:alert(1)"'),
        nonce=f'{NONCE}\nsource: {{system: "ü", id: x, url: "javascript:alert(1)"}}',
    ),
    reply("wrong-type", (4, 11, "sha256:12"), question="sha256:12"),
    comment("unknown-value", (5, 7, "problm"), kind="problm", usable=False),
    comment("unknown-value", (6, 10, "mail"), channel="mail", usable=False),
    comment(
        "unknown-value",
        (12, 24, "hidden"),
        moderation="{decision: hidden, by: ben, at: 2026-11-01T15:40:00+01:00}",
        usable=False,
    ),
    reply("unknown-value", (8, 10, "solved"), outcome="solved"),
    person("wrong-type", (5, 8, "2020"), since="2020"),
    person("wrong-type", (4, 7, "[Service]"), unit="[Service]"),
    person("wrong-type", (3, 8, "Deutsch"), role="{Deutsch: Chefin, en: Boss}"),
    person("wrong-type", (6, 11, "GitHub"), handles="{GitHub: anna}"),
    person(
        "wrong-type",
        (7, 14, "ssh-ed25519 AAAA"),
        keys="[{key: ssh-ed25519 AAAA, since: 2026-01-01}]",
    ),
    person("missing-field", (7, 8, f"{{key: {ED25519}}}"), keys=f"[{{key: {ED25519}}}]"),
    person("person-until-before-since", (7, 8, "2019-12-31"), until="2019-12-31"),
    person(
        "person-until-before-since",
        (7, 122, "2025-12-31"),
        keys=f"[{{key: {ED25519}, since: 2026-01-01, until: 2025-12-31}}]",
    ),
    Case("wrong-type", {TOPIC: topic_text(promise="0")}, TOPIC, 4, 10, "0"),
    Case("missing-field", {TOPIC: topic_text(title=None)}, TOPIC, 1, 1, "---", "thread", False),
    policy("unknown-value", (1, 10, "2"), "version: 1", "version: 2"),
    policy("wrong-type", (2, 10, "five"), "promise: 5", "promise: five"),
    policy("unknown-value", (2, 10, "always"), "promise: 5", "signing: always\npromise: 5"),
    policy("wrong-type", (2, 19, "yes"), "promise: 5", "write_for_others: yes\npromise: 5"),
    policy("unknown-value", (4, 13, "Europe/Bern"), "Europe/Berlin", "Europe/Bern"),
    policy("unknown-value", (4, 13, "../../etc/passwd"), "Europe/Berlin", "../../etc/passwd"),
    policy("unknown-value", (4, 13, "localtime"), "Europe/Berlin", "localtime"),
    policy("unknown-value", (4, 13, "Factory"), "Europe/Berlin", "Factory"),
    policy("unknown-value", (4, 13, "posixrules"), "Europe/Berlin", "posixrules"),
    policy("unknown-value", (4, 13, "posix/Europe/Berlin"), "Europe/Berlin", "posix/Europe/Berlin"),
    policy("unknown-value", (4, 13, "Europe"), "Europe/Berlin", "Europe"),
    policy("unknown-value", (5, 14, "monday"), "mon,", "monday,"),
    policy("wrong-type", (5, 13, "[]"), "[mon, tue, wed, thu, fri]", "[]"),
    policy("wrong-type", (6, 14, "25.12.2026"), "2026-12-25", "25.12.2026"),
    policy("unknown-value", (6, 12, "Germany"), "holidays:", "country: Germany\n  holidays:"),
    policy("wrong-type", (6, 12, "[DE]"), "holidays:", "country: [DE]\n  holidays:"),
    policy("wrong-type", (6, 3, "country"), "holidays:", "country:\n  holidays:"),
    policy("wrong-type", (6, 11, "BY"), "holidays:", "region: BY\n  holidays:"),
    policy("unknown-value", (7, 11, "XY"), "holidays:", "country: DE\n  region: XY\n  holidays:"),
    policy("wrong-type", (7, 13, "[2026-12-25]"), "rules:", "  workdays: [2026-12-25]\nrules:"),
    policy("wrong-type", (8, 3, "Insult"), "  insult:", "  Insult:"),
    policy("missing-field", (9, 5, RULE), "    title: {en: Insults, de: Beleidigungen}\n", ""),
]


@every(CASES)
def test_a_value_of_the_wrong_form_is_found_where_it_is(case: Case) -> None:
    case.check_place()


@every([case for case in CASES if case.left_out != "nothing"])
def test_a_message_without_a_usable_value_is_left_out(case: Case) -> None:
    case.check_weight()


def test_the_sample_gives_its_values_and_no_problem(folder: Any) -> None:
    loaded = folder.load()
    assert loaded.diagnostics == ()
    feedback = loaded.feedback
    assert list(feedback.people) == ["anna", "ben"]
    anna = feedback.people["anna"]
    assert (anna.name, anna.since, anna.until) == ("Anna Berg", date(2020, 1, 1), None)
    assert anna.role.in_language("de") == "Leiterin Kundendienst"
    assert anna.unit == LocalText({"": "Service"})
    assert anna.handles == {"github": "annaberg"}
    assert anna.body == "Anna likes hinges.\n"
    topic = feedback.topics["spare-parts"]
    assert (topic.owners, topic.promise) == (("anna",), 3)
    policy = feedback.policy
    assert policy.promise == 5
    assert list(policy.rules) == ["insult", "privacy"]
    assert policy.rules["insult"].title.in_language("de") == "Beleidigungen"
    assert policy.calendar.weekdays == {0, 1, 2, 3, 4}
    assert policy.calendar.holidays == {date(2026, 12, 25), date(2026, 12, 26)}
    assert policy.calendar.timezone.key == "Europe/Berlin"


def test_the_thread_of_the_sample_is_as_written(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text())
    thread = folder.thread()
    assert (thread.id, thread.year) == ("k7q2m9x4tb", "2026")
    assert (thread.slug, thread.title) == (
        "spare-parts-take-six-weeks",
        "Spare parts take six weeks",
    )
    assert (thread.kind, thread.topic, thread.tags) == ("problem", "spare-parts", ("delivery",))
    comment = thread.comment
    zone = timezone(timedelta(hours=1))
    assert comment.received == datetime(2026, 11, 1, 9, 12, tzinfo=zone)
    assert comment.path == f"feedback/{COMMENT}"
    assert (comment.stem, comment.sender, comment.channel) == ("comment", "P. M.", "email")
    assert (comment.nonce, comment.body, comment.language) == (NONCE, COMMENT_BODY, "en")
    decided = comment.moderation
    assert (decided.decision, decided.by, decided.reason) == ("published", "ben", None)
    assert decided.at == datetime(2026, 11, 1, 15, 40, tzinfo=zone)
    (follow_up,) = thread.follow_ups
    assert (follow_up.stem, follow_up.resolved) == ("2026-11-05-customer", True)
    (reply,) = thread.replies
    assert (reply.stem, reply.answers) == ("2026-11-03-anna", "comment")
    assert (reply.signed_by, reply.outcome) == ("anna", "changed")
    assert reply.question == question()


def test_an_anonymous_sender_has_no_name(folder: Any) -> None:
    folder.write(COMMENT, comment_text(from_="anonymous"))
    assert folder.thread().comment.sender is None


def test_a_reply_answers_the_comment_unless_it_says_otherwise(folder: Any) -> None:
    folder.write(REPLY, reply_text(answers=None))
    assert folder.thread().replies[0].answers == "comment"


def test_an_imported_message_keeps_its_origin_and_needs_no_moderator(folder: Any) -> None:
    folder.write(
        COMMENT,
        comment_text(
            channel="import\nsource: {system: isso, id: 42, url: 'https://example.com/#42'}",
            moderation="{decision: published, at: 2026-11-01T15:40:00+01:00}",
        ),
    )
    comment = folder.thread().comment
    assert comment.source == Origin("isso", "42", "https://example.com/#42")
    assert comment.moderation.by is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-01T09:12Z", datetime(2026, 11, 1, 9, 12, tzinfo=timezone.utc)),
        ("2026-11-01T09:12:59.5Z", datetime(2026, 11, 1, 9, 12, 59, 500_000, timezone.utc)),
        (
            "2026-11-01T09:12:59.123-03:30",
            datetime(2026, 11, 1, 12, 42, 59, 123_000, timezone.utc),
        ),
    ],
)
def test_a_time_is_read_with_its_offset(written: str, meant: datetime, folder: Any) -> None:
    folder.write(COMMENT, comment_text(received=written))
    assert folder.thread().comment.received == meant


def test_the_mend_of_a_time_without_offset_adds_one(folder: Any) -> None:
    folder.write(COMMENT, comment_text(received="2026-11-01T09:12:00"))
    assert "'2026-11-01T09:12:00+01:00'" in folder.problem("wrong-type").mend


def test_a_key_is_valid_for_whole_days_in_utc(folder: Any) -> None:
    key = f"{ED25519} anna@laptop"
    written = f"[{{key: {key}, since: 2026-01-01, until: 2026-12-31, note: laptop}}]"
    folder.write(ANNA, person_text(keys=written))
    (read,) = folder.load().feedback.people["anna"].keys
    assert read == PersonKey(
        key,
        datetime(2026, 1, 1, tzinfo=timezone.utc),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=timezone.utc),
        note="laptop",
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=timezone.utc)),
        ("2026-05-01T00:30:00+02:00", datetime(2026, 4, 30, 22, 30, tzinfo=timezone.utc)),
        # Before its time began, and after it ended.
        ("2019-01-01", datetime(2019, 1, 1, tzinfo=timezone.utc)),
        ("2027-01-01", datetime(2027, 1, 1, tzinfo=timezone.utc)),
    ],
)
def test_a_key_is_revoked_from_the_beginning_of_a_day(
    written: str, moment: datetime, folder: Any
) -> None:
    key = f"{{key: {ED25519}, since: 2026-01-01, until: 2026-12-31, revoked: {written}}}"
    folder.write(ANNA, person_text(keys=f"[{key}]"))
    loaded = folder.load()
    (read,) = loaded.feedback.people["anna"].keys
    assert read.revoked == moment
    assert [found for found in loaded.diagnostics if found.path == f"feedback/{ANNA}"] == []


def test_a_certificate_is_no_key(folder: Any) -> None:
    line = ED25519.replace("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com")
    folder.write(ANNA, person_text(keys=f"[{{key: {line}, since: 2026-01-01}}]"))
    assert folder.problems() == ["wrong-type"]


def test_a_wrong_rule_leaves_the_others_and_hides_what_depends_on_it(folder: Any) -> None:
    folder.write(POLICY, POLICY_TEXT.replace("    title: {en: Insults, de: Beleidigungen}\n", ""))
    folder.write(COMMENT, comment_text(title=None, moderation=WITHHELD))
    folder.delete(REPLY)
    loaded = folder.load()
    assert list(loaded.feedback.policy.rules) == ["privacy"]
    assert [found.code for found in loaded.diagnostics] == ["missing-field"]
    assert loaded.feedback.threads == ()


@pytest.mark.parametrize("content", [None, "", "- a\n", "version: [\n", "\xff"])
def test_an_unusable_policy_is_replaced_by_an_empty_one(content: str | None, folder: Any) -> None:
    if content is None:
        folder.delete(POLICY)
    else:
        folder.write(POLICY, content.encode("latin-1"))
    loaded = folder.load()
    assert {found.path for found in loaded.diagnostics} == {"feedback/policy.yml"}
    assert loaded.feedback.policy.rules == {}
    assert loaded.feedback.policy.promise == 5
    assert loaded.feedback.policy.calendar.timezone.key == "UTC"
    assert len(loaded.feedback.threads) == 1


def test_without_a_word_about_it_nobody_has_to_sign_or_may_write_for_others(folder: Any) -> None:
    policy = folder.load().feedback.policy
    assert (policy.signing, policy.write_for_others) == ("optional", False)


def test_the_policy_says_how_to_object_and_which_law_a_rule_stands_on(folder: Any) -> None:
    policy = folder.load().feedback.policy
    rule = policy.rules["insult"]
    assert (policy.redress, policy.least, rule.basis, rule.law) == (None, 5, "terms", None)
    law = "    basis: law\n    law: {en: Section 185, de: § 185 StGB}\n"
    redress = "redress:\n  en: |\n    Write to us.\n\n    We look again.\nleast: 12\n"
    folder.write(POLICY, POLICY_TEXT.replace("  privacy:\n", f"{law}  privacy:\n") + redress)
    policy = folder.load().feedback.policy
    rule = policy.rules["insult"]
    assert folder.problems() == []
    assert policy.redress.in_language("en") == "Write to us.\n\nWe look again."
    assert (policy.least, rule.basis, rule.law.in_language("de")) == (12, "law", "§ 185 StGB")


def test_the_policy_says_who_has_to_sign_and_who_may_write(folder: Any) -> None:
    folder.write(POLICY, POLICY_TEXT + "signing: required\nwrite_for_others: true\n")
    policy = folder.load().feedback.policy
    assert (policy.signing, policy.write_for_others) == ("required", True)


def test_the_digest_is_that_of_openssl(tmp_path: Any) -> None:
    body = tmp_path / "body"
    body.write_text("Grüße,\n\nP. M.\n", encoding="utf-8")
    command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{NONCE}", body]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    digest = said.split()[-1]
    assert question_digest(NONCE, "Grüße,\n\nP. M.\n") == f"hmac-sha256:{digest}"


BLANK = [
    "\u3164",
    "\u2800\u2800",
    "\u115f\u1160\uffa0",
    "\u034f",
    "\u0301",
    "\u200b\u2060",
    "\u00ad\u180e",
    "\u00a0\u3000",
    "\ufe0f",
    "\U000e0041",
    "\ue000",
]


@pytest.mark.parametrize("blank", BLANK, ids=ascii)
def test_a_name_that_nobody_can_see_is_none(blank: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(from_=f'"{blank}"'))
    folder.write(ANNA, person_text(name=f'"{blank}"'))
    found = folder.load().diagnostics
    assert [(each.code, each.path) for each in found] == [
        ("wrong-type", f"feedback/{ANNA}"),
        ("wrong-type", f"feedback/{COMMENT}"),
    ]


@pytest.mark.parametrize("blank", BLANK, ids=ascii)
def test_a_text_that_nobody_can_see_is_none(blank: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=f"{blank}\n"))
    assert folder.problems() == ["empty-body"]


@pytest.mark.parametrize(
    "name", ["Ö", "李", "نور", "हि", "🙂", "7", "?", "\u2800P", "1\ufe0f\u20e3"]
)
def test_one_sign_is_a_name(name: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(from_=f'"{name}"'))
    assert folder.thread().comment.sender == name


def test_the_longest_values_are_right(folder: Any) -> None:
    tags = [f"{'t' * 78}{number:02}" for number in range(20)]
    text = comment_text(title="Ö" * 200, from_="🙂" * 100, tags=f"[{', '.join(tags)}]")
    folder.write(COMMENT, text)
    folder.write(REPLY, reply_text(title=title(NONCE, "Ö" * 200)))
    thread = folder.thread()
    assert (thread.title, thread.comment.sender) == ("Ö" * 200, "🙂" * 100)
    assert thread.tags == tuple(tags)


@pytest.mark.parametrize(
    ("field", "long"),
    [
        ("received", "2026-11-01T09:12:00+01:00" * 500),
        ("received", "2026-11-01T09:12:00" * 500),
        ("language", "en" * 5_000),
        ("kind", "problem" * 1_000),
        ("topic", "x" * 10_000),
        ("topic", "X" * 10_000),
        ("tags", f"[{'Tag ' * 2_000}]"),
        ("moderation", f"{{decision: published, by: {'b' * 10_000}, at: 2026-11-01T15:40:00Z}}"),
        ("moderation", f"{{decision: published, by: ben, at: {'2026-11-01' * 1_000}}}"),
        ("nonce", "*" + "n" * 10_000),
        ("nonce", "&" + "n" * 10_000),
        ("nonce", "!" + "n" * 10_000),
        ("nonce", "!" + "n" * 10_000 + "!x y"),
        ("n" * 10_000, "x"),
    ],
)
def test_no_message_repeats_a_long_value_whole(field: str, long: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(**{field: long}))
    found = folder.load().diagnostics
    assert found
    assert max(len(each.message) for each in found) < 250
    assert max(len(each.mend) for each in found) < 300
