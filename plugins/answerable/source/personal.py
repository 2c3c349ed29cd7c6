"""Personal data that a customer may have left in a comment without meaning to.

E-mail addresses, phone numbers and IP addresses in the text, title and name of a customer's
message and in names of files; what employees write is theirs to judge. These are hints, not
proofs: dates, version numbers and addresses of private networks are left out on purpose. No
pattern can be made to look at a character more often than a fixed number of times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from answerable.source.frontmatter import Document
from answerable.source.problems import Report, quoted

MOST_OF_A_KIND = 10

# A phone number has seven digits or more, an address of a host four of these signs. To delete all
# other bytes costs less than one search for a pattern.
_SIGNS = b"0123456789:"
_FEWEST_SIGNS = 4
_OTHERS = bytes(set(range(256)) - {*_SIGNS, *b"@"})

# Found at the price of one look at each character; the dear patterns only see these parts.
_DIGITS = re.compile(r"[+(0-9][0-9 ()/.-]{5,}")

_EMAIL = re.compile(
    r"(?<![\w.+@-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])",
)
_PHONE = re.compile(
    r"(?<![\w+/.=#-])"
    r"(?:\+[1-9]|00[1-9]|\(?0[1-9]|\([2-9][0-9]{2}\) ?[0-9]{3}-|[2-9][0-9]{2}-[0-9]{3}-)"
    r"(?:[ ()/.-]{0,3}[0-9]){4,14}(?!\w)"
)
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w|\.[0-9])")
_IPV6 = re.compile(
    r"(?<![\w:.])[23][0-9a-fA-F]{3}:(?:[0-9a-fA-F]{0,4}:){1,6}[0-9a-fA-F]{0,4}(?!\w)"
)
_DATE = re.compile(r"[0-9]{1,2}[ ./-]{1,2}[0-9]{1,2}[ ./-]{1,2}(?:[0-9]{4}|[0-9]{2})(?![0-9])")
_VERSION = re.compile(r"(?:version|release|firmware|build|ver\.)\s*$", re.IGNORECASE)

_KINDS = {
    "personal-email": ("an e-mail address", "[e-mail address]"),
    "personal-phone": ("a phone number", "[phone number]"),
    "personal-ip": ("an IP address", "[IP address]"),
}


def check_personal(document: Document) -> None:
    """Report personal data in the words of a customer."""
    _check_text(document, document.body, document.body_start)
    for name in ("title", "from"):
        if name in document.fields.entries:
            # As written, with its quotes: places in it are places in the file.
            start, end = document.span(name)
            _check_text(document, document.file.text[start:end], start)


def check_name(name: str, shown: str, report: Report) -> None:
    """Report personal data in the *name* of a file or folder, shown as *shown*."""
    # What joins the words of a name would hide where a number begins.
    words = name.replace("-", " ").replace("_", " ")
    for code in sorted({code for text in (name, words) for code, _, _ in _find(text)}):
        message = f"{_KINDS[code][0]} stands in the name {quoted(name)}"
        report.path_problem("personal-file-name", shown, message, "rename it.")


def holds_personal(text: str) -> bool:
    """Whether an e-mail address, a phone number or an IP address may stand in *text*."""
    return any(True for _ in _find(text))


def without_personal(text: str, instead: Mapping[str, str]) -> tuple[str, int]:
    """*text* with other words for personal data in it, and how many places these are.

    *instead* maps the code of a check to the words that take the place of what it finds.
    """
    kept: list[str] = []
    place = number = 0
    for start, end, code in sorted((start, end, code) for code, start, end in _find(text)):
        if start >= place:
            kept += [text[place:start], instead[code]]
            place, number = end, number + 1
    return "".join([*kept, text[place:]]), number


def _check_text(document: Document, text: str, offset: int) -> None:
    signs = text.encode().translate(None, _OTHERS)
    if len(signs) < _FEWEST_SIGNS and b"@" not in signs:
        return
    count = Counter[str]()
    for code, start, end in _find(text):
        count[code] += 1
        if count[code] > MOST_OF_A_KIND:
            continue
        what, instead = _KINDS[code]
        document.file.problem(
            code,
            offset + start,
            offset + end,
            f"{what} of somebody may stand here",
            f"write '{instead}' instead, unless it is meant to be public.",
        )


def _find(text: str) -> Iterator[tuple[str, int, int]]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield "personal-email", match.start(), match.end()
    for digits in _DIGITS.finditer(text):
        # The patterns look at the characters around: one more than the digits.
        part = digits.start(), digits.end() + 1
        for match in _PHONE.finditer(text, *part):
            if _is_phone(match[0]):
                yield "personal-phone", match.start(), match.end()
        for match in _IPV4.finditer(text, *part):
            version = _VERSION.search(text, max(0, match.start() - 12), match.start())
            if version is None and _is_somebodys(match[0]):
                yield "personal-ip", match.start(), match.end()
    if text.count(":") >= 3:
        for match in _IPV6.finditer(text):
            if "::" in match[0] or match[0].count(":") == 7:
                yield "personal-ip", match.start(), match.end()


def _is_phone(candidate: str) -> bool:
    digits = sum(character.isdigit() for character in candidate)
    least = 7 if candidate[0] == "+" else 8
    return least <= digits <= 15 and _DATE.match(candidate) is None


def _is_somebodys(address: str) -> bool:
    a, b, c, d = (int(part) for part in address.split("."))
    if max(a, b, c, d) > 255 or a in (0, 10, 127) or a >= 224:
        return False
    private = (a == 192 and b == 168) or (a == 172 and 16 <= b < 32) or (a == 169 and b == 254)
    return not private
