"""Addresses of the site's own pages, relative to its root."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def tag_url(tag: str) -> str:
    """The list of a tag. A tag that is no slug gets one with a digest, so that no two meet."""
    if _SLUG.fullmatch(tag):
        return f"tags/{tag}/"
    plain = unicodedata.normalize("NFKD", tag.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    digest = hashlib.sha256(tag.encode()).hexdigest()[:6]
    # Two hyphens: no slug has them.
    return f"tags/{words[:60].strip('-')}--{digest}/"
