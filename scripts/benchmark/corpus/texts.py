"""Messages as people write them: 300 to 900 characters, some with lists, code and links.

All chance comes from the ``Random`` that is given, so the same one gives the same text.
"""

from __future__ import annotations

from random import Random

from benchmark.corpus.material import Material

SHORTEST, USUAL, LONGEST = 300, 500, 900

_CODES = ("E-1042", "BMS_TIMEOUT", "lock.state=7", "range: n/a", "HTTP 503", "sync pending")
_BLOCKS = (
    """\
```json
{{
  "model": "{model}",
  "firmware": "4.{count}",
  "range_km": {number},
  "error": "{code}"
}}
```""",
    """\
```python
for ride in rides:
    if ride.km > {number}:
        print(ride.date, "{code}")  # {place}
```""",
    """\
```text
09:1{count} connect    ok
09:1{count} read lock  {code}
09:2{count} retry      ok
```""",
    """\
```sh
curl --fail https://api.example.org/v1/bikes/{number}/state
```""",
)


class Writer:
    """Writes the texts of one thread in one language."""

    def __init__(self, material: Material, random: Random) -> None:
        self._material = material
        self._random = random

    @property
    def language(self) -> str:
        """The code of the language."""
        return self._material.language

    def title(self, kind: str) -> str:
        """A title that fits the kind of the comment."""
        return self._filled(self._random.choice(self._material.titles[kind]))

    def comment(self) -> str:
        """What a customer writes first."""
        greeting = self._random.choice(self._material.greetings)
        return f"{greeting}\n\n{self._text(self._material.asking)}"

    def follow_up(self) -> str:
        """What a customer writes after an answer; short."""
        return self._filled(self._random.choice(self._material.thanks)) + "\n"

    def reply(self) -> str:
        """What an employee answers."""
        return self._text(self._material.answering)

    def _text(self, sentences: tuple[str, ...]) -> str:
        """Paragraphs of different sentences, and in some texts a block between them."""
        chance = self._random
        length = int(chance.triangular(SHORTEST, LONGEST, USUAL))
        paragraphs = [""]
        size = 0
        for sentence in chance.sample(sentences, len(sentences)):
            if size >= length:
                break
            text = self._filled(sentence)
            size += len(text) + 1
            if len(paragraphs[-1]) > 200:
                paragraphs.append("")
            paragraphs[-1] += f" {text}" if paragraphs[-1] else text
        if chance.random() < 0.2:
            paragraphs[-1] += " " + self._filled(chance.choice(self._material.links))
        block = self._block()
        if block:
            paragraphs.insert(chance.randint(1, len(paragraphs)), block)
        return "\n\n".join(paragraphs) + "\n"

    def _block(self) -> str:
        chance = self._random
        kind = chance.random()
        if kind < 0.12:
            return self._filled(chance.choice(_BLOCKS))
        if kind < 0.32:
            items = chance.sample(self._material.items, chance.randint(2, 4))
            mark = "1." if kind < 0.2 else "-"
            lines = [f"{mark} {self._filled(item)}" for item in items]
            return "\n".join([chance.choice(self._material.leads), "", *lines])
        return ""

    def _filled(self, sentence: str) -> str:
        chance = self._random
        values = {name: chance.choice(words) for name, words in self._material.slots.items()}
        return sentence.format(
            number=chance.randint(40, 9000),
            count=chance.randint(2, 9),
            code=chance.choice(_CODES),
            **values,
        )
