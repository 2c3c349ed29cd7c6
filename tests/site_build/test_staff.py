"""The staff area shows what waits and what is withheld, to those who have the password."""

from __future__ import annotations

import shutil

import pytest
from lxml import html

from answerable.vault.lock1 import Locked, unlock
from answerable.vault.page import is_locked, read_page
from answerable.vault.passwords import Password
from samples import ANNA, comment_text, person_text, reply_text, write, write_sample
from signing import keys, sign
from site_build.building import URL, build_site
from site_build.leaking import (
    BODY,
    FIRST,
    LATER,
    PENDING,
    SECOND,
    SENDER,
    TITLE,
    WITHHELD,
    write_hidden,
)
from software_keys import ed25519

SERVICE = "kettle-umbrella-verandah-31"
BOARD = "lantern-quarry-hedgehog-77"
STAFF = {
    "groups": {"service": "ANSWERABLE_PASSWORD_SERVICE", "board": "ANSWERABLE_PASSWORD_BOARD"},
    "area": "service",
}
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    " {{ 7 * 7 }} </section></main> and so on, and so on, in many words"
)
FOLDER = "threads/2026/answered"
ANSWERED = 30


def write_answered(feedback):
    """Many threads that are answered without a signature; the sample's is no more."""
    write_sample(feedback)
    shutil.rmtree(feedback / "threads")
    for number in range(ANSWERED):
        id_ = f"answered{number:02}"
        write(feedback, f"{FOLDER}-{number}/comment.md", comment_text(id=id_))
        write(feedback, f"{FOLDER}-{number}/2026-11-03-anna.md", reply_text(thread=id_))


