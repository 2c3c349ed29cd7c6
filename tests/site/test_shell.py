"""The theme's page as a shell for ours."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from answerable.site import shell
from answerable.site.context import Page

HTML = (
    f"<html><head><title>{shell.TITLE} - Site</title>"
    f'<meta name="description" content="{shell.DESCRIPTION}">'
    f'<link rel="canonical" href="{shell.ADDRESS}">{shell.HEAD}</head>'
    f"<body><p>{shell.TITLE}</p>{shell.BODY}"
    f'<script>var title = "{shell.TITLE}"</script></body></html>'
)


def page(title="Title", description="Words", body="<h1>Body</h1>"):
    return Page("a/", title, description, Markup("<meta>"), Markup(body))


class Reader(HTMLParser):
    """Tags, attributes and script texts of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.scripts = [], {}, []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.update({(tag, name): value for name, value in attrs})
        self._in_script = tag == "script"

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)


def test_parts_go_where_their_marks_stood():
    joined = shell.Shell(HTML).join(page(), "https://example.org/a/")
    assert joined == (
        '<html><head><title>Title - Site</title><meta name="description" content="Words">'
        '<link rel="canonical" href="https://example.org/a/"><meta></head>'
        '<body><p>Title</p><h1>Body</h1><script>var title = "Title"</script></body></html>'
    )


@pytest.mark.parametrize(
    "hostile", ["</title><script>x</script>", '"><img src=x>', "</script><b>", "\\", "\u2028", "'"]
)
def test_no_title_breaks_out_of_its_place(hostile):
    quiet = Reader(shell.Shell(HTML).join(page(), "https://example.org/a/"))
    loud = Reader(shell.Shell(HTML).join(page(hostile, hostile), "https://example.org/a/"))
    assert loud.tags == quiet.tags
    assert loud.attributes["meta", "content"] == hostile
    assert json.loads(loud.scripts[0].removeprefix("var title = ")) == hostile


def test_a_mark_in_a_text_is_a_text():
    joined = shell.Shell(HTML).join(page(title=shell.ADDRESS, body=shell.TITLE), "https://x.org/")
    assert f"<title>{shell.ADDRESS} - Site</title>" in joined
    assert f"</p>{shell.TITLE}<script>" in joined


HOSTILE = "x\" 'y' `z` ${q} onload=a() </script><img src=x onerror=b()> \\"


def joined(place, value=HOSTILE):
    html = f"<html><head>{shell.HEAD}</head><body>{place}{shell.BODY}</body></html>"
    return shell.Shell(html).join(page(value, value, ""), "https://example.org/a/?b=1&c=2")


@pytest.mark.parametrize(
    "place",
    [
        f'<p title="a {shell.TITLE}">',
        f"<p title='a {shell.TITLE}'>",
        f"<p data-a='>' title=\"{shell.TITLE}\">",
        f"<script data-term=\"{shell.TITLE}\" src='a.js'></script>",
        f'<a href="https://share.example/?text={shell.TITLE}">share</a>',
    ],
)
def test_an_attribute_keeps_a_hostile_title_in(place):
    quiet, loud = Reader(joined(place, "quiet")), Reader(joined(place))
    assert loud.tags == quiet.tags
    assert loud.attributes.keys() == quiet.attributes.keys()


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_a_script_keeps_a_hostile_title_in_its_string(quote):
    (script,) = Reader(joined(f"<script>var a = {quote}{shell.TITLE}{quote}</script>")).scripts
    inner = script.removeprefix(f"var a = {quote}").removesuffix(quote)
    assert json.loads(f'"{inner}"') == HOSTILE
    assert not set(inner) & set("'`$<>")


def test_the_address_is_escaped_where_a_page_is_shared():
    shared = joined(f'<a href="https://share.example/?url={shell.ADDRESS}">', "x")
    assert "?url=https%3A%2F%2Fexample.org%2Fa%2F%3Fb%3D1%26c%3D2" in shared


def test_the_address_may_lose_its_quotes_and_gets_them_back():
    assert 'href="https://example.org/a/?b=1&amp;c=2"' in joined(f"<a href={shell.ADDRESS}>", "x")


@pytest.mark.parametrize(
    "place",
    [
        f"<meta name=description content={shell.DESCRIPTION}>",
        f"<button onclick=\"share('{shell.TITLE}')\">",
        f'<p style="--title: {shell.TITLE}">',
        f'<iframe srcdoc="{shell.TITLE}">',
        f'<a href="{shell.TITLE}">',
        f"<p {shell.TITLE}>",
        f"<style>{shell.TITLE}</style>",
        shell.TITLE.upper(),
        f'<link href="../{shell.PLACE}x/">',
        shell.HEAD,
        shell.BODY,
    ],
)
def test_a_place_in_which_no_text_is_safe_is_refused(place):
    with pytest.raises(shell.ShellError):
        joined(place)


@pytest.mark.parametrize("mark", [shell.HEAD, shell.BODY])
def test_a_theme_without_a_place_is_refused(mark):
    with pytest.raises(shell.ShellError):
        shell.Shell(HTML.replace(mark, ""))
