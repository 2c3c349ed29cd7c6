"""``answerable intake``: an issue of a customer becomes a comment that waits for a decision."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.cli import main
from answerable.cli.intake_form import Field, Form
from answerable.cli.project import find_project, now
from answerable.model import Comment, Thread
from answerable.source import load_feedback
from fake_forge import REPOSITORY, TOKEN, Kind, fake_forge
from git_repositories import commit, git, identify, make_repository
from samples import TOPIC, topic_text, write

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
LOGIN = "customer-4711"
WORDS = "I ordered brake pads.\n\nWhere are they?"

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

FORM = """\
name: Write to us
description: A question, an idea, a problem or praise.
labels: [comment]
body:
  - type: markdown
    attributes: {value: Please write.}
  - type: dropdown
    id: kind
    attributes: {label: 'What is it?', options: [A question, An idea, A problem, Praise]}
  - type: input
    id: mail
    attributes: {label: Your address}
  - type: textarea
    id: text
    attributes: {label: Your words}
  - type: input
    id: name
    attributes: {label: The name that we show}
  - type: checkboxes
    id: agreed
    attributes: {label: Publication, options: [{label: You may publish it.}]}
"""
TEMPLATE = """\
<!-- Please write. -->

### What is it? <!-- kind -->

A question

### Your address <!-- mail -->

### Your words <!-- text -->

<!-- As long as you like. -->

### The name that we show <!-- name -->

### Publication <!-- agreed -->

- [ ] You may publish it.
"""
HEADINGS = {
    "kind": "What is it?",
    "mail": "Your address",
    "text": "Your words",
    "name": "The name that we show",
    "agreed": "Publication",
}
ANSWERS = {
    "kind": "A problem",
    "mail": "paul@example.org",
    "text": WORDS,
    "name": "P. M.",
    "agreed": "- [x] You may publish it.",
}
KINDS: tuple[Kind, ...] = ("github", "gitlab", "forgejo")


def body(kind: Kind = "github", /, **answers: str) -> str:
    """The text of an issue, as the forge makes it of the form."""
    mark = " <!-- {} -->" if kind == "gitlab" else ""
    given = ANSWERS | answers
    return "\n\n".join(
        f"### {heading}{mark.format(id_)}\n\n{given[id_] or '_No response_'}"
        for id_, heading in HEADINGS.items()
    )


def event(
    kind: Kind = "github", *, title: str = "Brake pads", text: str | None = None
) -> dict[str, Any]:
    """What the forge tells of issue 12."""
    text = body(kind) if text is None else text
    if kind == "gitlab":
        return {
            "object_kind": "issue",
            "user": {"name": "Paul Muster", "username": LOGIN, "email": "paul@example.org"},
            "object_attributes": {
                "iid": 12,
                "title": title,
                "description": text,
                "created_at": "2026-11-30 23:30:00 UTC",
                "action": "open",
            },
        }
    return {
        "action": "opened",
        "issue": {
            "number": 12,
            "title": title,
            "body": text,
            "created_at": "2026-11-30T23:30:00Z",
            "user": {"login": LOGIN},
            "html_url": f"https://forge.example/{LOGIN}/issues/12",
        },
    }


def configure(site: Path, kind: Kind, *more: str) -> None:
    lines = [f"forge: {{kind: {kind}, url: https://forge.example/{REPOSITORY}}}", *more]
    settings = "".join(f"      {line}\n" for line in lines)
    write(site, "mkdocs.yml", f"site_name: Test\nplugins:\n  - answerable:\n{settings}")
    if kind == "gitlab":
        write(site, ".gitlab/issue_templates/comment.md", TEMPLATE)
    else:
        write(site, f".{kind}/ISSUE_TEMPLATE/comment.yml", FORM)


@pytest.fixture
def site(tmp_path, home, monkeypatch):
    """A repository, cloned from a bare one that stands for the forge's."""
    identify(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    first = make_repository(tmp_path / "first")
    configure(first, "github")
    commit(first)
    git(tmp_path, "clone", "--quiet", "--bare", str(first), "forge.git")
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "forge.git").as_uri(), "site")
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.setenv("ANSWERABLE_FORGE_TOKEN", TOKEN)
    return tmp_path / "site"


def intake(told: dict[str, Any] | str, *arguments: str) -> Result:
    # Beside the repository, as a runner has it.
    file = Path("..", "event.json")
    file.write_text(told if isinstance(told, str) else json.dumps(told))
    result = CliRunner().invoke(main, ["intake", str(file), *arguments])
    assert TOKEN not in result.output
    return result