def build(root, staff=STAFF, **options):
    if not (root / "feedback").exists():
        write_hidden(root / "feedback")
        open_thread = comment_text(id="open000001", title="Nobody answers the phone")
        write(root / "feedback", "threads/2026/phone/comment.md", open_thread)
        hostile = comment_text(
            id="pending666",
            title="'<script>alert(2)</script> in a title'",
            moderation="{decision: pending}",
            body=f"{HOSTILE}\n\nCall me: 0171 2345678, at any time.\n",
        )
        write(root / "feedback", "threads/2026/hostile/comment.md", hostile)
        broken = comment_text(id="broken0001", topic="nothing", moderation="{decision: pending}")
        write(root / "feedback", "threads/2026/broken/comment.md", broken)
    settings = {"staff": staff, **options.pop("settings", {})}
    return build_site(root, root / "feedback", settings=settings, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        _set(patch)
        site = build(tmp_path_factory.mktemp("staff"))
    assert site.code == 0, site.log
    return site


@pytest.fixture
def passwords(monkeypatch):
    _set(monkeypatch)


def _set(patch):
    patch.setenv("ANSWERABLE_PASSWORD_SERVICE", SERVICE)
    patch.setenv("ANSWERABLE_PASSWORD_BOARD", BOARD)


def opened(site, path="staff/index.html", password=SERVICE):
    locked = read_page(site.text(path))
    assert isinstance(locked, Locked)
    return unlock(locked, site_url=URL, page_path=path, password=Password(password))


@pytest.fixture(scope="module")
def page(built):
    return html.fromstring(opened(built))


def part(page, name):
    """The text from one heading to the next."""
    (heading,) = page.xpath(f'//h2[@id="{name}"]')
    elements = []
    for element in heading.itersiblings():
        if element.tag == "h2":
            break
        elements.append(" ".join(element.text_content().split()))
    return f"{heading.text_content()} {' '.join(elements)}"


def test_staff_area_is_encrypted_for_its_group(built):
    assert is_locked(built.text("staff/index.html"))
    with pytest.raises(Exception, match="password is wrong"):
        opened(built, password=BOARD)


def test_pending_messages_are_shown_with_their_words(page):
    waiting = part(page, "pending")
    for words in (TITLE, SENDER, SECOND, "<fünf> Türen", LATER):
        assert words in waiting


def test_each_decision_has_its_command(page):
    commands = part(page, "pending")
    assert "answerable moderate 2026/schluessel publish --by PERSON" in commands
    assert "withhold --reason insult|privacy --by PERSON" in commands
    follow_up = '"2026/spare-parts-take-six-weeks#2026-11-05-customer"'
    assert f"answerable moderate {follow_up} withdraw --by PERSON" in commands


def test_what_the_checks_say_stands_beside_the_message(page):
    (message,) = page.xpath('//section[@id="pending666-comment"]')
    assert "personal-phone" in message.text_content()


def test_picture_of_a_pending_message_is_in_the_page(page, built):
    (source,) = page.xpath('//section[@id="pending001-comment"]//img/@src')
    assert source.startswith("data:image/png;base64,")
    assert not [path for path in built.files if "schnee" in path]


def test_hostile_words_are_text(page):
    assert page.xpath("//section//script") == []
    assert page.xpath("//section//*[@onerror]") == []
    assert not [link for link in page.xpath("//section//a/@href") if "javascript:" in link]
    assert "in a title" in part(page, "pending")
    assert "{{ 7 * 7 }}" in part(page, "pending")


def test_withheld_message_is_shown_with_its_rule(page):
    withheld = part(page, "withheld")
    assert WITHHELD in withheld
    assert "Insults" in withheld
    assert WITHHELD not in part(page, "pending")


def test_overdue_thread_is_named(page):
    assert "Nobody answers the phone" in part(page, "overdue")
    (link,) = page.xpath('//h2[@id="overdue"]/following-sibling::ul[1]//a/@href')
    assert link == "../threads/2026/phone/"


def test_answer_without_signature_is_named(page):
    assert "Spare parts take six weeks" in part(page, "answers")


def test_file_that_is_left_out_is_named_with_its_error(page):
    assert "threads/2026/broken/comment.md" in part(page, "errors")
    assert "unknown-topic" in part(page, "errors")


def test_nothing_public_knows_the_area(built):
    for path, data in built.files.items():
        if path != "staff/index.html":
            assert b"staff/" not in data.replace(b"staff/area", b""), path


def test_nothing_public_holds_the_words(built):
    for words in (TITLE, SENDER, SECOND, LATER, WITHHELD):
        assert [path for path, data in built.files.items() if words.encode() in data] == []


def test_nothing_that_stays_holds_words_or_passwords(built):
    kept = [path for path in built.root.parent.joinpath(".cache").rglob("*") if path.is_file()]
    data = b"\n".join(path.read_bytes() for path in kept)
    for words in (SERVICE, BOARD, TITLE, SENDER, SECOND, LATER, WITHHELD):
        assert words.encode() not in data


def test_area_keeps_search_engines_out(built):
    page = html.fromstring(built.text("staff/index.html"))
    (robots,) = page.xpath('//meta[@name="robots"]/@content')
    assert "noindex" in robots


def test_second_build_shows_what_changed(tmp_path, passwords):
    assert SECOND in opened(build(tmp_path))
    path = f"{PENDING}/comment.md"
    text = (tmp_path / "feedback" / path).read_text(encoding="utf-8")
    published = "{decision: published, by: ben, at: 2026-11-20T10:00:00+01:00}"
    write(tmp_path / "feedback", path, text.replace("{decision: pending}", published))
    again = build(tmp_path)
    assert again.code == 0, again.log
    assert SECOND not in opened(again)
    assert SECOND in again.text("threads/2026/schluessel/index.html")


def test_staff_area_reads_no_words_of_threads_that_did_not_change(tmp_path, passwords):
    count = """
from pathlib import Path
from answerable.build.threads import ThreadMaker

rendered = ThreadMaker.rendered

def counted(self, summary):
    with Path(__file__).with_name("read").open("a") as file:
        file.write(summary.url + chr(10))
    return rendered(self, summary)

ThreadMaker.rendered = counted
"""
    read = {}
    for name, staff in (("without", {}), ("with", STAFF)):
        root = tmp_path / name
        write_answered(root / "feedback")
        write(root, "hook.py", count)
        for _ in range(2):
            write(root, "read", "")
            built = build(root, staff, config={"hooks": ["hook.py"]})
            assert built.code == 0, built.log
        read[name] = (root / "read").read_text().split()
    named = part(html.fromstring(opened(built)), "answers")
    assert f"proves nothing ({ANSWERED})" in named
    # The lists of the newest show a few.
    assert read["with"] == read["without"]
    assert len(read["with"]) < ANSWERED


def test_answers_are_named_as_in_a_clean_build_when_their_signatures_change(tmp_path, passwords):
    feedback = tmp_path / "one" / "feedback"
    write_answered(feedback)
    write(feedback, ANNA, person_text(keys=keys(ed25519("anna"))))
    before = opened(build(tmp_path / "one"))
    sign(feedback, ed25519("anna"), f"{FOLDER}-3/2026-11-03-anna.md")
    again = opened(build(tmp_path / "one"))
    shutil.copytree(feedback, tmp_path / "other" / "feedback")
    assert again == opened(build(tmp_path / "other"))
    for page, number in ((before, ANSWERED), (again, ANSWERED - 1)):
        assert f"proves nothing ({number})" in part(html.fromstring(page), "answers")


def test_area_speaks_german_and_lies_where_it_is_told(tmp_path, passwords):
    staff = {**STAFF, "address": "intern/", "area": ["service", "board"]}
    site = build(tmp_path, staff, language="de", config={"use_directory_urls": False})
    assert site.code == 0, site.log
    text = opened(site, "intern/index.html", BOARD)
    assert "Überfällig" in text
    assert FIRST.split("<")[0].split('"')[0] in text
    assert BODY not in text


def test_without_groups_there_is_no_staff_area(tmp_path):
    site = build(tmp_path, {})
    assert site.code == 0, site.log
    assert not site.has("staff/index.html")
    assert not site.has("assets/answerable/lock.js")


def test_page_of_the_site_in_its_place_is_an_error(tmp_path, passwords):
    site = build(tmp_path, docs={"staff/index.md": "# Our staff\n"})
    assert site.code == 1
    assert "docs/staff/index.md and the feedback both make 'staff/index.html'" in site.log
