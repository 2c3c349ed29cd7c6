"""Photographs of our own pages in Chromium, as a reader of the tutorials sees them.

They are cropped to what matters. What is to be pressed has a ring around it, which the page
itself has not.
"""

from __future__ import annotations

import base64
import shutil
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from screenshots.sample import NOW, THREAD

_WIDTH = 520
_AROUND = 16
_COLOURS = 24
_RING = "outline: 3px solid #d84315; outline-offset: 4px; border-radius: 3px"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# A frame, the most frequent colours, and for each pixel which of them is the nearest.
_REDUCE = """
async ([png, most]) => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(picture, 0, 0);
  context.lineWidth = 4;
  context.strokeStyle = "#999";
  context.strokeRect(0, 0, width, height);
  const bytes = context.getImageData(0, 0, width, height).data;
  const pixels = Array.from({ length: width * height }, (_, i) =>
    (bytes[4 * i] << 16) | (bytes[4 * i + 1] << 8) | bytes[4 * i + 2]);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, most).map((one) => one[0]);
  const gap = (a, b, at) => (((a >> at) & 255) - ((b >> at) & 255)) ** 2;
  const far = (a, b) => gap(a, b, 16) + gap(a, b, 8) + gap(a, b, 0);
  const nearest = new Map();
  for (const pixel of counts.keys()) {
    const distances = palette.map((colour) => far(colour, pixel));
    nearest.set(pixel, distances.indexOf(Math.min(...distances)));
  }
  const chosen = pixels.map((pixel) => String.fromCharCode(nearest.get(pixel))).join("");
  return { width, height, palette, pixels: btoa(chosen) };
}
"""


class Shot(NamedTuple):
    """A picture *name* of all that *shows* on the page at *path*; *pressed* gets a ring."""

    name: str
    path: str
    shows: Sequence[str]
    pressed: str = ""


NEW = (
    Shot("new-site", "", [".md-header", ".md-content"]),
    Shot("imprint", "imprint/", ["article h1", "article .admonition", "article > p >> nth=0"]),
    Shot("write", "write/", ["article h1", "article ul"]),
)
ASKED = (
    Shot("waiting", f"{THREAD}/", [".ans-head", ".ans-message", ".ans-employee"], ".ans-employee"),
    Shot("answer", "answer/", ["article h1", "#ans-who", ".ans-share"], "[data-ans-answering-go]"),
)
ANSWERED = (Shot("unsigned", f"{THREAD}/", [".ans-message >> nth=-1"]),)
SIGNED = (Shot("signed", f"{THREAD}/", [".ans-message >> nth=-1"]),)


class Camera:
    """A browser that photographs what is asked of it."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(
            viewport={"width": _WIDTH, "height": 900},
            device_scale_factor=2,
            timezone_id="Europe/Berlin",
        )

    def take(self, site: Path, shots: Sequence[Shot], target: Path) -> None:
        """Write the pictures of *shots* into the folder *target*."""
        with _served(site) as home:
            for shot in shots:
                page = self._context.new_page()
                page.clock.set_fixed_time(int(NOW) * 1000)
                self._open(page, home, shot)
                picture = page.screenshot(clip=_around(page, shot.shows), full_page=True)
                (target / f"{shot.name}.png").write_bytes(_small(page, picture))
                page.close()

    def _open(self, page: Page, home: str, shot: Shot) -> None:
        if shot.path == "answer/":
            page.goto(f"{home}{THREAD}/")
            page.locator(".ans-employee").click()
            page.locator("#ans-who").select_option("anna")
        else:
            page.goto(home + shot.path)
        page.wait_for_load_state("networkidle")
        if shot.pressed:
            page.add_style_tag(content=f".md-typeset {shot.pressed} {{ {_RING} }}")


@contextmanager
def camera() -> Iterator[Camera]:
    """A camera, as long as the browser is open."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield Camera(browser)
        browser.close()


def _around(page: Page, shows: Sequence[str]) -> FloatRect:
    """All of the page's width, from the first to the last of what is shown."""
    boxes = [_box(one) for selector in shows for one in page.locator(selector).all()]
    top = max(0, min(box["y"] for box in boxes) - _AROUND)
    bottom = max(box["y"] + box["height"] for box in boxes) + _AROUND
    return {"x": 0, "y": top, "width": _WIDTH, "height": bottom - top}


def _box(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box is not None
    return box


def _small(page: Page, picture: bytes) -> bytes:
    """The same picture, PNG, framed and in few colours."""
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    made = page.evaluate(_REDUCE, [address, _COLOURS])
    width, height, pixels = made["width"], made["height"], base64.b64decode(made["pixels"])
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    chunks = {
        b"IHDR": struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(colour.to_bytes(3, "big") for colour in made["palette"]),
        b"IDAT": zlib.compress(rows, 9),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks.items()
    )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(root: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
