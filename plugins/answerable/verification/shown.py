"""What a page shows of a message, held against what was signed and published.

Everything is compared but some explanations in the seal, and the lines to be copied there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from answerable.markup import Labels, Picture, render_message
from answerable.model import Stem
from answerable.verification.around import language_of
from answerable.verification.letter import Signed, foot_problems, head_problems, remark_problems
from answerable.verification.page import ShownMessage, quoted
from answerable.verification.tokens import Resolve, Token, below_root, tokens
from answerable.verification.tree import UnclearPageError, parse

_NOT_SHOWN = "Picture that is not shown"
_LABELS = Labels("Table", "Code", _NOT_SHOWN, "Footnotes", "Back to the text")


@lru_cache(maxsize=16)
def _not_shown(code: str) -> Collection[str]:
    return (language_of(code).text(_NOT_SHOWN), _NOT_SHOWN)


def expected_words(
    body: str, stem: Stem, *, own: bool, assets: Mapping[str, Picture], resolve: Resolve
) -> list[Token]:
    """What a page has to show of a message; *own* says that an employee wrote it.

    *resolve* resolves the addresses of the thread's folder.
    """
    html = render_message(
        body, stem=stem, trusted_links=own, assets=assets, base="", labels=_LABELS
    )
    return tokens(parse(html), resolve, (_NOT_SHOWN,))


def html_difference(
    html: str, expected: list[Token], resolve: Resolve, language: str
) -> str | None:
    """How a piece of HTML differs from the *expected* words, None if it does not."""
    try:
        found = tokens(parse(html), resolve, _not_shown(language))
    except UnclearPageError as error:
        return str(error)
    return _first_difference(found, expected)


def words_problems(
    message: ShownMessage,
    expected: list[Token],
    language: str | None,
    resolve: Resolve,
    page: str,
) -> Iterator[str]:
    """What is wrong with the words of *message*.

    *language* is theirs, None where it is not known; *page* is that of the page.
    """
    words = message.parts.get("ans-message__words")
    if words is None:
        yield "it shows no words"
        return
    if language is None:
        language = words.attributes.get("lang", "")
    if words.attributes != {"class": "ans-message__words", "lang": language, "dir": "auto"}:
        yield "something is done to its words as a whole"
    found = _first_difference(tokens(words, resolve, _not_shown(page)), expected)
    if found:
        yield found


def reply_problems(
    message: ShownMessage, signed: Signed, language: str, resolve: Resolve, stems: Collection[Stem]
) -> Iterator[str]:
    """What is wrong with a reply on a page in *language* that shows the messages *stems*."""
    yield from message.problems
    if message.kind != "reply":
        yield "it is not shown as an answer of the company"
        return
    yield from words_problems(message, signed.words, signed.language, resolve, language)
    yield from head_problems(message.parts.get("ans-message__head"), signed, language, resolve)
    remark = message.parts.get("ans-message__remark")
    yield from remark_problems(remark, message.previous, signed, language, resolve, stems)
    yield from foot_problems(message.parts.get("ans-message__foot"), signed, language)


def _first_difference(found: list[Token], expected: list[Token]) -> str | None:
    if found == expected:
        return None
    for at in range(max(len(found), len(expected))):
        is_, was = _at(found, at), _at(expected, at)
        if is_ != was:
            return f"it shows {_said(is_, was)} in place of {_said(was, is_)}"
    return None


def _at(list_: list[Token], at: int) -> Token:
    return list_[at] if at < len(list_) else ()


def _said(token: Token, other: Token) -> str:
    if not token:
        return "nothing"
    if token[0] != "words":
        return f"<{' '.join(part.replace(below_root(''), '/') for part in token)}>"
    words = token[1]
    if other and other[0] == "words":
        # From a little in front of where the two begin to differ.
        same = next(
            (at for at, pair in enumerate(zip(words, other[1], strict=False)) if len({*pair}) > 1),
            min(len(words), len(other[1])),
        )
        start = words.rfind(" ", 0, max(0, same - 15)) + 1
        return quoted(("…" if start else "") + words[start : same + 30])
    return quoted(words)
