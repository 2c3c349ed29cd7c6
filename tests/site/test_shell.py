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


@pytest.mark.parametrize("mark", [shell.HEAD, shell.BODY])
def test_a_theme_without_a_place_is_refused(mark):
    with pytest.raises(shell.ShellError):
        shell.Shell(HTML.replace(mark, ""))
