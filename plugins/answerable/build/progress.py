"""Long work tells how far it is, in the log of the build."""

from __future__ import annotations

import logging
import time

SECONDS = 10.0
"""How often."""

log = logging.getLogger("mkdocs.plugins.answerable")


class Progress:
    """Counts what is done; *message* says what, with ``%d`` for how many."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._done = 0
        self._told = time.monotonic()

    def step(self, number: int = 1) -> None:
        """So many more are done."""
        self._done += number
        now = time.monotonic()
        if now - self._told >= SECONDS:
            self._told = now
            log.info(self._message, self._done)
