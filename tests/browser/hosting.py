"""A web server as most hosts of static sites are: text compressed, kept for ten minutes.

That is what GitHub Pages does. It speaks HTTP/1.1 without TLS, as localhost may.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

_TEXT = ("text/", "application/javascript", "application/json", "application/xml")


@cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        media_type = self.guess_type(file)
        self.send_response(HTTPStatus.OK)
        if media_type.startswith(_TEXT):
            content = _compressed(file)
            media_type += "; charset=utf-8"
            self.send_header("Content-Encoding", "gzip")
        else:
            content = file.read_bytes()
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def hosted(root: Path) -> Iterator[str]:
    """The address of the files below *root*, which may come there later."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(root)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
