"""Hostile texts that others collected: ../shared/data/nasty, read where it lies."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

NASTY = Path(__file__).resolve().parents[2] / "shared" / "data" / "nasty"

needs_nasty_data = pytest.mark.skipif(
    not NASTY.is_dir(), reason="the hostile texts are not beside this checkout: ../shared/data"
)


def _read(name: str) -> str:
    return (NASTY / name).read_text(encoding="utf-8")


def xss_lines() -> list[str]:
    """Every line of the XSS payload list."""
    return _read("xss-payload-list/xss-payload-list.txt").splitlines()


def owasp_texts() -> list[str]:
    """The XSS filter evasion sheet, and each of its code blocks by itself."""
    sheet = _read("owasp/XSS_Filter_Evasion_Cheat_Sheet.md")
    return [sheet, *re.findall(r"^```[^\n]*\n(.*?)^```", sheet, re.MULTILINE | re.DOTALL)]


def naughty_strings() -> list[str]:
    """The big list of naughty strings."""
    strings: list[str] = json.loads(_read("blns/blns.json"))
    return strings


def commonmark_examples() -> list[tuple[str, str]]:
    """The examples of the CommonMark specification: Markdown and HTML."""
    fence = "`" * 32
    blocks = re.findall(
        rf"^{fence} example\n(.*?)^\.\n(.*?)^{fence}$",
        _read("commonmark/spec.txt"),
        re.MULTILINE | re.DOTALL,
    )
    return [(text.replace("→", "\t"), html.replace("→", "\t")) for text, html in blocks]


def markdown_it_texts() -> list[str]:
    """The Markdown of markdown-it's fixtures: what stands between the first two dots."""
    texts = []
    for path in sorted((NASTY / "markdown-it").glob("*.txt")):
        texts += re.findall(
            r"^\.\n(.*?)^\.\n.*?^\.$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
    return texts
