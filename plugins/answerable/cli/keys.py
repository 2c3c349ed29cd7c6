"""``answerable keys``: which keys sign for whom, and since and until when.

Nothing is ever deleted: a key that is not used any more is retired, one that somebody else
may have is revoked, and its entry stays in the person's file.
"""

from __future__ import annotations

import click

from answerable.cli.key_add import add
from answerable.cli.key_ends import retire, revoke
from answerable.cli.key_list import list_keys


@click.group(
    epilog="\b\nExamples:\n  answerable keys add anna\n  answerable keys list\n"
    "  answerable keys retire anna laptop"
)
def keys() -> None:
    """Manage the keys that sign for people.

    They stand in the files of people. Nothing is ever deleted there, so that what was signed
    with a key can be checked later, too.
    """


for _command in (add, list_keys, retire, revoke):
    keys.add_command(_command)
