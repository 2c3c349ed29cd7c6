"""What is not published is in no file of the site, in whatever form it could be written there.

One folder holds a thread for every decision, about its comment or about its follow-up. Every
text in it carries a mark of its own, at the beginning and at the end. A mark is a word that
HTML, JSON, URLs and XML leave as it is; for base64 and hex its other forms are looked for.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from samples import (
    PNG,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    title,
    write,
    write_sample,
)
from site_build.building import build_site

OPENING = {"title", "from", "body", "tag", "picture", "picture name", "picture text", "document"}
FOLLOW_UP = {"follow-up", "follow-up from", "follow-up document"}
REPLIES = {"reply", "reply to follow-up"}
FACTS = {"facts", "follow-up facts"}
HIDDEN = {"source", "source address", "document that nobody shows"}
PLACES = sorted(OPENING | FOLLOW_UP | REPLIES | FACTS | HIDDEN)

MODERATOR = "kranich9999"


@dataclass(frozen=True)
class Case:
    """A decision about the comment and one about the follow-up, and what the public sees."""

    comment: str
    follow_up: str
    shown: frozenset[str]

    def __str__(self):
        return f"{self.comment}-{self.follow_up}"


EVERYTHING = frozenset(OPENING | FOLLOW_UP | REPLIES)
NOTHING: frozenset[str] = frozenset()
CASES = [
    Case("published", "published", EVERYTHING),
    Case("pending", "published", NOTHING),
    Case("withheld", "published", frozenset({"facts"})),
    Case("withdrawn", "published", EVERYTHING - OPENING),
    Case("erased", "published", EVERYTHING - OPENING),
    Case("published", "pending", EVERYTHING - FOLLOW_UP - {"reply to follow-up"}),
    Case(
        "published",
        "withheld",
        EVERYTHING - FOLLOW_UP - {"reply to follow-up"} | {"follow-up facts"},
    ),
    Case("published", "withdrawn", EVERYTHING - FOLLOW_UP),
    Case("published", "erased", EVERYTHING - FOLLOW_UP),
]
# An erased message that still has its text is an error and left out, with all that needs it.
SHOWN_IF_CHECKED = {
    "erased-published": NOTHING,
    "published-erased": EVERYTHING - FOLLOW_UP - {"reply to follow-up"},
}


def mark(case: Case, place: str) -> str:
    """The word that stands in that *place* of the thread of *case* and nowhere else."""
    return f"kranich{CASES.index(case):02}{PLACES.index(place):02}"


def nonce(case: Case, place: str) -> str:
    """The nonce of the message of *case* whose words stand in that *place*."""
    return f"c0ffee{CASES.index(case):02}{PLACES.index(place):02}".ljust(32, "0")


def text(case: Case, place: str) -> str:
    """A text with signs that every escape writes in its own way."""
    word = mark(case, place)
    return f'{word} "Zwölf" & <Kraniche>, don\'t 10% {word}'


def write_case(root, case: Case) -> None:
    number = CASES.index(case)
    folder = f"threads/2026/case-{number}"
    thread = f"case00000{number}"

    def quoted(place):
        return "'" + text(case, place).replace("'", "''") + "'"

    def moderated(decision, facts):
        if decision == "pending":
            return {"moderation": "{decision: pending}"}
        rest = ""
        if decision == "withheld":
            rest = f", reason: insult, prompted_by: notice, facts: {quoted(facts)}"
        decided = f"{{decision: {decision}, by: mod, at: 2026-11-20T10:00:00+01:00{rest}}}"
        times = "requested: 2026-11-21T10:00:00+01:00, upheld: 2026-11-22T10:00:00+01:00"
        return {
            "moderation": decided,
            "history": "[{decision: published, by: mod, at: 2026-11-06T10:00:00+01:00}]",
            "appeal": f"{{{times}, by: mod}}",
        }

    picture = f"{mark(case, 'picture name')}.png"
    document, later, hidden = (
        f"document-{mark(case, place)}.txt"
        for place in ("document", "follow-up document", "document that nobody shows")
    )
    source = (
        f"{{system: x, id: {quoted('source')}, url: 'https://{mark(case, 'source address')}/'}}"
    )
    body = f"{text(case, 'body')}\n\n![{text(case, 'picture text')}](assets/{picture})\n"
    body += f"[x](assets/{document})\n"
    follow_up = f"{text(case, 'follow-up')} [x](assets/{later})\n"
    opening_nonce, later_nonce = nonce(case, "body"), nonce(case, "follow-up")
    files: dict[str, str | bytes] = {
        "comment.md": comment_text(
            id=thread,
            title=quoted("title"),
            from_=quoted("from"),
            tags=f"[{mark(case, 'tag')}]",
            nonce=opening_nonce,
            source=source,
            **moderated(case.comment, "facts"),
            body=body,
        ),
        "2026-11-05-customer.md": follow_up_text(
            thread=thread,
            from_=quoted("follow-up from"),
            nonce=later_nonce,
            source=source,
            **moderated(case.follow_up, "follow-up facts"),
            body=follow_up,
        ),
        "2026-11-03-anna.md": reply_text(
            thread=thread,
            question=question(opening_nonce, body),
            title=title(opening_nonce, text(case, "title")),
            body=text(case, "reply") + "\n",
        ),
        "2026-11-06-anna.md": reply_text(
            thread=thread,
            date="2026-11-06T10:00:00+01:00",
            answers="2026-11-05-customer",
            question=question(later_nonce, follow_up),
            title=title(later_nonce, text(case, "title")),
            body=text(case, "reply to follow-up") + "\n",
        ),
        f"assets/{picture}": PNG + text(case, "picture").encode(),
        f"assets/{document}": text(case, "document"),
        f"assets/{later}": text(case, "follow-up document"),
        f"assets/{hidden}": text(case, "document that nobody shows"),
    }
    for name, content in files.items():
        write(root, f"{folder}/{name}", content)


def build(root, settings):
    feedback = root / "feedback"
    write_sample(feedback)
    write(feedback, "people/mod.md", person_text(name=MODERATOR, role="Editor", handles=None))
    for case in CASES:
        write_case(feedback, case)
    built = build_site(root, feedback, settings=settings)
    assert built.code == 0
    return built


@pytest.fixture(scope="module")
def lenient(tmp_path_factory):
    """A site that forbids nothing: all that the files hold gets as far as it can."""
    off = dict.fromkeys(["erased-remains", "answers-unpublished"], "off")
    return build(tmp_path_factory.mktemp("lenient"), {"checks": off})


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return build(tmp_path_factory.mktemp("usual"), {})


def places(built, case: Case) -> set[str]:
    """The places of *case* of which something is in any file, or in a file's name."""
    return {place for place in PLACES if found(built.files, mark(case, place))}


