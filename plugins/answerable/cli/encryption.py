"""What ``answerable encrypt`` does: from options to encrypted files.

The password is checked, the key derived and every file found before the first is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timezone
from functools import cached_property
from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.cli.vault_files import Job, Results, depth, read_text
from answerable.cli.vault_password import passwords
from answerable.cli.vault_salt import SaltFile, chosen_salt
from answerable.site.language import Language
from answerable.site.lock_texts import lock_texts
from answerable.terminal import visible
from answerable.vault import lock1, staticrypt, staticrypt_page
from answerable.vault.errors import UnusablePageError, VaultError, WeakPasswordError
from answerable.vault.keychain import KeyChain
from answerable.vault.page import (
    OPEN_POLICY,
    Colours,
    LockTexts,
    Page,
    is_locked,
    lock_files,
    locked_page,
    standalone_page,
)
from answerable.vault.passwords import Password

DONE, WRONG = 0, 1

_DEFAULTS = {
    "template_button": "DECRYPT",
    "template_color_primary": "#4CAF50",
    "template_color_secondary": "#76B852",
    "template_error": "Bad password!",
    "template_instructions": "",
    "template_placeholder": "Password",
    "template_remember": "Remember me",
    "template_title": "Protected Page",
    "template_toggle_hide": "Hide password",
    "template_toggle_show": "Show password",
}
"""What StatiCrypt fills into a template unless it is told otherwise."""

_OURS = {
    "title": "template_title",
    "instructions": "template_instructions",
    "label": "template_placeholder",
    "button": "template_button",
    "error": "template_error",
    "remember": "template_remember",
    "show": "template_toggle_show",
    "hide": "template_toggle_hide",
}
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Texts:
    """The options for texts and colours by their name; None where nothing was said."""

    options: Mapping[str, str | None]

    def for_template(self) -> dict[str, str]:
        """The values for a template of StatiCrypt's kind."""
        given = {name: text for name, text in self.options.items() if text is not None}
        return {**_DEFAULTS, **given}

    def for_page(self, language: str) -> LockTexts:
        """The texts of our own page in *language*."""
        given = {ours: self.options[name] for ours, name in _OURS.items()}
        said = {name: text for name, text in given.items() if text is not None}
        return replace(lock_texts(Language(language, timezone.utc)), **said)

    def colours(self) -> Colours:
        """The colours of our own page. Raises UnusablePageError."""
        return Colours(
            self.options["template_color_primary"], self.options["template_color_secondary"]
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What a call asked for."""

    texts: Texts
    salt: str | None
    config: str
    given: Sequence[str]
    remember: int | None
    short: bool
    template: Path | None
    embed: bool
    mode: str
    url: str | None

    def refuse_for_lock1(self, *, share: bool) -> None:
        """Raises UsageError where something was asked for that lock1 does not have."""
        for name, is_given in (
            ("--salt", self.salt is not None),
            ("--share", share),
            ("--template", self.template is not None),
        ):
            if is_given:
                raise click.UsageError(f"lock1 has no {name}")
        if self.url is None:
            raise click.UsageError("lock1 needs the address at which the pages lie: --url")


class Encryption:
    """One run. Raises ProjectError where the call is wrong or the password weak."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._keys = KeyChain()
        self._known_texts: dict[str, LockTexts] = {}
        self._salts = SaltFile(options.config)
        self._is_lock1 = options.mode == "lock1"
        if options.url is not None and not self._is_lock1:
            raise click.UsageError("--url belongs to --mode lock1")
        try:
            self._colours = options.texts.colours() if options.template is None else Colours()
            if self._is_lock1:
                lock1.bound_to(options.url or "", "")
        except UnusablePageError as error:
            raise ProjectError(str(error)) from error
        self._passwords = [self._checked(text) for text in self._texts_of_passwords()]

    def link(self, url: str, *, remember: bool) -> str:
        """A link that opens pages at *url*."""
        if not self._options.salt and self._salts.salt is None:
            raise ProjectError(
                "there is no salt, and a link opens pages of one salt only: give it with -s"
            )
        return staticrypt.share_link(url, self._hashed, remember=remember)

    def run(self, work: Sequence[Job], results: Results) -> int:
        """Encrypt the pages and copy the other files; gives the exit code."""
        template = self._options.template
        self._template = None if template is None else read_text(template)
        if not self._is_lock1:
            self._salts.keep(self._salt)
        code = DONE
        written = 0
        for job in work:
            try:
                data = self._encrypted(job) if job.is_page else job.file.read_bytes()
            except (VaultError, ProjectError) as error:
                _say(f"{visible(str(job.file))} is not encrypted: {error}")
                code = WRONG
                continue
            click.echo(results.write(job.below, data))
            written += job.is_page
        if written and self._template is None and not self._options.embed:
            for address, text in lock_files().items():
                results.write(Path(address), text.encode())
        copied = sum(not job.is_page for job in work)
        if copied:
            _say(f"{copied} other file{'s were' if copied > 1 else ' was'} copied, not encrypted")
        return code

    def _texts_of_passwords(self) -> Sequence[str]:
        texts = passwords(self._options.given, twice=True)
        if len(texts) > 1 and not self._is_lock1:
            raise click.UsageError("a page of StatiCrypt's has one password: say --mode lock1")
        return texts

    def _checked(self, text: str) -> Password:
        try:
            return Password(text)
        except WeakPasswordError as error:
            if not (self._options.short and text):
                allow = " --short allows it all the same." if text else ""
                raise ProjectError(f"{error}{allow}") from error
            _say(f"warning: {error}")
            return Password(text, allow_weak=True)

    @cached_property
    def _salt(self) -> str:
        return chosen_salt(self._options.salt, self._salts)

    @cached_property
    def _hashed(self) -> str:
        return self._keys.staticrypt(self._passwords[0], self._salt)

    def _encrypted(self, job: Job) -> bytes:
        html = read_text(job.file)
        if is_locked(html):
            raise UnusablePageError("it is encrypted already")
        page = self._lock1(job, html) if self._is_lock1 else self._staticrypt(html)
        if self._template is not None and isinstance(page, staticrypt_page.StatiCryptPage):
            values = self._options.texts.for_template()
            return staticrypt_page.fill_template(self._template, page, values).encode()
        language = _LANGUAGE.search(html)
        texts = self._texts(language[1].lower() if language else "en")
        days, colours = self._options.remember, self._colours
        if self._options.embed:
            return standalone_page(page, texts, remember=days, colours=colours)
        return locked_page(
            page,
            texts,
            depth(job.below),
            remember=days,
            colours=colours,
            policy=OPEN_POLICY,
            pinned=self._is_lock1,
        )

    def _texts(self, language: str) -> LockTexts:
        if language not in self._known_texts:
            self._known_texts[language] = self._options.texts.for_page(language)
        return self._known_texts[language]

    def _staticrypt(self, html: str) -> Page:
        return staticrypt_page.encrypt(
            html, self._hashed, self._salt, remember=self._options.remember
        )

    def _lock1(self, job: Job, html: str) -> Page:
        assert self._options.url is not None
        return lock1.lock(
            html,
            site_url=self._options.url,
            page_path=job.address,
            passwords={str(number): one for number, one in enumerate(self._passwords, start=1)},
            keys=self._keys,
        )


def _say(text: str) -> None:
    click.echo(text, err=True)
