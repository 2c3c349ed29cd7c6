"""``answerable init``: what it makes, what it leaves alone, and what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import init as verb
from answerable.cli import main
from answerable.cli.init_questions import ORDER
from scaffold.projects import REPOSITORIES, SITES
from site_build.building import run_build

SAID = ["--company", "Halden & Quist", "--person", "Anna Berg", "--timezone", "Europe/Berlin"]
ASKED_LAST = [
    *("--language", "en", "--company", "Halden & Quist", "--forge", "github", "--private"),
    *("--repository", "", "--address", "https://feedback.example.com/", "--email", ""),
    *("--person", "Anna Berg", "--role", "r", "--unit", "u", "--since", "2020-01-01"),
    *("--handle", "", "--topic", "t"),
]
"""All but the country and the time zone."""
KEPT = {
    "README.md": "# feedback\n",
    "LICENSE": "MIT\n",
    ".gitignore": "*.log\n",
    ".git/HEAD": "x\n",
}


@pytest.fixture(autouse=True)
def somebody(home, tmp_path, monkeypatch):
    """A desk without any settings of git, where English is spoken."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.chdir(tmp_path)


def run(*words, given=None):
    return CliRunner().invoke(main, ["init", *words], input=given)


def files_in(root):
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


def checked(folder, monkeypatch):
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["check"])


@pytest.mark.parametrize(("languages", "forge"), SITES)
def test_new_project_passes_check(tmp_path, monkeypatch, languages, forge):
    chosen = [word for language in languages for word in ("--language", language)]
    assert run("new", *SAID, *chosen, "--forge", forge, "--yes").exit_code == 0
    done = checked(tmp_path / "new", monkeypatch)
    assert (done.exit_code, "0 threads" in done.output) == (0, True)


def build(tmp_path, languages, forge):
    chosen = [word for language in languages for word in ("--language", language)]
    done = run(
        "new", *SAID, *chosen, "--forge", forge, "--repository", REPOSITORIES[forge], "--public",
        "--email", "feedback@example.com", "--yes",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for config in sorted(Path("new").glob("mkdocs*.yml")):
        built = run_build(config.absolute(), tmp_path / "built" / config.stem, strict=True)
        assert (built.code, "WARNING" in built.log) == (0, False), built.log


@pytest.mark.parametrize(("languages", "forge"), SITES[1:5:3])
def test_new_project_builds_strictly(tmp_path, languages, forge):
    build(tmp_path, languages, forge)


@pytest.mark.slow
@pytest.mark.parametrize(("languages", "forge"), [SITES[0], *SITES[2:4], *SITES[5:]])
def test_new_project_builds_strictly_for_every_forge(tmp_path, languages, forge):
    build(tmp_path, languages, forge)


def test_nothing_said_is_enough_and_what_was_assumed_is_told(tmp_path, monkeypatch):
    done = run("new", "--yes")
    assert done.exit_code == 0
    assert done.stdout == f"{tmp_path / 'new'}\n"
    told = done.stderr.partition("assumed")[2].partition("Complete")[0]
    named = {line.partition(":")[0].strip() for line in told.splitlines()[1:] if line}
    assert named == {"company", "address", "person", "role", "unit", "since", "timezone"}
    assert checked(tmp_path / "new", monkeypatch).exit_code == 0


def test_what_is_said_is_not_called_assumed():
    told = run("new", *SAID, "--yes").stderr
    assert "company:" not in told
    assert "address:" in told


@pytest.mark.parametrize("language", ["en", "de"])
def test_next_steps_are_numbered_and_in_the_language_of_the_site(language):
    told = run("new", *SAID, "--language", language, "--yes").stderr
    begins = {"en": "  1. Go into the folder", "de": "  1. Gehen Sie in den Ordner"}
    assert begins[language] in told
    assert "answerable keys add anna-berg" in told
    assert "docs/imprint.md" in told


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ([], "Say in mkdocs.yml where the repository lies, and in feedback/people/anna-berg.md"),
        (["--handle", "annaberg"], "Say in mkdocs.yml where the repository lies, then:"),
        (["--repository", "https://github.com/example/feedback"], "Say in feedback/people/anna-b"),
    ],
)
def test_next_steps_ask_for_nothing_that_was_said(said, step):
    assert f". {step}" in run("new", *SAID, *said, "--yes").stderr


def test_command_that_keeps_it_in_git_opens_no_editor():
    assert "git commit -m 'Our new site'" in run("new", *SAID, "--yes").stderr


def test_language_of_the_terminal_is_that_of_the_site(monkeypatch):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    run("new", *SAID, "--yes")
    assert "language: de" in Path("new/mkdocs.yml").read_text(encoding="utf-8")


def test_what_a_fresh_repository_holds_stays(tmp_path):
    for name, text in KEPT.items():
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = run("here", *SAID, "--yes")
    assert done.exit_code == 0
    files = files_in(tmp_path / "here")
    assert KEPT.items() <= files.items()
    assert "answerable reply" in files["GUIDE.md"]
    said = done.stderr
    for word in (*(name.partition("/")[0] for name in KEPT), "GUIDE.md", "  /site/"):
        assert word in said
    assert "git init" not in said


