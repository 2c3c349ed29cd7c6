"""``answerable keys`` with keys of the real ssh-keygen, in files of people of every kind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from answerable.cli import key_add, main
from samples import ANNA, BEN, REPLY, person_text, reply_text, write, write_sample

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
NOW = "2026-12-01T12:00:00Z"
KINDS = {"laptop": "ed25519", "desk": "ecdsa", "other": "ed25519", "short": "rsa"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with keys of ssh-keygen, one of them a short RSA key."""
    folder = tmp_path_factory.mktemp("keys")
    for name, kind in KINDS.items():
        bits = ["-b", "2048"] if kind == "rsa" else []
        ssh_keygen("-q", "-t", kind, *bits, "-N", "", "-C", f"{name}@host", "-f", folder / name)
    ssh_keygen("-q", "-s", folder / "other", "-I", "anna", "-n", "anna", folder / "laptop.pub")
    return folder


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site whose feedback is in order, and a user without any key."""
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "home" / ".gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return tmp_path


def ssh_keygen(*arguments: object) -> str:
    done = subprocess.run(
        ["ssh-keygen", *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def fingerprint(public: Path) -> str:
    return ssh_keygen("-l", "-f", public).split()[1]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["keys", *map(str, arguments)])


def refused(*arguments: object, code: int = 2) -> str:
    """The words of a call that ends with *code* and leaves every person's file as it was."""
    people = Path("feedback/people")
    before = {file: file.read_bytes() for file in people.iterdir()}
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert {file: file.read_bytes() for file in people.iterdir()} == before
    return result.stderr


def listed(*arguments: object) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = json.loads(run("list", *arguments, "--format", "json").stdout)[
        "keys"
    ]
    return keys


def text_of(path: str = ANNA) -> str:
    return (Path("feedback") / path).read_bytes().decode()


def sign_reply(key: Path, **changes: str | None) -> None:
    file = write(Path("feedback"), REPLY, reply_text(**changes))
    file.with_name(f"{file.name}.sig").unlink(missing_ok=True)
    ssh_keygen("-q", "-Y", "sign", "-n", "answerable", "-f", key, file)


def problems_of_people() -> str:
    result = CliRunner().invoke(main, ["check", "feedback/people"])
    return "" if result.exit_code == 0 else result.stdout


def test_a_public_key_is_added_from_now_on_without_its_comment(site, made):
    result = run("add", "anna", made / "laptop.pub", "--note", "laptop: #1")

    key = " ".join((made / "laptop.pub").read_text().split()[:2])
    entry = f'  - key: {key}\n    since: {NOW}\n    note: "laptop: #1"\n'
    old = person_text()
    assert text_of() == old.replace("---\nAnna", f"keys:\n{entry}---\nAnna")
    assert result.exit_code == 0
    assert entry in result.stdout
    assert fingerprint(made / "laptop.pub") in result.stdout
    assert "open a pull request" in result.stderr
    assert problems_of_people() == ""


@pytest.mark.parametrize(
    ("since", "written"),
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T00:30:00.5+02:00", "2025-12-31T22:30:00Z"),
        ("2027-01-01", "2027-01-01"),
    ],
)
def test_a_key_can_begin_at_another_time(site, made, since, written):
    result = run("add", "anna", made / "laptop.pub", "--since", since)

    assert f"since: {written}\n" in text_of()
    assert ("only from then on" in result.stderr) == since.startswith("2027")


@pytest.mark.parametrize("since", ["tomorrow", "2026-02-30", "2026-01-01T10:00:00", "1066-10-14"])
def test_a_time_that_could_mean_anything_is_a_wrong_call(site, made, since):
    assert since in refused("add", "anna", made / "laptop.pub", "--since", since)


