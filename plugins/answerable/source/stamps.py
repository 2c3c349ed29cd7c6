"""Whether a thread's files are those of before, without reading what they say.

First by what the file system says of them: size, times and number of each file and folder.
Where that differs (a fresh clone, another machine), by their bytes. A file that was written
just before it was looked at can be written again without a trace in its times; so what is
that young is not trusted by its times (git calls such files racily clean).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from struct import pack

YOUNG = 2_000_000_000
"""Nanoseconds after which a change shows in the times of a file, on any file system."""


def stat_stamp(folder: str, names: Iterable[str], *, settled: bool = False) -> bytes:
    """What the file system says of *folder* and of what lies in it under *names*.

    Empty, which is no stamp, where something cannot be looked at; with *settled* also where
    something changed so lately that it can change again without a trace.
    """
    numbers: list[int] = []
    lstat = os.lstat
    try:
        for path in (folder, *[f"{folder}/{name}" for name in names]):
            seen = lstat(path)
            numbers += (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
    except OSError:
        return b""
    if settled and max(*numbers[::4], *numbers[1::4]) > time.time_ns() - YOUNG:
        return b""
    return blake2b(
        pack(f"{len(numbers)}Q", *(number & 0xFFFF_FFFF_FFFF_FFFF for number in numbers)),
        digest_size=16,
    ).digest()


def content_stamp(folder: str, names: Iterable[str], known: Mapping[str, bytes]) -> bytes:
    """A digest of all files in *folder* under *names*; *known* holds what is read already.

    Empty where something cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        for name in sorted(names):
            path = Path(folder, name)
            if name in known:
                data = known[name]
            elif path.is_dir():
                data = b""
            else:
                data = path.read_bytes()
            digest.update(f"{len(name)},{len(data)}:{name}".encode("utf-8", "surrogateescape"))
            digest.update(data)
    except OSError:
        return b""
    return digest.digest()
