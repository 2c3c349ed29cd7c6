"""The order of the tests: what takes long begins first, so that no process waits for another."""

from __future__ import annotations

from pathlib import Path

import pytest

_LONG = ("browser", "site_build", "bench")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(here).parts[0] not in _LONG)
