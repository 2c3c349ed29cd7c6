"""Reading answers of a forge, which are others' and may have any form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.forge_api.http import ApiError
from answerable.forge_api.interface import Issue


def issue_of(answer: Any, *, number: str = "number", body: str = "body", url: str) -> Issue:
    """The issue that *answer* describes in fields of these names. Raises ApiError."""
    fields = _mapping(answer)
    identity = fields.get(number)
    if not isinstance(identity, int):
        raise ApiError("the forge's answer is no issue")
    return Issue(
        number=identity,
        title=text_of(fields, "title"),
        body=text_of(fields, body),
        # GitLab says "opened".
        is_open=text_of(fields, "state").startswith("open"),
        url=text_of(fields, url),
    )


def text_of(answer: Any, name: str) -> str:
    """The text in the field *name*, empty where there is none."""
    value = _mapping(answer).get(name)
    return value if isinstance(value, str) else ""


def _mapping(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, dict):
        raise ApiError("the forge's answer has another form than expected")
    return answer
