"""Every shell step of every recipe, run in a fresh clone of a project that ``init`` made."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from answerable.cli import main
from answerable.vault.page import is_locked
from fake_forge import REPOSITORY, TOKEN, FakeForge, Kind, fake_forge
from git_repositories import commit, git, identify
from recipes.running import Runner, Step, gitlab_steps, steps_of
from samples import comment_text, question, reply_text, title, write

KINDS: tuple[Kind, ...] = ("github", "gitlab", "forgejo")
EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
SECRET = "kettle-umbrella-verandah-31"
PLACE = "feedback/threads/2026/brake-pads"
BODY = "Where are they?\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("git"), reason="git is not installed"),
]


@pytest.fixture(scope="module", params=KINDS)
def project(request, tmp_path_factory):
    """A project with an overdue comment on main and an answer in a branch, at its forge."""
    with pytest.MonkeyPatch.context() as patch:
        identify(patch)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        yield Project(request.param, tmp_path_factory.mktemp(request.param))


class Project:
    """A bare repository that stands for the forge's, and what a forge knows of it."""

    def __init__(self, kind: Kind, root: Path) -> None:
        self.kind, self.root = kind, root
        self.bare = root / "forge.git"
        first = root / "first"
        init = f"init {first} --yes --language en --company Example --person Anna --handle annaberg"
        done = CliRunner().invoke(
            main,
            [
                *init.split(),
                *f"--since 2020-01-01 --topic Parts --forge {kind} --private".split(),
                *f"--repository https://forge.example/{REPOSITORY}".split(),
                *"--address https://feedback.example.org/ --timezone Europe/Berlin".split(),
            ],
        )
        assert done.exit_code == 0, done.output
        people = list((first / "feedback/people").glob("*.md"))
        topics = list((first / "feedback/topics").glob("*.md"))
        self.person, topic = people[0].stem, topics[0].stem
        decision = f"{{decision: published, by: {self.person}, at: 2026-11-02T15:40:00+01:00}}"
        write(
            first / PLACE,
            "comment.md",
            comment_text(title="Brake pads", topic=topic, moderation=decision, body=BODY),
        )
        git(first, "init", "--quiet", "--initial-branch", "main")
        self.main = commit(first)
        git(first, "switch", "--quiet", "--create", "answer")
        write(first / PLACE, f"2026-11-03-{self.person}.md", self._answer())
        self.head = commit(first)
        git(first, "switch", "--quiet", "--create", "merged", "main")
        # As GitHub makes it of a pull request.
        git(first, "merge", "--quiet", "--no-ff", "--no-edit", "answer")
        git(root, "clone", "--quiet", "--bare", str(first), str(self.bare))
        git(self.bare, "symbolic-ref", "HEAD", "refs/heads/main")
        git(self.bare, "config", "uploadpack.allowAnySHA1InWant", "true")

    def _answer(self) -> str:
        return reply_text(
            signed_by=self.person, question=question(body=BODY), title=title(text="Brake pads")
        )

    def clone(self, folder: Path, branch: str = "main", depth: int = 1) -> Path:
        """A new shallow clone, as the forge's runner makes it."""
        address = self.bare.as_uri()
        git(self.root, "clone", "-q", f"--depth={depth}", "-b", branch, address, str(folder))
        return folder

    def clone_of_pull_request(self, folder: Path) -> Path:
        """What the recipe's checkout leaves."""
        if self.kind == "github":
            return self.clone(folder, "merged", depth=2)
        if self.kind == "gitlab":
            return self.clone(folder, "answer")
        git(self.root, "init", "--quiet", str(folder))
        git(folder, "remote", "add", "origin", self.bare.as_uri())
        for sha in (self.main, self.head):
            git(folder, "fetch", "--quiet", "--depth=1", "origin", sha)
            git(folder, "checkout", "--quiet", "--force", sha)
        return folder


def run_all(
    runner: Runner, steps: Iterator[Step], expressions: Mapping[str, str] | None = None
) -> str:
    """What steps say that all succeed."""
    said = []
    for step in steps:
        done = runner.run(step, expressions or {})
        assert done.returncode == 0, f"{step.name}\n{done.stdout}{done.stderr}"
        said.append(done.stdout + done.stderr)
    assert "pip install --requirement requirements.txt" in runner.noted.read_text()
    return "".join(said)


def pull_request(
    project: Project, tmp_path: Path, author: str, password: str = ""
) -> tuple[Runner, dict[str, str]]:
    """A runner for the pull request that *author* opened, and the values of expressions."""
    expressions = {
        "github.event.pull_request.user.login": author,
        "github.event.pull_request.merge_base": project.main,
        "secrets.ANSWERABLE_PREVIEW_PASSWORD": password,
    }
    variables = {
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": project.main,
        "GITLAB_USER_LOGIN": author,
        "ANSWERABLE_PREVIEW_PASSWORD": password,
    }
    clone = project.clone_of_pull_request(tmp_path / "clone")
    return Runner(clone, tmp_path / "tools", variables), expressions


def steps_for(project: Project, job: str) -> Iterator[Step]:
    return gitlab_steps(job) if project.kind == "gitlab" else steps_of(project.kind, job)


def test_a_pull_request_is_checked_summed_up_and_previewed(project, tmp_path):
    # With a password at one forge, without one at the others: the lines are the same.
    password = SECRET if project.kind == "gitlab" else ""
    runner, expressions = pull_request(project, tmp_path, "annaberg", password)
    said = run_all(runner, steps_for(project, "check"), expressions)
    if project.kind == "gitlab":
        run_all(runner, gitlab_steps("preview"), expressions)
    assert "'@annaberg' was compared with the signers of 1 reply." in said

    places = {"github": tmp_path / "summary.md"}
    summary = places.get(project.kind, runner.folder / "changes.md").read_text()
    assert "- answer by `Anna`: `Brake pads`" in summary
    assert "| answers | 0 | 1 |" in summary
    assert "### Changed" not in summary

    page = (runner.folder / "preview/threads/2026/brake-pads/index.html").read_text()
    assert (is_locked(page), BODY.strip() in page) == (bool(password), not password)


