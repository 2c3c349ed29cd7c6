"""HTML of letters without the letter that they answer and without signatures.

Mail programs mark both with elements of their own. What is cut here is what is marked; a
letter that marks nothing keeps what stands in it.
"""

from __future__ import annotations

from bs4.element import Tag

from answerable.importers.html import HtmlError, parse_html
from answerable.importers.mail_quotes import QUOTES, SIGNATURE, Cut

_QUOTES = (
    "blockquote[type=cite], .gmail_quote_container, .gmail_quote, .gmail_attr, .gmail_extra, "
    ".moz-cite-prefix, .yahoo_quoted, .protonmail_quote, .zmail_extra, .tutanota_quote, "
    "#OLK_SRC_BODY_SECTION, #isReplyContent, .WordSection1 > div > blockquote"
)
_FROM_HERE = (
    "#divRplyFwdMsg, #appendonsend, #stopSpelling, #mail-editor-reference-message-container"
)
_SIGNATURES = (
    ".gmail_signature, .gmail_signature_prefix, .moz-signature, #Signature, #signature, "
    ".protonmail_signature_block, #ms-outlook-mobile-signature, .yahoo-signature, "
    "#AppleMailSignature, #lineBreakAtBeginningOfSignature"
)


def cut_html(html: str) -> Cut:
    """The words of a letter's *html*, as HTML. Raises HtmlError."""
    soup = parse_html(html)
    dropped = {}
    try:
        for start in soup.select(_FROM_HERE):
            dropped[QUOTES] = 1
            _drop_after(start)
        for what, selector in ((QUOTES, _QUOTES), (SIGNATURE, _SIGNATURES)):
            for element in soup.select(selector):
                dropped[what] = 1
                element.extract()
        return Cut(str(soup), dropped)
    except RecursionError as error:
        raise HtmlError("its HTML is nested too deeply") from error


def _drop_after(start: Tag) -> None:
    """Take out *start* and all elements that follow it beside it."""
    for element in list(start.next_siblings):
        element.extract()
    start.extract()