def test_of_a_private_key_the_public_half_is_taken_and_nothing_is_shown(site, made, tmp_path):
    alone = tmp_path / "alone"
    shutil.copy(made / "desk", alone)

    results = [run("add", "anna", made / "laptop"), run("add", "anna", alone)]

    public = (made / "laptop.pub").read_text() + (made / "desk.pub").read_text()
    written = (made / "laptop").read_text() + alone.read_text()
    # The file of a private key holds the public one as well.
    secrets = [line for line in written.splitlines() if len(line) > 20 and line not in public]
    for result in results:
        assert result.exit_code == 0
        assert "is a private key. It stays where it is" in result.stderr
        assert not any(line in result.output + text_of() for line in secrets)
    assert [key["fingerprint"] for key in listed("anna")] == [
        fingerprint(made / "laptop.pub"),
        fingerprint(made / "desk.pub"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nc2VjcmV0\n", "PuTTYgen"),
        ("-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n", "-y -f"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nc2VjcmV0\n---- END\n", "ssh-keygen -i -f"),
        ("c2VjcmV0\n" * 20, "and 15 more"),
        ("", "ssh-keygen -t ed25519"),
        ("ssh-dss AAAAB3NzaC1kc3M= c2VjcmV0\n", "DSA"),
    ],
)
def test_a_file_without_a_usable_key_is_explained_and_not_shown(site, content, reason):
    file = write(site, "some.key", content)

    said = refused("add", "anna", file)

    assert reason in said
    assert "c2VjcmV0" not in said


def test_a_key_that_powershell_wrote_is_read(site, made):
    line = (made / "laptop.pub").read_text()
    file = write(site, "key.pub", line.replace("\n", "\r\n").encode("utf-16"))

    assert run("add", "anna", file).exit_code == 0
    assert listed("anna")[0]["fingerprint"] == fingerprint(made / "laptop.pub")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("short.pub", "2048 bits is too short"), ("laptop-cert.pub", "certificate")],
)
def test_a_key_that_nobody_should_use_is_refused(site, made, name, reason):
    assert reason in refused("add", "anna", made / name)


def test_a_key_belongs_to_one_person(site, made):
    run("add", "ben", made / "laptop.pub")
    # Another error in the file keeps nobody from finding the key in it.
    write(Path("feedback"), BEN, text_of(BEN).replace("role:", "rol:"))

    assert "this is the key of ben" in refused("add", "anna", made / "laptop.pub")
    assert "ben has this key already" in refused("add", "ben", made / "laptop.pub")


def test_a_file_that_cannot_be_read_may_hold_the_same_key_and_that_is_said(site, made):
    write(Path("feedback"), BEN, "---\nname: [\n---\n")

    result = run("add", "anna", made / "laptop.pub")

    assert result.exit_code == 0
    assert "may hold the same key: feedback/people/ben.md:2: " in result.stderr


def test_an_earlier_beginning_of_a_key_that_is_there_is_told_by_file_and_line(site, made):
    run("add", "anna", made / "laptop.pub", "--since", "2026-03-01")
    for since in ("2026-01-01", "2026-01-01T08:00:00Z"):
        said = refused("add", "anna", made / "laptop.pub", "--since", since)

        line = 1 + text_of().split("\n").index("    since: 2026-03-01")
        assert f"write 'since: {since}' in feedback/people/anna.md, line {line}, and" in said
    for since in ("2026-03-01", "2026-05-01"):
        said = refused("add", "anna", made / "laptop.pub", "--since", since)
        assert "Another one is made with" in said


def test_a_key_that_was_revoked_gets_no_earlier_beginning(site, made):
    run("add", "anna", made / "laptop.pub", "--since", "2026-03-01", "--note", "laptop")
    run("revoke", "anna", "laptop")

    said = refused("add", "anna", made / "laptop.pub", "--since", "2026-01-01")
    assert "write" not in said


def test_of_two_keys_on_this_machine_the_new_one_is_taken(site, made):
    (site / "home/.ssh").mkdir()
    for name in ("desk", "laptop"):
        shutil.copy(made / f"{name}.pub", site / f"home/.ssh/id_{name}.pub")
    run("add", "anna", made / "laptop.pub")

    assert run("add", "anna").exit_code == 0
    assert listed("anna")[1]["fingerprint"] == fingerprint(made / "desk.pub")
    assert "there are several keys: name one with --key" in refused("add", "anna")


def test_of_several_keys_one_is_to_be_named(site, made):
    several = "".join((made / f"{name}.pub").read_text() for name in KINDS)
    file = write(site, "all.pub", f"# mine\n{several}")
    run("add", "ben", made / "other.pub")

    said = refused("add", "anna", file)

    assert "name one with --key" in said
    assert f"{fingerprint(made / 'desk.pub')}  ecdsa-sha2-nistp256" in said
    assert f"{fingerprint(made / 'other.pub')}  ssh-ed25519, from {file} (ben has it alr" in said
    assert "line 5: an RSA key of 2048 bits is too short" in said
    assert "no key begins so" in refused("add", "anna", file, "--key", "SHA256:????")
    assert run("add", "anna", file, "--key", fingerprint(made / "desk.pub")[:14]).exit_code == 0
    assert [key["kind"] for key in listed("anna")] == ["ecdsa-sha2-nistp256"]


