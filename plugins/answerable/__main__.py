"""``python -m answerable``: the command, where its folder is not on the path."""

from __future__ import annotations

from answerable.cli import main

if __name__ == "__main__":
    main(prog_name="answerable")
