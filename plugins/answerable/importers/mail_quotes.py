"""What somebody wrote in a letter, without what they quote and how they sign.

The rules, which hold for letters in the usual languages of the usual programs:

* what follows the head of the answered letter ("Original Message", "Von: … Gesendet: …", an
  attribution like "Am … schrieb …:" without quotes below it) is cut, to the end;
* a quote that stands before or after all words is cut, with its attribution. A quote between
  the words stays: somebody answers it point by point. Its attribution goes, it holds addresses;
* a signature is cut from its mark (``-- ``) on, and so is what a mobile phone or a mailing
  list adds at the end. Below a formula of farewell one line stays, the name, if what follows
  holds telephone numbers or addresses. The same goes for a last paragraph of short lines.

No line is looked at more often than a fixed number of times: whoever writes a letter must not
be able to stop an import.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from answerable.importers.mail_phrases import (
    FAREWELLS,
    HEAD_BEGINS,
    HEAD_GOES_ON,
    LIST_WORDS,
    OPENINGS,
    ORIGINALS,
    SENT_FROM,
    VERBS,
)

QUOTES, SIGNATURE = "quoted text", "signature"

_LONGEST_SIGNATURE = 25
_SHORT = 60
_LONGEST_ATTRIBUTION = 400
_LONGEST_HEAD = 8
_RULE = re.compile(r"[-_=*]{8,}")
_BETWEEN = re.compile(r"[-_=]{2,60} ?([^-_=]{5,60}?|original-nachricht|e-mail) ?[-_=]{2,60}")
_MOMENT = re.compile(r"[0-9]{1,2}[:.][0-9]{2}|[0-9]{4}")
_CONTACT = re.compile(r"(?i)(?:[0-9][^0-9\n]{0,2}){5}|@|://|www\.|\b(?:tel|fax|phone|mobil)")
_REACHED = re.compile(r"[^\s@]@[^\s@]{1,200}\.[a-z]|(?:[0-9][ ()/.+-]{0,3}){8}")
_POSTSCRIPT = re.compile(r"(?i)p\. ?s\.|ps\b")
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Cut:
    """The words that remain, and what was cut off."""

    text: str
    dropped: Mapping[str, int] = field(default_factory=dict)


def cut_mail(text: str) -> Cut:
    """The words of a letter's plain *text*."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in text.split("\n")]
    dropped: Counter[str] = Counter()
    _cut_original(lines, dropped)
    for _ in range(_ROUNDS):
        _strip(lines)
        before = len(lines)
        _cut_list_footer(lines, dropped)
        _cut_last_quote(lines, dropped)
        _cut_signature(lines, dropped)
        if len(lines) == before:
            break
    _cut_first_quote(lines, dropped)
    _drop_attributions(lines, dropped)
    _cut_contact(lines, dropped)
    _strip(lines)
    return Cut("\n".join(lines), dict(dropped))