def test_without_a_key_on_this_machine_it_is_told_how_to_make_one(site):
    for source in ([], ["--agent"]):
        said = refused("add", "anna", *source)
        assert "no key was found" in said
        assert "'ssh-keygen -t ed25519', in PowerShell on Windows" in said
    assert "gpg.format is not ssh" in refused("add", "anna", "--git")


def test_the_only_key_of_this_machine_is_taken(site, made):
    (site / "home/.ssh").mkdir()
    shutil.copy(made / "desk.pub", site / "home/.ssh/id_ecdsa.pub")

    assert run("add", "anna").exit_code == 0
    assert listed("anna")[0]["fingerprint"] == fingerprint(made / "desk.pub")


def test_the_key_that_git_signs_with_is_taken(site, made):
    config = f"[gpg]\n format = ssh\n[user]\n signingkey = {made / 'desk.pub'}\n"
    write(site, "home/.gitconfig", config)

    assert run("add", "anna", "--git").exit_code == 0
    assert listed("anna")[0]["fingerprint"] == fingerprint(made / "desk.pub")


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="needs ssh-agent")
def test_a_key_that_the_agent_holds_is_taken(site, made, monkeypatch, tmp_path_factory):
    # The name of a socket must not be long.
    address = tmp_path_factory.mktemp("a") / "s"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", address], stdout=subprocess.DEVNULL)
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(address))
        for _ in range(100):
            if address.exists():
                break
            time.sleep(0.05)
        subprocess.run(["ssh-add", "-q", made / "other"], check=True, stderr=subprocess.DEVNULL)
        result = run("add", "anna", "--agent")
    finally:
        agent.terminate()
        agent.wait()

    assert result.exit_code == 0
    assert "It was taken from the ssh-agent" in result.stderr
    assert listed("anna")[0]["fingerprint"] == fingerprint(made / "other.pub")


def test_one_place_to_look_is_enough(site, made):
    assert "choose one of" in refused("add", "anna", made / "laptop.pub", "--agent")


@pytest.mark.parametrize("verb", [["add"], ["list"], ["retire", "x"], ["revoke", "x"]])
def test_a_person_without_a_file_is_a_wrong_call(site, verb):
    name, *others = verb
    assert "did you mean 'anna'?" in refused(name, "ana", *others)
    assert "no person '../anna'" in refused(name, "../anna", *others)


def test_a_file_with_other_errors_gets_its_key_and_keeps_every_byte(site, made):
    old = (
        "---\r\nname: Anna Berg # née Dahl\r\nrol: 'Head'\r\n\r\n"
        "keys: [{key: ssh-dss AAAA, since: x}] # old\r\n---\r\nAnna likes hinges.\r\n"
    )
    write(Path("feedback"), ANNA, old)

    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01", "--note", "laptop")
    run("retire", "anna", "laptop")
    run("revoke", "anna", "laptop")

    key = " ".join((made / "laptop.pub").read_text().split()[:2])
    added = f", {{key: {key}, since: 2026-01-01, note: laptop, until: {NOW}, revoked: {NOW}}}"
    assert text_of() == old.replace("}]", f"}}{added}]")


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("name: Anna\n", ":1: the file does not begin with front matter"),
        ("---\nname: &a Anna\n---\n", "line 2: the anchor '&a' is not allowed"),
        ("---\nname: [\n---\n", "feedback/people/anna.md:2: the YAML cannot be read"),
        ("---\nkeys: mine\n---\n", "'keys' is not a list"),
    ],
)
def test_front_matter_that_cannot_be_read_is_wrong_content(site, made, old, place):
    write(Path("feedback"), ANNA, old)

    said = refused("add", "anna", made / "laptop.pub", code=1)

    assert "feedback/people/anna.md" in said
    assert place in said


def test_nothing_is_written_after_which_the_file_would_be_wrong(site, made):
    said = refused("add", "anna", made / "laptop.pub", "--note", "two\nlines", code=1)

    assert "would be wrong after it: 'note' must be one line" in said


