"""Lists of allowed signers: names and patterns, options, and lines that are none."""

from __future__ import annotations

from base64 import b64encode
from functools import partial

from software_keys import rsa_key
from verdicts.case import ANNA, BEN, Attempt, attempt, bad, good, line

KEY = ANNA.public.line


def _named(principals: str, principal: str = "anna") -> Attempt:
    return attempt(allowed=line(principals), principal=principal)


def _with(options: str) -> Attempt:
    return attempt(allowed=line(options=options))


def _list(*lines: bytes) -> Attempt:
    return attempt(allowed=b"".join(lines))


for _names in (
    "anna", "ben,anna", "anna,ben", "anna,anna", "*", "**", "a*", "*a", "a*a", "*n*", "ann?",
    "????", "?*", "*?", "an*na", "anna*", "*anna", "a?*?a", "!ben,*", "*,!ben", "!ben,anna",
    "anna,", "anna,,ben", ",anna", "!,anna", "!!anna,*", '"anna"', '"ben,anna"', '"ben anna,anna"',
    "anna ", "ben,*,!carl", "!a,anna", "!anna?,anna", "b*,a*",
):  # fmt: skip
    good(f"names {_names}", partial(_named, _names))
for _names in (
    "ben", "Anna", "ANNA", "ann", "annab", "?", "???", "?????", "b*", "*b", "a*b*a",
    "!anna", "!anna,*", "*,!anna", "anna,!anna", "anna,!a*", "anna,!*", "!ben", "!*", "!",
    "!!anna", "ben carl", '""', '"', '"anna', '"ben" anna', ",", ",,", "an\\na", "[a]nna",
    "{anna,ben}", "'anna'", "anna;ben", "ben/anna", "#anna", "anna#", "an,na", '"an,na"',
    "\\*", "a.*", "%61nna", "Ánna", '"ann a"', '" anna"', '"anna "',
):  # fmt: skip
    bad(f"names {_names}", partial(_named, _names))
good('names an"na"', partial(_named, 'an"na"'))
good('names "anna" without a space', lambda: attempt(allowed=f'"anna"{KEY}\n'.encode()))
good("name of 1,022 letters", partial(_named, "a" * 1022, "a" * 1022))
bad("name of 1,023 letters", partial(_named, "a" * 1023, "a" * 1023))
bad("a name that is too long before the right one", partial(_named, "a" * 1023 + ",anna"))
bad("a name that is too long after the right one", partial(_named, "anna," + "a" * 1023))

for _who, _names, _matches in (
    ("anna berg", '"anna berg"', True),
    ("anna berg", '"anna*"', True),
    ("anna berg", "anna?berg", True),
    ("anna berg", "anna", False),
    ("anna,ben", "anna", False),
    ("anna,ben", "anna,ben", False),
    ("anna,ben", "anna*", True),
    ("anna*", "anna", False),
    ("anna*", "anna?", True),
    ("*", "anna", False),
    ("?nna", "anna", False),
    ("!anna", "anna", False),
    ("!anna", "!anna,*", True),
    ("!anna", "!!anna,*", False),
    ("a" * 40, "a*" * 9, True),
    ("a" * 20, "a*" * 4 + "b", False),
    ("zoë", "zoë", True),
    ("zoë", "zo?", False),
    ("zoë", "zo??", True),
    ("anna@example.com", "*@example.com", True),
    ("anna@example.com", "*@example.com,!anna@*", False),
    ("anna@example.org", "*@example.com", False),
):
    (good if _matches else bad)(f"{_who} as {_names}", partial(_named, _names, _who))

for _options in (
    'namespaces="answerable"', 'namespaces="git,answerable"', 'namespaces="answer*"',
    'namespaces="*"', 'namespaces="!git,*"', 'NAMESPACES="answerable"', 'NameSpaces="answerable"',
    'namespaces="answerable,answerable"', 'namespaces="?nswerable"',
    'namespaces="answerable, git"', 'namespaces="answerable,,git"',
    'namespaces="answerable",valid-after="20260101Z",valid-before="20270101Z"',
    'valid-before="20270101Z",namespaces="answerable",valid-after="20260101Z"',
    'Valid-After="20260101Z"', "", " ", "\t",
):  # fmt: skip
    good(f"options {_options!r}", partial(_with, _options))
for _options in (
    'namespaces="git"', 'namespaces=""', 'namespaces=","', 'namespaces="!answerable"',
    'namespaces="!answerable,*"', 'namespaces="Answerable"', 'namespaces="answerable "',
    'namespaces=" answerable"', 'namespaces="git, answerable"', "namespaces=answerable",
    "namespaces='answerable'", 'namespaces="answerable', 'namespaces=answerable"', "namespaces",
    'namespaces="answerable"x', 'namespaces = "answerable"', 'namespaces ="answerable"',
    'namespaces="answerable" valid-after="20260101Z"',
    'namespaces="answerable", valid-after="20260101Z"',
    'namespaces="answerable",', 'namespaces="answerable";valid-after="20260101Z"',
    'namespaces="answerable",namespaces="answerable"', 'namespaces="git",namespaces="answerable"',
    'valid-after="20260101Z",valid-after="20260101Z"',
    'valid-before="20270101Z",valid-before="20270101Z"',
    "restrict", "no-touch-required", 'from="10.0.0.1"', 'namespace="answerable"',
    'namespaces="answerable",verify-required', 'expires="20270101Z"', "cert-authority",
    "CERT-AUTHORITY", 'cert-authority,namespaces="answerable"',
    'namespaces="answerable",cert-authority', "cert-authority,cert-authority",
    "no-cert-authority", "cert-authorities", "=", '"answerable"', "namespaces:answerable",
    "#", "ssh-ed25519", f'namespaces="{"a" * 1023},answerable"',
    f'namespaces="answerable,{"a" * 1023}"', 'namespaces="answerable" #',
):  # fmt: skip
    bad(f"options {_options[:60]!r}", partial(_with, _options))
