"""How peers are installed: programs of the package managers that people use."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmark.errors import BenchError
from benchmark.programs import output_of


def pip_install(folder: Path, *packages: str) -> None:
    """Make a virtual environment in *folder* and install *packages* into it."""
    output_of([sys.executable, "-m", "venv", "--clear", str(folder)])
    output_of([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages])


def pip_version(folder: Path, package: str) -> str | None:
    """The version of *package* in the virtual environment, None if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        return None
    program = f"import importlib.metadata as m; print(m.version({package!r}))"
    try:
        return output_of([str(python), "-c", program]).strip()
    except BenchError:
        return None


def npm_install(folder: Path, *packages: str) -> None:
    """Install *packages* below *folder*. Raises BenchError where there is no npm."""
    if shutil.which("npm") is None:
        raise BenchError("needs npm: apt install npm")
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    output_of(["npm", "install", "--prefix", str(folder), *options, *packages])
