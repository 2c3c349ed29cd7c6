"""What the benchmark cannot go on from."""

from __future__ import annotations


class BenchError(Exception):
    """The benchmark cannot be run or repeated; the message says why."""
