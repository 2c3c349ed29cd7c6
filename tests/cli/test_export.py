from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import oracles
from answerable.cli import main
from samples import (
    COMMENT,
    COMMENT_BODY,
    FOLLOW_UP,
    NONCE,
    PNG,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    write,
    write_sample,
)
from signed_feedback import SignedFeedback
from site_build.test_leaks import (
    CASES,
    MODERATOR,
    Case,
    found,
    mark,
    nonce,
    write_case,
)
from ssh_programs import needs_ssh_keygen

WORDS = {"body", "follow-up", "title", "from", "follow-up from", "reply", "reply to follow-up"}
FORMS = ("json", "csv", "md")


def export(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def exported(form: str, folder: Path, *more: str) -> dict[str, bytes]:
    """The files that an export in *form* makes in *folder*."""
    folder.mkdir()
    result = export(form, "--out", str(folder / "out"), *more)
    assert result.exit_code == 0, result.output
    return contents(folder)


def test_the_json_fits_its_schema_and_holds_what_the_files_say(desk):
    result = export("json")

    assert result.exit_code == 0
    assert result.stderr == "1 thread exported\n"
    value = oracles.api(result.stdout.encode(), "export.schema.json")
    (thread,) = value["threads"]
    question, answer = thread["messages"]
    assert question["markdown"] == COMMENT_BODY
    assert question["nonce"] == NONCE
    assert answer["file"].encode() == (desk / "feedback" / REPLY).read_bytes()
    assert answer["person"] == "anna"


def test_addresses_are_those_of_the_site(desk):
    write(desk, "mkdocs.yml", "site_url: https://a.example/b\nplugins: [answerable]\n")

    (thread,) = json.loads(export("json").stdout)["threads"]

    assert thread["url"] == f"https://a.example/b/{THREAD}/"


def test_the_schema_is_given_out(desk):
    schema = json.loads(export("schema").stdout)

    assert schema == oracles.published_schema("export.schema.json")


def test_the_table_has_a_row_for_each_message(desk):
    rows = list(csv.DictReader(StringIO(export("csv").stdout, newline="")))

    assert [row["type"] for row in rows] == ["comment", "reply"]
    assert rows[0]["text"] == COMMENT_BODY


def test_threads_are_in_the_order_of_receipt(desk):
    earlier = comment_text(id="a" * 10, received="2026-10-01T08:00:00+01:00")
    write(desk / "feedback", "threads/2026/zebra/comment.md", earlier)

    ids = [thread["id"] for thread in json.loads(export("json").stdout)["threads"]]

    assert ids[0] == "a" * 10


def test_the_folder_is_a_feedback_folder_again_with_the_policy_and_who_decided(desk, tmp_path):
    body = "See ![the hinge](assets/hinge.png)\n"
    write(desk / "feedback", f"{THREAD}/assets/hinge.png", PNG)
    write(desk / "feedback", FOLLOW_UP, follow_up_text(body=body))
    withheld = "{decision: withheld, by: ben, at: 2026-11-21T09:00:00+01:00, reason: insult}"
    again = FOLLOW_UP.replace("-05-", "-06-")
    received = "2026-11-06T08:00:00+01:00"
    stub = follow_up_text(
        received=received, moderation=withheld, from_=None, nonce=None, resolved=None, body=""
    )
    write(desk / "feedback", again, stub)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    before = export("json").stdout

    copy = tmp_path / "copy"
    assert export("md", "--out", str(copy), "--by", "ben").exit_code == 0
    (copy / "README.md").unlink()
    shutil.copy(desk / "feedback/policy.yml", copy)

    checked = CliRunner().invoke(main, ["check", "--feedback", str(copy)])
    assert checked.exit_code == 0, checked.output
    shutil.rmtree(desk / "feedback")
    copy.rename(desk / "feedback")
    assert json.loads(export("json").stdout) == json.loads(before)


@needs_ssh_keygen
def test_signatures_in_the_folder_are_still_good(desk, tmp_path):
    shutil.rmtree(desk / "feedback")
    write(desk, "mkdocs.yml", "plugins: [answerable: {checks: {image-outside: warning}}]\n")
    SignedFeedback(desk / "feedback", tmp_path / "keys").write()
    copy = tmp_path / "copy"

    assert export("md", "--out", str(copy), "--by", "ben").exit_code == 0
    shutil.copy(desk / "feedback/policy.yml", copy)

    originals, copies = contents(desk / "feedback"), contents(copy)
    signatures = [name for name in originals if name.endswith(".sig")]
    assert signatures
    for name in signatures:
        assert copies[name] == originals[name]
        assert copies[name.removesuffix(".sig")] == originals[name.removesuffix(".sig")]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_overwritten_unasked(desk, tmp_path, form):
    target = tmp_path / "out"
    assert export(form, "--out", str(target)).exit_code == 0
    write(desk / "feedback", REPLY, reply_text(body="Another answer.\n"))
    before = target.read_bytes() if target.is_file() else contents(target)

    refused = export(form, "--out", str(target))

    assert refused.exit_code == 2
    assert "is there already" in refused.stderr
    assert (target.read_bytes() if target.is_file() else contents(target)) == before
    assert export(form, "--out", str(target), "--force").exit_code == 0
    assert (target.read_bytes() if target.is_file() else contents(target)) != before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_force_never_replaces_somebodys_own_folder(desk, tmp_path):
    own = tmp_path / "own"
    write(own, "README.md", "# Mine\n")
    write(own, "thesis.md", "years of work")

    result = export("md", "--out", str(own), "--force")

    assert result.exit_code == 2
    assert "no earlier export" in result.stderr
    assert sorted(contents(own)) == ["README.md", "thesis.md"]


@pytest.mark.parametrize("form", FORMS)
def test_with_errors_nothing_is_written(desk, tmp_path, form):
    text = comment_text(id="a" * 10, kind="problm")
    write(desk / "feedback", "threads/2026/zebra/comment.md", text)
    target = tmp_path / "out"

    result = export(form, "--out", str(target))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 error in 1 file" in result.stderr
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["md"], "say --out FOLDER"),
        (["json", "--by", "ben"], "--by belongs to md"),
        (["md", "--out", "x", "--by", "bem"], "did you mean 'ben'?"),
        (["xml"], "'xml' is not one of"),
    ],
)
def test_a_wrong_call_is_told(desk, arguments, reason):
    result = export(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


@pytest.fixture(scope="module")
def leaking(tmp_path_factory) -> dict[str, bytes]:
    """All exports of a folder with a thread for every decision, each text with its mark.

    Its checks forbid nothing: all that the files hold gets as far as it can.
    """
    desk = tmp_path_factory.mktemp("leaking")
    write_sample(desk / "feedback")
    write(desk / "feedback", "people/mod.md", person_text(name=MODERATOR, handles=None))
    off = "{checks: {erased-remains: 'off', answers-unpublished: 'off'}}"
    write(desk, "mkdocs.yml", f"plugins: [answerable: {off}]\n")
    for case in CASES:
        write_case(desk / "feedback", case)
    files: dict[str, bytes] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk)
        for form in FORMS:
            made = exported(form, desk / form)
            files.update({f"{form}/{name}": data for name, data in made.items()})
    return files


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_export_holds_of_a_thread_what_the_site_shows(case: Case, leaking):
    for form in FORMS:
        part = {name: data for name, data in leaking.items() if name.startswith(form)}
        for place in sorted(WORDS | {"source", "source address", "picture", "document"}):
            there = bool(found(part, mark(case, place)))
            assert not there or place in case.shown, (form, place)
            if place in WORDS:
                assert there == (place in case.shown), (form, place)
        for place in ("body", "follow-up"):
            assert not found(part, nonce(case, place)) or place in case.shown


def test_an_export_never_says_who_decided(leaking):
    named = found(leaking, MODERATOR)

    assert sorted(named) == ["json/out", "md/out/people/mod.md"]
    assert leaking["json/out"].count(MODERATOR.encode()) == 1
    assert [name for name, data in leaking.items() if b"by: mod" in data] == []


def test_the_comment_file_is_gone_with_the_thread_that_is_pending(desk, tmp_path):
    (desk / "feedback" / REPLY).unlink()
    write(desk / "feedback", COMMENT, comment_text(moderation="{decision: pending}"))

    made = exported("md", tmp_path / "x")

    assert [name for name in made if "threads/" in name] == []


@pytest.mark.parametrize("form", [*FORMS, "schema"])
def test_a_folder_that_is_not_there_is_not_made_on_the_way(desk, form):
    result = export(form, "--out", "missing/out")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no folder missing, so nothing is written: make it first" in result.stderr
    assert not Path("missing").exists()
