from __future__ import annotations

from pathlib import Path

import pytest

from ssh_programs import KINDS, make_key, path_without_ssh_keygen


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> list[Path]:
    """A key of each kind, none of them locked."""
    folder = tmp_path_factory.mktemp("keys")
    return [make_key(folder / kind[1] / kind[-1], *kind) for kind in KINDS]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch) -> Path:
    """An empty home, without an agent and without a terminal's helpers."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(params=["ssh-keygen", "our own signer"])
def way(request, tmp_path, monkeypatch) -> str:
    """With ssh-keygen on the machine, and without it."""
    if request.param != "ssh-keygen":
        monkeypatch.setenv("PATH", path_without_ssh_keygen(tmp_path / "bin"))
    way: str = request.param
    return way


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", path_without_ssh_keygen(folder))
    return folder
