from __future__ import annotations

import oracles
from answerable.site.oembed import embed_code, oembed_json, oembed_link, oembed_path
from publications import URL, comment, decision, publication, reply, site, thread

PAGE = f"{URL}threads/2026/spare-parts-1/"


def shown(*messages, **changes):
    """A thread of *messages* with the site around it."""
    around = site(publication(thread(*messages, **changes)))
    return around.threads[0], around


def test_document_says_what_is_embedded():
    document = oracles.oembed(oembed_json(*shown(comment(), reply())))
    assert document["title"] == "Spare parts take six weeks"
    assert document["author_name"] == "P. M."
    assert (document["provider_name"], document["provider_url"]) == ("Kitchens, answered", URL)


def test_frame_shows_the_bare_page_in_the_size_that_the_document_gives():
    document = oracles.oembed(oembed_json(*shown()))
    (frame,) = oracles.html(document["html"]).iter("iframe")
    assert frame.get("src") == f"{PAGE}embed/"
    assert frame.get("title") == "Spare parts take six weeks - Kitchens, answered"
    assert frame.get("loading") == "lazy"
    assert int(frame.get("width")) == document["width"]
    assert int(frame.get("height")) == document["height"]


def test_frame_may_run_no_script_and_not_touch_the_page_around_it():
    (frame,) = oracles.html(embed_code(*shown())).iter("iframe")
    allowed = set(frame.get("sandbox").split())
    assert allowed == {"allow-popups", "allow-popups-to-escape-sandbox"}


def test_code_that_a_reader_copies_is_the_documents():
    assert oracles.oembed(oembed_json(*shown()))["html"] == embed_code(*shown())


def test_page_leads_to_the_document():
    around = shown()
    (link,) = oracles.html(str(oembed_link(*around))).iter("link")
    assert link.get("type") == "application/json+oembed"
    assert link.get("rel").split() == ["alternate"]
    assert link.get("href") == URL + oembed_path(around[0])


def test_title_cannot_leave_the_frame():
    code = embed_code(*shown(title='"></iframe><script>alert(1)</script>'))
    page = oracles.html(code)
    assert not list(page.iter("script"))
    assert len(list(page.iter("iframe"))) == 1


def test_stub_is_embedded_without_title_and_name():
    secret = comment(moderation=decision("withheld", reason="insult"))
    document = oracles.oembed(oembed_json(*shown(secret, title="Nobody may read this")))
    assert document["title"] == "A comment that is withheld"
    assert "author_name" not in document
