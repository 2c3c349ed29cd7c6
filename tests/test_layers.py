"""The arrows between the layers, read from the imports of every module.

Imports inside functions and under ``TYPE_CHECKING`` count like all others. The rules:

* a unit (a module or a folder of the package) imports only units of lower layers;
* a core that another generator can use: only ``plugin`` imports MkDocs or its themes;
* ``site`` is built from a publication and never reads files through ``source``;
* within a unit, modules do not import each other in a circle.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import answerable

PACKAGE = "answerable"
LAYERS = (
    ("__main__",),
    ("plugin", "cli"),
    ("build", "verification"),
    ("site", "importers", "scaffold"),
    ("vault", "source", "leaks"),
    ("trust",),
    ("promises",),
    ("markup", "workdays"),
    ("report",),
    ("config", "diagnostics", "forge_api"),
    ("codes", "digests", "forges", "placeholders", "terminal", "cache", "processes"),
    ("model",),
)
LEVEL = {unit: level for level, units in enumerate(reversed(LAYERS)) for unit in units}
FORBIDDEN = {("site", "source")}
GENERATORS = ("mkdocs", "material", "properdocs")


@dataclass(frozen=True, slots=True)
class Import:
    """One import: where it stands, in which module, and the dotted name it asks for."""

    place: str
    module: str
    target: str

    def __str__(self) -> str:
        return f"{self.place}: {self.module} imports {self.target}"


def modules_of(package: Path) -> dict[str, Path]:
    """Every module of *package* by its dotted name."""
    modules = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


def imports_of(module: str, path: Path, modules: Mapping[str, Path]) -> Iterator[Import]:
    """What *module* imports, wherever in the file; of our own the module, not the name in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        place = f"{path.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(place, module, alias.name)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            for alias in node.names:
                name = f"{origin}.{alias.name}"
                yield Import(place, module, name if name in modules else origin)


def unit_of(module: str) -> str | None:
    """The layer's entry that *module* belongs to; None for the package's own ``__init__``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def is_ours(name: str) -> bool:
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")


def complaint(found: Import) -> str | None:
    """What is wrong with one import, None if nothing is."""
    unit, target = unit_of(found.module), unit_of(found.target)
    if found.target.startswith("."):
        return "write it in full"
    if not is_ours(found.target):
        foreign = found.target.split(".")[0] in GENERATORS
        return "only plugin may know the generator" if foreign and unit != "plugin" else None
    if unit is None:
        return "the package's __init__ stands below everything"
    if target is None or target == unit:
        return None
    if unit not in LEVEL or target not in LEVEL:
        return "a unit without a layer: give it one in LAYERS"
    if (unit, target) in FORBIDDEN:
        return f"{unit} never imports {target}"
    return None if LEVEL[target] < LEVEL[unit] else "imports go downward only"


def violations(package: Path) -> list[str]:
    """Every broken rule of *package*, one line each."""
    modules = modules_of(package)
    imports = [
        found
        for module, path in sorted(modules.items())
        for found in imports_of(module, path, modules)
    ]
    broken = [f"{found} ({why})" for found in imports if (why := complaint(found))]
    broken += [
        f"{path.name}: {module} (a unit without a layer: give it one in LAYERS)"
        for module, path in sorted(modules.items())
        if unit_of(module) not in {None, *LEVEL}
    ]
    return broken + circles(imports)


def circles(imports: list[Import]) -> list[str]:
    """The first circle of imports, if there is one."""
    graph: dict[str, set[str]] = {}
    for found in imports:
        if is_ours(found.target):
            graph.setdefault(found.module, set()).add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [f"a circle: {' <- '.join(error.args[1])}"]
    return []


def test_imports_go_downward_only():
    assert violations(Path(answerable.__path__[0])) == []


@pytest.fixture
def check(tmp_path):
    """Write a package of the given files and say what the checker finds."""

    def _check(**files: str) -> list[str]:
        package = tmp_path / PACKAGE
        for name, text in files.items():
            path = package / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return violations(package)

    return _check


def test_checker_accepts_imports_that_go_downward(check):
    files = {
        "plugin": "import mkdocs\nfrom answerable.site import pages\nfrom answerable import model",
        "site/pages": "from answerable.site.views import View\nimport jinja2",
        "site/views": "from answerable.model import Thread",
        "model": "import dataclasses",
        "__init__": "",
    }
    assert check(**files) == []


@pytest.mark.parametrize(
    ("file", "line", "why"),
    [
        ("model", "import answerable.codes", "downward"),
        ("model", "from answerable import codes", "downward"),
        ("source/loader", "from answerable.site.pages import Page", "downward"),
        ("trust/keys", "from answerable.source import loader", "downward"),
        ("site/pages", "from answerable.importers import staticman", "downward"),
        ("site/pages", "from answerable.source.loader import load", "site never imports source"),
        ("cli/check", "from answerable.plugin import AnswerablePlugin", "downward"),
        ("cli/check", "from mkdocs.config import load_config", "generator"),
        ("site/pages", "import material", "generator"),
        ("site/pages", "from . import views", "in full"),
        ("site/pages", "from ..source import loader", "in full"),
        ("helpers", "import re", "without a layer"),
        ("site/pages", "import answerable.helpers", "without a layer"),
        ("__init__", "from answerable.model import Thread", "__init__"),
    ],
)
def test_checker_finds_a_planted_violation(check, file, line, why):
    planted = {
        "codes": "",
        "source/loader": "",
        "site/pages": "",
        "trust/keys": "",
        "importers/staticman": "",
        "plugin": "",
    }
    found = check(**(planted | {file: line}))
    assert len(found) == 1
    assert why in found[0]


@pytest.mark.parametrize(
    "source",
    [
        "def load():\n    from answerable.source.loader import load\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import answerable.source\n",
    ],
    ids=["function", "type-checking"],
)
def test_checker_reads_hidden_imports(check, source):
    (found,) = check(**{"site/pages": source})
    assert "site never imports source" in found


def test_checker_finds_a_circle_within_a_unit(check):
    files = {
        "site/pages": "from answerable.site.views import View",
        "site/views": "from answerable.site.lists import List",
        "site/lists": "def f():\n    from answerable.site import pages",
    }
    (found,) = check(**files)
    assert "circle" in found
    assert "answerable.site.lists" in found
