"""The quick look before a file is looked through misses nothing, whatever other files say."""

from __future__ import annotations

import base64
import gzip
import html
import json
import urllib.parse
from collections.abc import Callable
from re import sub
from unicodedata import normalize
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.leaks import HiddenMessage, Scanner, cut_message, scan
from answerable.leaks.anchors import Candidate
from site_build import leaking

WORDS = """
workshop work shop shops hinge hinges the Kleinmachnow klein ever called me back Türen fünf
Schlüssel passt ins Schloss überall öffnen abc oven ovens sandwich sandwiches "new" & <fitter>
12 10% Ärger ключ дверь 日本語 ,
""".split()
KNOWN = [leaking.TITLE, leaking.FIRST, leaking.SECOND, leaking.LATER, leaking.WITHHELD]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)
TEXTS = SENTENCES | st.sampled_from(KNOWN)
COMMON = st.dictionaries(
    st.sampled_from([word.lower().encode() for word in " ".join([*WORDS, *KNOWN]).split()]),
    st.integers(0, 100),
)


def tagged(text):
    """Tags within words and between them."""
    words = [f"{word[:4]}</b><i>{word[4:]}" if len(word) > 6 else word for word in text.split()]
    return '</i>\n<i class="work shop">'.join(words)


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "marks apart": lambda text: normalize("NFD", text),
    "without marks": lambda text: sub("[\u0300-\u036f]", "", normalize("NFD", text)),
    "HTML": html.escape,
    "HTML in a feed": lambda text: html.escape(html.escape(text)),
    "entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "entities, hex": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text),
    "entities, named": lambda text: text.replace("ü", "&uuml;").replace("ß", "&szlig;"),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "a script": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text if sign < "\uffff"),
    "a style": lambda text: "".join(f"\\{ord(sign):x} " for sign in text),
    "two strings": lambda text: f'"{text[:11]}" +\n "{text[11:]}"',
    "an address": urllib.parse.quote,
    "a query": urllib.parse.quote_plus,
    "tags": tagged,
    "lines": lambda text: text.replace(" ", "\r\n    "),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of more": lambda text: base64.b64encode(b"x " + text.encode()).decode(),
}


class Everything:
    """A look that takes everything for worth a closer one."""

    def __init__(self, secrets, common):
        self.numbers = frozenset(secrets)

    def candidates(self, data):
        yield Candidate(self.numbers, 0, len(data))


def cut(*texts):
    """The secrets of messages that say *texts*."""
    return [
        secret
        for text in texts
        for secret in cut_message(HiddenMessage("x.md", text, title=text, sender=text[:20]))
    ]


@given(
    hidden=st.lists(TEXTS, min_size=1, max_size=4),
    around=st.lists(TEXTS, min_size=3, max_size=3),
    form=st.sampled_from(sorted(FORMS)),
    packed=st.booleans(),
    common=COMMON,
    left_out=st.frozensets(st.integers(0, 4), max_size=2),
)
def test_quick_look_misses_nothing(hidden, around, form, packed, common, left_out):
    secrets = cut(*hidden)
    before, between, after = map(html.escape, around)
    data = f"{before} {FORMS[form](hidden[0])} {between} {FORMS[form](hidden[-1])} {after}".encode()
    if packed:
        data = gzip.compress(data)

    with patch.object(scan, "Anchors", Everything):
        wanted = Scanner(secrets, (), (), left_out).scan("a", data)

    assert Scanner(secrets, (), (), left_out, common).scan("a", data) == wanted


@pytest.mark.parametrize("common", [{}, {b"workshop": 9}, {b"work": 9}])
def test_part_of_a_word_is_not_taken_for_its_beginning(common):
    text = "Workshop work is loud on every single day."
    image = f'<img alt="" src="data:,{"1" * 1500}">'
    data = text.replace(" ", f" {image} ", 1).encode()

    assert Scanner(cut(text), common=common).scan("a", data)
