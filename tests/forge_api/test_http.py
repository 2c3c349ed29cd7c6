"""Requests with a token: where they may go, and what becomes of odd answers."""

from __future__ import annotations

import pytest

from answerable.forge_api import http
from answerable.forge_api.choosing import api_of
from answerable.forge_api.http import Api, ApiError
from answerable.forge_api.interface import Issue
from answerable.forges import Forge
from fake_forge import TOKEN, FakeForge, fake_forge


@pytest.fixture
def forge():
    with fake_forge("github") as server:
        yield server


def issues(server: FakeForge) -> list[Issue]:
    home = Forge("github", "https://github.com/example/feedback")
    return api_of(home, TOKEN, server.api).issues("due")


def problem(server: FakeForge) -> str:
    with pytest.raises(ApiError) as error:
        issues(server)
    assert TOKEN not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://git.example.com/api/v1",
        "http://localhost.example.com/",
        "ftp://localhost/",
        "https://",
        "https://me@git.example.com/",
        "https://git.example.com/?next=",
        "https://git.example.com/#x",
        "https://git.example.com\\@evil.example/",
        "https://git.example.com:port/",
        "https://gıt.example.com/",
        "git.example.com",
        "",
    ],
)
def test_a_token_goes_to_no_address_that_could_mean_another(address):
    with pytest.raises(ApiError, match="must be an address"):
        Api(address, {"Authorization": "x"})


@pytest.mark.parametrize(
    ("kind", "url", "base"),
    [
        ("github", "https://github.com/a/b", "https://api.github.com"),
        ("github", "https://git.example.com/a/b", "https://git.example.com/api/v3"),
        ("gitlab", "https://gitlab.com/group/team/b", "https://gitlab.com/api/v4"),
        ("forgejo", "https://codeberg.org/a/b", "https://codeberg.org/api/v1"),
        ("forgejo", "https://example.com:8443/git/a/b", "https://example.com:8443/git/api/v1"),
    ],
)
def test_address_of_the_api_follows_from_the_repository(kind, url, base, monkeypatch):
    asked: list[str] = []

    def ask(api: Api, *_: object) -> list[object]:
        asked.append(api.base)
        return []

    monkeypatch.setattr(Api, "_ask", ask)
    api_of(Forge(kind, url), TOKEN).issues("due")
    assert asked == [base]


def test_an_answer_that_leads_elsewhere_is_not_followed(forge):
    with fake_forge("github") as other:
        forge.instead = (302, "", {"Location": f"{other.api}/repos/example/feedback/issues"})
        said = problem(forge)
        assert other.asked == []
    assert "leads to" in said


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, '{"message": "Bad credentials"}', "does not accept the token (Bad credentials)"),
        (403, "", "does not allow this with the token"),
        (404, "[]", "knows no such repository"),
        (429, "<html>", "try again later"),
        (500, '{"message": {"a": ["b"]}}', 'answers with error 500 ({"a": ["b"]})'),
        (500, f'{{"message": "not {TOKEN}"}}', "(not …)"),
        (500, '{"message": "\\u001b[2J"}', "␛"),
        (200, "<!doctype html>", "does not answer as the API of a forge does"),
        (200, '{"message": "hello"}', "something else than a list"),
        (200, "[4711]", "another form than expected"),
        (200, '[{"number": "x"}]', "is no issue"),
        (200, "[" * 100_000, "does not answer as the API"),
    ],
)
def test_an_odd_answer_is_told_in_words(forge, status, body, words):
    forge.instead = (status, body, {})
    assert words in problem(forge)


def test_an_answer_without_end_is_given_up(forge, monkeypatch):
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1000)
    forge.instead = (200, "[" + " " * 2000 + "]", {})
    assert "too large" in problem(forge)


def test_a_forge_that_is_not_there_is_told_in_words():
    with fake_forge("github") as gone:
        pass
    assert "cannot be reached" in problem(gone)


def test_a_list_is_read_to_its_last_page(forge):
    for number in range(230):
        forge.add(f"Issue {number}", "", "due")
    assert len(issues(forge)) == 230
    assert len(forge.asked) == 3


def test_a_list_without_end_is_given_up_in_the_end(forge, monkeypatch):
    monkeypatch.setattr(http, "MOST_PAGES", 2)
    for number in range(300):
        forge.add(f"Issue {number}", "", "due")
    assert len(issues(forge)) == 200
