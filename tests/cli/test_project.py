from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from answerable.cli.ending import ProjectError
from answerable.cli.project import find_project, now

PLUGINS_AS_LIST = """\
plugins:
  - search
  - answerable:
      per_page: 7
  - tags: {enabled: false}
"""
PLUGINS_AS_MAPPING = """\
plugins:
  search:
  answerable: {per_page: 7}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, empty but for the feedback."""
    (tmp_path / "feedback").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("plugins", [PLUGINS_AS_LIST, PLUGINS_AS_MAPPING])
def test_settings_stand_under_the_plugin(folder, plugins):
    configure(folder, plugins)

    project = find_project()

    assert project.root == folder
    assert project.settings.per_page == 7


@pytest.mark.parametrize(
    "plugins",
    [
        "",
        "site_name: A\n",
        "plugins: [search, answerable]\n",
        "plugins: {answerable: }\n",
        "plugins:\n  - answerable: {enabled: false}\n",
        "plugins: nonsense\n",
        "plugins:\n  - answerable: []\n",
        "plugins: {answerable: ''}\n",
    ],
)
def test_without_settings_the_defaults_hold(folder, plugins):
    configure(folder, plugins)

    assert find_project().settings.per_page == 20


def test_name_and_language_are_the_sites(folder):
    configure(folder, "site_name: Antworten\ntheme: {name: material, language: de}\n")

    project = find_project()

    assert (project.site_name, project.language) == ("Antworten", "de")


@pytest.mark.parametrize("theme", ["theme: material\n", "theme: {name: material}\n", ""])
def test_a_theme_without_a_language_speaks_english(folder, theme):
    configure(folder, theme)

    assert (find_project().site_name, find_project().language) == (None, "en")


def test_unknown_tags_are_read_as_nothing(folder):
    configure(
        folder,
        "markdown_extensions:\n"
        "  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }\n"
        "  - custom: !!python/object/apply:os.system ['touch harm']\n"
        "  - pymdownx.snippets: {base_path: !relative $config_dir}\n"
        "  - other: !mine {a: [1, 2]}\n" + PLUGINS_AS_LIST,
    )

    assert find_project().settings.per_page == 7
    assert not (folder / "harm").exists()


def test_a_setting_can_come_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("ANSWERABLE_TEST_PAGE", "11")
    monkeypatch.setenv("ANSWERABLE_TEST_FOLDER", "other")
    (folder / "other").mkdir()
    configure(
        folder,
        "plugins:\n  - answerable:\n"
        "      per_page: !ENV ANSWERABLE_TEST_PAGE\n"
        "      feedback_dir: !ENV [ANSWERABLE_TEST_NONE, ANSWERABLE_TEST_FOLDER, feedback]\n"
        "      feed_entries: !ENV [ANSWERABLE_TEST_NONE, 13]\n",
    )

    project = find_project()

    assert project.settings.per_page == 11
    assert project.settings.feed_entries == 13
    assert project.feedback == folder / "other"


def test_inherited_settings_are_merged(folder):
    configure(
        folder,
        "site_name: Company\ntheme: {name: material, language: de}\n"
        "plugins: {answerable: {per_page: 7, feed_entries: 9}}\n",
        "shared/base.yml",
    )
    configure(
        folder, "INHERIT: shared/base.yml\nplugins: {answerable: {per_page: 8}}\nsite_name: Mine\n"
    )

    project = find_project()

    assert (project.site_name, project.language) == ("Mine", "de")
    assert (project.settings.per_page, project.settings.feed_entries) == (8, 9)
    assert project.root == folder


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("plugins:\n  - answerable: {per_pag: 7}\n", "did you mean 'per_page'?"),
        ("plugins:\n  - answerable: {per_page: many}\n", "must be a whole number"),
        ("plugins:\n  - answerable: {checks: {unused-aset: off}}\n", "'unused-asset'"),
        ("plugins:\n  - answerable: [1]\n", "needs settings"),
        ("plugins: [\n", "mkdocs.yml is not YAML"),
        ("- a\n", "does not hold settings"),
        ("\x01", "mkdocs.yml is not YAML"),
        ("a: " + "[" * 5000, "mkdocs.yml is not YAML"),
        ("INHERIT: missing.yml\n", "cannot read"),
        ("INHERIT: mkdocs.yml\n", "inherits from itself"),
        ("INHERIT: [a]\n", "must name a file"),
        ("INHERIT: /dev/zero\n", "cannot read"),
        ('INHERIT: "a\\0"\n', "cannot read"),
        ("a: !!timestamp x\n", "mkdocs.yml is not YAML"),
        ("a: !!bool x\n", "mkdocs.yml is not YAML"),
        ("a: !!int ''\n", "mkdocs.yml is not YAML"),
        ("a: " + "x" * (16 * 1024 * 1024), "mkdocs.yml is larger than 16 MiB"),
        ("plugins:\n  - answerable: {feedback_dir: nowhere}\n", "there is no folder nowhere"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_explained(folder, text, reason):
    configure(folder, text)

    with pytest.raises(ProjectError) as error:
        find_project()

    assert reason in error.value.message
    assert error.value.exit_code == 2


def test_all_wrong_settings_are_named_at_once(folder):
    configure(folder, "plugins:\n  - answerable: {per_page: 0, feed_entries: -1}\n")

    with pytest.raises(ProjectError, match=r"(?s)'per_page'.*'feed_entries'"):
        find_project()


def test_the_project_is_found_from_a_folder_below(folder, monkeypatch):
    configure(folder, PLUGINS_AS_LIST)
    below = folder / "docs" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    project = find_project()

    assert project.settings.per_page == 7
    assert project.shown_as == "../../feedback"


def test_a_named_configuration_wins_over_the_nearest(folder):
    configure(folder, PLUGINS_AS_LIST)
    (folder / "site" / "feedback").mkdir(parents=True)
    other = configure(folder, "plugins: [answerable]\n", "site/other.yml")

    project = find_project(other.relative_to(folder))

    assert project.settings.per_page == 20
    assert project.shown_as == "site/feedback"


def test_a_feedback_folder_alone_is_a_project(folder):
    assert find_project().feedback == folder / "feedback"


def test_a_named_feedback_folder_takes_no_settings_of_a_site_around_it(folder):
    configure(folder, PLUGINS_AS_LIST)
    (folder / "import").mkdir()

    project = find_project(feedback=Path("import"))

    assert project.feedback == folder / "import"
    assert project.shown_as == "import"
    assert project.settings.per_page == 20


def test_a_named_feedback_folder_is_read_with_a_named_configuration(folder):
    config = configure(folder, PLUGINS_AS_LIST)
    (folder / "import").mkdir()

    project = find_project(config, Path("import"))

    assert project.feedback == folder / "import"
    assert project.settings.per_page == 7


def test_without_a_project_the_way_out_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ProjectError, match="--config FILE"):
        find_project()


def test_the_present_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert now() == datetime(1970, 1, 1, tzinfo=timezone.utc)


def test_the_present_is_the_present(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    assert abs((now() - datetime.now(timezone.utc)).total_seconds()) < 60


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_present_that_is_no_time_is_explained(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(ProjectError, match="seconds since 1970"):
        now()