def taken(result: Result) -> tuple[Thread, Comment]:
    """The thread that was written."""
    assert result.exit_code == 0, result.output
    project = find_project()
    loaded = load_feedback(project.feedback, project.settings, now=now())
    assert [one for one in loaded.diagnostics if "personal" not in one.code] == []
    slug = Path(result.stdout.strip()).parent.name
    (thread,) = [one for one in loaded.feedback.threads if one.slug == slug]
    return thread, thread.comment


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_becomes_a_comment_that_waits(site, kind):
    configure(site, kind)
    thread, comment = taken(intake(event(kind)))
    assert (thread.title, thread.kind, thread.topic) == ("Brake pads", "problem", "spare-parts")
    assert (comment.sender, comment.channel, comment.language) == ("P. M.", "form", "en")
    assert comment.body == f"{WORDS}\n"
    assert comment.moderation.decision == "pending"
    # On the wall of the company it is the next day.
    assert comment.received.isoformat() == "2026-12-01T00:30:00+01:00"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_personal_is_kept(site, kind):
    configure(site, kind)
    words = "Write to paul@example.org or call +49 30 901820, from 93.184.216.34."
    told = event(kind, title="Call +49 30 901820", text=body(kind, text=words))
    result = intake(told)
    thread, comment = taken(result)
    assert comment.body == "Write to [e-mail address] or call [phone number], from [IP address].\n"
    assert thread.title == "Call [phone number]"
    written = "".join(file.read_text() for file in (site / "feedback").rglob("comment.md"))
    for secret in ("paul@", "901820", LOGIN, "Muster", "forge.example"):
        assert secret not in written + result.output


@pytest.mark.parametrize("name", ["", "anonymous", "paul@example.org", "+49 30 901820"])
def test_a_name_that_is_none_becomes_anonymous(site, name):
    assert taken(intake(event(text=body(name=name))))[1].sender is None


def test_headings_in_the_words_stay_in_the_words(site):
    words = (
        "Look:\n\n### Publication\n\n- [ ] no\n\n### What is it?\n\nPraise\n\n### Your words\n\nx"
    )
    thread, comment = taken(intake(event(text=body(text=words))))
    assert thread.kind == "problem"
    assert comment.body == f"{words}\n"


def test_pictures_become_links_and_nothing_hidden_stays(site):
    words = "Look: ![it](https://files.example/1.png) <!-- hidden -->"
    result = intake(event(text=body(text=words)))
    assert taken(result)[1].body == "Look: [it](https://files.example/1.png)\n"
    assert "1 pictures became links" in result.stderr


def test_topic_and_language_of_a_larger_form_are_read(site):
    write(
        site / "feedback", TOPIC.replace("spare-parts", "prices"), topic_text(title="{de: Preise}")
    )
    more = "  - {type: dropdown, id: %s, attributes: {label: %s}}\n"
    form = FORM.replace(
        "  - type: textarea",
        f"{more % ('topic', 'Topic')}{more % ('language', 'Language')}  - type: textarea",
    )
    write(site, ".github/ISSUE_TEMPLATE/comment.yml", form)
    fields = "### Topic\n\nPreise\n\n### Language\n\nDeutsch\n\n### Your words"
    thread, comment = taken(intake(event(text=body().replace("### Your words", fields))))
    assert (thread.topic, comment.language) == ("prices", "de")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("Eine Frage", "question"), ("Ein Lob", "praise"), ("An idea", "idea"), ("", "question")],
)
def test_the_kind_is_known_in_every_language_of_the_site(site, answer, kind):
    assert taken(intake(event(text=body(kind=answer))))[0].kind == kind


def test_without_consent_nothing_is_taken_in(site):
    result = intake(event(text=body(agreed="- [ ] You may publish it.")))
    assert result.exit_code == 1
    assert "does not agree to be published" in result.stderr
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "told",
    [
        event() | {"action": "edited"},
        {**event(), "issue": {**event()["issue"], "pull_request": {"url": "x"}}},
        event(text="Just some words"),
        event(text=""),
        {**event("gitlab"), "object_kind": "note"},
    ],
)
def test_other_issues_are_left_alone(site, told):
    result = intake(told)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to do" in result.stderr
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"issue": 1}', '{"issue": {}}', "[" * 99_999])
def test_a_file_that_is_no_event_is_a_wrong_call(site, told):
    assert intake(told).exit_code == 2


def test_words_without_letters_are_refused(site):
    assert intake(event(text=body(text="<!-- only this -->"))).exit_code == 1


def test_an_issue_is_taken_in_once(site):
    taken(intake(event()))
    again = intake(event())
    assert (again.exit_code, again.stdout) == (0, "")
    assert "is here already" in again.stderr


