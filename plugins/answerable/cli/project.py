"""The project that a command works on: where it lies and how it is set.

The configuration is the nearest mkdocs.yml, here or in a folder above, as git finds its
repository. A folder ``feedback`` without any mkdocs.yml is a project with default settings.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from answerable.cli.ending import ProjectError
from answerable.cli.mkdocs_yml import ConfigError, read_config
from answerable.config import Settings, SettingsError, parse_settings

PLUGIN = "answerable"
CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """A site's folder, settings and name; ``language`` is the theme's."""

    root: Path
    settings: Settings
    site_name: str | None = None
    language: str = "en"

    @property
    def feedback(self) -> Path:
        """The folder that holds the feedback."""
        return self.root / self.settings.feedback_dir

    @property
    def shown_as(self) -> str:
        """How paths in the feedback folder begin when they are shown.

        They are relative to the current folder, so that a click in a terminal and a runner
        at the top of the repository find the file.
        """
        try:
            return Path(os.path.relpath(self.feedback)).as_posix()
        except ValueError:  # another drive
            return self.feedback.as_posix()


def find_project(config: Path | None = None, feedback: Path | None = None) -> Project:
    """The project at *config*, else the nearest; *feedback* takes the place of its folder.

    A *feedback* folder without *config* is read with default settings. Raises ProjectError
    where there is no project, no feedback folder or no usable configuration.
    """
    project = _configured(config, feedback)
    if feedback is not None:
        project = replace(
            project, settings=replace(project.settings, feedback_dir=str(feedback.resolve()))
        )
    if not project.feedback.is_dir():
        raise ProjectError(
            f"there is no folder {project.shown_as}: make it, or set feedback_dir of the "
            f"plugin {PLUGIN} in {CONFIG}"
        )
    return project


def now() -> datetime:
    """The present, or SOURCE_DATE_EPOCH where a build is to be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(timezone.utc)
    try:
        return datetime.fromtimestamp(int(epoch), timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise ProjectError(
            f"SOURCE_DATE_EPOCH is '{epoch}': it must be a number of seconds since 1970"
        ) from error


def _configured(config: Path | None, feedback: Path | None) -> Project:
    here = Path.cwd()
    if config is not None:
        return _read(config.absolute())
    if feedback is not None:
        return Project(here, Settings())
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return _read(folder / CONFIG)
    if (here / Settings().feedback_dir).is_dir():
        return Project(here, Settings())
    raise ProjectError(
        f"there is no {CONFIG} here or in a folder above: name it with --config FILE, or go "
        "to the folder of the site"
    )


def _read(file: Path) -> Project:
    try:
        config = read_config(file)
        settings = parse_settings(_plugin_settings(file, config.get("plugins")))
    except ConfigError as error:
        raise ProjectError(str(error)) from error
    except SettingsError as error:
        problems = "".join(f"\n  {line}" for line in str(error).splitlines())
        raise ProjectError(f"the plugin {PLUGIN} in {file}:{problems}") from error
    name, theme = config.get("site_name"), config.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    return Project(
        file.parent,
        settings,
        site_name=name if isinstance(name, str) else None,
        language=language if isinstance(language, str) else "en",
    )


def _plugin_settings(file: Path, plugins: Any) -> dict[str, Any]:
    """What stands under the plugin: in a list of names and mappings, or in one mapping."""
    for name, written in _entries(plugins):
        if name != PLUGIN:
            continue
        # MkDocs takes everything empty for no settings.
        settings = written or {}
        if not isinstance(settings, dict):
            raise ConfigError(f"the plugin {PLUGIN} in {file} needs settings: name: value")
        # MkDocs' own switch, which every plugin has.
        return {key: value for key, value in settings.items() if key != "enabled"}
    return {}


def _entries(plugins: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(plugins, dict):
        yield from plugins.items()
    elif isinstance(plugins, list):
        for plugin in plugins:
            if isinstance(plugin, dict):
                yield from plugin.items()
            else:
                yield plugin, None
