"""Markdown to HTML by cmark-gfm, GitHub's own parser.

What comes out is not yet safe: raw HTML stands in it as it was written.

cmarkgfm's own functions free neither the tree nor the text that they get from the C library:
19 KB for a message of ten lines, gigabytes for a large archive. What frees them is in the
same shared library. Where that does not export it (Windows), the memory stays with the
process until it ends.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cmarkgfm import cmark
from cmarkgfm._cmark import ffi, lib

OPTIONS = (
    cmark.Options.CMARK_OPT_UNSAFE
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_GITHUB_PRE_LANG
)

# Without tagfilter: `settle` knows more tags that must not vanish.
EXTENSIONS = ("table", "strikethrough", "autolink", "tasklist")

Free = Callable[[int], object]


def to_html(markdown: str) -> str:
    """*markdown* as HTML with raw HTML unchanged, code with its language in ``pre lang``."""
    data = markdown.encode()
    parser = lib.cmark_parser_new(OPTIONS)
    try:
        for extension in _extensions():
            lib.cmark_parser_attach_syntax_extension(parser, extension)
        lib.cmark_parser_feed(parser, data, len(data))
        tree = lib.cmark_parser_finish(parser)
        text = lib.cmark_render_html(tree, OPTIONS, lib.cmark_parser_get_syntax_extensions(parser))
        html: str = ffi.string(text).decode()
        free_tree, free_text = _releasers()
        free_tree(_address(tree))
        free_text(_address(text))
    finally:
        lib.cmark_parser_free(parser)
    return html


@lru_cache(maxsize=1)
def _extensions() -> tuple[Any, ...]:
    cmark.core_extensions_ensure_registered()
    return tuple(cmark.find_syntax_extension(name) for name in EXTENSIONS)


class _Allocator(ctypes.Structure):
    """``cmark_mem`` of cmark-gfm.h."""

    _fields_ = (
        ("calloc", ctypes.c_void_p),
        ("realloc", ctypes.c_void_p),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


@lru_cache(maxsize=1)
def _releasers() -> tuple[Free, Free]:
    """What frees a tree and a text, given its address."""
    try:
        library = ctypes.CDLL(cmark._cmark.__file__)
        free_tree = library.cmark_node_free
        allocator = library.cmark_get_default_mem_allocator
    except (OSError, AttributeError):
        return _keep, _keep
    free_tree.argtypes = (ctypes.c_void_p,)
    free_tree.restype = None
    allocator.restype = ctypes.POINTER(_Allocator)
    return free_tree, allocator().contents.free


def _address(pointer: Any) -> int:
    return int(ffi.cast("uintptr_t", pointer))


def _keep(address: int) -> None:
    """Free nothing."""
