"""A feedback folder with things that are not public, and a hook that puts them into the site.

``write_hidden(feedback)`` adds a pending thread with a picture, a pending and a withheld message
and an answer to them to the sample. ``HOOK`` is a hook of MkDocs that writes each of ``PLANTS``
after every other plugin has written: where it stands is the key, and a piece of a program is
the value. The program knows the texts below and the functions ``write``, which makes a file,
and ``insert``, which puts a text into one that is there.
"""

from __future__ import annotations

from pathlib import Path

from samples import FOLLOW_UP, PNG, comment_text, follow_up_text, reply_text, write, write_sample

TITLE = "Mein Schlüssel passt nicht ins Schloß"
SENDER = "Gisbert Überzwerch"
FIRST = 'Der "Meister" & sein Lehrling haben <fünf> Türen verwechselt.'
SECOND = "Nobody in the workshop in Kleinmachnow has ever called me back."
BODY = f"{FIRST} {SECOND}\n\n![Ein Schlüssel im Schnee von gestern](assets/schnee-2026-01-17.png)\n"
SOURCE = "https://forum.example/thread/98765?page=2"
LATER = "The fitter has left his sandwiches in my new oven, thank you."
WITHHELD = "You are all rotten turnips and your director is the worst of them."
ANSWER = "We will pay for the lock and for the oven, says our director."
PICTURE = PNG + b"a key in the snow, and more than thirty bytes of it"
DOCUMENT = "Invoice of the locksmith, who came on a rainy Sunday in March.\n"
PENDING = "threads/2026/schluessel"
NONCE = "00112233445566778899aabbccddeeff"


def write_hidden(root: Path) -> None:
    """Write the sample and what is hidden beside it, below *root*."""
    write_sample(root)
    pending = "{decision: pending}"
    comment = comment_text(
        id="pending001",
        title=f"'{TITLE}'",
        from_=f"'{SENDER}'",
        nonce=NONCE,
        source=f"{{system: forum, id: '1', url: '{SOURCE}'}}",
        moderation=pending,
        language="de",
        body=BODY,
    )
    write(root, f"{PENDING}/comment.md", comment)
    write(root, f"{PENDING}/assets/schnee-2026-01-17.png", PICTURE)
    write(root, f"{PENDING}/assets/invoice-of-the-locksmith.txt", DOCUMENT)
    write(root, FOLLOW_UP, follow_up_text(moderation=pending, body=f"{LATER}\n"))
    withheld = "{decision: withheld, by: ben, at: 2026-11-06T09:00:00+01:00, reason: insult}"
    later = FOLLOW_UP.replace("-05-", "-06-")
    received = "2026-11-06T08:00:00+01:00"
    text = follow_up_text(received=received, moderation=withheld, body=f"{WITHHELD}\n")
    write(root, later, text)
    reply = reply_text(answers="2026-11-05-customer", date="2026-11-07T10:00:00+01:00")
    write(root, FOLLOW_UP.replace("05-customer", "07-anna"), reply.replace("We found", ANSWER))


