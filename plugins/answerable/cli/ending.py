"""How a run of the command ends: its exit code and its last words, whatever happens.

The exit code never says more than is known. Besides the three of every verb (0, 1, 2) there
are two, both 128 and the number of a signal, as shells count them:

* 130: somebody pressed Ctrl-C;
* 141: the reader of the results has gone, as with ``| head``. It is no mistake, so nothing is
  said; and it is not 0, because with ``set -o pipefail`` that would mean "in order".

A file, a folder or a stream that cannot be read or written is a message and 2.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOWrapper
from typing import Any

import click

STOPPED = 130
NOBODY_READS = 141

# Windows tells a closed pipe as EINVAL.
_CLOSED = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}


class ProjectError(click.ClickException):
    """There is nothing to work on: a wrong call, not wrong content."""

    exit_code = 2


class Verbs(click.Group):
    """The group of all verbs, which ends every run of the command."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the call; ``--help`` and ``--version`` are answered here."""
        with _told_in_words():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        with _told_in_words():
            return super().invoke(ctx)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a verb and end the process."""
        run: Callable[..., Any] = partial(super().main, standalone_mode=False)
        if not standalone_mode:
            return run(*args, **extra)
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot write a customer's alphabet shows question marks.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            code = run(*args, **extra)
        except click.ClickException as error:
            code = _last_words(error)
        except (click.Abort, KeyboardInterrupt):
            code = _last_words(_StoppedError("Stopped."))
        except OSError as error:
            code = _last_words(_of_the_system(error))
        sys.exit(code)


class _StoppedError(click.ClickException):
    exit_code = STOPPED

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class _NobodyReadsError(click.ClickException):
    exit_code = NOBODY_READS

    def show(self, file: Any = None) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _told_in_words() -> Iterator[None]:
    # Before click sees it: it takes a closed pipe for 1, which means that content is wrong.
    try:
        yield
    except OSError as error:
        raise _of_the_system(error) from error


def _of_the_system(error: OSError) -> click.ClickException:
    if error.errno in _CLOSED and not error.filename:
        _forget_output()
        return _NobodyReadsError("")
    what = f"{error.filename}: " if error.filename else ""
    return ProjectError(f"{what}{error.strerror or error}")


def _last_words(error: click.ClickException) -> int:
    # Where nobody hears them, the exit code still holds.
    try:
        error.show()
    except OSError:
        _forget_output()
    return error.exit_code


def _forget_output() -> None:
    """Send what is left in the buffers nowhere, or Python complains of it at its end."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
