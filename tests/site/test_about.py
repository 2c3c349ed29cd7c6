"""People and topics in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answerable.model import LocalText
from answerable.site.about import about
from publications import ANNA, publication, site


@pytest.mark.parametrize(
    ("changes", "language", "html"),
    [
        ({}, "en", "<p>Anna likes hinges.\n</p>"),
        ({"language": "en"}, "en", "<p>Anna likes hinges.\n</p>"),
        ({"language": "en"}, "de", '<div lang="en"><p>Anna likes hinges.\n</p></div>'),
        (
            {"language": "en", "translations": LocalText({"de": "Anna mag Scharniere."})},
            "de",
            "<p>Anna mag Scharniere.</p>",
        ),
        ({"body": "\n"}, "en", ""),
    ],
)
def test_a_bio_is_shown_in_the_readers_language_or_says_which_it_is(changes, language, html):
    assert about(replace(ANNA, **changes), site(publication(), language=language)) == html
