"""Real letters, tables and issues, and any text at all as one of them."""

from __future__ import annotations

import csv
import json
import mailbox
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from real_exports import APACHE, DATAGRAM, FORUM, GITHUB, MIKEL, needs_exports

IMPORTS = [
    pytest.param("mail", APACHE, ("--by", "anna"), id="apache"),
    pytest.param("mail", APACHE / "httpd-users-2020-07.mbox", (), id="httpd-pending"),
    pytest.param("mail", MIKEL, ("--by", "anna", "--attachments"), id="mikel"),
    pytest.param("github", DATAGRAM, ("--staff", "tfpauly=anna"), id="datagram"),
    pytest.param("github", GITHUB, (), id="github", marks=pytest.mark.slow),
    pytest.param("csv", FORUM, ("--by", "anna"), id="forum", marks=pytest.mark.slow),
]


def items_of(form: str, path: Path) -> int:
    """How many messages an export holds, counted without the importers."""
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in csv.DictReader(file))
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    if form == "github":
        archives = [json.loads(file.read_bytes()) for file in files if file.suffix == ".json"]
        entries = [each for one in archives for each in (*one["issues"], *one["pulls"])]
        return len(entries) + sum(len(each["comments"]) for each in entries)
    boxes = [file for file in files if file.suffix == ".mbox"]
    # A file without letters is an item too.
    return len(files) - len(boxes) + sum(max(len(mailbox.mbox(file)), 1) for file in boxes)


@needs_exports
@pytest.mark.parametrize(("form", "path", "options"), IMPORTS)
def test_a_real_export_comes_in_whole_passes_the_checks_and_changes_nothing_again(
    site, form, path, options, tmp_path
):
    # mailbox.mbox wants to write.
    copy = tmp_path / path.name
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        shutil.copy(path, copy)

    first = site.report(form, *options, path=copy)
    before = site.files()
    second = site.report(form, *options, path=copy)

    assert first["read"] == items_of(form, copy)
    assert sum(first["new"].values()) > 0.3 * first["read"]
    assert sum(second["new"].values()) == 0
    assert second["already_there"] == sum(first["new"].values())
    assert second["left_out"] == first["left_out"]
    assert site.files() == before
    site.check()


@needs_exports
def test_a_list_of_a_month_is_its_threads(site):
    report = site.report("mail", path=APACHE / "httpd-users-2020-07.mbox")

    # 69 letters answer another one, and the other one of two lies in another month.
    assert report["new"] == {"threads": 41, "follow_ups": 67, "replies": 0}


@needs_exports
def test_no_address_of_a_real_letter_s_head_is_in_any_file(site):
    site.report("mail", path=APACHE / "httpd-users-2020-07.mbox")
    written = b"".join(site.files().values()).decode()

    senders = {
        letter["From"].rpartition("<")[2].rstrip(">")
        for letter in mailbox.mbox(APACHE / "httpd-users-2020-07.mbox", create=False)
    }

    assert len(senders) > 20
    assert not [sender for sender in senders if sender in written]


any_text = st.text(max_size=300) | st.text(alphabet="ab1 \n\t>-_*#`<&[](:.@/|\\", max_size=120)
repeated = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@repeated
@given(cells=st.lists(st.tuples(any_text, any_text, any_text), min_size=1, max_size=6))
def test_any_text_in_any_cell_leaves_a_folder_that_passes_the_checks(site, cells):
    shutil.rmtree(site.root / "threads", ignore_errors=True)
    with (site.export / "t.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "author", "text", "tags", "date"])
        writer.writerows([*texts, texts[0], "2026-03-01"] for texts in cells)

    report = site.report("csv", "--by", "anna")

    assert report["read"] == len(cells)
    site.check()


@repeated
@given(subject=any_text, name=any_text, body=any_text, html=st.booleans(), raw=st.binary())
def test_any_text_and_any_bytes_as_a_letter_leave_a_folder_that_passes_the_checks(
    site, subject, name, body, html, raw
):
    shutil.rmtree(site.root / "threads", ignore_errors=True)
    letter = EmailMessage()
    letter["Subject"] = " ".join(subject.encode("utf-8", "replace").decode().split())
    letter["From"] = "tom@example.com"
    letter["Date"] = "Sun, 1 Mar 2026 10:00:00 +0100"
    text = body.encode("utf-8", "replace").decode()
    letter.set_content(text, subtype="html" if html else "plain")
    shown = name.encode("utf-8", "replace").replace(b"\n", b" ").replace(b"\r", b" ")
    head = b"From: " + shown + b" <a@example.com>\nDate: Sun, 1 Mar 2026 10:00:00 +0100\n"
    (site.export / "a.eml").write_bytes(letter.as_bytes())
    (site.export / "b.eml").write_bytes(head + b"\n" + raw)
    (site.export / "c.eml").write_bytes(raw)

    report = site.report("mail", "--by", "anna", "--attachments")

    assert report["read"] == 3
    site.check()
