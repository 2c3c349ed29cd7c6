"""An import that is killed, and run again, ends as if nothing had happened."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from real_exports import ONE_OF_EACH, OTHERS, needs_exports

# What is random in a file, or follows from what is: nonces, and the digests made with them.
# And the time of the import, which decided that it is public.
_RANDOM = re.compile(
    rb"^(?:nonce|question|asked|title): \S*[0-9a-f]{32}\S*$"
    rb"|(?<=^moderation: {decision: published, by: anna, at: )[^}]+(?=}$)",
    re.MULTILINE,
)
_LONGEST = 120
ANSWERABLE = Path(sys.executable).with_name("answerable")


@pytest.mark.slow
@needs_exports
@pytest.mark.parametrize(
    ("form", "path", "options"),
    [(form, *export) for form, export in ONE_OF_EACH.items()] + [OTHERS[-1]],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_killed_import_that_is_run_again_ends_in_the_same_state(site, form, path, options):
    whole = site.report(form, *options, path=path)
    wanted = state(site)
    written = len(site.messages())
    shutil.rmtree(site.root / "threads")

    # The same moment each time, as far as another process allows.
    moment = random.Random(form).uniform(0.05, 0.6)
    kill_after(int(moment * written), site.root, [form, str(path), *options])
    left = len(site.messages())
    again = site.report(form, *options, path=path)

    assert 0 < left < written
    assert again["already_there"] == left
    assert sum(again["new"].values()) == written - left
    assert again["left_out"] == whole["left_out"]
    assert state(site) == wanted
    site.check()


def kill_after(number: int, root: Path, arguments: list[str]) -> None:
    """Import into *root* in another process, and kill it when *number* files are there."""
    command = [str(ANSWERABLE), "import", *arguments, "--feedback", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ends = time.monotonic() + _LONGEST
    while process.poll() is None and time.monotonic() < ends:
        if sum(1 for _ in (root / "threads").rglob("*.md")) >= number:
            break
        time.sleep(0.01)
    process.kill()
    process.wait()


def state(site) -> dict[str, bytes]:
    """Every file without what is random in it."""
    return {
        path: _RANDOM.sub(b"", data)
        for path, data in site.files().items()
        # What was being written when the process was killed has a name that is no message's.
        if not Path(path).name.startswith(".")
    }
