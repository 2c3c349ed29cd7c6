"""How far a long reading is, on a terminal and only when it takes long."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import click

SILENCE = 3.0
"""Seconds before anything is said."""


def on_terminal() -> bool:
    """Whether somebody sees what is said."""
    return sys.stderr is not None and sys.stderr.isatty()


@dataclass
class ThreadProgress:
    """Says how many threads are done; call it with that and their number."""

    begun: float = 0.0
    said: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        """*done* of *total* are done."""
        if not on_terminal():
            return
        moment = time.monotonic()
        self.begun = self.begun or moment
        if moment - self.begun > SILENCE and (moment - self.said > 1.0 or done == total):
            self.said = moment
            end = "\n" if done == total else "\r"
            click.echo(f"{done:,} of {total:,} threads{end}", err=True, nl=False)
