"""Every command that the manual and ``--help`` show is run, but for those listed here.

The commands of a page run one after the other in one project. On the pages of ``ALONE`` and in
``--help`` they are alternatives, and each has a project of its own. What a page means by a name
in capitals, and what somebody would type into an editor or at a question, is added here.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from answerable.cli import main
from samples import SLUG
from shown import collecting, desks, running
from shown.collecting import Shown, inline

NETWORK = "fetches packages from the network"
FORGE = "asks a forge; the verb's own test has one on this machine"
NOT_RUN = {
    r"scripts/(build|test).*": "makes the environment in which this runs",
    r"scripts/bench.*": "measures for minutes; tests/bench calls it with little to do",
    r"pip install .*": NETWORK,
    r"python -m venv .*": NETWORK,
    r"\. \S+/bin/activate": NETWORK,
    r"gh api .*": FORGE,
    r"(answerable|mkdocs) serve.*": "ends with Ctrl-C only; tests/cli/test_serve.py ends it",
    r"answerable due --issues": FORGE,
    r"answerable intake .*": FORGE,
    r"answerable keys add .* --from-forge .*": FORGE,
    r"ssh-add.*": "needs the agent of a desktop",
    r"Set-Service .*": "is for PowerShell",
    r"git filter-repo .*": "is a program of its own",
}
"""What is not run, as a pattern of the whole command, and why."""

ELSEWHERE = {
    "docs/first-hour.md": "test_first_hour_page.py",
    "docs/de/erste-stunde.md": "test_first_hour_page.py",
}
"""Pages whose commands are run by a test of their own, which holds them in ``SCRIPT``."""

ALONE = ("docs/format.md", "docs/moderating.md", "docs/publishing.md", "docs/signing.md")

NAMES = {
    r"SHA256:\w+": "{laptop}",
    r"'?…'?": f"'{desks.PASSWORD}'",
    r"\bKEY\b": "~/.ssh/id_work",
    r"\bTHREAD\b": "2026/hinge",
    r"\bPERSON\b": "ben-other",
}
"""What names stand for in the projects here."""

TYPED = {
    r"answerable init feedback-site": "--company Example --person 'Anna Berg'",
    r"answerable init feedback-site --language de .*": "--yes",
    r"answerable new": "--channel phone --text 'It squeaks.'",
    r"answerable reply \S+( --sign)?": "--text 'We come.'",
    r"ssh-keygen -t ed25519": "-q -N '' -f ~/.ssh/id_new",
}
"""What somebody types who is asked, or into an editor."""

WITHHELD = "answerable moderate 2026/spare-parts withhold --reason insult"
BEFORE = {
    r"answerable appeal .* requested.*": [WITHHELD],
    r"answerable appeal .* reversed.*": [WITHHELD, "answerable appeal 2026/spare-parts requested"],
    r"answerable codeowners .*--check": ["answerable codeowners --threads"],
    r"answerable decrypt -r encrypted/site": ["answerable encrypt -r site"],
    r"answerable decrypt encrypted/page\.html": ["answerable encrypt page.html"],
    r"answerable encrypt --share .*": ["answerable encrypt page.html"],
    r"answerable init \. .*": ["mkdir ../empty", "cd ../empty"],
    r"answerable keys add (anna|PERSON)( --since .*)?": ["rm ~/.ssh/id_work ~/.ssh/id_work.pub"],
    r"answerable moderate 2026/spare-parts publish": [WITHHELD],
    r"(ssh-keygen -Y|sed) .*": ["cd feedback/threads/2026/*/"],
}
"""What happened before, where that is not shown just above: keys are added on a new computer."""

ALL_PAGES = collecting.pages()
PAGES = {name: text for name, text in ALL_PAGES.items() if collecting.commands(text)}
EXAMPLES = list(collecting.examples())
SHOWN = [Shown(name, one) for name, text in PAGES.items() for one in collecting.commands(text)]

needs_programs = pytest.mark.skipif(
    not all(map(shutil.which, ("git", "bash", "openssl", "ssh-keygen"))),
    reason="needs git, bash, openssl and ssh-keygen",
)


def matching(table: Mapping[str, Any], command: str) -> list[Any]:
    return [value for pattern, value in table.items() if re.fullmatch(pattern, command)]


def project_of(page: str) -> Any:
    """Which project the commands of *page* mean: its languages and forge, or its thread."""
    if page.startswith("new/"):
        _, languages, forge, *_ = page.split("/")
        return tuple(languages.split("+")), forge
    return SLUG if SLUG in "".join(collecting.commands(PAGES[page])) else "spare-parts"


def pages_to_run() -> list[str]:
    """Of the pages of a new project, which differ by its forge in no command, one of each."""
    new: dict[tuple[str, ...], str] = {}
    for name, text in PAGES.items():
        if name.startswith("new/"):
            new.setdefault(tuple(collecting.commands(text)), name)
    manual = [name for name in PAGES if not name.startswith("new/") and name not in ELSEWHERE]
    return [*manual, *new.values()]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    desks.make_keys(folder)
    return folder


@pytest.fixture(scope="module")
def templates(keys, tmp_path_factory):
    """The projects, each made once."""
    made: dict[Any, Path] = {}

    def template(project: Any) -> Path:
        if project not in made:
            root = made[project] = tmp_path_factory.mktemp("template")
            with pytest.MonkeyPatch.context() as patch:
                desks.live_at(root / "home", keys, patch)
                if isinstance(project, str):
                    desks.make_desk(root, keys, project)
                else:
                    desks.make_new_project(root, *project)
            shutil.rmtree(root / "home")
        return made[project]

    return template


class Shell:
    """Runs what is shown, in a copy of a project."""

    def __init__(self, root: Path, keys: Path, templates: Any, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.keys = keys
        self.templates = templates
        self.patch = patch
        self.begun = 0

    def begin(self, project: Any) -> Path:
        self.begun += 1
        root = self.root / str(self.begun)
        shutil.copytree(self.templates(project), root)
        desks.live_at(root / "home", self.keys, self.patch)
        running.prepare(self.patch, root / "tools")
        self.patch.chdir(root / "site")
        return root / "site"

    def run(self, command: str) -> None:
        ended = running.run(command, self.patch)
        assert ended.code == 0, f"$ {command}\n{ended.said}"

    def show(self, command: str) -> None:
        """Run *command* as it is meant."""
        if matching(NOT_RUN, command):
            return
        for before in matching(BEFORE, command):
            for one in before:
                self.run(one)
        meant = " ".join([command, *matching(TYPED, command)])
        for name, meaning in NAMES.items():
            meant = re.sub(name, meaning, meant)
        self.run(meant.replace("{laptop}", fingerprint(self.keys / "id_work")))


def fingerprint(key: Path) -> str:
    listed = subprocess.run(["ssh-keygen", "-lf", key], capture_output=True, text=True, check=True)
    return listed.stdout.split()[1]


@pytest.fixture
def shell(tmp_path, keys, templates, monkeypatch):
    return Shell(tmp_path, keys, templates, monkeypatch)


@pytest.fixture(scope="module")
def built(keys, templates, tmp_path_factory):
    """The built site of the project, with signed answers."""
    with pytest.MonkeyPatch.context() as patch:
        shell = Shell(tmp_path_factory.mktemp("built"), keys, templates, patch)
        site = shell.begin("spare-parts")
        shell.run("answerable sign --all-mine")
        shell.run("mkdocs build")
    return site / "site"


def lay_out(site: Path, commands: list[str], built: Any) -> None:
    """Put beside the project what *commands* need of other systems, and its built site."""
    if any("import" in command for command in commands):
        desks.put_exports(site)
    if any(re.search(r"\bsite\b|preview", command) for command in commands):
        shutil.copytree(built(), site / "site")


@pytest.fixture
def lay(request):
    """Puts what a command needs beside a project."""
    return lambda site, commands: lay_out(site, commands, lambda: request.getfixturevalue("built"))


@needs_programs
@pytest.mark.parametrize("shown", EXAMPLES, ids=lambda shown: shown.command)
def test_an_example_of_help_runs(shown, shell, lay):
    lay(shell.begin("spare-parts"), [shown.command])
    shell.show(shown.command)


@needs_programs
@pytest.mark.parametrize("page", pages_to_run())
def test_the_commands_of_a_page_run(page, shell, lay):
    commands = collecting.commands(PAGES[page])
    projects = [[one] for one in commands] if page in ALONE else [commands]
    for together in projects:
        lay(shell.begin(project_of(page)), together)
        for command in together:
            shell.show(command)
    if page not in ALONE:
        shell.run("answerable check")


@pytest.mark.parametrize("page", ELSEWHERE)
def test_a_page_with_a_test_of_its_own_has_all_its_commands_there(page):
    place = importlib.util.spec_from_file_location("own", Path(__file__).with_name(ELSEWHERE[page]))
    assert place is not None
    assert place.loader is not None
    own = importlib.util.module_from_spec(place)
    place.loader.exec_module(own)
    run = [re.sub(r"  +", " ", line) for line in own.SCRIPT.replace("\\\n", " ").splitlines()]
    left = [one for one in collecting.commands(PAGES[page]) if not matching(NOT_RUN, one)]
    assert [command for command in left if command not in run] == []


@pytest.mark.parametrize("table", [NOT_RUN, TYPED, BEFORE], ids=["not run", "typed", "before"])
def test_a_table_holds_only_what_is_shown(table):
    shown = {one.command for one in (*SHOWN, *EXAMPLES)}
    assert [key for key in table if not any(re.fullmatch(key, one) for one in shown)] == []


def test_names_and_pages_that_are_listed_are_there():
    shown = [one.command for one in (*SHOWN, *EXAMPLES)]
    assert [name for name in NAMES if not any(re.search(name, one) for one in shown)] == []
    assert {*ELSEWHERE, *ALONE} <= set(PAGES)


def options_that_do_not_exist(call: str) -> list[str]:
    """What *call* says that no verb knows, its values aside."""
    command: click.Command = main
    options: set[str] = set()
    words = call.partition(" -- ")[0].split()[1:]
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        inner = command.commands.get(words.pop(0))
        if inner is None:
            return [call]
        command = inner
    for one in command.params:
        options |= {*one.opts, *one.secondary_opts}
    return [word for word in words if word.startswith("--") and word not in {*options, "--help"}]


def calls() -> list[Shown]:
    """What is shown of ``answerable``, also within sentences."""
    told = [Shown(name, one) for name, text in ALL_PAGES.items() for one in inline(text)]
    shown = [one for one in (*SHOWN, *EXAMPLES) if one.command.startswith("answerable ")]
    return [*told, *shown]


def test_every_call_is_of_a_verb_and_of_options_that_exist():
    wrong = [one for one in calls() if options_that_do_not_exist(one.command)]
    assert wrong == []


def test_no_command_stands_in_a_block_of_something_else():
    assert [
        (name, block)
        for name, text in ALL_PAGES.items()
        for block in collecting.unmarked(text)
        if name != "docs/commands.md"  # what --help says, word for word
    ] == []


def test_there_are_many():
    assert len(SHOWN) > 100
    assert len(EXAMPLES) > 60
