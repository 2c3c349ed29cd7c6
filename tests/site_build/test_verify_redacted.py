"""A question that was redacted after the answer: told as such, and no cover for other changes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from answerable.verification.site import verify_site
from answerable.verification.verdict import Verdict
from samples import COMMENT_BODY, NOW, comment_text, write
from signed_feedback import EARLY, OTHER_REPLY, OTHER_THREAD, SignedFeedback
from site_build.building import build_site
from ssh_programs import needs_ssh_keygen

pytestmark = needs_ssh_keygen

MARK = "[██ name removed by Ben Olsen ██]"
AT = "2026-11-10T08:00:00+01:00"
DATA = "api/threads/hinge00001.json"
PAGES = (f"{OTHER_THREAD}/index.html", f"{OTHER_THREAD}/embed/index.html")
WORDS = f"{OTHER_THREAD}/comment.txt"
EVERYWHERE = (*PAGES, DATA, WORDS)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("redacted")
    feedback = SignedFeedback(folder / "feedback", folder / "keys")
    feedback.write()
    redacted = comment_text(
        id="hinge00001",
        title=f'"Hinges of {MARK}"',
        received="2026-02-01T09:12:00+01:00",
        moderation="{decision: published, by: ben, at: 2026-02-01T15:40:00+01:00}",
        redactions=f"[{{kind: name, by: ben, at: {AT}}}, {{kind: name, by: ben, at: {AT}}}]",
        body=COMMENT_BODY.replace("hinge", f"hinge of {MARK}"),
    )
    write(feedback.root, f"{OTHER_THREAD}/comment.md", redacted)
    site = build_site(folder, feedback.root, settings={"checks": {"image-outside": "warning"}})
    assert site.code == 0, site.log
    assert "error[" not in site.log
    return Path(site.root)


@pytest.fixture
def site(built, tmp_path) -> Path:
    for name in (".well-known", "api", "people", "threads"):
        shutil.copytree(built / name, tmp_path / "site" / name)
    return Path(tmp_path / "site")


def verdicts(site: Path) -> dict[str, Verdict]:
    """What is found of the answers to the redacted question."""
    found = verify_site(site, now=NOW, shown_as="site").verdicts
    return {
        one.file.removeprefix("site/"): one
        for one in found
        if one.file.startswith(f"site/{OTHER_THREAD}/")
    }


def states(site: Path) -> list[str]:
    """The state of the answer of February and of that of November."""
    found = verdicts(site)
    return [found[EARLY].state, found[OTHER_REPLY].state]


def edit(site: Path, paths, old: str, new: str) -> None:
    """Replace *old* wherever it stands in *paths*, escaped as HTML and JSON have it."""
    done = 0
    for path in paths:
        text = (site / path).read_text("utf-8")
        done += old in text
        (site / path).write_text(text.replace(old, new), "utf-8")
    assert done, old


def undeclare(site: Path) -> None:
    data = json.loads((site / DATA).read_text("utf-8"))
    data["messages"][0]["redactions"] = []
    (site / DATA).write_text(json.dumps(data), "utf-8")


def without_notes(site: Path) -> None:
    for page in PAGES:
        text = (site / page).read_text("utf-8")
        text, count = re.subn(
            r'<footer class="ans-message__notes">.*?</footer>', "", text, flags=re.DOTALL
        )
        assert count == 1
        (site / page).write_text(text, "utf-8")


def test_answers_before_it_are_valid_with_a_note(site):
    assert states(site) == ["retired", "valid"]
    for verdict in verdicts(site).values():
        notes = [note for note in verdict.notes if "redacted" in note]
        assert notes == [
            f"the {what} was redacted on 2026-11-10, after the answer: it cannot be compared"
            for what in ("question", "title")
        ]


def test_a_change_that_nobody_declares_is_found(site):
    undeclare(site)
    without_notes(site)
    assert states(site) == ["question-changed", "question-changed"]


def test_an_answer_after_the_redaction_has_no_excuse(site):
    edit(site, (*PAGES, DATA), AT, "2026-02-10T08:00:00+01:00")
    for page in PAGES:
        text = (site / page).read_text("utf-8")
        (site / page).write_text(text.replace("10 Nov 2026", "10 Feb 2026"), "utf-8")
    assert states(site) == ["retired", "question-changed"]


def test_words_without_a_marker_have_no_excuse(site):
    edit(site, EVERYWHERE, f"hinge of {MARK}", "lamp")
    assert states(site) == ["question-changed", "question-changed"]


def test_title_without_a_marker_has_no_excuse(site):
    edit(site, (*PAGES, DATA), f"Hinges of {MARK}", "Lamps")
    assert states(site) == ["title-changed", "title-changed"]


def test_page_that_is_silent_about_it_is_found(site):
    without_notes(site)
    assert states(site) == ["page-differs", "page-differs"]


def test_data_that_are_silent_about_it_have_no_excuse(site):
    undeclare(site)
    assert "question-changed" in states(site)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (": a name.", ": an advertisement."),
        ("redacted-name", "redacted-other"),
        ("redacted-name", "shown-again"),
        (f'datetime="{AT}"', 'datetime="2026-11-11T08:00:00+01:00"'),
        ("10 Nov 2026</time>: a name", "20 Nov 2026</time>: a name"),
        ('<footer class="ans-message__notes">', '<footer class="ans-message__notes">Buy!'),
        (
            '<footer class="ans-message__notes">',
            '<footer class="ans-message__notes"><p>The company lied.</p>',
        ),
    ],
)
def test_note_that_says_something_else_is_found(site, old, new):
    edit(site, PAGES[:1], old, new)
    assert states(site) == ["page-differs", "page-differs"]


def test_title_on_the_page_must_be_that_of_the_data(site):
    text = (site / PAGES[0]).read_text("utf-8")
    changed = re.sub(r"(<h1[^>]*>)Hinges of", r"\1Lamps of", text)
    assert changed != text
    (site / PAGES[0]).write_text(changed, "utf-8")
    assert states(site) == ["page-differs", "page-differs"]
