"""Which program makes the files: a digest that changes with all that shapes them.

What was made by another version is made again. Our own files count by their bytes, so that
nobody has to remember to raise a number; libraries count by their versions.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import answerable

_LIBRARIES = ("babel", "cmarkgfm", "jinja2", "markupsafe", "nh3", "orjson", "pygments", "tzdata")
_LEFT_OUT = ("__pycache__", "cli", "importers")


@cache
def program_version() -> str:
    """The digest of this program, its libraries and its Python."""
    digest = blake2b(digest_size=16)
    package = Path(answerable.__file__).parent
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if parts[0] not in _LEFT_OUT and "__pycache__" not in parts and path.is_file():
            digest.update("/".join(parts).encode())
            digest.update(path.read_bytes())
    digest.update(repr([_version_of(library) for library in _LIBRARIES]).encode())
    digest.update(repr(sys.version_info[:2]).encode())
    return digest.hexdigest()


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
