"""The settings ``forge`` and ``contact``: where employees answer and how customers write."""

from __future__ import annotations

import pytest

from answerable.config import Contact, Settings, SettingsError, parse_settings
from answerable.forges import Forge

FORGE = {"kind": "github", "url": "https://github.com/example/feedback"}
CONTACT = {"form": "https://forms.example.com/feedback?to=us", "email": "a.b+c@example.com"}


def problem(**values: object) -> str:
    with pytest.raises(SettingsError) as error:
        parse_settings(values)
    return str(error.value)


def test_without_settings_nobody_is_sent_anywhere():
    assert parse_settings({}) == parse_settings({"forge": None, "contact": None}) == Settings()
    assert Settings().forge is None
    assert Settings().contact is None


def test_forge_is_read():
    whole = {"kind": "gitlab", "url": "https://git.example.com:8443/a/b/c", "branch": "live/2026"}
    assert parse_settings({"forge": FORGE}).forge == Forge("github", FORGE["url"], "main", "")
    assert parse_settings({"forge": {**whole, "folder": "web/site/"}}).forge == Forge(
        "gitlab", "https://git.example.com:8443/a/b/c", "live/2026", "web/site"
    )


@pytest.mark.parametrize("end", ["/", ".git", ".git/"])
def test_address_of_the_repository_may_be_that_of_a_clone(end):
    read = parse_settings({"forge": {**FORGE, "url": FORGE["url"] + end}})
    assert read.forge == Forge("github", FORGE["url"])


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        ("https://github.com/example/feedback", "must have 'kind'"),
        ({"url": FORGE["url"]}, "needs 'kind': github, gitlab, or forgejo"),
        ({**FORGE, "kind": "gitea"}, "for Gitea"),
        ({"kind": "github"}, "needs 'url'"),
        ({**FORGE, "url": "http://github.com/example/feedback"}, "needs 'url': the https address"),
        ({**FORGE, "url": "https://github.com/example"}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com"}, "needs 'url'"),
        ({**FORGE, "url": "https://me:secret@github.com/a/b"}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com/a/b?c=d"}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com/a/b#c"}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com/a/../b"}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com/a/b/-/tree/main"}, "needs 'url'"),
        ({**FORGE, "url": 'https://github.com/a/b"onclick="x'}, "needs 'url'"),
        ({**FORGE, "url": "https://github.com:port/a/b"}, "needs 'url'"),
        ({**FORGE, "url": "https://[github.com/a/b"}, "needs 'url'"),
        ({**FORGE, "url": "javascript:alert(1)"}, "needs 'url'"),
        ({**FORGE, "branch": ""}, "has a 'branch' that cannot be one"),
        ({**FORGE, "branch": "a b"}, "has a 'branch' that cannot be one"),
        ({**FORGE, "branch": "../main"}, "has a 'branch' that cannot be one"),
        ({**FORGE, "branch": 1.0}, "has a 'branch' that cannot be one"),
        ({**FORGE, "folder": "../other"}, "has a 'folder' that cannot be one"),
        ({**FORGE, "folder": "/srv"}, "has a 'folder' that cannot be one"),
        ({**FORGE, "brunch": "main"}, "has no 'brunch', did you mean 'branch'?"),
    ],
)
def test_forge_that_makes_no_sense_is_explained(forge, told):
    assert told in problem(forge=forge)


def test_contact_is_read():
    assert parse_settings({"contact": CONTACT}).contact == Contact(
        CONTACT["form"], CONTACT["email"], issues=False
    )
    with_issues = parse_settings({"contact": {"issues": True}, "forge": FORGE})
    assert with_issues.contact == Contact(issues=True)


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("a@example.com", "must have at least one of 'form', 'email' and 'issues'"),
        ({}, "must have at least one of"),
        ({"issues": False}, "must have at least one of"),
        ({"mail": "a@example.com"}, "has no 'mail', did you mean 'email'?"),
        ({"form": "http://forms.example.com/"}, "needs for its 'form' the https address"),
        ({"form": "javascript:alert(1)"}, "needs for its 'form' the https address"),
        ({"form": "https://a.example.com/'x"}, "needs for its 'form' the https address"),
        ({"email": "P. M. <a@example.com>"}, "needs for its 'email' one address alone"),
        ({"email": "a@example.com?bcc=b@example.com"}, "needs for its 'email'"),
        ({"email": "a@example.com,b@example.com"}, "needs for its 'email'"),
        ({"email": "a@localhost"}, "needs for its 'email'"),
        ({"issues": "yes"}, "needs for its 'issues' true or false"),
        ({"issues": True}, "say with 'forge' where the repository lies"),
    ],
)
def test_contact_that_makes_no_sense_is_explained(contact, told):
    assert told in problem(contact=contact)


@pytest.mark.parametrize(
    ("folder", "feedback"), [("", "../feedback"), ("web", "../../x"), ("", "/srv/feedback")]
)
def test_feedback_outside_of_the_repository_is_explained(folder, feedback):
    told = problem(forge={**FORGE, "folder": folder}, feedback_dir=feedback)
    assert "'feedback_dir' lies outside of the repository" in told


def test_feedback_beside_the_folder_of_the_site_is_fine():
    parse_settings({"forge": {**FORGE, "folder": "web"}, "feedback_dir": "../feedback"})
