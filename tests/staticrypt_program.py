"""StatiCrypt itself, as npm installs it: the oracle for pages in its format."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "browser" / "node_modules" / "staticrypt"
TEMPLATE = PACKAGE / "lib" / "password_template.html"
NODE = shutil.which("node")

needs_staticrypt = pytest.mark.skipif(
    NODE is None or not PACKAGE.is_dir(),
    reason="StatiCrypt is not installed: scripts/test installs it with npm",
)


def staticrypt(folder: Path, *arguments: str, password: str | None = None) -> str:
    """What the program says, called in *folder*. Its exit code says nothing."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    if password is not None:
        environment["STATICRYPT_PASSWORD"] = password
    assert NODE is not None
    done = subprocess.run(
        [NODE, PACKAGE / "cli" / "index.js", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr
