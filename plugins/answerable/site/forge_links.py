"""Addresses on the forge: a new file with its content, and a new issue.

What each forge takes from an address:

* GitHub: ``filename`` and ``value`` of a file; of an issue its template, and each field of
  that by its id;
* Forgejo and Gitea: the same for a file (gitea#16556); an issue's template by its path, and
  each field with ``field:`` in front of its id;
* GitLab: ``file_name`` of a file; ``content`` is ignored by the editor of some versions
  (gitlab#594214), so what stands there must be offered to be copied as well; of an issue its
  template and a description, which comes below that (since 14.8).

Nothing in a part of an address is left unquoted, so that no text can add a part of its own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from answerable.config import Settings
from answerable.forges import Forge, ForgeKind

LONGEST = 6000
"""Characters of an address. GitHub and nginx refuse it above some 8,000."""

TEXT_FIELD: Mapping[ForgeKind, str] = {"github": "value", "forgejo": "value", "gitlab": "content"}
"""The part of the address that holds the text of a new file."""

_NAME_FIELD: Mapping[ForgeKind, str] = {
    "github": "filename",
    "forgejo": "filename",
    "gitlab": "file_name",
}
_NEW_FILE: Mapping[ForgeKind, str] = {"github": "new", "forgejo": "_new", "gitlab": "-/new"}
_GITLAB_TEMPLATE = "comment"
_TEMPLATES: Mapping[ForgeKind, str] = {
    "github": "comment.yml",
    "forgejo": ".gitea/ISSUE_TEMPLATE/comment.yml",
}


def host(forge: Forge) -> str:
    """What readers know the forge by."""
    return urlsplit(forge.url).netloc


def new_file_begins(forge: Forge) -> str:
    """What the address of each new file begins with."""
    return f"{forge.url}/{_NEW_FILE[forge.kind]}/{quote(forge.branch, safe='/')}/"


def new_file_url(forge: Forge, settings: Settings, folder: str, name: str, text: str) -> str:
    """Where an employee writes the file *name* in *folder*, which is below the feedback's."""
    inside = posixpath.normpath(posixpath.join(forge.folder, settings.feedback_dir, folder))
    values = {_NAME_FIELD[forge.kind]: name, TEXT_FIELD[forge.kind]: text}
    return f"{new_file_begins(forge)}{quote(inside, safe='/')}?{_query(values)}"


def new_issue_url(forge: Forge, thread: str = "") -> str:
    """Where a customer writes an issue; *thread* is the address of what it is about."""
    if forge.kind == "gitlab":
        values = {"issuable_template": _GITLAB_TEMPLATE, "issue[description]": thread}
        page = "-/issues/new"
    else:
        field = "thread" if forge.kind == "github" else "field:thread"
        values = {"template": _TEMPLATES[forge.kind], field: thread}
        page = "issues/new"
    given = {name: value for name, value in values.items() if value}
    return f"{forge.url}/{page}?{_query(given)}"


def _query(values: Mapping[str, str]) -> str:
    # Not a plus for a space: whoever takes the part as it is would keep it.
    return urlencode(values, quote_via=quote, safe="")
