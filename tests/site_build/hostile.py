"""A feedback folder in which hostile texts stand wherever a customer's words can stand.

``write_hostile(root, material)`` adds to the sample, whose thread stays as it is:

* texts, each a paragraph, as the words of a customer's message and of the answer to it;
* texts as the title and the sender's name of a thread;
* files as they are, as the ``comment.md`` of a thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from answerable.model import Comment, Decision, Reply, Thread
from answerable.source.names import is_visible
from answerable.source.scalars import scalar
from answerable.source.write import comment_file, follow_up_file, reply_file
from nasty import (
    NASTY,
    commonmark_examples,
    markdown_it_texts,
    naughty_strings,
    owasp_texts,
    xss_lines,
)
from samples import NONCE, comment_text, person_text, question, topic_text, write, write_sample

BODY_GROUP = 50
DIALOGUES = 8
LONGEST_NAME = 99
RECEIVED = datetime.fromisoformat("2026-11-02T09:00:00+01:00")
ANSWERED = datetime.fromisoformat("2026-11-03T10:00:00+01:00")
FOLLOW_UP_STEM = "2026-11-02-customer"

PLANTED = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x>",
    '"><script>alert(1)</script>',
    "' autofocus onfocus=alert(1) x='",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;img src=x onerror=alert(1)&gt;",
    "[click](javascript:alert(1)) <javascript:alert(1)>",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](https://elsewhere.example/x.png) ![x](//elsewhere.example/x.png)",
    "<iframe src=https://elsewhere.example></iframe><object data=https://elsewhere.example>",
    "<base href=https://elsewhere.example/><link rel=stylesheet href=//elsewhere.example/x>",
    "<style>@import url(https://elsewhere.example/x);body{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example/'>",
    "<form action=https://elsewhere.example><button autofocus>x</button></form>",
    "</div></section></article></main></body></html><h1 class=md-header>gone",
    "<plaintext>",
    "<xmp><textarea><noscript><template><title>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;<img onerror=alert(1)>">',
    "<a id=__search name=comment></a><img name=getElementById><p id=__config>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "# title {#comment onclick=alert(1)}",
    "{{ 7*7 }} {% include 'main.html' %} ${alert(1)} <%= 1 %> %s {title} {0}",
    "answerable-slot-title <!-- answerable-slot-head --> <!-- answerable-slot-body <h1 -->",
    "<!-- answerable:overview -->",
    "`</code><script>alert(1)</script>` ~~~html <script>alert(1)</script>",
    "[refund policy]: https://elsewhere.example",
    "[^1] [^1]: <img src=x onerror=alert(1)>",
    "constructor __proto__ toString hasOwnProperty",
]
"""Texts of our own, each against another place where a page could break."""

ILLEGIBLE = [
    "a\0b\x0bc\x1bd\x7fe\x85f<script>alert(1)</script>",
    "\u202eright to left\u2066 <img src=x onerror=alert(1)>",
    "e\u0301 A\u030a \ufdfa \ufffe\uffff <script>alert(1)</script>",
    "\ufeff\u200b\u2028\u2029<svg onload=alert(1)>",
    "a\r\n<script>alert(1)</script>\rb",
]
"""Texts that the checks refuse, until a site says that they are no error."""


@dataclass(frozen=True)
class Material:
    """What is planted: texts for bodies, one or two names whose sum is a title, whole files.

    The bodies of one thread stand together.
    """

    bodies: Sequence[Sequence[str]]
    names: Sequence[Sequence[str]]
    files: Sequence[bytes]

    @property
    def messages(self) -> Sequence[int]:
        """How many messages each thread ``hostile-<n>`` has: first the bodies, then the names.

        A body is what a customer says and the answer to it.
        """
        return [2 * len(texts) for texts in self.bodies] + [len(names) for names in self.names]


def own_material() -> Material:
    """The texts that every checkout has, each as a title of its own."""
    files = [text.encode() for text in PLANTED]
    for number, text in enumerate(PLANTED):
        files.append(_file(number, tags=f"[{scalar(text)}]"))
    for number, text in enumerate(ILLEGIBLE, len(PLANTED)):
        line = json.dumps(text.replace("\r", "").replace("\n", ""))
        files.append(_file(number, body=f"{text}\n", title=line, from_=line))
    return Material(_bodies(PLANTED), [[text] for text in PLANTED], files)


def collected_material() -> Material:
    """All hostile texts that others collected; in titles there are several in a row."""
    lines = [*naughty_strings(), *xss_lines(), *owasp_texts(), *_confusables(), *_yaml_texts()]
    markdown = [*(text for text, _html in commonmark_examples()), *markdown_it_texts()]
    files = [path.read_bytes() for path in sorted(NASTY.glob("front-matter-gray-matter/*.*"))]
    files += [f"---\n{text}\n---\nx\n".encode() for text in _yaml_texts()]
    files.append(f"---\n{_bomb()}---\nx\n".encode())
    bodies = ["\n".join(naughty_strings()), _bomb()]
    files += [_file(number, body=f"{text}\n") for number, text in enumerate(bodies)]
    everything = [text for text in (*lines, *markdown) if text.strip()]
    names = list(_packed(" ".join(text.split()) for text in everything))
    return Material(_bodies(everything), _grouped(names, 2), files)


def write_hostile(root: Path, material: Material) -> None:
    """Write the sample and around it all of *material*, below *root*."""
    write_sample(root)
    write(root, "people/mallory.md", person_text(name=scalar(PLANTED[3]), role=scalar(PLANTED[1])))
    write(root, "topics/hostile.md", topic_text(title=scalar(PLANTED[3]), owners="[mallory]"))
    for number, texts in enumerate(material.bodies):
        _write_thread(root, number, texts)
    for number, names in enumerate(material.names, len(material.bodies)):
        thread = _thread(number, " ".join(names), names[0], "Words.")
        write(root, _place(number), comment_file(thread))
        for name in names[1:]:
            later = replace(thread.comment, sender=name, body="More words.")
            write(root, _place(number, FOLLOW_UP_STEM), follow_up_file(thread.id, later))
    for number, content in enumerate(material.files):
        write(root, f"threads/2026/file-{number}/comment.md", content)


def _grouped(texts: Sequence[str], size: int) -> Sequence[Sequence[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def _bodies(texts: Sequence[str]) -> Sequence[Sequence[str]]:
    groups = ["\n\n".join(group) for group in _grouped(texts, BODY_GROUP)]
    return _grouped(groups, DIALOGUES)


def _packed(texts: Iterable[str]) -> Iterator[str]:
    """Short texts in a row, two of which make a title; longer ones are left out.

    So are those in which there is nothing to see: the checks refuse them.
    """
    row = ""
    for text in texts:
        if row and len(row) + 1 + len(text) > LONGEST_NAME:
            yield row
            row = ""
        if len(text) <= LONGEST_NAME and is_visible(text):
            row = f"{row} {text}" if row else text
    if row:
        yield row


def _file(number: int, **changes: str) -> bytes:
    """The comment of the sample with *changes* and an id of its own."""
    return comment_text(id=f"f{number:09}", **changes).encode()


def _write_thread(root: Path, number: int, texts: Sequence[str]) -> None:
    """Write a comment and follow-ups, every other day one, and an answer on the day after each."""
    thread = _thread(number, f"Group {number}", "P. M.", texts[0])
    for turn, text in enumerate(texts):
        stem, content = "comment", comment_file(thread)
        if turn:
            at = RECEIVED + timedelta(days=2 * turn)
            public = Decision("published", by="ben", at=at)
            asked = replace(thread.comment, body=text, received=at, moderation=public)
            stem, content = f"{at:%Y-%m-%d}-customer", follow_up_file(thread.id, asked)
        date = ANSWERED + timedelta(days=2 * turn)
        reply = Reply(
            stem=f"{date:%Y-%m-%d}-anna",
            path="",
            answers=stem,
            question=question(NONCE, content.split("\n---\n", 1)[1]),
            signed_by="anna",
            date=date,
            language="en",
            body=text,
        )
        write(root, _place(number, stem), content)
        write(root, _place(number, reply.stem), reply_file(thread.id, reply))


def _place(number: int, stem: str = "comment") -> str:
    return f"threads/2026/hostile-{number}/{stem}.md"


def _id(number: int) -> str:
    return f"h{number:09}"


def _thread(number: int, title: str, sender: str, body: str) -> Thread:
    return Thread(
        id=_id(number),
        year="2026",
        slug=f"hostile-{number}",
        title=title,
        kind="problem",
        topic="hostile",
        tags=("hostile",),
        comment=Comment(
            stem="comment",
            path="",
            sender=sender,
            channel="form",
            received=RECEIVED,
            language="en",
            nonce=NONCE,
            moderation=Decision("published", by="ben", at=RECEIVED),
            body=body,
        ),
    )


def _confusables() -> Iterable[str]:
    """Every hundredth pair of letters that look alike."""
    table = (NASTY / "unicode" / "confusables.txt").read_text(encoding="utf-8-sig")
    rows = re.findall(r"^([0-9A-F]+) ;\t([0-9A-F ]+) ;", table, re.MULTILINE)
    for left, right in rows[::100]:
        yield chr(int(left, 16)) + " " + "".join(chr(int(code, 16)) for code in right.split())


def _yaml_texts() -> Iterable[str]:
    """The inputs of the YAML test suite, with the signs that it writes for invisible ones."""
    for path in sorted((NASTY / "yaml-test-suite").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if "yaml" in case:
                text = re.sub("—*»", "\t", case["yaml"].replace("␣", " ").replace("←", "\r"))
                yield text.replace("⇔", "\ufeff").replace("↵", "").replace("∎\n", "")


def _bomb() -> str:
    return (NASTY / "yaml-bomb" / "yq-billion-laughs.yaml").read_text(encoding="utf-8")
