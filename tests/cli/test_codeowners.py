"""``answerable codeowners``: who is asked on each forge, and what of the file is ours."""

from __future__ import annotations

import fnmatch
import re

import pytest
from click.testing import CliRunner

from answerable.cli import main
from samples import write, write_sample

CONFIG = """\
site_name: Test
plugins:
  - answerable:
      forge: {{kind: {kind}, url: https://{host}/example/feedback{folder}}}
"""
HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "forgejo": "codeberg.org"}
PERSON = "---\nname: {0}\nrole: r\nunit: u\nsince: 2020-01-01\n{1}---\n"
WAITING = "threads/2026/spare-parts-take-six-weeks"


@pytest.fixture(params=HOSTS)
def forge(request):
    return request.param


@pytest.fixture
def site(tmp_path, monkeypatch, forge):
    """A site of two people: anna owns spare parts, ben nothing yet."""
    write_sample(tmp_path / "feedback")
    configure(tmp_path, forge)
    person(tmp_path, "anna", f"handles: {{{forge}: annaberg}}\n")
    person(tmp_path, "ben", f"handles: {{{forge}: '@ben.k'}}\n")
    topic(tmp_path, "spare-parts", "anna")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(root, kind, folder=""):
    write(root, "mkdocs.yml", CONFIG.format(kind=kind, host=HOSTS[kind], folder=folder))


def person(root, name, more):
    write(root / "feedback", f"people/{name}.md", PERSON.format(name, more))


def topic(root, name, *owners):
    write(
        root / "feedback",
        f"topics/{name}.md",
        f"---\ntitle: t\nowners: [{', '.join(owners)}]\n---\n",
    )


def run(*words):
    return CliRunner().invoke(main, ["codeowners", *words])


def asked(root, forge, path, file="CODEOWNERS"):
    """Who is asked about *path*: the rules of the forge, written once more."""
    fitting = []
    for line in (root / file).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern, *names = re.split(r"(?<!\\) ", line)
        if forge == "forgejo":
            if re.fullmatch(pattern.replace("\\\\", "\\"), path):
                fitting.append(names)
        elif matches(pattern.replace("\\ ", " "), path):
            fitting.append(names)
    chosen = fitting if forge == "forgejo" else fitting[-1:]
    return {name for names in chosen for name in names}


def matches(pattern, path):
    inside = pattern.lstrip("/")
    return path.startswith(inside) if inside.endswith("/") else fnmatch.fnmatch(path, inside)


def test_owner_of_a_topic_is_asked(site, forge):
    topic(site, "bikes", "ben")
    assert run().exit_code == 0
    assert asked(site, forge, "feedback/topics/spare-parts.md") == {"@annaberg"}
    assert asked(site, forge, "feedback/topics/bikes.md") == {"@ben.k"}
    assert asked(site, forge, f"feedback/{WAITING}/x.md") == {"@annaberg", "@ben.k"}
    assert asked(site, forge, "feedback/topics/bikesXmd") == set()


def test_with_threads_the_owners_of_a_waiting_one_are_asked(site, forge):
    topic(site, "bikes", "ben")
    (site / "feedback" / WAITING / "2026-11-03-anna.md").unlink()
    for later in (site / "feedback" / WAITING).glob("2026-*.md"):
        later.unlink()
    run("--threads")
    expected = {"@annaberg"} if forge != "forgejo" else {"@annaberg", "@ben.k"}
    assert asked(site, forge, f"feedback/{WAITING}/2026-11-09-anna.md") == expected
    assert WAITING in (site / "CODEOWNERS").read_text(encoding="utf-8")


def test_answered_thread_has_no_line_of_its_own(site):
    for later in (site / "feedback" / WAITING).glob("*-customer.md"):
        later.unlink()
    run("--threads")
    assert WAITING not in (site / "CODEOWNERS").read_text(encoding="utf-8")


def test_lines_around_the_marks_are_kept(site):
    run()
    file = site / "CODEOWNERS"
    file.write_text(f"* @boss\n\n{file.read_text(encoding='utf-8')}\n/docs/ @writer\n")
    person(site, "anna", "handles: {github: new, gitlab: new, forgejo: new}\n")
    assert run().exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith("* @boss\n\n# answerable: begin\n")
    assert text.endswith("# answerable: end\n\n/docs/ @writer\n")
    assert "@new" in text
    assert "@annaberg" not in text


def test_file_where_the_forge_has_it_is_used(site):
    write(site, ".github/CODEOWNERS", "* @boss\n")
    run()
    assert "@annaberg" in (site / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    assert not (site / "CODEOWNERS").exists()


@pytest.mark.parametrize(
    "text",
    [
        "# answerable: begin\n",
        "# answerable: end\n",
        2 * "# answerable: begin\n# answerable: end\n",
    ],
)
def test_unclear_marks_are_told_and_nothing_is_written(site, text):
    write(site, "CODEOWNERS", text)
    done = run()
    assert (done.exit_code, "mend the marks" in done.output) == (1, True)
    assert (site / "CODEOWNERS").read_text(encoding="utf-8") == text


def test_second_run_changes_nothing(site):
    run()
    before = (site / "CODEOWNERS").stat().st_mtime_ns
    done = run()
    assert (done.exit_code, done.stdout, "up to date" in done.stderr) == (0, "", True)
    assert (site / "CODEOWNERS").stat().st_mtime_ns == before


def test_check_says_whether_it_is_up_to_date_and_writes_nothing(site):
    assert run("--check").exit_code == 1
    assert not (site / "CODEOWNERS").exists()
    run()
    assert run("--check").exit_code == 0


def test_who_has_left_is_not_asked(site, forge):
    person(site, "anna", f"until: 2021-01-01\nhandles: {{{forge}: annaberg}}\n")
    run()
    assert "@annaberg" not in (site / "CODEOWNERS").read_text(encoding="utf-8")


def test_owner_without_a_name_on_the_forge_is_told(site):
    person(site, "anna", "handles: {elsewhere: annaberg}\n")
    done = run()
    assert "anna owns a topic, and cannot be asked" in done.stderr
    assert "@" not in (site / "CODEOWNERS").read_text(encoding="utf-8")


@pytest.mark.parametrize("handle", ["a b", "a\\n* @evil", "a#b", "@@a"])
def test_handle_that_would_be_more_than_one_is_no_handle(site, forge, handle):
    person(site, "anna", f'handles: {{{forge}: "{handle}"}}\n')
    run()
    assert "@" not in (site / "CODEOWNERS").read_text(encoding="utf-8")


def test_site_in_a_folder_of_the_repository_has_its_file_at_the_top(tmp_path, monkeypatch, forge):
    site = tmp_path / "our site"
    write_sample(site / "feedback")
    configure(site, forge, ", folder: our site")
    person(site, "anna", f"handles: {{{forge}: annaberg}}\n")
    monkeypatch.chdir(site)
    assert run().exit_code == 0
    assert asked(tmp_path, forge, "our site/feedback/topics/spare-parts.md") == {"@annaberg"}
