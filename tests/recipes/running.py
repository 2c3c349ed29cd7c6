"""The recipes of scaffold/forges as a forge would run them: their steps, one after the other.

What is real: the recipe's own shell lines, a fresh and shallow clone as the forge makes it,
``answerable``, ``mkdocs`` and ``git`` with a remote on this disk. What is not:

* ``pip`` and ``apt-get`` are programs that note their call, because they want the network;
* ``rsync`` copies to a folder that the target names, because there is no server;
* actions (``uses:``) are not run; what checkout does stands in the fixtures;
* an expression (``${{ }}``) has the value that a table here gives it, and none besides.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import answerable

FORGES = Path(answerable.__file__).parent / "scaffold" / "forges"
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")

_PROGRAMS = {
    "answerable": '#!/bin/sh\nexec "{python}" -c "from answerable.cli import main; main()" "$@"\n',
    "mkdocs": '#!/bin/sh\nexec "{python}" -m mkdocs "$@"\n',
    "pip": '#!/bin/sh\necho "pip $*" >> "{noted}"\n',
    "apt-get": '#!/bin/sh\necho "apt-get $*" >> "{noted}"\n',
    "rsync": '#!/bin/sh\nfor last; do from=$to; to=$last; done\ncp -R "$from." "${{to#*:}}"\n',
}


@dataclass(frozen=True)
class Step:
    """One step with its shell lines; ``env`` still has its expressions."""

    name: str
    script: str
    env: Mapping[str, str] = field(default_factory=dict)


def workflows(forge: str) -> dict[str, Path]:
    """The files of GitHub's form by name."""
    return {path.stem: path for path in sorted((FORGES / forge).rglob("workflows/*.yml"))}


def steps_of(forge: str, workflow: str) -> Iterator[Step]:
    """All steps with shell lines in a workflow of GitHub's form."""
    for job in load(workflows(forge)[workflow])["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                yield Step(step.get("name", ""), step["run"], step.get("env", {}))


def gitlab_steps(job: str) -> Iterator[Step]:
    """The lines of a job of GitLab, as one script, as its runner puts them together."""
    whole = load(FORGES / "gitlab" / ".gitlab-ci.yml")
    lines = [*whole["default"]["before_script"], *whole[job]["script"]]
    yield Step(job, "\n".join(lines))


def load(path: Path) -> dict[str, Any]:
    """A recipe. YAML 1.1 takes the key ``on`` for true."""
    recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in recipe.items()}


class Runner:
    """Runs steps in *folder*, a clone, in the environment that a forge gives them."""

    def __init__(self, folder: Path, tools: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.noted = tools / "noted"
        tools.mkdir(exist_ok=True)
        for name, text in _PROGRAMS.items():
            program = tools / name
            program.write_text(text.format(python=sys.executable, noted=self.noted))
            program.chmod(0o755)
        self._environment = {
            "PATH": f"{tools}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(tools),
            "PYTHONPATH": str(Path(answerable.__file__).parents[1]),
            "NO_MKDOCS_2_WARNING": "1",
            "CI": "true",
            **{name: os.environ[name] for name in ("SOURCE_DATE_EPOCH",) if name in os.environ},
            **environment,
        }

    def run(self, step: Step, expressions: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """The step's end; an expression that *expressions* does not know fails the test."""
        env = {
            name: _EXPRESSION.sub(lambda match: expressions[match[1]], str(value))
            for name, value in step.env.items()
        }
        assert "${{" not in step.script, "an expression in a script could be run as a command"
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", step.script],
            cwd=self.folder,
            env=self._environment | env,
            capture_output=True,
            text=True,
            check=False,
        )
