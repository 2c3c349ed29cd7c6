"""What a run was measured on, in a line."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timezone
from pathlib import Path


def machine() -> str:
    """Processors, memory and system."""
    cores = os.cpu_count() or 1
    word = "core" if cores == 1 else "cores"
    system = f"{platform.system()} {platform.machine()}"
    return f"{cores} {word}{_processor()}, {_memory()}{system}, Python {platform.python_version()}"


def today() -> str:
    """The day, as people write it in a table."""
    return datetime.now(timezone.utc).date().isoformat()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names else ""


def _memory() -> str:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return ""
    return f"{pages / 1e9:.0f} GB, "
