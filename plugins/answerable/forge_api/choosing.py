"""The API of a forge, from the address of a repository on it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from answerable.forge_api.forgejo import Forgejo
from answerable.forge_api.github import GitHub
from answerable.forge_api.gitlab import GitLab
from answerable.forge_api.interface import ForgeApi
from answerable.forges import Forge

GITHUB = "github.com"


def api_of(forge: Forge, token: str, base: str | None = None) -> ForgeApi:
    """The API of *forge*; *base* is its address, where that does not follow from the repository's.

    Raises ApiError where *base* is no address that a token may be sent to.
    """
    owner, name = _repository(forge)
    if forge.kind == "github":
        return GitHub(base or _github(forge), f"{owner}/{name}", token)
    if forge.kind == "gitlab":
        path = urlsplit(forge.url).path.strip("/")
        return GitLab(base or _beside(forge, "", "api/v4"), path, token)
    above = urlsplit(forge.url).path.strip("/").removesuffix(f"{owner}/{name}")
    return Forgejo(base or _beside(forge, above, "api/v1"), f"{owner}/{name}", token)


def _repository(forge: Forge) -> tuple[str, str]:
    parts = urlsplit(forge.url).path.strip("/").split("/")
    return parts[-2], parts[-1]


def _github(forge: Forge) -> str:
    if urlsplit(forge.url).hostname == GITHUB:
        return f"https://api.{GITHUB}"
    # GitHub Enterprise Server has it below its own address.
    return _beside(forge, "", "api/v3")


def _beside(forge: Forge, above: str, path: str) -> str:
    parts = urlsplit(forge.url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{above}{path}", "", ""))