@pytest.mark.parametrize("name", ["notes.txt", "docs/index.md", "mkdocs.yml"])
def test_folder_that_holds_something_is_refused_and_stays_as_it_is(tmp_path, name):
    path = tmp_path / "here" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine\n", encoding="utf-8")
    done = run("here", *SAID, "--yes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert name.partition("/")[0] in done.stderr
    assert files_in(tmp_path) == {f"here/{name}": "mine\n"}


def test_move_that_fails_leaves_nothing(tmp_path, monkeypatch):
    real = Path.rename

    def fails(path, target):
        if Path(target).name == "mkdocs.yml":
            raise OSError(28, "No space left on device", str(target))
        return real(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    (tmp_path / "new").mkdir()
    done = run("new", *SAID, "--yes")
    assert (done.exit_code, "No space left" in done.output) == (2, True)
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["new"]
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    assert run("shut/new", *SAID, "--yes").exit_code == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--company", "\u200b"),
        ("--person", "x" * 101),
        ("--address", "feedback.example.com"),
        ("--address", "https://example.com/?a=1"),
        ("--repository", "git@github.com:example/feedback.git"),
        ("--email", "Anna <a@example.com>"),
        ("--handle", "@anna berg"),
        ("--timezone", "Berlin"),
        ("--country", "Germany"),
        ("--since", "yesterday"),
        ("--branch", "a..b"),
        ("--forge", "sourceforge"),
        ("--language", "fr"),
    ],
)
def test_value_that_cannot_be_is_explained_and_nothing_is_written(tmp_path, option, value):
    done = run("new", *SAID, "--repository", REPOSITORIES["github"], option, value, "--yes")
    assert done.exit_code == 2
    assert option in done.output
    assert not (tmp_path / "new").exists()


def test_without_a_terminal_nothing_is_asked(tmp_path):
    assert run("new", *SAID, given="nonsense\n").exit_code == 0
    assert (tmp_path / "new" / "mkdocs.yml").is_file()


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits there."""
    monkeypatch.setattr(verb, "can_ask", lambda: True)


@pytest.mark.parametrize(
    ("last", "country"), [("", "country: DE"), ("at", "country: AT"), ("-", "")]
)
def test_at_a_terminal_everything_is_asked_in_the_language_that_was_chosen(
    tmp_path, terminal, monkeypatch, last, country
):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    typed = ["de", "Bäckerei & Söhne", "forgejo", "https://codeberg.org/example/feedback", "ja"]
    typed += ["", "post@example.com", "Jürgen Groß", "", "Backstube", "2020-05-01", "jgross"]
    typed += ["Brötchen", last, "Europe/Berlin"]
    done = run("new", given="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    files = files_in(tmp_path / "new")
    assert "site_name: Bäckerei & Söhne" in files["mkdocs.yml"]
    assert "repository: public" in files["mkdocs.yml"]
    person = files["feedback/people/juergen-gross.md"]
    assert "handles: {forgejo: jgross}" in person
    assert "since: 2020-05-01" in person
    assert "title: Brötchen" in files["feedback/topics/broetchen.md"]
    assert country in files["feedback/policy.yml"]
    assert bool(country) == ("country:" in files["feedback/policy.yml"])
    assert "feedback/topics/broetchen\\\\.md @jgross" in files["CODEOWNERS"]
    assert "Wie heißt die Firma?" in done.stderr


@pytest.fixture
def server(monkeypatch):
    """A clock that shows UTC."""
    monkeypatch.setenv("TZ", "Etc/UTC")


@pytest.mark.parametrize(
    ("country", "zone"), [("DE", "Europe/Berlin"), ("AT", "Europe/Vienna"), ("PL", "Europe/Warsaw")]
)
def test_on_a_server_the_time_zone_of_the_country_is_offered(
    tmp_path, terminal, server, country, zone
):
    done = run("new", *ASKED_LAST, "--country", country, given="\n")

    assert done.exit_code == 0, done.output
    assert f"[{zone}]" in done.stderr
    policy = (tmp_path / "new/feedback/policy.yml").read_text(encoding="utf-8")
    assert f"timezone: {zone}\n" in policy


@pytest.mark.parametrize("country", ["", "US", "PT"])
def test_where_no_time_zone_is_known_none_is_offered(terminal, server, country):
    done = run("new", *ASKED_LAST, "--country", country, given="\nEurope/Lisbon\n")

    assert done.exit_code == 0, done.output
    assert "UTC" not in done.stderr
    assert "In which time zone do you work?: " in done.stderr


def test_nobody_at_a_server_is_asked_and_the_clock_that_is_assumed_is_told(server):
    assert "timezone: UTC  (feedback/policy.yml)" in run("new", "--yes").stderr
    told = run("other", "--country", "DE", "--yes").stderr
    assert "timezone: Europe/Berlin  (feedback/policy.yml)" in told


def test_german_questions_get_german_words_where_an_answer_is_wrong(terminal):
    typed = ["fr", "de", *["Wort"] * 2, "github", *[""] * 40]

    told = run("new", given="\n".join(typed)).stderr

    assert "Wählen Sie eine davon." in told
    assert "Wählen Sie eines: github, gitlab, forgejo" in told
    assert "Error" not in told


def test_wrong_answer_is_explained_and_asked_for_again(tmp_path, terminal):
    said = [*SAID, "--forge", "github", "--private", "--repository", "", "--email", ""]
    said += ["--role", "r", "--unit", "u", "--handle", "", "--topic", "t", "--country", ""]
    done = run(
        "new", *said, "--language", "en", "--since", "2020-01-01",
        given="nonsense\nhttps://feedback.example.com\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "It must be an address like" in done.stderr
    config = (tmp_path / "new" / "mkdocs.yml").read_text(encoding="utf-8")
    assert "site_url: https://feedback.example.com/\n" in config


def test_every_question_can_be_answered_in_the_call():
    options = {name for one in main.commands["init"].params for name in one.opts}
    assert {f"--{name}" for name in ORDER} <= options


def test_two_runs_make_the_same_project(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796126400")
    run("one/site", *SAID, "--yes")
    run("two/site", *SAID, "--yes")
    assert files_in(tmp_path / "one" / "site") == files_in(tmp_path / "two" / "site")
