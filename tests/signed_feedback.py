"""A feedback folder whose answers are signed by real keys, in all forms that Markdown has.

    feedback = SignedFeedback(root)         # makes the keys with ssh-keygen
    feedback.write()                        # policy, people, threads and signatures
    feedback.keys["anna"]                   # the private key's file
    feedback.sign(REPLY, by="ben")          # signs again what lies there

The digests are computed here on their own.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from samples import (
    NONCE,
    POLICY_TEXT,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    topic_text,
    write,
)
from site_build.contents import picture
from ssh_programs import make_key, public_line, sign_by_program

THREAD = "threads/2026/spare-parts"
REPLY = f"{THREAD}/2026-11-03-anna.md"
SECOND = f"{THREAD}/2026-11-06-ben.md"
OTHER_THREAD = "threads/2026/hinges"
OTHER_REPLY = f"{OTHER_THREAD}/2026-11-04-anna.md"
EARLY = f"{OTHER_THREAD}/2026-02-04-ben.md"
ERASED_THREAD = "threads/2026/er4sedthrd"
ERASED_REPLY = f"{ERASED_THREAD}/2026-11-03-ben.md"
UNSIGNED = "threads/2026/lamps/2026-11-04-ben.md"
SIGNED = (REPLY, SECOND, OTHER_REPLY, EARLY, ERASED_REPLY)

RICH = """\
# We found the **cause**

It is *not* your fault.[^why] See [the part](https://parts.example/hinge?a=1&b=2) or <https://a.example>,
and [above](#comment). ~~Six~~ two weeks.

![The hinge](assets/hinge.png "a title") and ![elsewhere](https://pictures.example/x.png)
[the drawing](assets/hinge.png)

| Part | Weeks |
|:-----|------:|
| hinge & pin | 2 |
| `door \\| frame` | 4 |

- [x] ordered
- [ ] sent

3. three
4. four

   with a second paragraph

> Quoted<br>twice

```python
def weeks(part: str) -> int:

    return 2 if part < "hinge" else 4
```

    plain  code

<details><summary>More</summary>

<kbd>Ctrl</kbd> <mark>new</mark> <b>bold</b> List<String> <span style="color:red">red</span>

</details>

שלום עולם, and مرحبا. @anna knows; e-mail b@parts.example. 5 &lt; 6 &amp; 7

***

[^why]: The supplier moved.
"""
QUESTION = """\
I have **waited** six weeks for a [hinge](https://shop.example/hinge).

![It](assets/hinge.png) looks like this. Why? #1 @ben

1. one
2. two
"""
FOLLOW_UP_BODY = "Thank you, the hinge came today. It is <b>not</b> the right one.\n"
TITLE = "Spare parts  take six weeks & more"


def title_digest(title: str = TITLE, nonce: str = NONCE) -> str:
    """What stands in ``title`` of a reply."""
    mac = hmac.new(bytes.fromhex(nonce), title.encode(), hashlib.sha256)
    return f"hmac-sha256:{mac.hexdigest()}"


class SignedFeedback:
    """The folder *root*; the keys are made in *keys*, one for each of four people."""

    def __init__(self, root: Path, keys: Path) -> None:
        self.root = root
        self.keys = {
            "anna": make_key(keys / "anna"),
            "ben": make_key(keys / "ben", "-t", "ecdsa"),
            "ben-before": make_key(keys / "before"),
            "stranger": make_key(keys / "stranger"),
        }
        self.policy = POLICY_TEXT

    def key_lines(self, person: str) -> str:
        """The value of ``keys`` in the file of *person*."""
        entries = [f'{{key: "{public_line(self.keys[person])}", since: 2026-03-01}}']
        if person == "ben":
            before = public_line(self.keys["ben-before"])
            entries.append(f'{{key: "{before}", since: 2026-01-01, until: 2026-02-28}}')
        return f"[{', '.join(entries)}]"

    def write(self) -> None:
        """Write everything, and sign what is to be signed."""
        root = self.root
        write(root, "policy.yml", self.policy)
        write(root, "topics/spare-parts.md", topic_text())
        write(root, "people/anna.md", person_text(keys=self.key_lines("anna"), portrait="anna.png"))
        write(root, "people/anna.png", picture(9))
        ben = person_text(name="Ben Olsen", handles=None, keys=self.key_lines("ben"))
        write(root, "people/ben.md", ben)
        self._write_spare_parts()
        self._write_hinges()
        self._write_others()
        for path in SIGNED:
            self.sign(path)

    def sign(self, path: str, by: str = "", namespace: str = "answerable") -> None:
        """Sign the reply at *path*, by default with its signer's key of that day."""
        key = by or path[:-3].rpartition("-")[2]
        key = "ben-before" if path == EARLY and not by else key
        signature = sign_by_program(self.keys[key], (self.root / path).read_bytes(), namespace)
        write(self.root, f"{path}.sig", signature)

    def _write_spare_parts(self) -> None:
        root = self.root
        write(root, f"{THREAD}/assets/hinge.png", picture(3))
        write(root, f"{THREAD}/comment.md", comment_text(title=f'"{TITLE}"', body=QUESTION))
        asked = {"question": question(body=QUESTION), "title": title_digest()}
        write(root, REPLY, reply_text(**asked, body=RICH))
        nonce = "0123456789abcdef0123456789abcdef"
        follow_up = follow_up_text(body=FOLLOW_UP_BODY, nonce=nonce, resolved=None)
        write(root, f"{THREAD}/2026-11-05-customer.md", follow_up)
        second = reply_text(
            answers="2026-11-05-customer",
            question=question(nonce, FOLLOW_UP_BODY),
            title=title_digest(nonce=nonce),
            signed_by="ben",
            date="2026-11-06T23:30:00Z",
            outcome="declined",
            body="We will not send another one.\n",
        )
        write(root, SECOND, second)

    def _write_hinges(self) -> None:
        root = self.root
        title = "Hinges"
        comment = comment_text(
            id="hinge00001",
            title=title,
            received="2026-02-01T09:12:00+01:00",
            moderation="{decision: published, by: ben, at: 2026-02-01T15:40:00+01:00}",
        )
        write(root, f"{OTHER_THREAD}/comment.md", comment)
        own = {"thread": "hinge00001", "title": title_digest(title), "question": question()}
        body = "مرحبا, the *right* way.\n"
        late = reply_text(**own, date="2026-11-04T10:05:00+01:00", outcome=None, body=body)
        early = reply_text(**own, signed_by="ben", date="2026-02-04T10:05:00+01:00")
        write(root, OTHER_REPLY, late)
        write(root, EARLY, early)

    def _write_others(self) -> None:
        root = self.root
        erased = comment_text(
            id="er4sedthrd",
            title=None,
            from_=None,
            nonce=None,
            moderation="{decision: erased, by: ben, at: 2026-11-10T10:00:00+01:00}",
            body="",
        )
        write(root, f"{ERASED_THREAD}/comment.md", erased)
        write(root, ERASED_REPLY, reply_text(thread="er4sedthrd", signed_by="ben"))
        write(root, "threads/2026/lamps/comment.md", comment_text(id="lamp000001", title="Lamps"))
        unsigned = reply_text(
            thread="lamp000001",
            title=title_digest("Lamps"),
            signed_by="ben",
            date="2026-11-04T10:05:00+01:00",
        )
        write(root, UNSIGNED, unsigned)
        write(root, "threads/2026/waiting/comment.md", comment_text(id="wait000001", title="Why?"))