def test_what_another_program_writes_meanwhile_is_not_lost(site, made, monkeypatch):
    def edit_meanwhile(text: str, path: tuple[str], item: dict[str, object]) -> str:
        write(Path("feedback"), ANNA, person_text(name="Anna Dahl"))
        return text.replace("---\nAnna", "keys: []\n---\nAnna")

    monkeypatch.setattr(key_add, "append_item", edit_meanwhile)
    result = run("add", "anna", made / "laptop.pub")

    assert result.exit_code == 1
    assert "another program is changing" in result.stderr
    assert text_of() == person_text(name="Anna Dahl")


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_is_never_followed(site, made):
    file = Path("feedback", ANNA)
    file.rename(site / "anna.md")
    file.symlink_to(site / "anna.md")

    assert "no person 'anna'" in refused("add", "anna", made / "laptop.pub")


def test_the_list_says_what_each_key_is_good_for_now(site, made):
    lines = {name: " ".join((made / f"{name}.pub").read_text().split()[:2]) for name in KINDS}
    entries = [
        f"{{key: {lines['laptop']}, since: 2026-01-01, note: laptop}}",
        f"{{key: {lines['desk']}, since: 2025-01-01, until: 2025-12-31}}",
        f"{{key: {lines['other']}, since: 2027-01-01}}",
        f"{{key: {lines['laptop']}, since: 2026-01-01, until: 2026-02-01, revoked: 2026-05-01}}",
        f"{{key: {lines['short']}, since: 2026-01-01}}",
        f"{{key: {lines['other']}}}",
    ]
    write(Path("feedback"), ANNA, person_text(keys=f"[{', '.join(entries)}]"))

    keys = listed()
    text = run("list").stdout

    states = ["usable", "retired", "not-yet", "revoked", "unusable", "unusable"]
    assert [key["state"] for key in keys] == states
    assert keys[3]["until"] == "2026-02-01T23:59:59Z"
    assert keys[3]["revoked"] == "2026-05-01T00:00:00Z"
    assert "2048 bits is too short" in keys[4]["problem"]
    assert keys[5]["problem"] == "its 'since' is missing or wrong"
    assert f"usable    ssh-ed25519 {fingerprint(made / 'laptop.pub')}\n" in text
    assert "since 2026-01-01T00:00:00Z, laptop\n" in text
    assert "Ben Olsen (ben)\n  no key\n" in text


def test_a_file_that_cannot_be_read_hides_no_others_from_the_list(site, made):
    run("add", "anna", made / "laptop.pub")
    write(Path("feedback"), BEN, "---\nname: [\n---\n")

    result = run("list")

    assert result.exit_code == 1
    assert fingerprint(made / "laptop.pub") in result.stdout
    assert "feedback/people/ben.md:2: the YAML cannot be read" in result.stderr


def test_names_and_notes_cannot_drive_the_terminal(site, made):
    line = (made / "laptop.pub").read_text().strip()
    hostile = f'[{{key: {line}, since: 2026-01-01, note: "\\e[2Jhi"}}]'
    write(Path("feedback"), ANNA, person_text(name='"Anna\\e[2J"', keys=hostile))

    assert "\x1b" not in run("list").output
    assert "␛[2Jhi" in run("list").stdout
    assert "\x1b" not in run("retire", "anna", "nothing").output


@pytest.mark.parametrize("by", ["fingerprint", "beginning", "digits", "note", "file"])
@pytest.mark.parametrize("verb", ["retire", "revoke"])
def test_a_key_is_named_in_any_way_that_is_clear(site, made, verb, by):
    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01", "--note", "lap top")
    run("add", "anna", made / "desk.pub", "--since", "2026-01-01")
    full = fingerprint(made / "laptop.pub")
    words = {
        "fingerprint": full,
        "beginning": full[:14],
        "digits": full.removeprefix("SHA256:")[:9],
        "note": "lap top",
        "file": made / "laptop.pub",
    }

    assert run(verb, "anna", words[by]).exit_code == 0
    assert [key["state"] == "usable" for key in listed("anna")] == [verb == "retire", True]


