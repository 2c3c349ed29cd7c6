"""A built site is verified from its published files alone, and every planted change is seen."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.verification.site import verify_site
from answerable.verification.verdict import Verified
from samples import NOW
from signed_feedback import (
    EARLY,
    ERASED_REPLY,
    ERASED_THREAD,
    OTHER_REPLY,
    REPLY,
    SECOND,
    THREAD,
    UNSIGNED,
    SignedFeedback,
)
from site_build.building import BuiltSite, build_site
from site_build.plants import (
    ALLOWED,
    DATA,
    PLANTS,
    REVOKED,
    SIGNED_TEXT,
    edit,
    text_of,
)
from ssh_programs import needs_ssh_keygen, public_line

pytestmark = needs_ssh_keygen

SETTINGS = {"checks": {"image-outside": "warning"}}
ALL_IN_ORDER = {
    REPLY: "valid",
    SECOND: "valid",
    OTHER_REPLY: "valid",
    EARLY: "retired",
    ERASED_REPLY: "valid",
    UNSIGNED: "unsigned",
}
MINIFY = """
from pathlib import Path

from html5lib import parse
from html5lib.serializer import HTMLSerializer
from html5lib.treewalkers import getTreeWalker

SMALLER = HTMLSerializer(
    omit_optional_tags=True,
    strip_whitespace=True,
    quote_attr_values="spec",
    alphabetical_attributes=True,
    minimize_boolean_attributes=True,
)


def on_post_build(config):
    for page in Path(config.site_dir).rglob("*.html"):
        if "ans-" in page.read_text("utf-8"):
            tree = parse(page.read_text("utf-8"), namespaceHTMLElements=False)
            page.write_text(SMALLER.render(getTreeWalker("etree")(tree)), "utf-8")
