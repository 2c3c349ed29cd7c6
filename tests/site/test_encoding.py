from __future__ import annotations

import json
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from answerable.site.encoding import json_file, json_text, xml

ANYTHING = st.text(st.characters(exclude_categories=[]))
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@given(ANYTHING)
def test_xml_reader_gets_back_every_character_that_xml_has(text):
    element = ElementTree.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    expected = NOT_IN_XML.sub("\ufffd", text)
    # A reader of XML takes every end of line for LF (XML 1.0, section 2.11).
    assert (element.text or "") == re.sub("\r\n?", "\n", expected)


def test_markup_is_text_in_xml():
    assert xml(Markup("<b>&amp;</b>")) == "&lt;b&gt;&amp;amp;&lt;/b&gt;"


@given(st.text())
def test_json_reader_gets_back_the_text(text):
    assert json.loads(json_file({"text": text})) == {"text": text}


def test_lone_surrogate_becomes_a_question_mark():
    assert json_text("a\ud800b") == '"a?b"'


def test_json_file_is_compact_utf8_with_a_final_newline():
    assert json_file({"b": 1, "a": ["ü"]}) == '{"b":1,"a":["ü"]}\n'.encode()
