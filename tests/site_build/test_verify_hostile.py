"""Whatever stands in a page: what a browser shows instead of the answers is never called good.

The oracle is html5lib, which reads HTML as browsers do.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from answerable.verification.site import verify_site
from samples import NOW
from signed_feedback import REPLY, THREAD, SignedFeedback
from site_build.building import build_site
from ssh_programs import needs_ssh_keygen

pytestmark = needs_ssh_keygen

EMBED = f"{THREAD}/embed/index.html"
PIECES = """
<b> </b> <p> </p> <div> </div> </section> <section> <!-- --> <!--> --!> <![CDATA[ <svg> </svg>
<math><mi> <table> </table> <tr> <td> <select> <option> </select> <textarea> </textarea> <title>
</title> <template> </template> <noscript> </noscript> <xmp> </xmp> <plaintext> <iframe> </iframe>
<a> </a> <li> </li> <ul> </ul> <script> </script> <style> </style> &lt; &amp &#60;b&#62; not <?php
</> <br/> <p/> <h1> </h1> <button> </button> <form> </form> <frameset> </body> </html> <head> " '
> < = <image> <details> </details> <summary> <nobr> <font> <hr> <pre> </pre> <code> </code>
<object> <caption> </p <div/ <noembed> <noframes> <listing> <svg><desc> <svg><foreignObject>
""".split()
UNSEEN = {"script", "style", "template"}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    feedback = SignedFeedback(folder / "feedback", folder / "keys")
    feedback.write()
    settings = {"checks": {"image-outside": "warning"}}
    built = build_site(folder, feedback.root, settings=settings)
    for name in ("threads/2026", "api/threads"):
        for path in (built.root / name).iterdir():
            if path.name not in ("spare-parts", "k7q2m9x4tb.json"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return built.root


def seen(html: str) -> list[str]:
    """The words of every message as a browser shows them, without spaces."""
    main = html5lib.parse(html, namespaceHTMLElements=False).find(".//main")
    if main is None:
        return []
    return [
        re.sub(r"\s+", "", "".join(parts(words)))
        for section in main.iter("section")
        if "ans-message" in section.get("class", "")
        for words in section.findall("div")
        if words.get("class") == "ans-message__words"
    ]


def parts(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNSEEN:
        yield f"<{element.tag}>{element.text or ''}"
        for child in element:
            yield from parts(child)
            yield child.tail or ""
        yield f"</{element.tag}>"


def changed(html: str, chance: random.Random) -> str:
    """*html* with something put in or left out of what stands in its main element."""
    for _ in range(chance.choice([1, 1, 2, 3])):
        at = chance.randrange(html.index("<main>"), html.rindex("<footer"))
        if chance.random() < 0.7:
            html = html[:at] + chance.choice(PIECES) + html[at:]
        else:
            tag = re.compile("<[^>]*>").search(html, at)
            start, end = tag.span() if tag and chance.random() < 0.5 else (at, at + 5)
            html = html[:start] + html[end:]
    return html


def test_no_change_of_a_page_hides_another_text(site):
    page = site / EMBED
    text = page.read_text(encoding="utf-8")
    shown = seen(text)
    assert len(shown) == 4
    chance = random.Random(4)
    good = 0
    for _ in range(200):
        hostile = changed(text, chance)
        page.write_text(hostile, encoding="utf-8")
        found = verify_site(site, now=NOW, shown_as="site").verdicts
        if all(verdict.state == "valid" for verdict in found):
            good += 1
            assert seen(hostile) == shown
    page.write_text(text, encoding="utf-8")
    assert 0 < good < 100


@pytest.mark.parametrize("file", [EMBED, REPLY, f"{REPLY}.sig", "api/threads/k7q2m9x4tb.json"])
def test_no_damage_is_more_than_a_finding(site, file):
    path = site / file
    data = path.read_bytes()
    chance = random.Random(5)
    for _ in range(30):
        at = chance.randrange(len(data))
        damage = bytes(chance.randrange(256) for _ in range(chance.choice([1, 1, 4])))
        path.write_bytes(data[:at] + damage + data[at + chance.randrange(9) :])
        found = verify_site(site, now=NOW, shown_as="site").verdicts
        assert f"site/{REPLY}" in {verdict.file for verdict in found}
    path.write_bytes(data)
