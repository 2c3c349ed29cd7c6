"""An export that is one large file, plain or packed with gzip, read piece by piece.

The rules kept here:

* no more than so many bytes are unpacked, however small the packed file is;
* what comes before a defect is given out before the defect is told.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from answerable.importers.export_files import ExportFileError, open_export_file, too_large

LARGEST = 1024**3
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class ExportStream:
    """An open export; ``read`` counts the bytes that came out of it, unpacked."""

    file: BufferedReader | gzip.GzipFile
    most: int
    read: int = 0

    def pieces(self) -> Iterator[bytes]:
        """All of it, in pieces. Raises ExportFileError."""
        while piece := self._take(_PIECE):
            yield piece

    def lines(self, longest: int) -> Iterator[bytes | None]:
        """Its lines; None for one of more than *longest* bytes. Raises ExportFileError."""
        while line := self._take(longest + 1, line=True):
            if len(line) <= longest:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = self._take(_PIECE, line=True)
            yield None

    def _take(self, size: int, *, line: bool = False) -> bytes:
        try:
            # Not read(): what it has unpacked before a defect would be lost.
            data = self.file.readline(size) if line else self.file.read1(size)
        except (EOFError, zlib.error) as error:
            raise ExportFileError("is packed, and damaged or cut off") from error
        except OSError as error:
            reason = error.strerror or "it is packed, and damaged"
            raise ExportFileError(f"cannot be read: {reason}") from error
        self.read += len(data)
        if self.read > self.most:
            raise ExportFileError(too_large(self.most))
        return data


@contextmanager
def open_export(path: Path, most: int | None = None) -> Iterator[ExportStream]:
    """The file *path*, of which up to *most* bytes can be read. Raises ExportFileError.

    Without *most* it is what an export may hold.
    """
    most = LARGEST if most is None else most
    with open_export_file(path) as file:
        try:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
        except OSError as error:
            raise ExportFileError(f"cannot be read: {error.strerror}") from error
        if not packed:
            yield ExportStream(file, most)
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield ExportStream(unpacked, most)
