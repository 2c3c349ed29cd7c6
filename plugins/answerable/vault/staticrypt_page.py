"""Pages in StatiCrypt's format: their configuration, and StatiCrypt's own templates.

* the configuration is compact JSON with its four values in StatiCrypt's order, since its
  ``--decrypt`` looks for two of them by name;
* a template is filled in as ``lib/formater.js`` does it: marks such as ``/*[|name|]*/0``, an
  unknown name stands for itself, and nothing is escaped: that is how templates of StatiCrypt's
  users work. Whoever fills in the values of one sees to it;
* the script that such a template needs is StatiCrypt's own (``assets/staticrypt``, MIT
  licence), bundled as ``cli/helpers.js`` does it, so that the page is the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from answerable.vault import staticrypt
from answerable.vault.errors import UnusablePageError

PAYLOAD = "staticryptEncryptedMsgUniqueVariableName"
SALT = "staticryptSaltUniqueVariableName"

# JavaScript's \s and \w.
_MARK = re.compile(r"/\*\[\|\s*([A-Za-z0-9_]+)\s*\|\]\*/\s*0")
_REQUIRE = re.compile(r"(?m)^.*\brequire\(.*$\n")


@dataclass(frozen=True, slots=True)
class StatiCryptPage:
    """An encrypted page; *remember* is for how many days, 0 for ever, None not at all."""

    payload: str
    salt: str
    remember: int | None = 0

    def config(self) -> dict[str, Any]:
        """The configuration, in its order."""
        return {
            PAYLOAD: self.payload,
            "isRememberEnabled": self.remember is not None,
            "rememberDurationInDays": self.remember or 0,
            SALT: self.salt,
        }


def encrypt(html: str, hashed: str, salt: str, *, remember: int | None = 0) -> StatiCryptPage:
    """*html* under the *hashed* password that belongs to *salt*."""
    return StatiCryptPage(staticrypt.encode(html, hashed), salt, remember)


def find_page(text: str) -> StatiCryptPage | None:
    """The encrypted page in the file *text*, which any version since 3 wrote; None if none is.

    Raises UnusablePageError where there is more than one, or its salt is none.
    """
    payloads, salts = _values(PAYLOAD, text), _values(SALT, text)
    if not payloads or not salts:
        return None
    if len(payloads) > 1 or len(salts) > 1:
        raise UnusablePageError("more than one page is in the file")
    if not staticrypt.is_salt(salts[0]):
        raise UnusablePageError("the page's salt is damaged")
    return StatiCryptPage(payloads[0], salts[0])


def has_payload(text: str) -> bool:
    """Whether the file *text* holds something that StatiCrypt would decrypt."""
    return bool(_values(PAYLOAD, text))


def fill_template(template: str, page: StatiCryptPage, values: Mapping[str, str]) -> str:
    """*template* for *page*; *values* are the texts and colours, ``template_title`` and so on."""
    data = {
        "is_remember_enabled": json.dumps(page.remember is not None),
        "js_staticrypt": _script(),
        **values,
        "staticrypt_config": json.dumps(page.config(), separators=(",", ":")),
    }
    return _filled(template, data)


def _values(name: str, text: str) -> list[str]:
    return re.findall(rf'"{name}":\s*"([^"]+)"', text)


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda mark: values.get(mark[1], mark[1]), template)


@cache
def _script() -> str:
    modules = {"js_codec": "codec", "js_crypto_engine": "cryptoEngine"}
    bundled = {name: _module(file) for name, file in modules.items()}
    return _filled(_module("staticryptJs"), bundled)


def _module(name: str) -> str:
    folder = resources.files("answerable.vault").joinpath("assets/staticrypt")
    text = folder.joinpath(f"{name}.js").read_text(encoding="utf-8")
    code = _REQUIRE.sub("", text)
    return f"((function(){{\n  const exports = {{}};\n  {code}\n  return exports;\n}})())"
