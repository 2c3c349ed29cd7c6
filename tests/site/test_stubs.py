"""What readers see of moderation: statements of reasons, and notes below messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from html5lib import HTMLParser

import oracles
from answerable.model import (
    PROMPTS,
    REDACTION_KINDS,
    Appeal,
    LocalText,
    Redaction,
    Rule,
    Seal,
)
from answerable.site.context import Page
from answerable.site.language import Language
from publications import (
    BERLIN,
    INSULT,
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
ASKED, ENDED = (datetime.fromisoformat(f"2026-11-{day}T08:00:00+01:00") for day in ("05", "06"))
THREAT = Rule(
    code="threat",
    title=LocalText({"en": "Threats"}),
    text=LocalText({"en": "No threats."}),
    basis="law",
    law=LocalText({"en": "Section 241 of the Criminal Code", "de": "§ 241 StGB"}),
)


def page_of(*messages, language="en", url=PAGE, **policy):
    """The text of a page, with its spaces made one."""
    html = body_of(*messages, language=language, url=url, **policy)
    return " ".join("".join(oracles.html(html).itertext()).split())


def body_of(*messages, language="en", url=PAGE, **policy):
    page = made(*messages, language=language, **policy)[url]
    assert isinstance(page, Page)
    return str(page.body)


def made(*messages, language="en", **policy):
    return files(site(publication(thread(*messages), **policy), language=language))


def withheld(**changes):
    reason = changes.pop("reason", "insult")
    rest = {name: changes.pop(name) for name in ("prompted_by", "facts") if name in changes}
    return comment(
        "Words nobody may read", moderation=decision("withheld", reason=reason, **rest), **changes
    )


def test_statement_says_what_was_decided_and_how_far_it_reaches():
    text = page_of(withheld())
    assert "Since 1 Nov 2026 the message is withheld everywhere on this site." in text
    assert "until it is decided otherwise" in text


@pytest.mark.parametrize("language", ["en", "de"])
def test_statement_tells_each_way_that_led_to_it_in_words_of_its_own(language):
    texts = {page_of(withheld(prompted_by=one), language=language) for one in (*PROMPTS, None)}
    assert len(texts) == len(PROMPTS) + 1


def test_facts_stand_in_the_statement_and_are_escaped():
    body = body_of(withheld(facts='He wrote "<b>you</b>" & more.'))
    assert "&lt;b&gt;you&lt;/b&gt;" in body
    assert "<b>you" not in body


@pytest.mark.parametrize("name", ["withdrawn", "erased", "published"])
def test_facts_of_what_is_not_withheld_are_nowhere(name):
    told = decision(name, facts="wiretap-4711", prompted_by="notice")
    written = made(comment("x", moderation=told), reply(), least=1)
    everything = b"".join(
        str(one.body).encode() if isinstance(one, Page) else one.content for one in written.values()
    )
    assert b"wiretap" not in everything
    assert b"A notice" not in everything


def test_statement_names_the_law_where_the_rule_is_one():
    assert "It is a rule of this company." in page_of(withheld())
    told = page_of(withheld(reason="threat"), rules=[THREAT])
    assert "It is the law: Section 241 of the Criminal Code." in told
    assert "Sie steht im Gesetz: § 241 StGB." in page_of(
        withheld(reason="threat"), rules=[THREAT], language="de"
    )
    bare = replace(THREAT, law=None)
    assert "It is the law." in page_of(withheld(reason="threat"), rules=[bare])


def test_statement_tells_how_to_object_in_the_words_of_the_policy():
    redress = LocalText(
        {"en": "Write to **appeals@example.org**.\n\nWe *answer*.\n\n" + "More words. " * 60}
    )
    text = page_of(withheld(), redress=redress)
    assert "Write to appeals@example.org. We answer. More about objections" in text
    assert 'href="../../../rules/#how_to_object"' in body_of(withheld(), redress=redress)
    rules = page_of(withheld(), redress=redress, url="rules/")
    assert "Write to **appeals@example.org**." in rules


def test_without_a_word_in_the_policy_the_statement_still_tells_how_to_object():
    assert "Write to the company. Give the address of this page" in page_of(withheld())


@pytest.mark.parametrize(
    ("ended", "text"),
    [
        ({}, "Somebody objected on 5 Nov 2026. The company has not decided about that yet."),
        ({"upheld": ENDED, "by": "ben"}, "kept to its decision on 6 Nov 2026."),
        ({"reversed": ENDED, "by": "ben"}, "took its decision back on 6 Nov 2026."),
    ],
)
def test_statement_tells_what_came_of_an_objection(ended, text):
    assert text in page_of(withheld(appeal=Appeal(ASKED, **ended)))


def test_statement_tells_the_earlier_decisions():
    past = (decision("pending", None), decision(at=ASKED), decision("withdrawn", at=ENDED))
    assert "Published on 5 Nov 2026, Withdrawn on 6 Nov 2026" in page_of(withheld(history=past))


@pytest.mark.parametrize("name", ["withdrawn", "erased"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_stub_of_another_kind_says_what_it_means(name, language):
    body = body_of(comment("", moderation=decision(name)), reply(), language=language)
    summary = Language(language, BERLIN).text("What this means")
    assert f"<summary>{summary}</summary>" in body
    assert "how_to_object" not in body


def test_no_moderator_is_named():
    seen = made(
        withheld(appeal=Appeal(ASKED, upheld=ENDED, by="ben"), history=(decision(at=ASKED),))
    )
    thread_page = seen[PAGE]
    assert isinstance(thread_page, Page)
    data = bytes_of(seen["api/threads/thread0001.json"])
    assert "ben" not in thread_page.body.lower()
    assert b"ben" not in data.lower()


@pytest.mark.parametrize("language", ["en", "de"])
def test_note_below_a_message_says_what_was_removed_and_when(language):
    redactions = tuple(Redaction(kind, "ben", ASKED) for kind in REDACTION_KINDS)
    body = body_of(comment(redactions=redactions), language=language)
    notes = list(oracles.html(body).iterfind(".//p[@class='ans-note']"))
    assert [note.get("data-ans-note") for note in notes] == [
        f"redacted-{kind}" for kind in REDACTION_KINDS
    ]
    assert {note.find("time").get("datetime") for note in notes} == {ASKED.isoformat()}
    assert len({"".join(note.itertext()) for note in notes}) == len(REDACTION_KINDS)
    assert "Ben" not in body


def test_each_passage_has_a_note():
    redactions = tuple(Redaction("name", "ben", at) for at in (ASKED, ENDED))
    text = page_of(comment(redactions=redactions))
    assert "removed here on 5 Nov 2026: a name." in text
    assert "removed here on 6 Nov 2026: a name." in text


def test_message_that_is_shown_again_says_so():
    again = comment(appeal=Appeal(ASKED, reversed=ENDED, by="ben"))
    assert "Somebody objected, and since 6 Nov 2026 it is shown again." in page_of(again)
    assert "objected" not in page_of(comment(appeal=Appeal(ASKED, upheld=ENDED, by="ben")))


def test_seal_says_that_the_question_was_redacted_and_gives_no_lines_to_compare_it():
    since = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    signed = reply(seal=Seal("valid", "SHA256:" + "a" * 43, "anna", since), signature=b"x")
    later = replace(signed, redacted_later=True)
    asked = comment(redactions=(Redaction("name", "ben", ASKED),))
    text = page_of(asked, later)
    assert "The question was redacted later, so it can no longer be compared." in text
    assert "ssh-keygen -Y verify" in text
    assert "openssl" not in text
    assert "openssl" in page_of(asked, signed)


@pytest.mark.parametrize(
    ("question", "changes", "state"),
    [
        (comment(), {}, "compared"),
        (comment(), {"redacted_later": True}, "redacted"),
        (comment("", nonce=None, moderation=decision("erased")), {}, "gone"),
        (comment("", moderation=decision("withdrawn")), {"redacted_later": True}, "gone"),
    ],
)
def test_data_say_whether_the_question_can_be_compared(question, changes, state):
    data = bytes_of(made(question, reply(**changes))["api/threads/thread0001.json"])
    answer = oracles.api(data, "thread.schema.json")["messages"][1]
    assert answer["seal"]["question"] == state


def test_data_hold_the_statement_and_the_redactions():
    asked = comment(redactions=(Redaction("name", "ben", ASKED),))
    kept = follow_up(
        "Words nobody may read",
        moderation=decision(
            "withheld", reason="insult", prompted_by="machine", facts="Two names are in it."
        ),
        appeal=Appeal(ASKED, upheld=ENDED, by="ben"),
        history=(decision(at=ASKED),),
    )
    data = oracles.api(
        bytes_of(made(asked, kept)["api/threads/thread0001.json"]), "thread.schema.json"
    )
    opening, stub = data["messages"]
    assert opening["redactions"] == [{"kind": "name", "at": "2026-11-05T08:00:00+01:00"}]
    assert (stub["prompted_by"], stub["facts"]) == ("machine", "Two names are in it.")
    assert stub["appeal"] == {
        "requested": "2026-11-05T08:00:00+01:00",
        "upheld": "2026-11-06T08:00:00+01:00",
        "reversed": None,
    }
    assert stub["history"] == [{"decision": "published", "at": "2026-11-05T08:00:00+01:00"}]
    assert data["changed"] == "2026-11-06T08:00:00+01:00"


def test_rule_leads_to_what_it_kept_back():
    rules = body_of(withheld(), url="rules/")
    assert 'href="../rules/insult/"' in rules
    assert "withheld something in 1 thread" in rules
    assert "not needed so far" in body_of(comment(), url="rules/")
    listed = made(withheld())["rules/insult/"]
    assert isinstance(listed, Page)
    assert PAGE in listed.body


def test_change_of_the_redress_changes_the_key_of_a_withheld_thread_alone():
    told = LocalText({"en": "Write to us."})
    for one, changes in ((withheld(), True), (comment(), False)):
        before, after = (
            site(publication(thread(one), redress=redress)).keys for redress in (None, told)
        )
        assert (before != after) == changes


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}embed/index.html", "rules/", "transparency/"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_with_a_statement_is_sound_html(url, language):
    found = made(
        withheld(prompted_by="notice", facts="One & two.", appeal=Appeal(ASKED)),
        language=language,
    )[url]
    body = str(found.body) if isinstance(found, Page) else found.content.decode()
    strict = HTMLParser(strict=True, namespaceHTMLElements=False)
    html = strict.parse(body if body.startswith("<!doctype") else f"<!doctype html>{body}")
    ids = [element.get("id") for element in html.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert INSULT.title.in_language(language) in body
