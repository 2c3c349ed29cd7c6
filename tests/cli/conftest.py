from __future__ import annotations

from pathlib import Path

import pytest

from samples import write, write_sample
from signing_site import entry, give_anna, put
from ssh_programs import make_key

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z


@pytest.fixture(scope="module")
def key_pair(tmp_path_factory) -> tuple[Path, Path]:
    """Two keys that are not locked."""
    folder = tmp_path_factory.mktemp("keys")
    return make_key(folder / "one"), make_key(folder / "two")


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """A home with nothing but an empty .ssh, and no agent."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def key(home, key_pair) -> Path:
    """The key in this home's .ssh."""
    return put(key_pair[0], home / ".ssh" / "id_ed25519")


@pytest.fixture
def site(tmp_path: Path, monkeypatch, key) -> Path:
    """A site whose one reply is not signed; anna has the key that is here."""
    site = tmp_path / "site"
    write_sample(site / "feedback")
    give_anna(site, entry(key))
    write(site, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return site


@pytest.fixture
def desk(tmp_path: Path, monkeypatch, home) -> Path:
    """A site with the sample, where somebody without a key moderates."""
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return tmp_path
