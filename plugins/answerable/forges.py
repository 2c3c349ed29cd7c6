"""The forge that holds the repository: where employees open pull requests.

The rules that this module keeps:

* an address is ``https``, of printable ASCII, and carries no password;
* a value that cannot be meant is explained in a sentence that follows the setting's name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

ForgeKind = Literal["github", "gitlab", "forgejo"]
KINDS: tuple[ForgeKind, ...] = get_args(ForgeKind)

_FIELDS = ("kind", "url", "branch", "folder")
_ODD_IN_ADDRESS = re.compile(r"[^!-~]|[\"'<>\\^`{|}]")
_ODD_IN_BRANCH = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|\A[-/.]|(?:\.lock|[/.])\Z")
_ODD_IN_FOLDER = re.compile(r"[\x00-\x1f\x7f\\]|\A/|(?:\A|/)\.{1,2}(?:/|\Z)|//")


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the repository lies. Gitea is of the kind ``forgejo``.

    ``url`` is the address of the repository, without a slash at the end. ``folder`` is where
    mkdocs.yml lies in it, empty for its top.
    """

    kind: ForgeKind
    url: str
    branch: str = "main"
    folder: str = ""


def forge_problem(value: object) -> str | None:
    """What is wrong with the setting ``forge``, None if nothing is."""
    if not isinstance(value, dict):
        return "must have 'kind' (github, gitlab or forgejo) and 'url', the repository's address"
    if unknown := [name for name in value if name not in _FIELDS]:
        return f"has no '{unknown[0]}'{_did_you_mean(unknown[0])}"
    if value.get("kind") not in KINDS:
        return "needs 'kind': github, gitlab, or forgejo (for Gitea and Codeberg as well)"
    url = value.get("url")
    if not (isinstance(url, str) and is_https(url) and _names_repository(url)):
        return (
            "needs 'url': the https address of the repository as your browser shows it, such as "
            "https://github.com/example/feedback"
        )
    branch = value.get("branch", "main")
    if not isinstance(branch, str) or not branch or _ODD_IN_BRANCH.search(branch):
        return "has a 'branch' that cannot be one: write the name of the main branch, such as main"
    folder = value.get("folder", "")
    if not isinstance(folder, str) or _ODD_IN_FOLDER.search(folder):
        return (
            "has a 'folder' that cannot be one: write where mkdocs.yml lies in the repository, "
            "such as website, and leave it out if it lies at the top"
        )
    return None


def forge_of(value: Mapping[str, Any]) -> Forge:
    """The forge of a setting without problems."""
    return Forge(
        cast(ForgeKind, value["kind"]),
        value["url"].rstrip("/").removesuffix(".git"),
        value.get("branch", "main"),
        value.get("folder", "").strip("/"),
    )


def is_https(value: object) -> bool:
    """Whether *value* is an address on the web that may stand in a page."""
    if not isinstance(value, str) or _ODD_IN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
        usable = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and "@" not in parts.netloc and not parts.fragment


def _names_repository(url: str) -> bool:
    """Whether the address has an owner and a name, and does not lead back out of them."""
    whole = urlsplit(url)
    parts = whole.path.strip("/").split("/")
    return not whole.query and len(parts) >= 2 and not {"", ".", "..", "-"} & set(parts)


def _did_you_mean(name: object) -> str:
    near = difflib.get_close_matches(str(name), _FIELDS, n=1)
    return f", did you mean '{near[0]}'?" if near else ""
