"""A message that is not written, because ``check`` would find an error in it."""

from __future__ import annotations

from typing import NoReturn

import click

from answerable.report import Finding, render


class NotWrittenError(Exception):
    """A message would have been wrong, as ``findings`` say."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("a message would have been wrong")
        self.findings = findings


def refuse(error: NotWrittenError, kept: str) -> NoReturn:
    """End the run; *kept* is the file in which the words are, empty where somebody has them."""
    click.echo(f"{render(error.findings, 'text')}\n", err=True)
    again = f" Your words are kept: correct them in {kept}, and say --file {kept}." if kept else ""
    raise click.ClickException(f"this would be wrong, so nothing was written.{again}")
