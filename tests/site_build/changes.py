"""What can happen to a project between two builds, one change at a time.

    CHANGES["edit_title"](project, Random(1))

Each change is made of the project as it stands and may find nothing to do.
"""

from __future__ import annotations

# Who is imported enters its changes.
from site_build import signature_changes, site_changes, thread_changes
from site_build.changing import CHANGES

__all__ = ["CHANGES", "signature_changes", "site_changes", "thread_changes"]