for _options in (
    ',namespaces="answerable"', 'namespaces="answerable",,valid-after="20260101Z"',
    'namespaces="answerable,\\"git\\""', 'namespaces="answerable,back\\slash"',
):  # fmt: skip
    good(f"options {_options!r}", partial(_with, _options))

good("two lines, the second is right", partial(_list, line("ben"), line()))
good("two lines, the first is right", partial(_list, line(), line("ben")))
good("two lines, the first has another key", partial(_list, line(key=BEN), line()))
good("two lines, the first is for git", partial(_list, line(options='namespaces="git"'), line()))
good("two lines, the first is damaged", partial(_list, b"anna ssh-ed25519 AAAA\n", line()))
good("two lines, the first has no key", partial(_list, b"anna\n", line()))
good("two lines, the first is an authority", partial(_list, line(options="cert-authority"), line()))
good("two lines, the first excludes", partial(_list, line("!anna,*"), line()))
good("two lines, the first has been over long since", partial(
    _list, line(options='valid-before="20200101Z"'), line()
))  # fmt: skip
good("comments and empty lines", partial(_list, b"# ours\n\n   # anna\n \t\n", line(), b"\n#"))
good("CRLF", partial(_list, b"# ours\r\n", line().replace(b"\n", b"\r\n")))
good("no final newline", partial(_list, line().rstrip()))
good("spaces in front", partial(_list, b" \t " + line()))
good("tabs between", partial(_list, line(options='namespaces="answerable"').replace(b" ", b"\t")))
good("a comment after the key", partial(_list, line().rstrip() + b" anna berg # ssh-rsa\n"))
good("a long comment after the key", partial(_list, line().rstrip() + b" " + b"x" * 100_000))
good("a comment of other bytes", partial(_list, line().rstrip() + b" \xff\xfe\xe4\n"))
good("a line of other bytes", partial(_list, b"\xff\xfe \xe4\n", line()))
good("a zero byte in the comment", partial(_list, line().rstrip() + b" a\0b\n"))
good("a zero byte after the key", partial(_list, line().rstrip() + b"\0b\n"))
good("a carriage return in the comment", partial(_list, line().rstrip() + b" a\rb\n"))
good("a separator of Unicode in the comment", partial(
    _list, line().rstrip() + " a\u2028b\x85c\n".encode()
))  # fmt: skip
bad("an empty list", partial(_list, b""))
bad("a list of comments", partial(_list, b"# " + line()))
bad("a byte order mark in front", partial(_list, b"\xef\xbb\xbf" + line()))
bad("no name", partial(_list, KEY.encode() + b"\n"))
bad("key of somebody else", partial(_list, line(key=BEN)))
bad("key commented out", partial(_list, b"anna # " + KEY.encode()))
bad("a form feed between", partial(_list, line().replace(b" ", b"\f")))
bad("a space of Unicode between", partial(_list, line().replace(b" ", "\u00a0".encode())))
bad("a form feed within the type", partial(_list, f"anna {KEY}".replace("ssh-", "ssh-\f").encode()))
bad("a line that is broken", partial(_list, line()[:40] + b"\n" + line()[40:]))
bad("a key that is cut off", partial(_list, line()[:40] + b"\n"))
bad("a key with more after it", partial(
    _list, b"anna ssh-ed25519 " + b64encode(ANNA.public.blob + b"\0")
))  # fmt: skip
bad("a key without its last character", partial(_list, line().rstrip()[:-1]))
bad("a word that does not fit the key", partial(
    _list, line().replace(b"ssh-ed25519", b"ssh-rsa")
))  # fmt: skip
bad("a word in capitals", partial(_list, line().replace(b"ssh-ed25519", b"SSH-ED25519")))
bad("a short word", partial(_list, line().replace(b"ssh-ed25519", b"ED25519")))
bad("a word of a certificate", partial(
    _list, line().replace(b"ssh-ed25519", b"ssh-ed25519-cert-v01@openssh.com")
))  # fmt: skip
good("the word rsa-sha2-512", lambda: attempt(
    rsa_key(), allowed=line(key=rsa_key()).replace(b"ssh-rsa", b"rsa-sha2-512")
))  # fmt: skip
good("a carriage return within the key", partial(_list, line()[:40] + b"\r" + line()[40:]))
good("a form feed within the key", partial(_list, line()[:40] + b"\f" + line()[40:]))
