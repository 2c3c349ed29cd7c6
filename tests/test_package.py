"""What people install: the wheel, with all that the program reads at run time.

The wheel is built and unpacked without network, so the build backend and every dependency
come from the environment of the tests.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution, requires
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plugins" / "answerable"


def run(*command: str | Path, **environment: str) -> str:
    """The standard output of a program that must succeed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: str | Path) -> None:
    run(sys.executable, "-m", "pip", *arguments, "--no-deps", "--no-index", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", ROOT, "--no-build-isolation", "--wheel-dir", folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    pip("install", wheel, "--target", folder)
    return folder


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package(wheel):
    files = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == files


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern",
    [
        "answerable/py.typed",
        "answerable/scaffold/common/.gitattributes",
        "answerable/scaffold/languages/*/docs/*.j2",
        "answerable/site/assets/*.css",
        "answerable/site/locale/de.po",
        "answerable/site/schema/*.json",
        "answerable/site/templates/*.html",
    ],
)
def test_wheel_holds_what_the_program_reads(wheel, pattern):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if PurePosixPath(name).match(pattern)]


@pytest.mark.slow
def test_wheel_holds_the_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


@pytest.mark.slow
def test_command_of_an_installed_wheel_starts(installed):
    help_text = run(installed / "bin" / "answerable", "--help", PYTHONPATH=str(installed))
    assert "check" in help_text


@pytest.mark.slow
def test_installed_wheel_makes_a_new_project(installed, tmp_path):
    program = installed / "bin" / "answerable"
    run(program, "init", tmp_path / "new", "--yes", PYTHONPATH=str(installed))
    assert {".gitattributes", ".gitignore", "mkdocs.yml"} <= {
        path.name for path in (tmp_path / "new").iterdir()
    }


@pytest.mark.slow
def test_mkdocs_finds_the_plugin_of_an_installed_wheel(installed):
    program = (
        "from mkdocs.plugins import get_plugins\n"
        "plugin = get_plugins()['answerable'].load()\n"
        "import answerable\n"
        "print(plugin.__name__, answerable.__file__)\n"
    )
    printed = run(sys.executable, "-c", program, PYTHONPATH=str(installed))
    assert printed.split() == ["AnswerablePlugin", str(installed / "answerable" / "__init__.py")]


def test_every_import_comes_from_a_declared_dependency():
    declared = set().union(*map(packages_of, requires("mkdocs-answerable") or ()))
    assert imported_packages() - known_without_installing() <= declared


def test_import_that_may_fail_is_of_what_an_extra_brings():
    brought = {
        requirement.name
        for requirement in map(Requirement, requires("mkdocs-answerable") or ())
        if requirement.marker and '"test"' not in str(requirement.marker)
    }
    assert (
        imported_packages(late=True) - known_without_installing() - imported_packages() <= brought
    )


def known_without_installing() -> set[str]:
    return {*sys.stdlib_module_names, "answerable"}


def packages_of(requirement: str) -> set[str]:
    """The names that a dependency lets us import; none for one that only an extra asks for."""
    if "extra ==" in requirement:
        return set()
    files = distribution(Requirement(requirement).name).files or ()
    return {file.parts[0].partition(".")[0] for file in files}


def imported_packages(*, late: bool = False) -> set[str]:
    """The first part of every name that a module of the package imports.

    With *late*, only of imports within a function after a ``try``: the program goes on without.
    """
    names = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        optional = {
            id(inner)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for attempt in ast.walk(function)
            if isinstance(attempt, ast.Try)
            for inner in ast.walk(attempt)
        }
        for node in ast.walk(tree):
            if (id(node) in optional) is not late:
                continue
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names
