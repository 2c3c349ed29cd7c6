"""Changes to the page of a thread: what stands there, and what a deceiver puts in its place."""

from __future__ import annotations

HEAD = '<header class="ans-head">'
REPLY_WORDS = "<h3>We found the <strong>cause</strong></h3>"
FOOT = '<footer class="ans-message__foot">'
SECTION = '<section class="ans-message ans-message--reply" id="2026-11-03-anna">'
OF_PAGE = {
    "a word in the answer": ("The supplier moved", "The supplier mooed"),
    "a not left out": ("It is <em>not</em> your", "It is your"),
    "an emphasis left out": ("<em>not</em>", "not"),
    "a link leads elsewhere": ("https://parts.example/hinge", "https://parts.example/hinges"),
    "a link of its own page leads elsewhere": ('and <a href="#comment">', 'and <a href="#2026">'),
    "another picture": ('src="assets/hinge.png"', 'src="assets/other.png"'),
    "a picture of another host": ('src="assets/hinge.png"', 'src="//evil.example/hinge.png"'),
    "a picture made invisible": ('width="2" height="2"', 'width="1" height="1"'),
    "another description of a picture": ('alt="The hinge"', 'alt="The door"'),
    "a number in a table": ('<td align="right">2</td>', '<td align="right">9</td>'),
    "a task ticked": ("☐ sent", "☑ sent"),
    "a list counted from elsewhere": ('<ol start="3">', '<ol start="4">'),
    "code": ("weeks</span>", "years</span>"),
    "something hidden": ("<p>It is <em>", "<p hidden>It is <em>"),
    "something hidden by a style": ("<p>It is <em>", '<p style="display:none">It is <em>'),
    "something hidden by a class": ("<p>It is <em>", '<p class="md-hidden">It is <em>'),
    "a paragraph more": (REPLY_WORDS, f"{REPLY_WORDS}<p>Pay at once.</p>"),
    "a paragraph below the words": (FOOT, f"<p>Pay at once.</p>{FOOT}"),
    "words without an element": (FOOT, f"Pay at once.{FOOT}"),
    "a paragraph in the foot": (FOOT, f"{FOOT}<p>Pay at once.</p>"),
    "a paragraph between two messages": (SECTION, f"<p>Anna: pay at once.</p>{SECTION}"),
    "words below another element": (REPLY_WORDS, f"<svg><title>{REPLY_WORDS}</title></svg>"),
    "the name in the letterhead": (">Anna Berg</a></h2>", ">Ben Olsen</a></h2>"),
    "the link of the letterhead": (
        '<a href="../../../people/anna/">',
        '<a href="../../../people/ben/">',
    ),
    "the portrait": ("people/anna/anna.png", "people/ben/ben.png"),
    "the name below": ("Answered by Anna Berg", "Answered by Ben Olsen"),
    "the date above": (">3 Nov 2026</time></a>", ">3 Nov 2025</time></a>"),
    "the date below": ("<span>3 Nov 2026, 10:05", "<span>9 Nov 2026, 10:05"),
    "the outcome": ("<strong>Changed.</strong>", "<strong>Declined.</strong>"),
    "the title": ("weeks &amp; more</h1>", "weeks &amp; less</h1>"),
    "two titles": ("<h1 lang", "<h1>Refunds</h1><h1 lang"),
    "a word of the question": ("I have <strong>waited</strong>", "I have <strong>slept</strong>"),
    "the question hidden": (
        '<section class="ans-message ans-message--comment" id="comment">',
        '<section class="ans-message ans-message--comment" id="comment" style="display:none">',
    ),
    "the question as a stub": ("ans-message--comment", "ans-message--stub"),
    "the seal says altered": ('data-ans-seal="valid"', 'data-ans-seal="altered"'),
    "the seal names another": ('data-ans-signer="anna"', 'data-ans-signer="ben"'),
    "the seal is of another thread": ('data-ans-thread="k7q2', 'data-ans-thread="x7q2'),
    "the seal shows another key": ("<code>SHA256:", "<code>SHA256:AAAA"),
    "the seal reads otherwise": ("Signed, and unchanged since", "Signed by all of us"),
    "no seal": ('class="ans-seal ', 'class="'),
    "the answer as a customer's": (SECTION, SECTION.replace("--reply", "--comment")),
    "all messages in a template": (
        '<header class="ans-head">',
        '<template><header class="ans-head">',
    ),
    "a base": ("<head>", '<head><base href="https://evil.example/">'),
    "a comment that browsers end": (REPLY_WORDS, f"<!-->Pay at once.<!-- -->{REPLY_WORDS}"),
    "a comment that never ends": ('<header class="ans-head">', '<!-- <header class="ans-head">'),
    "a section of CDATA": (REPLY_WORDS, f"<![CDATA[>Pay at once.]]>{REPLY_WORDS}"),
    "elements that do not fit": (REPLY_WORDS, f"<b><p>{REPLY_WORDS}</b>"),
    "an element that ends early": (REPLY_WORDS, f"{REPLY_WORDS}</div><div>"),
    "the answer left out": (SECTION, SECTION.replace("anna", "nobody")),
}
