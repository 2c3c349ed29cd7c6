"""How verbs come to the forge: its address from the settings, the token from the environment.

The token is never an option, which everybody on the machine could read, and never stands in a
file of the project.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from answerable.cli.ending import ProjectError
from answerable.cli.project import CONFIG, Project
from answerable.forge_api.choosing import api_of
from answerable.forge_api.http import ApiError
from answerable.forge_api.interface import ForgeApi
from answerable.forges import Forge

VARIABLE = "ANSWERABLE_FORGE_TOKEN"

api_option: Callable[[Any], Any] = click.option(
    "--api",
    metavar="URL",
    help="Where the forge's API is, as its CI says it.  [default: follows from the setting forge]",
)


def forge_of(project: Project) -> Forge:
    """The forge of *project*. Raises ProjectError where the settings name none."""
    if project.settings.forge is None:
        raise ProjectError(
            f"say in {CONFIG} where the repository lies, with the setting 'forge' of the plugin: "
            "{kind: github, url: https://github.com/example/feedback}"
        )
    return project.settings.forge


def token_here() -> str:
    """The token for the forge. Raises ProjectError where there is none."""
    token = os.environ.get(VARIABLE, "").strip()
    if not token or not token.isascii() or not token.isprintable():
        raise ProjectError(
            f"the environment variable {VARIABLE} holds no token of the forge: put one into it, "
            "for 'due' one that may write issues, for 'intake' one that may open pull requests. "
            "It is never read from a file or the command line"
        )
    return token


def api_here(project: Project, address: str | None) -> ForgeApi:
    """The API of the forge of *project*, at *address* if given. Raises ProjectError."""
    try:
        return api_of(forge_of(project), token_here(), address or None)
    except ApiError as error:
        raise ProjectError(f"--api {error}") from error
