"""The setting ``staff``: names of variables and groups, never a password."""

from __future__ import annotations

import pytest

from answerable.build.passwords import PasswordError, read_passwords
from answerable.config import SettingsError, Staff, parse_settings

STRONG = "kettle-umbrella-verandah-31"
GROUPS = {"service": "ANSWERABLE_PASSWORD_SERVICE"}


def problem(staff: object) -> str:
    with pytest.raises(SettingsError) as error:
        parse_settings({"staff": staff})
    return str(error.value)


def test_all_groups_open_the_area_unless_it_names_some():
    both = {**GROUPS, "board": "ANSWERABLE_PASSWORD_BOARD"}
    assert parse_settings({"staff": {"groups": both}}).staff.area == ("service", "board")
    named = parse_settings({"staff": {"groups": both, "area": "board", "address": "intern/"}})
    assert named.staff == Staff(both, ("board",), "intern/")


@pytest.mark.parametrize("password", [STRONG, "hunter2", "HUNTER2HUNTER2", "Zwölf Hüte", "", 12])
def test_password_in_the_file_is_refused_and_not_repeated(password):
    told = problem({"groups": {"service": password}})
    assert "must not hold the password of the group 'service'" in told
    assert "ANSWERABLE_PASSWORD_SERVICE" in told
    assert not password or str(password) not in told


@pytest.mark.parametrize(
    ("staff", "told"),
    [
        ("service", "must have 'groups'"),
        ({"groups": {}}, "named in small letters"),
        ({"groups": {"The Board": "A_B"}}, "named in small letters"),
        ({"groups": GROUPS, "area": "board"}, "one or several of its groups: service"),
        ({"groups": GROUPS, "adress": "x/"}, "did you mean 'address'"),
        ({"groups": GROUPS, "address": "../x/"}, "must have an address"),
    ],
)
def test_setting_that_makes_no_sense_is_explained(staff, told):
    assert told in problem(staff)


def test_passwords_come_from_the_environment():
    found = read_passwords(Staff(GROUPS), {"ANSWERABLE_PASSWORD_SERVICE": STRONG})
    assert found["service"].text == STRONG


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "ANSWERABLE_PASSWORD_SERVICE is not set"), ("kq7w", "too short")],
)
def test_missing_or_weak_password_is_told_without_it(text, told):
    with pytest.raises(PasswordError) as error:
        read_passwords(Staff(GROUPS), {"ANSWERABLE_PASSWORD_SERVICE": text})
    assert told in str(error.value)
    assert not text or text not in str(error.value)


def test_two_groups_need_two_passwords():
    staff = Staff({"service": "A_A", "board": "A_B"})
    with pytest.raises(PasswordError, match="the same password"):
        read_passwords(staff, {"A_A": STRONG, "A_B": STRONG})
