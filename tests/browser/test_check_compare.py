"""What the button compares: the script reads Markdown as the site does, and misses no change.

The oracle is the site's own way from Markdown to HTML. The script renders the same text by
another program, and must find no difference; then something in the HTML is changed, and it must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from answerable.markup import Picture, render_message
from answerable.site.messages import labels
from browser.sealed_page import ENGLISH, PAGE, STEM, SealedSite, hosted
from nasty import (
    commonmark_examples,
    markdown_it_texts,
    naughty_strings,
    needs_nasty_data,
    owasp_texts,
    xss_lines,
)
from site_build.building import REPOSITORY

TEXTS = [
    "One paragraph\nof two lines.\n\nAnother — with “quotes”, 5 € and 日本語 and 👍🏽.",
    "Hard  \nbreak\\\nand soft\nbreak. Tabs\tand   many    spaces.",
    "*em* **strong** ***both*** ~~gone~~ ~once~ `code  with   spaces` snake_case_word 2*3*4",
    "**5 €**iger, *£*5, „**fett**“, (**so**), **„so“**und so. __init__ **a**b",
    "# One\n\n## Two ##\n\nThree\n===\n\nFour\n---\n\n###### Six",
    "- one\n- two\n  - inner\n\n    loose\n- three",
    "7. seven\n8. eight\n\ntext\n\n1) one\n2) two",
    "- [ ] open\n- [x] done\n\n1. [ ] numbered\n\n   with more",
    "> quoted\n> > twice\n\n> lazy\ncontinued\n\n> - item\n>\n>   more",
    "| left | middle | right |\n|:--|:-:|--:|\n| a | *b* | `c` |\n| d \\| e | |\n| f | g | h | i |",
    "A | B\n--|--\n[l](https://example.org) | ![p](assets/a.png)\n\nafter",
    "```python\nprint('x')  # y\n\n\n```\n\n~~~\n  verbatim\n~~~\n\n    indented\n\n    more\n",
    "```mermaid\ngraph\n```\n\n```\n\n```\n\n``` html\n<b>no</b>\n```",
    "[a](https://example.org/ä?q=1&r=2#f) [b](<https://example.org/a b> 'title')",
    "[c][ref] [d]\n\n[ref]: http://example.org/%7euser/(x)\n[d]: mailto:a@example.org",
    "https://example.org/a_b?x=1&amp;y=2. www.example.org/x), mail me@example.org! WWW.EXAMPLE.ORG",
    "(see https://example.org/a_(b)) <https://example.org/?a=[1]> <me@example.org> http://☃.net/",
    "[file](assets/c.pdf) [gone](elsewhere.html) [script](javascript:alert(1)) [here](#comment)",
    "![alt *text* with `code`](assets/a.png) ![no](https://example.org/a.png) ![](assets/c.pdf)",
    "[![linked](assets/a.png)](https://example.org)",
    "Text[^1], more[^long] and again[^1].\n\n[^1]: A note.\n[^long]: One.\n\n    Two.\n\n[^un]: -",
    "&copy; &auml; &#223; &#x1F600; &nonsense; \\* \\_ \\<b\\> \\\\ \\&amp;",
    "***\n\n---\n\n_ _ _\n\nno---rule",
    "Zero\u200bwidth, soft\u00adhyphen, no\u00a0break, thin\u2009space, combining e\u0301",
    "<!-- a comment -->\n\ntext <!-- inside --> text",
    "<b>bold</b> and <kbd>Ctrl</kbd> and List<String> and <script>alert(1)</script> a < b > c",
    "<details>\n<summary>More</summary>\n\n*inner*\n\n</details>\n\n<table><tr><td>x</td></tr></table>",
    "<div>unclosed <i>elements\n\n<a href='https://example.org'>link</a> <img src='assets/a.png'>",
    "1. a\n\n   ```\n   code\n   ```\n2. b\n\n   > quote\n\n   | t |\n   |---|\n   | c |",
]
PICTURES = {"a.png": Picture(3, 2), "c.pdf": Picture()}

COMPARE = """
async cases => {
  const { compare } = await import("/assets/answerable/check/compare.js");
  const place = document.querySelector("main");
  const settings = {folder: location.origin + "/", missing: "Picture that is not shown"};
  return cases.map(([text, html, own]) => {
    place.innerHTML = html;
    return compare(place, text, {...settings, own}).verdict;
  });
}
"""
MUTATE = """
async cases => {
  const { compare } = await import("/assets/answerable/check/compare.js");
  const place = document.querySelector("main");
  const settings = {folder: location.origin + "/", missing: "Picture that is not shown", own: true};
  const missed = [];
  for (const [text, html, raw] of cases) {
    const attempt = change => {
      place.innerHTML = html;
      const what = change();
      if (what === undefined) return;
      const { verdict } = compare(place, text, settings);
      if (verdict === "same" || (!raw && verdict !== "different"))
        missed.push([verdict, what, text]);
    };
    const nodes = () => {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
      return found;
    };
    place.innerHTML = html;
    const texts = nodes().length;
    const elements = place.querySelectorAll("*").length;
    for (let at = 0; at < texts; at++) {
      for (const sign of ["x", "\\u200b", "\\u202e", "7"])
        attempt(() => { const node = nodes()[at]; node.data += sign; return `${sign} added`; });
      attempt(() => { const node = nodes()[at]; node.remove(); return `${node.data} gone`; });
    }
    for (let at = 0; at < elements; at++) {
      const element = () => place.querySelectorAll("*")[at];
      attempt(() => {
        const one = element();
        // A wrapping around what is gone, or a colour, is nothing.
        if (one.localName === "span" && !one.className) return undefined;
        if (!one.textContent.trim() && !one.matches("img,hr,br,td,th,li")) return undefined;
        const gone = one.outerHTML;
        one.remove();
        return gone;
      });
      attempt(() => { element().style.display = "none"; return "hidden"; });
      attempt(() => { element().className += " other"; return "a class"; });
      attempt(() => { element().before(document.createElement("b")); return "an element before"; });
      attempt(() => {
        const one = element();
        if (!one.matches("a[rel]")) return undefined;
        one.href = "https://evil.test/";
        return "a link";
      });
      attempt(() => {
        const one = element();
        if (!one.matches("img")) return undefined;
        one.src = "assets/b.png";
        return "a picture";
      });
    }
  }
  return missed;
}
"""


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    with hosted(chromium) as host:
        host.open(SealedSite({PAGE: b"<!doctype html><main></main>"}))
        # Where the addresses of pictures and documents begin.
        host.page.evaluate("history.replaceState(null, '', '/')")
        yield host.page


def rendered(text: str, *, own: bool) -> str:
    names = re.findall(r"assets/([A-Za-z0-9][A-Za-z0-9._-]*)", text)
    return render_message(
        text,
        stem=STEM,
        trusted_links=own,
        assets={**dict.fromkeys(names, Picture()), **PICTURES},
        base="",
        labels=labels(ENGLISH),
    )


def verdicts(page: Page, texts: Sequence[str], *, own: bool) -> dict[str, str]:
    cases = [[text, rendered(text, own=own), own] for text in texts]
    found: list[str] = page.evaluate(COMPARE, cases)
    return dict(zip(texts, found, strict=True))


def holds_html(text: str) -> bool:
    return bool(re.search(r"<(?:b>|!--|details|div|script)", text)) and "```" not in text


@pytest.mark.parametrize("own", [True, False], ids=["an employee's", "a customer's"])
def test_what_the_site_makes_of_a_text_is_the_same(own, blank):
    found = verdicts(blank, TEXTS, own=own)
    assert {text: verdict for text, verdict in found.items() if verdict != "same"} == {
        text: "words" for text in TEXTS if found[text] == "words" and holds_html(text)
    }


def test_every_message_of_this_repository_is_the_same(blank):
    files = sorted((REPOSITORY / "feedback" / "threads").rglob("*.md"))
    texts = [file.read_text(encoding="utf-8").split("\n---\n", 1)[1] for file in files]
    assert len(texts) > 50
    for own in (True, False):
        assert set(verdicts(blank, texts, own=own).values()) == {"same"}


HOSTILE: dict[str, Callable[[], list[Any]]] = {
    "the specification": lambda: [text for text, _ in commonmark_examples()],
    "markdown-it": markdown_it_texts,
    "naughty strings": naughty_strings,
    "attempts": lambda: xss_lines()[::6],
    "OWASP": owasp_texts,
}


@needs_nasty_data
@pytest.mark.parametrize("name", HOSTILE)
def test_no_strange_text_is_called_different(name, blank):
    found = verdicts(blank, HOSTILE[name](), own=True)
    assert [text for text, verdict in found.items() if verdict == "different"] == []
    # Only texts with HTML of their own, and a few others, cannot be compared.
    unsure = [text for text, verdict in found.items() if verdict != "same" and "<" not in text]
    assert len(unsure) <= 5


def test_no_change_is_called_the_same(blank):
    cases = [[text, rendered(text, own=True), holds_html(text)] for text in TEXTS]
    assert blank.evaluate(MUTATE, cases) == []
