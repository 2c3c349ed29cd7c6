"""Texts made to take all time or memory, each rendered in a process of its own making.

A stack that overflows in native code takes the interpreter with it, so another process
renders, and says before each text what comes.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

MOST_SECONDS = 10  # for one text; the slowest takes 2 on one old core

BOMBS = {
    "quotes": '">" * N',
    "spaced quotes": '"> " * (N // 2)',
    "list markers": '"- a\\n" + "".join("  " * i + "- a\\n" for i in range(430))',
    "open brackets": '"[" * N',
    "nested brackets": '"[" * (N // 2) + "]" * (N // 2)',
    "open links": '"[a](" * (N // 4)',
    "open pictures": '"![" * (N // 2)',
    "stars": '"*" * (N // 2) + "a" + "*" * (N // 2 - 1)',
    "open emphasis": '"*a **b _c " * (N // 10)',
    "tildes": '"~a " * (N // 3)',
    "backticks": '"".join("`" * i + " " for i in range(1, 620))',
    "entities": '"&#" * (N // 2)',
    "addresses": '"www.a" * (N // 5)',
    "mail addresses": '"a@" * (N // 2)',
    "unclosed comments": '"<!--" * (N // 4)',
    "empty comments": '"<!-->" * (N // 5)',
    "instructions": '"<?" * (N // 2)',
    "wide table": '"|".join("a" * 500) + "\\n" + "|".join("-" * 500) + "\\n" + "a\\n" * 90_000',
    "long table": '"|a|\\n|-|\\n" + "|b|\\n" * (N // 5)',
    "footnote uses": '"[^a]" * (N // 5) + "\\n\\n[^a]: x"',
    "footnotes": '"".join(f"[^{i}]\\n\\n[^{i}]: [^{i + 1}]\\n\\n" for i in range(6_000))',
    "definitions": '"".join(f"[{i}]: x\\n" for i in range(12_000))',
    "definition uses": '"[a]: " + "x" * 1_000 + "\\n\\n" + "[a]" * (N // 4)',
    "open tags": '"<b>" * (N // 3)',
    "open quotes": '"<blockquote>" * (N // 12)',
    "open paragraphs": '"<p>" * (N // 3)',
    "open tables": '"<table><tr><td>" * (N // 15)',
    "open lists": '"<ul><li>" * (N // 8)',
    "stray ends": '"</p>" * (N // 4)',
    "crossed tags": '"<b><i></b></i>" * (N // 14)',
    "tables in bold": '"<b></table><table></b><i>" * (N // 25)',
    "spaces in a tag": '"<b" + " " * (N - 2)',
    "attributes": '"<b " + "a " * (N // 2 - 2)',
    "open values": '"<b a=\\"" * (N // 6)',
    "formats over blocks": """
        "<h1>" + "".join(f"<{t} a{i}>" for i in range(4) for t in "b i em s".split())
        + "<p>x</p><a>y</a>" * 12_000
        + "".join(f"</{t}>" for i in range(4) for t in "s em i b".split()) + "</h1>"
    """,
    "unended formats over blocks": """
        "<p>" + "".join(f"<b a{i}>" for i in range(1_000)) + "</p>\\n\\n" + "x\\n\\n" * 60_000
    """,
    "one long word": '"a" * 1_000_000',
    "newlines in code": '"```c++\\n" + "\\n" * 3_900 + "```"',
    "methods in code": '"```csharp\\n" + "a\\n" * 1_950 + "```"',
    "many codes": '"```python\\n(\\n```\\n" * (N // 18)',
}


@pytest.fixture(scope="module")
def outcome() -> str:
    """What the other process said."""
    texts = "".join(f"    {name!r}: ({textwrap.dedent(text)}),\n" for name, text in BOMBS.items())
    program = f"""
import time
from answerable.markup import Labels, asset_references, plain_text, render_message

N = 200_000
TEXTS = {{
{texts}}}
for name, text in TEXTS.items():
    print(name, end=": ", flush=True)
    start = time.process_time()
    html = render_message(
        text, stem="comment", trusted_links=False, assets={{}}, base="",
        labels=Labels("Table", "Code", "Not shown", "Footnotes", "Back"),
    )
    plain_text(text)
    asset_references(text)
    assert html
    assert len(html) < 20 * len(text) + 1_000
    print(f"{{time.process_time() - start:.2f}}", flush=True)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False
    )
    return f"{run.stdout}\n{run.stderr}"


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_hostile_text_takes_little_time(bomb, outcome):
    (line,) = [line for line in outcome.splitlines() if line.startswith(f"{bomb}: ")]
    assert float(line.partition(": ")[2] or "inf") < MOST_SECONDS, outcome


@pytest.mark.skipif(sys.platform == "win32", reason="the library exports nothing that frees")
def test_rendering_leaves_no_memory_behind():
    program = """
import resource
from answerable.markup import plain_text

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

text = "Hello *world*, this is a [link](https://example.org) and more.\\n\\n" * 10
for _ in range(200):
    plain_text(text)
before = most()
for _ in range(3_000):
    plain_text(text)
print(most() - before)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(run.stdout) * unit < 10 * 1024 * 1024
