"""The settings decide how much a check weighs; the sample has a mistake for every check."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.codes import SUMMARIES, Severity
from answerable.config import Settings
from answerable.source import Loaded, load_feedback
from mistakes import MISTAKES
from samples import NOW, write_sample

# Who opened a pull request does not stand in the folder: tests/cli/test_authors.py tries it.
FOUND_IN_THE_FOLDER = [code for code in SUMMARIES if code != "not-the-author"]


def load(code: str, weight: Severity, root: Path) -> Loaded:
    write_sample(root)
    MISTAKES[code](root)
    public = code == "unpublished-in-public"
    settings = Settings(checks={code: weight}, repository="public" if public else "private")
    return load_feedback(root, settings, now=NOW)


def test_every_check_is_tried() -> None:
    assert set(MISTAKES) == set(SUMMARIES)


@pytest.mark.parametrize("code", FOUND_IN_THE_FOLDER)
@pytest.mark.parametrize("weight", ["error", "warning"])
def test_a_check_that_is_on_is_reported(code: str, weight: Severity, tmp_path: Path) -> None:
    assert code in [found.code for found in load(code, weight, tmp_path).diagnostics]


@pytest.mark.parametrize("code", SUMMARIES)
def test_a_check_that_is_off_is_not_reported(code: str, tmp_path: Path) -> None:
    assert code not in [found.code for found in load(code, "off", tmp_path).diagnostics]


@pytest.mark.parametrize("code", SUMMARIES)
def test_problems_come_sorted(code: str, tmp_path: Path) -> None:
    found = load(code, "error", tmp_path).diagnostics
    assert list(found) == sorted(found)


@pytest.mark.parametrize("weight", ["error", "warning", "off"])
@pytest.mark.parametrize("code", SUMMARIES)
def test_what_is_left_leads_nowhere_else(code: str, weight: Severity, tmp_path: Path) -> None:
    feedback = load(code, weight, tmp_path).feedback
    ids = [thread.id for thread in feedback.threads]
    assert len(ids) == len(set(ids))
    for thread in feedback.threads:
        assert thread.topic in feedback.topics
        for reply in thread.replies:
            assert reply.signed_by in feedback.people
