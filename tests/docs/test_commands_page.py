"""The reference of the commands is what the code says of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from manual.__main__ import PAGE
from manual.reference import reference

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == reference(), "run scripts/reference"


def test_every_verb_stands_in_the_page():
    help_text = subprocess.run(
        [sys.executable, "-m", "answerable", "--help"], capture_output=True, text=True, check=True
    ).stdout
    verbs = re.findall(r"(?m)^  (\w+)  +\S", help_text.partition("Commands:")[2])
    page = PAGE.read_text(encoding="utf-8")
    assert len(verbs) > 20
    assert [verb for verb in verbs if f"### {verb}\n" not in page] == []
