"""Noticing changes of a large folder at once, while a site is served.

MkDocs looks at every file that it watches twice a second, which takes longer than a build when
there are tens of thousands. Here the operating system tells of a change, and one small file
that MkDocs watches is touched then.
"""

from __future__ import annotations

from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Not that files are opened: a build opens thousands.
_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class _Touch(FileSystemEventHandler):
    def __init__(self, sign: Path) -> None:
        self._sign = sign

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002  (given)
        self._sign.write_bytes(b"")


def watch_folder(folder: Path, sign: Path) -> bool:
    """Touch the file *sign* at each change below *folder*, for the life of this process.

    Returns False where the system cannot do that: it watches so many folders and no more.
    """
    observer = Observer()
    observer.daemon = True
    try:
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.write_bytes(b"")
        observer.schedule(_Touch(sign), str(folder), recursive=True, event_filter=_CHANGES)
        observer.start()
    except OSError:
        return False
    return True