def found(files: Mapping[str, bytes], word: str) -> list[str]:
    """The files that hold *word*, in capitals as well, or its base64 or hex."""
    raw = word.encode()
    # The characters of base64 that depend on the word alone, for each place in a triple.
    encoded = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return [
        path
        for path, data in map(_unpacked, files.items())
        if any(form in data for form in encoded)
        or any(form in data.lower() for form in (raw, raw.hex().encode()))
    ]


def _unpacked(file: tuple[str, bytes]) -> tuple[str, bytes]:
    path, data = file
    return path, path.encode() + (gzip.decompress(data) if path.endswith(".gz") else data)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_site_shows_of_a_thread_what_is_published(case, lenient):
    assert places(lenient, case) == case.shown


@pytest.mark.parametrize("case", CASES, ids=str)
def test_checked_site_shows_no_more(case, usual):
    assert places(usual, case) == SHOWN_IF_CHECKED.get(str(case), case.shown)


@pytest.mark.parametrize("place", ["body", "follow-up"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_nonce_is_shown_with_the_words_and_never_without(case, place, lenient):
    files = found(lenient.files, nonce(case, place))
    assert bool(files) == (place in case.shown)
    # The page that explains checking has the lines for the latest answers.
    folder = f"threads/2026/case-{CASES.index(case)}/"
    assert [path for path in files if not path.startswith((folder, "verify/"))] == []


def test_moderator_is_named_among_the_people_only(lenient):
    named = found(lenient.files, MODERATOR)
    assert "people/mod/index.html" in named
    assert [path for path in named if not path.startswith("people/")] == []


@pytest.mark.parametrize("shift", range(3))
def test_word_is_found_in_every_form(shift):
    before = b"." * shift
    files = {
        "plain": before + b"kranich9898",
        "capitals": b"KRANICH9898",
        "base64": base64.b64encode(before + b"kranich9898 and more"),
        "hex": b"kranich9898".hex().encode(),
        "packed.gz": gzip.compress(b"kranich9898"),
        "name/kranich9898": b"",
        "other": b"kranich 9898",
    }
    assert found(files, "kranich9898") == [*files][:-1]


def test_what_is_pending_is_a_number_and_nothing_else(lenient):
    """The threads and messages that nobody has decided about are counted, and not found."""
    pending = [case for case in CASES if case.comment == "pending"]
    assert pending
    for case in pending:
        number = CASES.index(case)
        assert found(lenient.files, f"case00000{number}") == []
        assert not any(f"case-{number}/" in path for path in lenient.files)
    data = json.loads(lenient.files["transparency/transparency.json"])
    # One of each case and the follow-up of it, and the comment of the sample.
    assert data["all"]["received"] == 2 * len(CASES) + 1
    assert data["all"]["waiting"] == {"fewer_than": 5}
