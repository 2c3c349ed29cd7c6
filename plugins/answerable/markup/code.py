"""Code as Material shows it: the same elements and classes as pymdownx.highlight makes."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

MOST_COLOURED = 4_000
"""How many characters of code are coloured in one message.

Lexers are regular expressions that nobody hardened: for some texts the time that they take
grows with the square of the length. At this length the worst that we found took two seconds.
"""

LANGUAGES = frozenset(
    "bash bat c c# c++ console cpp cs csharp css dart diff docker dockerfile go golang groovy"
    " html ini java javascript js json jsx kotlin latex lua matlab objective-c perl php powershell"
    " ps1 py pycon pytb python python3 r rb rs ruby rust scala scss sh shell sql swift tex toml ts"
    " tsx typescript xml yaml yml zsh".split()
)
"""The names of languages that are coloured.

Not all that Pygments knows: the lexers of make, http, markdown, terraform and apacheconf, for
one, take three and more seconds for some short texts.
"""

_formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def code_block(code: str, language: str, label: str, identifier: str) -> str:
    """*code* in the colours of *language*, if that is one of LANGUAGES; *label* names it."""
    lexer = _lexer(language) if language in LANGUAGES else None
    html = highlight(code, lexer, _formatter) if lexer else escape(code, quote=False)
    # Material scrolls the `code` element, so that is what the keyboard must reach. Its script
    # names each `pre` after the nearest identifier around it, and copies by that name.
    return (
        f'<div class="highlight" id="{identifier}"><pre><span></span>'
        f'<code tabindex="0" role="group" aria-label="{escape(label)}">{html}</code></pre></div>'
    )


@lru_cache(maxsize=len(LANGUAGES))
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        # An older Pygments knows fewer names.
        return None
