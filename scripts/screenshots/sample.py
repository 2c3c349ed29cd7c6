"""An invented company's project, in the states that a tutorial shows."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

NOW = "1793696400"  # 2026-11-03T09:00:00Z
THREAD = "threads/2026/spare-parts"


class Words(NamedTuple):
    """What stands on the pages of the sample, in one language."""

    role: str
    topic: str
    title: str
    question: str
    answer: str


WORDS = {
    "en": Words(
        "Head of service",
        "Spare parts",
        "Spare parts take six weeks",
        "I ordered brake pads six weeks ago. Where are they?",
        "They left our house this morning. I am sorry that nobody told you.",
    ),
    "de": Words(
        "Leiterin Kundendienst",
        "Ersatzteile",
        "Ersatzteile brauchen sechs Wochen",
        "Vor sechs Wochen habe ich Bremsbeläge bestellt. Wo bleiben sie?",
        "Sie sind heute früh abgeschickt worden. Es tut mir leid, dass Ihnen das niemand sagte.",
    ),
}


@dataclass(frozen=True)
class Sample:
    """The project of a company in *language*, below *root*."""

    root: Path
    language: str

    @property
    def site(self) -> Path:
        """The folder of the project."""
        return self.root / "halden-quist"

    def make(self) -> None:
        """Write it as ``answerable init`` does, and call Anna Berg 'anna'."""
        words = WORDS[self.language]
        options = {
            "company": "Halden & Quist",
            "person": "Anna Berg",
            "role": words.role,
            "unit": "Service",
            "since": "2020-05-01",
            "handle": "annaberg",
            "repository": "https://github.com/example/feedback",
            "address": "https://feedback.example.com/",
            "email": "feedback@example.com",
            "topic": words.topic,
            "timezone": "Europe/Berlin",
            "country": "DE",
            "language": self.language,
        }
        said = [f"--{name}={value}" for name, value in options.items()]
        self._run("answerable", "init", str(self.site), *said, "--yes", folder=self.root)
        people = self.site / "feedback" / "people"
        (people / "anna-berg.md").rename(people / "anna.md")
        for file in (self.site / "feedback").rglob("*"):
            if file.is_file():
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace("anna-berg", "anna"), encoding="utf-8", newline="\n")

    def ask(self) -> None:
        """Publish a comment."""
        words = WORDS[self.language]
        folder = self.site / "feedback" / THREAD
        folder.mkdir(parents=True)
        (topic,) = (file.stem for file in (self.site / "feedback" / "topics").iterdir())
        (folder / "comment.md").write_text(
            f"---\nid: k7q2m9x4tb\ntitle: {words.title}\nfrom: P. M.\nkind: problem\n"
            f"channel: email\nreceived: 2026-11-02T09:12:00+01:00\nlanguage: {self.language}\n"
            f"topic: {topic}\nnonce: 5b0c1f2e3d4c5b6a79880716253443a1\nmoderation: "
            "{decision: published, by: anna, at: 2026-11-02T15:40:00+01:00}\n---\n"
            f"{words.question}\n",
            encoding="utf-8",
            newline="\n",
        )

    def answer(self) -> None:
        """Write Anna's answer, as it is without a signature."""
        text = WORDS[self.language].answer
        self._run("answerable", "reply", "k7q2m9x4tb", "--as=anna", f"--text={text}")

    def sign(self) -> None:
        """Give Anna a key, and sign her answer with it."""
        key = self.root / "key"
        self._run("ssh-keygen", "-q", "-t", "ed25519", "-f", str(key), "-N", "")
        self._run("answerable", "keys", "add", "anna", f"{key}.pub", "--since=2026-01-01")
        (answer,) = (self.site / "feedback" / THREAD).glob("*-anna.md")
        self._run("answerable", "sign", str(answer), f"--key={key}")

    def build(self) -> Path:
        """The folder of the site, as it is now."""
        self._run("mkdocs", "build", "--quiet")
        return self.site / "site"

    def _run(self, program: str, *arguments: str, folder: Path | None = None) -> None:
        ours = program in ("answerable", "mkdocs")
        start = [sys.executable, "-m", program] if ours else [program]
        subprocess.run(  # noqa: S603
            [*start, *arguments],
            cwd=folder or self.site,
            env={**os.environ, "SOURCE_DATE_EPOCH": NOW},
            check=True,
            capture_output=True,
        )
