"""CI recipes, which every project gets as they are, but for two things that differ.

The recipes publish the branch ``main`` and build one language. Where a project has another
branch or a second language, just these words are exchanged; a test holds that they are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answerable.source.scalars import scalar

_BRANCH = "branches: [main]"
_BUILD = re.compile(r"(?m)mkdocs build --strict(?: --site-dir (?P<folder>[a-z]+))?$")


def fitted(recipe: str, branch: str, others: Sequence[str]) -> str:
    """A *recipe* for a project that publishes *branch* and has the languages *others* as well."""
    recipe = recipe.replace(_BRANCH, f"branches: [{scalar(branch, inside=True)}]")
    return _BUILD.sub(lambda found: _builds(found, others), recipe)


def _builds(found: re.Match[str], others: Sequence[str]) -> str:
    # The first build empties the folder, so the others come after it.
    builds = [found[0]]
    for language in others:
        folder = f" --site-dir {found['folder']}/{language}" if found["folder"] else ""
        builds.append(f"mkdocs build --strict --config-file mkdocs.{language}.yml{folder}")
    return " && ".join(builds)