def test_without_a_form_it_is_said_where_one_belongs(site):
    shutil.rmtree(site / ".github")
    result = intake(event())
    assert result.exit_code == 2
    assert "there is no comment form in .github/ISSUE_TEMPLATE" in result.stderr


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("repository", ["private", "public"])
def test_it_comes_in_as_a_pull_request(site, kind, repository, monkeypatch):
    configure(site, kind, f"repository: {repository}")
    with fake_forge(kind) as forge:
        result = intake(event(kind), "--pull-request", "--api", forge.api)
    assert result.stdout == "https://forge.example/pull/1\n", result.output
    (pull,) = forge.pulls
    assert "intake/issue-12" in (pull.get("head"), pull.get("source_branch"))
    assert "main" in (pull.get("base"), pull.get("target_branch"))
    text = pull.get("body") or pull["description"]
    assert "Closes #12" in text
    assert ("Everybody can read this repository" in text) is (repository == "public")
    assert not (site / "feedback/threads/2026/brake-pads").exists()
    assert git(site, "rev-parse", "--abbrev-ref", "HEAD") == "main"

    git(site, "fetch", "--quiet", "origin", "intake/issue-12")
    names = git(site, "diff", "--name-only", "HEAD", "FETCH_HEAD").splitlines()
    assert names == ["feedback/threads/2026/brake-pads/comment.md"]
    who = git(site, "log", "-1", "--format=%an <%ae> %s", "FETCH_HEAD")
    assert who == "Answerable <answerable@forge.invalid> Comment: 2026/brake-pads"


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_the_customer_is_an_order_to_the_forge(site, kind):
    configure(site, kind)
    told = event(kind, title="[skip ci] fixes #1, fixes GH-2 @everyone\n\nskip-checks: true")
    with fake_forge(kind) as forge:
        assert intake(told, "--pull-request", "--api", forge.api).exit_code == 0
    (pull,) = forge.pulls
    git(site, "fetch", "--quiet", "origin", "intake/issue-12")
    message = git(site, "log", "-1", "--format=%B", "FETCH_HEAD").strip()
    assert message == pull["title"]
    assert re.fullmatch(r"Comment: 2026/[a-z0-9-]+", message)
    text = pull.get("body") or pull["description"]
    assert "`[skip ci] fixes #1, fixes GH-2 @everyone skip-checks: true`" in text


def test_a_branch_that_is_there_is_not_touched(site):
    with fake_forge("github") as forge:
        intake(event(), "--pull-request", "--api", forge.api)
        again = intake(event(), "--pull-request", "--api", forge.api)
        assert len(forge.pulls) == 1
    assert (again.exit_code, again.stdout) == (0, "")
    assert "intake/issue-12 is there already" in again.stderr


def test_where_no_pull_request_can_be_opened_the_branch_is_named(site):
    with fake_forge("github") as forge:
        pass
    result = intake(event(), "--pull-request", "--api", forge.api)
    assert result.exit_code == 2
    assert "the comment is in the branch intake/issue-12" in result.stderr


def test_in_a_public_repository_it_comes_by_pull_request_only(site):
    configure(site, "github", "repository: public")
    result = intake(event())
    assert result.exit_code == 2
    assert "say --pull-request" in result.stderr


def test_no_word_of_the_customer_is_run(site, tmp_path):
    title = "$(touch owned) `touch owned`; touch owned\n--upload-pack='touch owned'"
    told = event(
        title=title, text=body(text=f"{title}\n\n::set-output name=x::y", name="'; rm -rf /")
    )
    with fake_forge("github") as forge:
        assert intake(told, "--pull-request", "--api", forge.api).exit_code == 0
    assert list(tmp_path.rglob("owned")) == []


FIELDS = tuple(Field(id_, f"### {heading}") for id_, heading in HEADINGS.items())


@given(st.lists(st.sampled_from([*(field.heading for field in FIELDS), "words", "", "- [ ] x"])))
def test_every_text_comes_back_out_of_the_form(lines):
    words = "\n".join(lines).strip()
    answers = Form(FIELDS).answers(body(text=words or "x"))
    assert answers is not None
    assert answers["text"] == (words or "x")
    assert answers["agreed"] == ANSWERS["agreed"]
    assert "mail" not in answers


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=80), words=st.text(max_size=200), name=st.text(max_size=40))
def test_what_is_taken_in_passes_the_check(site, title, words, name):
    shutil.rmtree(site / "feedback/threads", ignore_errors=True)
    result = intake(event(title=title, text=body(text=words, name=name)))
    assert result.exit_code in (0, 1)
    if result.exit_code == 0 and result.stdout:
        taken(result)
