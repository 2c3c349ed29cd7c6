from __future__ import annotations

import time
from typing import Any

import pytest

from samples import COMMENT, FOLLOW_UP, PNG, REPLY, THREAD, comment_text, follow_up_text, reply_text

FOUND = [
    ("personal-email", "petra.müller+x@mail.example.org"),
    ("personal-email", "P_M@d3.de"),
    ("personal-phone", "+49 171 2345678"),
    ("personal-phone", "+1 (415) 555-0100"),
    ("personal-phone", "0171 2345678"),
    ("personal-phone", "0171/23 45 67 8"),
    ("personal-phone", "(030) 123456-78"),
    ("personal-phone", "0049-171-2345678"),
    ("personal-phone", "415-555-0100"),
    ("personal-phone", "(415) 555-0100"),
    ("personal-phone", "+491712345678"),
    ("personal-ip", "84.23.101.7"),
    ("personal-ip", "203.0.113.9"),
    ("personal-ip", "2001:db8::8a2e:370:7334"),
    ("personal-ip", "2a02:0db8:85a3:0000:0000:8a2e:0370:7334"),
]

NOT_FOUND = [
    "on 05.11.2026 at 10:30, or 05/11/2026 12",
    "2026-11-05T10:30:00+01:00",
    "order 4711-22-333, 2026-000123",
    "1.234.567,00 EUR, 0.123456789",
    "firmware 12.4.1.7 and version 8.8.8.8",
    "192.168.0.1, 127.0.0.1, 10.1.2.3, 172.20.1.1, 999.1.1.1, 255.255.255.0",
    "std::vector, ::1, fe80::1, 10:20:30",
    "ISBN 978-3-16-148410-0",
    "@anna, a@b, me@localhost, @anna@social.example",
    "1 000 000 000 parts",
    "+49 3012, 0171 234",
]


@pytest.mark.parametrize(("code", "word"), FOUND)
def test_personal_data_is_found_where_it_is(code: str, word: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(body=f"Grüße,\nfür Sie: {word}.\n"))
    (found,) = folder.load().diagnostics
    assert (found.code, found.line, found.column) == (code, 15, 10)
    assert found.source[found.column - 1 : found.end_column - 1] == word
    assert len(folder.load().feedback.threads) == 1


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_personal_data_is_let_be(text: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(body=f"I say {text}, and more.\n"))
    assert folder.problems() == []


def test_title_and_sender_are_looked_at(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(title='"Ü: call 0171 2345678"', from_="pm@mailbox.org"))
    found = folder.load().diagnostics
    assert [(problem.code, problem.line, problem.column) for problem in found] == [
        ("personal-phone", 3, 17),
        ("personal-email", 4, 7),
    ]


def test_follow_ups_are_looked_at(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text(body="Mine is 84.23.101.7\n"))
    assert folder.problems() == ["personal-ip"]


def test_what_employees_write_is_theirs(folder: Any) -> None:
    folder.write(REPLY, reply_text(body="Write to service@example.com, call 0800 1234567.\n"))
    assert folder.problems() == []


def test_each_of_many_is_reported_up_to_a_number(folder: Any) -> None:
    folder.delete(REPLY)
    lines = "".join(f"a{number}@example.org\n" for number in range(30))
    folder.write(COMMENT, comment_text(body=lines))
    assert [found.line for found in folder.load().diagnostics] == list(range(14, 24))


@pytest.mark.parametrize(
    "path",
    [
        "threads/2026/call-0171-2345678/comment.md",
        f"{THREAD}/assets/call_0171-2345678.png",
        f"{THREAD}/assets/router-84.23.101.7.png",
        f"{THREAD}/assets/petra@mailbox.org.png",
    ],
)
def test_names_of_files_are_looked_at(path: str, folder: Any) -> None:
    text = comment_text(id="a1b2c3d4e5")
    folder.write(path, text if path.endswith(".md") else PNG)
    found = folder.problem("personal-file-name")
    assert f"feedback/{path}".startswith(found.path)


@pytest.mark.parametrize("name", ["2026-11-05.png", "IMG_20261105_101500.jpg", "hinge-12-4.png"])
def test_dates_and_numbers_of_cameras_may_stand_in_names(name: str, folder: Any) -> None:
    folder.write(f"{THREAD}/assets/{name}", PNG)
    assert "personal-file-name" not in folder.problems()


@pytest.mark.parametrize("unit", ["a", "a@", "@", "1", "1.", "0 ", "+1", "(0", "2001:", "a.", "-"])
def test_no_text_takes_long(unit: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=unit * (900_000 // len(unit)) + "\n"))
    start = time.process_time()
    folder.load()
    assert time.process_time() - start < 3
