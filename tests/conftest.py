"""What all tests share: their order, and this repository's own site.

What takes long begins first, so that no process waits for another.
"""

from __future__ import annotations

import os
import pickle
import signal
from pathlib import Path

import pytest
from filelock import FileLock

from site_build.building import BuiltSite, build_own_site

# A shell that starts the tests in the background has them, and all that they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LONG = ("browser", "site_build", "bench")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(here).parts[0] not in _LONG)


@pytest.fixture(scope="session")
def own_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuiltSite, BuiltSite]:
    """This repository's own site, in English with the German one in it, and in German.

    The first process that asks for it builds it for all. Nobody may change it.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    sites = root / "own.pickle"
    with FileLock(root / "own.lock"):
        if not sites.exists():
            sites.write_bytes(pickle.dumps(build_own_site(root / "own")))
        built: tuple[BuiltSite, BuiltSite] = pickle.loads(sites.read_bytes())
    return built
