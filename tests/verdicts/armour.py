"""The text of a signature file: its header and footer, line ends and base64."""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import partial

from answerable.trust.wire import string
from verdicts.case import ANNA, MESSAGE, attempt, bad, good

BEGIN = b"-----BEGIN SSH SIGNATURE-----"
END = b"-----END SSH SIGNATURE-----"
TEXT = ANNA.signature(MESSAGE)
BASE64 = b"".join(TEXT.splitlines()[1:-1])
LINES = TEXT.splitlines()[1:-1]


def columns(width: int) -> bytes:
    lines = [BASE64[at : at + width] for at in range(0, len(BASE64), width)]
    return b"\n".join((BEGIN, *lines, END, b""))


def _padded() -> bytes:
    """Base64 that ends in padding: only then are there bits that are not used."""
    message = MESSAGE
    for namespace in (b"answerable", b"answerables"):
        signature = ANNA.signature(message, namespace=namespace.decode())
        if b"=" in signature:
            return signature
    raise AssertionError


def with_lines(*lines: bytes) -> bytes:
    return b"\n".join((BEGIN, *lines, END, b""))


for _width in (1, 4, 64, 69, 71, 76, 1000):
    good(f"lines of {_width}", partial(attempt, signature=columns(_width)))

_GOOD = {
    "text after the footer": TEXT + b"Sent from my phone\n",
    "an empty line after the footer": TEXT + b"\n",
    "a zero byte after the footer": TEXT + b"\0",
    "a second signature after the footer": TEXT + TEXT,
    "footer that goes on": TEXT[:-1] + b"--\n",
    "space after the footer": TEXT[:-1] + b" \n",
    "carriage return after the footer": TEXT[:-1] + b"\r\n",
    "no final newline": TEXT[:-1],
    "an empty line in the middle": with_lines(*LINES[:2], b"", *LINES[2:]),
    "an empty line before the base64": with_lines(b"", *LINES),
    "an empty line before the footer": with_lines(*LINES, b""),
    "indented lines": with_lines(*(b"  " + line for line in LINES)),
    "spaces after the lines": with_lines(*(line + b" " for line in LINES)),
    "tabs in the base64": with_lines(*(line[:5] + b"\t" + line[5:] for line in LINES)),
    "form feed in the base64": with_lines(*(line[:5] + b"\f" + line[5:] for line in LINES)),
    "carriage returns in the base64": with_lines(*(line + b"\r" for line in LINES)),
}
_BAD = {
    "CRLF": TEXT.replace(b"\n", b"\r\n"),
    "CR": TEXT.replace(b"\n", b"\r"),
    "text before the header": b"From: anna\n" + TEXT,
    "an empty line before the header": b"\n" + TEXT,
    "a space before the header": b" " + TEXT,
    "a byte order mark": b"\xef\xbb\xbf" + TEXT,
    "UTF-16": TEXT.decode().encode("utf-16"),
    "nothing": b"",
    "a newline": b"\n",
    "header only": BEGIN + b"\n",
    "no header": TEXT.partition(b"\n")[2],
    "no footer": TEXT[: TEXT.index(END)],
    "half of the footer": TEXT[:-10],
    "space after the header": TEXT.replace(BEGIN, BEGIN + b" "),
    "header in small letters": TEXT.replace(BEGIN, BEGIN.lower()),
    "footer in small letters": TEXT.replace(END, END.lower()),
    "header of four dashes": TEXT[1:],
    "header of a PGP signature": TEXT.replace(b" SSH ", b" PGP "),
    "a field below the header": with_lines(b"Version: 1", b"", *LINES),
    "no base64": with_lines(),
    "an empty line for base64": with_lines(b""),
    "footer in the header's line": BEGIN + BASE64 + END + b"\n",
    "footer in the last line": TEXT.replace(b"\n" + END, END),
    "footer indented": TEXT.replace(END, b" " + END),
    "no last character": with_lines(BASE64[:-1]),
    "one character more": with_lines(BASE64 + b"A"),
    "four characters more": with_lines(BASE64 + b"AAAA"),
    "padding more": with_lines(BASE64 + b"="),
    "padding in the middle": with_lines(BASE64[:40] + b"====" + BASE64[40:]),
    "characters for URLs": with_lines(
        b64encode(b64decode(BASE64) + string(b"\xff\xff\xff"), altchars=b"-_")
    ),
    "a foreign character": with_lines(BASE64[:40] + b"*" + BASE64[40:]),
    "a zero byte in the base64": with_lines(BASE64[:40] + b"\0" + BASE64[40:]),
    "a zero byte between the lines": with_lines(*LINES[:2], b"\0", *LINES[2:]),
    "a quoted letter": b"\n".join(b"> " + line for line in TEXT.splitlines()),
    "a public key": ANNA.public.line.encode() + b"\n",
}
for _name, _text in _GOOD.items():
    good(f"armour: {_name}", partial(attempt, signature=_text))
for _name, _text in _BAD.items():
    bad(f"armour: {_name}", partial(attempt, signature=_text))

_PADDED = _padded()
_SPACE = "answerable" if _PADDED == TEXT else "answerables"
_LAST = _PADDED[: _PADDED.index(b"=")][-1:]
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NEXT = _ALPHABET[_ALPHABET.index(_LAST) + 1 :][:1]
good("armour: padded base64", partial(attempt, signature=_PADDED, namespace=_SPACE))
bad(
    "armour: an unused bit set",
    partial(attempt, signature=_PADDED.replace(_LAST + b"=", _NEXT + b"="), namespace=_SPACE),
)
bad(
    "armour: padding left out",
    partial(attempt, signature=_PADDED.replace(b"=", b""), namespace=_SPACE),
)
