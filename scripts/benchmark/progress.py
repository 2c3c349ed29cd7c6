"""What is going on, on standard error."""

from __future__ import annotations

import click


def say(text: str) -> None:
    """Tell people what happens now."""
    click.echo(f"bench: {text}", err=True)
