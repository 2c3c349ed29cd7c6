"""An import from its first item to its report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from answerable.config import Settings
from answerable.importers.drafts import Choices
from answerable.importers.interface import Importer, LeftOut
from answerable.importers.plan import Plan
from answerable.importers.report import Report
from answerable.importers.shelf import Shelf
from answerable.source.write import write_atomically


def run_import(
    importer: Importer,
    path: Path,
    choices: Choices,
    settings: Settings,
    shelf: Shelf,
    *,
    dry_run: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Add the export at *path* to the folder of *shelf*, and say what became of every item.

    A *dry_run* does all but writing. *progress* is told after each conversation how many
    items are read. Raises ImportPathError where *path* holds nothing of the format, OSError
    where a file cannot be written, and WouldOverwriteError where another program wrote it
    meanwhile; what was written by then is whole, and the same import again does the rest.
    """
    report = Report(wrote=not dry_run)
    plan = Plan(choices, settings, shelf, report)
    for item in importer.items(path, choices.base_url):
        if isinstance(item, LeftOut):
            report.read += 1
            report.leave_out(item.item, item.reason)
        else:
            for file in plan.files(item):
                if not dry_run:
                    write_atomically(file.path, file.data)
        if progress is not None:
            progress(report.read)
    plan.close()
    return report
