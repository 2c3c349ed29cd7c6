"""The salt of StatiCrypt's pages: the option, else ``.staticrypt.json``, else a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from answerable.cli.ending import ProjectError
from answerable.terminal import visible
from answerable.vault import staticrypt


class SaltFile:
    """StatiCrypt's configuration file; *name* is ``false`` for none."""

    def __init__(self, name: str) -> None:
        self.path = None if name.lower() == "false" else Path(name)
        self._values = self._read()

    @property
    def salt(self) -> str | None:
        """The salt in the file. Raises ProjectError where it is none."""
        salt = self._values.get("salt")
        return checked_salt(str(salt), f"the salt in {self._shown}") if salt else None

    def keep(self, salt: str) -> None:
        """Let the file hold *salt*, beside what else it holds."""
        if self.path is None or self._values.get("salt") == salt:
            return
        # It brings the whole reader of feedback with it, which takes long to load.
        from answerable.source.write import write_atomically

        self._values["salt"] = salt
        text = json.dumps(self._values, indent=4, ensure_ascii=False)
        write_atomically(self.path, text.encode(), overwrite=True)

    @property
    def _shown(self) -> str:
        return visible(str(self.path))

    def _read(self) -> dict[str, Any]:
        if self.path is None or not self.path.exists():
            return {}
        try:
            values = json.loads(self.path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ProjectError(f"{self._shown} is no JSON") from error
        if not isinstance(values, dict):
            raise ProjectError(f"{self._shown} is no JSON object")
        return values


def checked_salt(salt: str, what: str = "the salt") -> str:
    """*salt* as it is used. Raises ProjectError."""
    if not staticrypt.is_salt(salt):
        raise ProjectError(f"{what} must be 32 hexadecimal digits, 0-9 and a-f")
    return salt


def chosen_salt(option: str | None, file: SaltFile) -> str:
    """The salt for new pages. Raises ProjectError."""
    if option:
        return checked_salt(option.lower())
    return file.salt or staticrypt.new_salt()