def test_all_forges_make_the_preview_with_the_same_lines():
    github, forgejo = (
        next(step.script for step in steps_of(kind, "check") if "answerable preview" in step.script)
        for kind in ("github", "forgejo")
    )
    (gitlab,) = gitlab_steps("preview")
    assert github == forgejo
    assert github in f"{gitlab.script}\n"


def test_an_answer_that_its_signer_did_not_send_is_refused_with_its_place(project, tmp_path):
    runner, expressions = pull_request(project, tmp_path, "mallory")
    step = next(s for s in steps_for(project, "check") if "answerable check" in s.script)
    done = runner.run(step, expressions)
    assert done.returncode == 1
    file = f"{PLACE}/2026-11-03-{project.person}.md"
    if project.kind == "github":
        assert f"::error file={file},line=5," in done.stdout
    else:
        assert f"{file}:5:" in done.stdout
    if project.kind == "gitlab":
        (problem,) = json.loads((runner.folder / "gl-code-quality.json").read_text())
        assert problem["location"] == {"path": file, "lines": {"begin": 5}}


def test_the_main_branch_is_published(project, tmp_path):
    target = tmp_path / "www"
    target.mkdir()
    runner = Runner(project.clone(tmp_path / "clone"), tmp_path / "tools", {})
    expressions = {
        "vars.DEPLOY_TARGET": f"deploy@www.example.com:{target}",
        "secrets.DEPLOY_KEY": "a key",
        "secrets.DEPLOY_HOST": "a host",
    }
    job = "pages" if project.kind == "gitlab" else "publish"
    run_all(runner, steps_for(project, job), expressions)
    places = {"github": "site", "gitlab": "public"}
    place = runner.folder / places[project.kind] if project.kind in places else target
    assert BODY.strip() in (place / "threads/2026/brake-pads/index.html").read_text()
    assert git(runner.folder, "status", "--porcelain") in ("", "?? public/")


@pytest.fixture
def forge(project) -> Iterator[FakeForge]:
    with fake_forge(project.kind) as server:
        yield server


def at_forge(project: Project, forge: FakeForge, tmp_path: Path, **more: str) -> Runner:
    variables = {
        "GITHUB_API_URL": forge.api,
        "CI_API_V4_URL": forge.api,
        "ANSWERABLE_DUE_TOKEN": TOKEN,
        "ANSWERABLE_INTAKE_TOKEN": TOKEN,
        **more,
    }
    return Runner(project.clone(tmp_path / "clone"), tmp_path / "tools", variables)


TOKENS = {
    "github.token": TOKEN,
    "secrets.ANSWERABLE_FORGE_TOKEN": TOKEN,
    "secrets.ANSWERABLE_INTAKE_TOKEN": TOKEN,
}


def test_who_owes_an_answer_gets_an_issue(project, forge, tmp_path):
    runner = at_forge(project, forge, tmp_path)
    said = run_all(runner, steps_for(project, "due"), TOKENS)
    (issue,) = forge.open_issues()
    assert issue["title"] == "Answers that are due: Anna"
    assert issue["assignees"] == [17 if project.kind == "gitlab" else "annaberg"]
    assert TOKEN not in said


def test_an_issue_becomes_a_pull_request(project, forge, tmp_path):
    file = tmp_path / "event.json"
    runner = at_forge(
        project, forge, tmp_path, GITHUB_EVENT_PATH=str(file), TRIGGER_PAYLOAD=str(file)
    )
    file.write_text(json.dumps(event(runner.folder, project.kind)))
    said = run_all(runner, steps_for(project, "intake"), TOKENS)
    assert "https://forge.example/pull/1" in said
    assert TOKEN not in said
    assert len(forge.pulls) == 1
    text = git(project.bare, "show", "intake/issue-7:feedback/threads/2026/too-dear/comment.md")
    assert "moderation: {decision: pending}" in text
    assert text.endswith("\n---\nIt is too dear.")
    assert "from: P. M.\n" in text


def event(clone: Path, kind: Kind) -> dict[str, Any]:
    """The event of an issue that was opened with the form in *clone*."""
    answers = {"text": "It is too dear.", "name": "P. M.", "agreed": "- [x] Yes"}
    headings = dict(headings_of(clone, kind))
    body = "\n\n".join(f"{line}\n\n{answers.get(id_, '')}" for id_, line in headings.items())
    times = {"created_at": "2026-11-30T10:00:00Z"}
    if kind == "gitlab":
        issue = {"iid": 7, "title": "Too dear", "description": body, "action": "open", **times}
        return {"object_kind": "issue", "object_attributes": issue}
    return {"action": "opened", "issue": {"number": 7, "title": "Too dear", "body": body, **times}}


def headings_of(clone: Path, kind: Kind) -> Iterator[tuple[str, str]]:
    if kind == "gitlab":
        for file in (clone / ".gitlab/issue_templates").glob("*.md"):
            for line, id_ in re.findall(r"(?m)^(### .*<!-- (\w+) -->)$", file.read_text()):
                yield id_, line
        return
    for file in clone.glob(".*/ISSUE_TEMPLATE/*.yml"):
        form = yaml.safe_load(file.read_text())
        for entry in form.get("body", []):
            if "id" in entry:
                yield entry["id"], f"### {entry['attributes']['label']}"
