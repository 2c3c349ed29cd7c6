"""Code is coloured in the classes of Material, and never changed."""

from __future__ import annotations

import html5lib
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.markup.code import LANGUAGES, MOST_COLOURED

START = (
    '<div class="highlight" id="comment--code-1"><pre><span></span>'
    '<code tabindex="0" role="group" aria-label="Code">'
)


def code_of(html: str) -> str:
    (element,) = html5lib.parse(html, namespaceHTMLElements=False).iter("code")
    return "".join(element.itertext())


def test_code_has_the_elements_and_classes_that_material_makes(render):
    text = '```python\nprint("<x>")\n```'
    material = markdown.markdown(text, extensions=["pymdownx.superfences", "pymdownx.highlight"])
    reached = material.replace('<div class="highlight"><pre><span></span><code>', START)
    # Newer versions of Pygments leave quotes as they are.
    assert render(text).replace("&quot;", '"') == f"{reached}\n".replace("&quot;", '"')


@pytest.mark.parametrize("text", ["    a < b", "```\na < b\n```", "```nonsense\na < b\n```"])
def test_code_in_no_known_language_has_no_colours(text, render):
    assert render(text) == f"{START}a &lt; b\n</code></pre></div>\n"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_colours(language, render):
    html = render(f"```{language}\n$x\n@@ 1 @@\n# a = \"b\" 1 // <?php 'x'\n```")
    assert html.count("<span") > 1


def test_a_language_is_known_in_capitals_too(render):
    assert render("```JSON\n[1]\n```") == render("```json\n[1]\n```")


def test_only_so_much_code_of_a_message_is_coloured(render):
    line = "x = 1\n"
    full = f"```python\n{line * (MOST_COLOURED // len(line))}```\n"
    assert 'class="n"' in render(full)
    assert 'class="n"' not in render(full.replace("x", "much_longer", 1))
    assert render(full + full).count("<span>") == 2
    assert render(full + full).count('class="n"') == render(full).count('class="n"')


@given(st.sampled_from(sorted(LANGUAGES)), st.text(st.characters(exclude_characters="\0\r`~")))
def test_colours_do_not_change_the_code(render, language, code):
    html = render(f"```{language}\n.{code}\n```")
    assert code_of(html) == code_of(render(f"```\n.{code}\n```"))


def test_each_block_has_an_identifier_of_its_own(render):
    blocks = "```\na\n```\n\n    b\n"
    for stem in ("comment", "2026-11-03-anna"):
        page = html5lib.parse(render(blocks, stem=stem), namespaceHTMLElements=False)
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert ids == [f"{stem}--code-1", f"{stem}--code-2"]
