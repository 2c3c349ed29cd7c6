"""A site to moderate on: its fixture is in ``cli/conftest.py``.

done = run("moderate", "2026/…", "publish")      # by ben, who need not be named
done.exit_code, done.stdout, done.stderr
"""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.config import Settings
from answerable.source import load_feedback
from samples import NOW, SLUG, THREAD_ID, write

NAME = f"2026/{SLUG}"
FEEDBACK = Path("feedback")
NEUTRAL = f"2026/{THREAD_ID}"
VERBS_THAT_DECIDE = ("moderate", "erase", "redact", "appeal")


def run(*arguments: object, by: str | None = "ben") -> Result:
    """A call of the command, decided by *by* unless the call says so itself."""
    words = [str(one) for one in arguments]
    if by and words[0] in VERBS_THAT_DECIDE and not {"--by", "requested", "--help"} & {*words}:
        words += ["--by", by]
    return CliRunner().invoke(main, words)


def done(*arguments: object) -> Result:
    """A call that ends well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result


def refused(*arguments: object, code: int = 1) -> str:
    """The words of a call that ends with *code* and changes no file."""
    before = tree()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert tree() == before
    return result.stderr


def tree(root: Path = FEEDBACK) -> dict[str, bytes]:
    """Every file below *root*, by its path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def put(path: str, content: str | bytes) -> Path:
    return write(FEEDBACK, path, content)


def text(path: str) -> str:
    return (FEEDBACK / path).read_text(encoding="utf-8")


def make_public() -> None:
    config = "site_name: Test\nplugins:\n  - search\n  - answerable:\n      repository: public\n"
    Path("mkdocs.yml").write_text(config, encoding="utf-8")


def problems(*, public: bool = False) -> list[str]:
    """What ``check`` finds."""
    settings = Settings(repository="public" if public else "private")
    return [found.code for found in load_feedback(FEEDBACK, settings, now=NOW).diagnostics]