"""


@dataclass(frozen=True)
class Sites:
    feedback: SignedFeedback
    folder: Path
    english: BuiltSite


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> Sites:
    folder = tmp_path_factory.mktemp("verified")
    feedback = SignedFeedback(folder / "feedback", folder / "keys")
    feedback.write()
    return Sites(feedback, folder, build(feedback, folder / "english"))


def build(feedback: SignedFeedback, folder: Path, **how: object) -> BuiltSite:
    built = build_site(folder, feedback.root, settings=SETTINGS, **how)  # type: ignore[arg-type]
    assert built.code == 0, built.log
    assert "error[" not in built.log
    return built


def verified(site: Path) -> Verified:
    return verify_site(site, now=NOW, shown_as="site")


def states(found: Verified) -> dict[str, str]:
    return {one.file.removeprefix("site/"): one.state for one in found.verdicts}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"language": "de"},
        {"config": {"use_directory_urls": False}},
        {"config": {"hooks": ["minify.py"]}},
        {"language": "fr", "config": {"use_directory_urls": False, "hooks": ["minify.py"]}},
    ],
    ids=["english", "german", "flat", "minified", "flat and minified, in a language without words"],
)
def test_a_site_that_nobody_touched_is_in_order(sites, tmp_path, how):
    (tmp_path / "minify.py").write_text(MINIFY)
    site = build(sites.feedback, tmp_path, **how).root if how else sites.english.root
    found = verified(site)
    assert states(found) == ALL_IN_ORDER, [one.notes for one in found.verdicts]
    assert found.problems == ()


@pytest.fixture
def site(sites, tmp_path, monkeypatch) -> Path:
    """A copy of the site without what belongs to the theme; the current folder is above it."""
    source: Path = sites.english.root
    for name in (".well-known", "api", "people", "threads"):
        shutil.copytree(source / name, tmp_path / "site" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return Path(tmp_path / "site")


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_change_is_found(site, sites, name):
    change, reply, state = PLANTS[name]
    change(site, sites.feedback)
    found = verified(site)
    verdicts = {one.file.removeprefix("site/"): one for one in found.verdicts}
    assert verdicts[reply].state == state, verdicts[reply]


def test_an_answer_that_is_only_in_the_data_is_found(site):
    shutil.rmtree(site / THREAD)
    found = verified(site)
    assert {one.file for one in found.verdicts if one.thread == "k7q2m9x4tb"} == {f"site/{DATA}"}
    assert {one.state for one in found.verdicts if one.file == f"site/{DATA}"} == {"not-shown"}


def test_only_what_was_changed_is_found(site):
    edit(site / REPLY, SIGNED_TEXT, "The supplier mooed")
    assert states(verified(site)) == {**ALL_IN_ORDER, REPLY: "altered"}


def test_a_line_of_the_keys_that_cannot_be_read_is_told_and_fails(site):
    with (site / ALLOWED).open("a") as keys:
        keys.write("carol nonsense\n")
    result = run("site")
    assert result.exit_code == 1
    assert f"site/{ALLOWED}:4: " in result.stderr


@pytest.mark.parametrize(("when", "words"), [("2026-11-10", "before"), ("2026-11-01", "after")])
def test_of_a_revoked_key_it_is_told_whether_the_answer_is_older(site, sites, when, words):
    line = f"{public_line(sites.feedback.keys['anna'])} anna revoked {when}T00:00:00Z\n"
    (site / REVOKED).write_text(line)
    (verdict,) = (one for one in verified(site).verdicts if one.file == f"site/{REPLY}")
    assert verdict.notes[0] == f"dated {words} the key was revoked, on {when}"


def test_of_an_erased_question_it_is_told_that_nothing_was_compared(site):
    (verdict,) = (one for one in verified(site).verdicts if one.file == f"site/{ERASED_REPLY}")
    assert verdict.notes == ("the question is erased: there is nothing to compare",)


def test_a_question_that_is_called_erased_must_not_be_shown(site):
    path = site / "api/threads/er4sedthrd.json"
    page = site / ERASED_THREAD / "index.html"
    edit(page, "ans-message--stub", "ans-message--comment")
    assert json.loads(text_of(path))["messages"][0]["type"] == "stub"
    assert states(verified(site))[ERASED_REPLY] == "page-differs"


def test_nothing_outside_of_the_folder_is_read(site, tmp_path):
    (site / THREAD).rename(tmp_path / "elsewhere")
    (site / THREAD).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    verdicts = verified(site).verdicts
    assert {one.file for one in verdicts if one.thread == "k7q2m9x4tb"} == {f"site/{DATA}"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(site):
    (site / REPLY).unlink()
    os.mkfifo(site / REPLY)
    assert states(verified(site))[REPLY] == "unreadable"


def test_the_command_shows_one_line_for_each_answer_and_a_summary(site):
    result = run("site")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line for line in result.stdout.splitlines() if line and not line.startswith(" ")]
    assert len(lines) == 7
    assert lines[3].startswith(f"not signed: site/{UNSIGNED} (ben, 2026-11-04T10:05")
    summary = "6 answers: 4 valid, 1 valid with a key retired since, 1 not signed"
    assert lines[-1] == summary


def test_an_answer_without_a_signature_fails_where_signatures_are_required(site):
    result = run("site", "--require-signatures", "--failures")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert UNSIGNED in result.stdout


def test_json_holds_every_answer_and_the_summary(site):
    edit(site / REPLY, SIGNED_TEXT, "The supplier mooed")
    result = run("site", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    (answer,) = (one for one in report["answers"] if one["file"] == f"site/{REPLY}")
    assert answer | {"fingerprint": "", "notes": []} == {
        "file": f"site/{REPLY}",
        "thread": "k7q2m9x4tb",
        "signer": "anna",
        "date": "2026-11-03T10:05:00+01:00",
        "state": "altered",
        "fingerprint": "",
        "fails": True,
        "notes": [],
    }
    assert report["summary"] == {
        "answers": 6,
        "failed": 1,
        "states": {"valid": 3, "retired": 1, "unsigned": 1, "altered": 1},
    }
    assert result.stderr.startswith("6 answers: 3 valid")


@pytest.mark.parametrize("part", [THREAD, f"{THREAD}/index.html", REPLY])
def test_a_part_of_a_site_is_verified_alone(site, part):
    edit(site / OTHER_REPLY, "right", "wrong")
    result = run(str(site / part))
    assert result.exit_code == 0, result.stdout
    assert OTHER_REPLY not in result.stdout
    assert REPLY in result.stdout


def test_a_site_in_the_site_is_verified_with_it_by_its_own_keys(site):
    shutil.copytree(site, site / "de")
    edit(site / "de" / ALLOWED, "anna ", "nobody ")
    result = run("site", "--failures")
    assert result.exit_code == 1
    failed = [line for line in result.stdout.splitlines() if line.startswith("signed by another")]
    assert sorted(re.findall(r": (\S+) ", "\n".join(failed))) == [
        f"site/de/{OTHER_REPLY}",
        f"site/de/{REPLY}",
    ]
    assert result.stdout.splitlines()[-1].startswith("12 answers: 6 valid")


def test_of_a_part_the_keys_of_another_site_do_not_matter(site):
    shutil.copytree(site, site / "de")
    (site / "de" / REVOKED).unlink()
    assert run("site").exit_code == 1
    assert run(f"site/{THREAD}").exit_code == 0


def test_without_a_path_the_site_here_is_verified(site, monkeypatch):
    monkeypatch.chdir(site)
    result = run()
    assert result.exit_code == 0
    assert f"valid: ./{REPLY} (anna, " in result.stdout


def test_a_folder_that_is_neither_is_a_wrong_call(tmp_path):
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert "neither a feedback folder" in result.stderr


def test_several_processes_find_the_same(site, monkeypatch):
    edit(site / REPLY, SIGNED_TEXT, "The supplier mooed")
    alone = verified(site)
    monkeypatch.setenv("ANSWERABLE_WORKERS", "2")
    assert verified(site) == alone