PLANTS = {
    "search/search_index.json": "insert(SECOND, before='\"}')",
    "feed.xml": "insert(html.escape(html.escape(FIRST)), before='</feed>')",
    "feed.json": "insert(json.dumps(FIRST)[1:-1], before='\"')",
    "sitemap.xml": "insert(urllib.parse.quote(SOURCE), before='</urlset>')",
    "sitemap.xml.gz": "write(gzip.compress(f'<url>{html.escape(SOURCE)}</url>'.encode()))",
    "threads/index.html": "insert(f' - {TITLE}', before='</title>')",
    "topics/index.html": "insert(f'<img alt=\"{html.escape(FIRST)}\">', before='</body>')",
    "people/index.html": "insert(f'<p title=\"{LATER}\">', before='</body>')",
    "figures/index.html": "insert(f'<!-- {WITHHELD} -->', before='</body>')",
    "rules/index.html": "insert(f'<meta content=\"{SECOND[:50]}…\">', before='</head>')",
    "verify/index.html": 'insert(\'<script type="application/ld+json">{"text": \''
    " + json.dumps(FIRST) + '}</script>', before='</body>')",
    "404.html": "insert(f'<p>{SENDER.upper()}</p>', before='</body>')",
    "api/v1/extra.json": "write(json.dumps({'sender': SENDER}))",
    "api/v1/slashes.json": "write(json.dumps(SOURCE).replace('/', '\\\\/'))",
    "entities.html": "write(''.join(f'&#{ord(sign)};' for sign in SECOND))",
    "entities-hex.html": "write(''.join(f'&#x{ord(sign):x};' for sign in SECOND))",
    "entities-named.html": "write(TITLE.replace('ü', '&uuml;').replace('ß', '&szlig;'))",
    "tags.html": "write(SECOND.replace('workshop', '<b>work</b>shop').replace(' ', '</i>\\n<i>'))",
    "lines.txt": "write(SECOND.replace(' ', '\\r\\n    '))",
    "capitals.txt": "write(FIRST.upper())",
    "assets/style.css": "write(f'p::after {{ content: \"{LATER}\" }}')",
    "assets/escaped.css": "write(''.join(f'\\\\{ord(sign):x} ' for sign in LATER))",
    "assets/script.js": "write('x = \"' + ''.join(f'\\\\u{ord(sign):04x}' for sign in LATER))",
    "assets/some.js": 'write(f\'x = "{FIRST[:30]}" +\\n  "{FIRST[30:]}"\')',
    "assets/name.js": "write(json.dumps(SENDER))",
    "urls.txt": "write('https://example.org/?q=' + urllib.parse.quote_plus(FIRST))",
    "base64.txt": "write(base64.b64encode(FIRST.encode()))",
    "base64-1.txt": "write(base64.b64encode(b'x' + FIRST.encode()))",
    "base64-2.txt": "write(base64.b64encode(b'xy' + FIRST.encode()))",
    "base64-url.txt": "write(base64.urlsafe_b64encode(b'????>>>>' + FIRST.encode()))",
    "base64-lines.txt": "write(base64.encodebytes(BODY.encode() * 3))",
    "card.png": "write(png('tEXt', b'Title\\0' + FIRST.encode('latin-1', 'replace')"
    " + SECOND.encode()))",
    "card-packed.png": "write(png('zTXt', b'Title\\0\\0' + zlib.compress(SECOND.encode())))",
    "card-international.png": "write(png('iTXt', b'Title\\0\\1\\0de\\0Titel\\0'"
    " + zlib.compress(FIRST.encode())))",
    "photo.jpg": "write(b'\\xff\\xd8\\xff\\xe1Exif\\0\\0UNICODE\\0' + SECOND.encode('utf-16-le'))",
    "photo-xmp.jpg": "write(b'\\xff\\xd8\\xff\\xe1http://ns.adobe.com/xap/1.0/\\0<dc:title>'"
    " + html.escape(TITLE).encode() + b'</dc:title>')",
    "assets/images/schnee.png": "write(PICTURE)",
    "assets/renamed.bin": "write(PICTURE)",
    "embedded.html": "write('<img src=\"data:image/png;base64,'"
    " + base64.b64encode(PICTURE).decode() + '\">')",
    "invoice.csv": "write(DOCUMENT.upper())",
    "names.txt": "write('see schnee-2026-01-17.png')",
    "comment.md": "write((FEEDBACK / PENDING / 'comment.md').read_bytes())",
    "answer.md": "write(ANSWER)",
    "backup.md.gz": "write(gzip.compress((FEEDBACK / PENDING / 'comment.md').read_bytes()))",
    "backup.zip": "write(zipped('x/comment.md', BODY))",
    "names.zip": "write(zipped('schnee-2026-01-17.png', ''))",
    "nested.zip": "write(zipped('inner.gz', gzip.compress(SECOND.encode())))",
    "search.pf_fragment": "write(gzip.compress(b'pagefind_dcd' + json.dumps(FIRST).encode()))",
    "document.pdf": "write(b'%PDF-1.4\\n(' + LATER.encode() + b') Tj')",
    "wide.txt": "write(SECOND.encode('utf-16'))",
    ".cache/answerable/copy": "write(LATER)",
    ".hidden": "write(WITHHELD)",
    "large.txt": "write('So many words. ' * 20_000 + LATER + ' And more.' * 20_000)",
}
"""Where a text is put, and how."""

HOOK = """
import base64, gzip, html, io, json, struct, urllib.parse, zipfile, zlib
from pathlib import Path
from mkdocs.plugins import event_priority
from site_build.leaking import *

def zipped(name, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()

def png(kind, data):
    chunk = kind.encode() + data
    whole = struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return PNG[:33] + whole + PNG[33:]

@event_priority(-5000)
def on_post_build(config):
    names = dict(globals(), FEEDBACK=Path(config.config_file_path).with_name("feedback"))
    for path, program in PLANTS.items():
        file = Path(config.site_dir, path)
        def write(content):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        def insert(text, before):
            head, mark, tail = file.read_text(encoding="utf-8").rpartition(before)
            assert mark, path
            file.write_text(head + text + mark + tail, encoding="utf-8")
        exec(program, dict(names, write=write, insert=insert))
"""
