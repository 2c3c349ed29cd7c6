"""The passwords of the groups, from the environment and from nowhere else.

They stay in this process: no setting, cache, log or worker holds one. What is missing or weak
is an error, so that no page is ever written in the clear because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from answerable.config import Staff
from answerable.vault.errors import WeakPasswordError
from answerable.vault.passwords import Password


class PasswordError(Exception):
    """A group has no password, or a weak one; the message says what to do."""


def read_passwords(
    staff: Staff, environment: Mapping[str, str], names: Iterable[str] = ()
) -> dict[str, Password]:
    """The password of each group. *names* are words that an outsider thinks of first.

    Raises PasswordError with one line per problem, all of them at once.
    """
    passwords: dict[str, Password] = {}
    problems = []
    names = list(names)
    for group, variable in staff.groups.items():
        text = environment.get(variable, "")
        if not text:
            problems.append(
                f"the group '{group}' has no password: the environment variable {variable} is not "
                "set. Set it where the site is built, e.g. as a secret of your CI"
            )
            continue
        try:
            passwords[group] = Password(text, names=[*names, group])
        except WeakPasswordError as weak:
            problems.append(f"the group '{group}', in {variable}: {str(weak).rstrip('.')}")
    if len(set(passwords.values())) < len(passwords):
        problems.append("two groups have the same password: who has the one is in the other, too")
    if problems:
        raise PasswordError(
            "Nothing is published, since it could not be encrypted:\n"
            + "\n".join(f"  {problem}." for problem in problems)
        )
    return passwords