def _strip(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    del lines[:start]


def _cut(lines: list[str], start: int, dropped: Counter[str], what: str) -> None:
    if any(line.strip() for line in lines[start:]):
        dropped[what] = 1
    del lines[start:]


def _is_quote(line: str) -> bool:
    return line.lstrip(" ").startswith(">")


def _cut_original(lines: list[str], dropped: Counter[str]) -> None:
    """Cut the answered letter where it stands below without marks."""
    for at, line in enumerate(lines):
        if not line or _is_quote(line):
            continue
        if _is_original(line) or _is_head(lines, at) or _is_bare_attribution(lines, at):
            start = at
            while start and (
                not lines[start - 1].strip() or _RULE.fullmatch(lines[start - 1].strip())
            ):
                start -= 1
            _cut(lines, start, dropped, QUOTES)
            return


def _is_original(line: str) -> bool:
    """Whether *line* says that the answered letter follows, between rules or with a colon."""
    words = line.strip(" *\t").lower()
    between = _BETWEEN.match(words[:200])
    return (between[1] if between else words.removesuffix(":")) in ORIGINALS and (
        between is not None or words.endswith(":")
    )


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Whether the head of another letter begins here: From, Sent, To, Subject."""
    if _field(lines[at]) not in HEAD_BEGINS:
        return False
    names = {_field(line) for line in lines[at + 1 : at + _LONGEST_HEAD]}
    return len(names & HEAD_GOES_ON) >= 2


def _field(line: str) -> str:
    name, colon, _ = line[:40].replace("*", "").partition(":")
    return name.strip().lower() if colon else ""


def _is_bare_attribution(lines: Sequence[str], at: int) -> bool:
    """Whether an attribution begins here that no quote follows."""
    if not lines[at].lower().startswith(OPENINGS):
        return False
    for end in range(at + 1, min(at + 4, len(lines) + 1)):
        words = " ".join(line.strip() for line in lines[at:end])
        if _is_attribution(words) and _MOMENT.search(words[:_LONGEST_ATTRIBUTION]):
            after = next((line for line in lines[end : end + 3] if line.strip()), "")
            return not _is_quote(after)
    return False


def _is_attribution(words: str) -> bool:
    """Whether *words* say who wrote what follows."""
    words = words.strip()
    if len(words) > _LONGEST_ATTRIBUTION or not words.endswith(
        (":", "\N{FULLWIDTH COLON}", "…", "...")
    ):
        return False
    lower = words.lower()
    return any(verb in lower for verb in VERBS) or ("@" in words and bool(_MOMENT.search(words)))


def _attribution_above(lines: Sequence[str], end: int) -> int:
    """Where the attribution begins that ends above line *end*; *end* if there is none."""
    last = end
    while last and end - last < 2 and not lines[last - 1].strip():
        last -= 1
    for start in range(last - 1, max(last - 4, -1), -1):
        if not lines[start].strip() or _is_quote(lines[start]):
            break
        if _is_attribution(" ".join(line.strip() for line in lines[start:last])):
            opens = lines[start].lower().startswith(OPENINGS)
            above = start - 1
            # It may be wrapped, and begin a line or two before its verb.
            while not opens and above >= max(start - 2, 0) and lines[above].strip():
                if lines[above].lower().startswith(OPENINGS):
                    return above
                above -= 1
            return start
    return end


def _cut_last_quote(lines: list[str], dropped: Counter[str]) -> None:
    start = len(lines)
    while start and (_is_quote(lines[start - 1]) or not lines[start - 1].strip()):
        start -= 1
    if start < len(lines):
        _cut(lines, _attribution_above(lines, start), dropped, QUOTES)


def _cut_first_quote(lines: list[str], dropped: Counter[str]) -> None:
    """Cut a quote above all words, if it is the only one."""
    start = next((at for at, line in enumerate(lines) if _is_quote(line)), None)
    if start is None or _attribution_above(lines, start) > 0:
        return
    end = start
    while end < len(lines) and (_is_quote(lines[end]) or not lines[end].strip()):
        end += 1
    if not any(map(_is_quote, lines[end:])):
        del lines[:end]
        dropped[QUOTES] = 1


def _drop_attributions(lines: list[str], dropped: Counter[str]) -> None:
    # Some programs mark the attribution as if it were quoted.
    others = [line for line in lines if not _is_quoted_attribution(line)]
    kept: list[str] = []
    at = len(others)
    while at:
        at -= 1
        kept.append(others[at])
        while _is_quote(kept[-1]) and (start := _attribution_above(others, at)) < at:
            at = start
    if len(kept) < len(lines):
        dropped[QUOTES] = 1
        lines[:] = reversed(kept)


def _is_quoted_attribution(line: str) -> bool:
    return _is_quote(line) and "@" in line and _is_attribution(line.lstrip("> "))


def _cut_signature(lines: list[str], dropped: Counter[str]) -> None:
    for at in range(len(lines) - 1, max(len(lines) - _LONGEST_SIGNATURE, 0) - 1, -1):
        if lines[at] in ("--", "– ", "—", "--\xa0"):
            _cut(lines, at, dropped, SIGNATURE)
            return
    last = lines[-1].strip(" ()*_").lower() if lines else ""
    if last.startswith(SENT_FROM) and len(last.split()) <= 8 and "," not in last:
        _cut(lines, len(lines) - 1, dropped, SIGNATURE)


def _cut_list_footer(lines: list[str], dropped: Counter[str]) -> None:
    """Cut what a mailing list adds below a rule."""
    for at in range(len(lines) - 1, max(len(lines) - 10, 0) - 1, -1):
        if _RULE.fullmatch(lines[at].strip()):
            below = " ".join(lines[at:]).lower()
            if any(word in below for word in LIST_WORDS):
                _cut(lines, at, dropped, SIGNATURE)
            return


def _cut_contact(lines: list[str], dropped: Counter[str]) -> None:
    """Cut telephone numbers and the like below a farewell, but for the name."""
    earliest = max(len(lines) - _LONGEST_SIGNATURE, 0)
    for at in range(len(lines) - 1, earliest - 1, -1):
        if lines[at].strip(" ,.!-\t").lower() not in FAREWELLS:
            continue
        name = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), len(lines))
        keeps = name < len(lines) and _is_name(lines[name])
        start = name + 1 if keeps else name
        end = start
        while end < len(lines) and not _POSTSCRIPT.match(lines[end].strip()):
            end += 1
        if any(_CONTACT.search(line) for line in lines[start:end]):
            del lines[start:end]
            dropped[SIGNATURE] = 1
        return
    _cut_last_card(lines, dropped)


def _cut_last_card(lines: list[str], dropped: Counter[str]) -> None:
    """Cut a last paragraph that is a visiting card, but for the name."""
    start = len(lines)
    while start and lines[start - 1].strip() and len(lines) - start <= _LONGEST_SIGNATURE:
        start -= 1
    card = lines[start:]
    reached = [bool(_REACHED.search(line)) for line in card]
    short = all(
        reaches or (len(line) < _SHORT and not _is_quote(line))
        for line, reaches in zip(card, reached, strict=True)
    )
    if start and short and len(card) > 2 and any(reached):
        start += _is_name(card[0])
        _cut(lines, start, dropped, SIGNATURE)


def _is_name(line: str) -> bool:
    return not _CONTACT.search(line) and len(line.split()) <= 5