@pytest.mark.parametrize("word", ["SHA256:", "S", "", "x" * 300, "a\0b", "mkdocs.yml"])
def test_a_word_that_names_no_key_lists_those_that_are_there(site, made, word):
    run("add", "anna", made / "laptop.pub")

    said = refused("revoke", "anna", word)

    assert "fits no key of anna" in said
    assert fingerprint(made / "laptop.pub") in said


def test_a_note_that_two_keys_have_names_neither(site, made):
    for name in ("laptop", "desk"):
        run("add", "anna", made / f"{name}.pub", "--note", "mine")

    assert "fits several keys of anna" in refused("retire", "anna", "mine")


def test_what_a_retired_key_signed_stays_valid(site, made):
    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01")
    sign_reply(made / "laptop")

    early = refused("retire", "anna", made / "laptop.pub", "--until", "2026-11-02")
    result = run("retire", "anna", made / "laptop.pub", "--until", "2026-11-03")

    assert "1 answer is signed with it after 2026-11-02T23:59:59Z" in early
    assert f"2026-11-03T09:05:00Z (feedback/{REPLY})" in early
    assert result.exit_code == 0
    assert "1 answer is signed with it, and what it signed stays valid." in result.stderr
    assert "until: 2026-11-03\n" in text_of()


def test_a_key_cannot_end_before_it_begins(site, made):
    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01", "--note", "laptop")

    said = refused("retire", "anna", "laptop", "--until", "2025-12-31")

    assert "it begins on 2026-01-01T00:00:00Z" in said


def test_what_a_revoked_key_signed_is_listed_with_the_way_out(site, made):
    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01")
    # Early in Berlin is the day before in UTC.
    sign_reply(made / "laptop", date="2026-11-03T00:30:00+01:00")

    result = run("revoke", "anna", made / "laptop.pub", "--at", "2026-11-20")

    assert result.exit_code == 0
    assert "revoked: 2026-11-20\n" in text_of()
    assert "1 answer is signed with it." in result.stderr
    assert f"  feedback/{REPLY}\n" in result.stderr
    assert "answerable keys add anna --since 2026-11-02\n" in result.stderr
    assert "Until it is merged" in result.stderr


def test_a_key_cannot_be_revoked_in_the_future(site, made):
    run("add", "anna", made / "laptop.pub", "--note", "laptop")

    assert "lies in the future" in refused("revoke", "anna", "laptop", "--at", "2026-12-02")


@pytest.mark.parametrize(("verb", "option"), [("retire", "--until"), ("revoke", "--at")])
def test_an_end_only_ever_comes_forward(site, made, verb, option):
    run("add", "anna", made / "laptop.pub", "--since", "2026-01-01", "--note", "laptop")
    run(verb, "anna", "laptop", option, "2026-06-01")
    first = text_of()

    again = [run(verb, "anna", "laptop", *when) for when in ([], [option, "2026-07-01"])]

    for result in again:
        assert result.exit_code == 0
        assert "Nothing to do" in result.stdout
    assert text_of() == first
    run(verb, "anna", "laptop", option, "2026-05-01")
    assert text_of() == first.replace("2026-06-01", "2026-05-01")


def test_a_key_with_two_times_is_revoked_in_both(site, made):
    line = (made / "laptop.pub").read_text().strip()
    times = ("since: 2025-01-01, until: 2025-06-30", "since: 2026-01-01")
    entries = ", ".join(f"{{key: {line}, {when}}}" for when in times)
    write(Path("feedback"), ANNA, person_text(keys=f"[{entries}]"))

    run("retire", "anna", made / "laptop.pub")
    assert [key["until"] for key in listed("anna")] == ["2025-06-30T23:59:59Z", NOW]
    run("revoke", "anna", made / "laptop.pub")
    assert [key["state"] for key in listed("anna")] == ["revoked", "revoked"]


def test_without_a_present_from_outside_the_clock_is_taken(site, made, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    run("add", "anna", made / "laptop.pub")

    since = datetime.fromisoformat(str(listed("anna")[0]["since"]).replace("Z", "+00:00"))
    assert abs((since - datetime.now(timezone.utc)).total_seconds()) < 60


@pytest.mark.parametrize("verb", ["add", "list", "retire", "revoke"])
def test_every_help_has_an_example(verb):
    result = run(verb, "--help")

    assert result.exit_code == 0
    assert "  answerable keys" in result.stdout.split("Example", 1)[1]
