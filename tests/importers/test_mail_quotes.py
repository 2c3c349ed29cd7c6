from __future__ import annotations

import pytest

from answerable.importers.mail_html import cut_html
from answerable.importers.mail_quotes import cut_mail
from nasty import NASTY
from work import calls

BODIES = NASTY.parent / "mail" / "email_reply_parser"


@pytest.mark.parametrize(
    "head",
    [
        "On Tue, Nov 3, 2026 at 10:05 AM Anna <a@example.com> wrote:",
        "On Tue, Nov 3, 2026 at 10:05 AM, Anna Berg\n<anna@example.com>\nwrote:",
        "Am 3. Nov. 2026 um 10:05 schrieb Anna Berg <a@example.com>:",
        "Am Dienstag, dem 03.11.2026 um 10:05 +0100 schrieb Anna Berg:",
        "Anna Berg <a@example.com> schrieb am Di., 3. Nov. 2026, 10:05:",
        "Le mar. 3 nov. 2026 à 10:05, Anna <a@example.com> a écrit :",
        "El mar, 3 nov 2026 a las 10:05, Anna (<a@example.com>) escribió:",
        "2026-11-03 10:05 GMT+01:00 Anna <a@example.com>:",
    ],
)
def test_a_quote_below_goes_with_its_attribution(head):
    cut = cut_mail(f"Thanks.\n\n{head}\n\n> Oil.\n>\n> Anna\n")

    assert cut.text == "Thanks."
    assert cut.dropped == {"quoted text": 1}


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Anna\nSent: today",
        "-----Ursprüngliche Nachricht-----\nVon: Anna",
        "From: Anna <a@example.com>\nSent: Tuesday, 3 November 2026 10:05\nTo: Tom\nSubject: x",
        "________________________________\nVon: Anna\nGesendet: Dienstag\nAn: Tom\nBetreff: AW: x",
        "*Von:* Anna\n*Datum:* Dienstag\n*An:* Tom\n*Betreff:* x",
        "Begin forwarded message:\n\nFrom: Anna",
        "---------- Forwarded message ---------\nFrom: Anna",
        "On Tue, Nov 3, 2026 at 10:05 AM Anna <a@example.com> wrote:",
    ],
)
def test_the_answered_letter_goes_where_no_sign_marks_its_lines(head):
    assert cut_mail(f"Thanks.\n\n{head}\n\nOil it.\nAnna\n").text == "Thanks."


def test_a_letter_that_is_only_sent_on_has_no_words_of_its_own():
    assert cut_mail("---------- Forwarded message ---------\nFrom: A\n\nBuy!").text == ""


def test_a_quote_above_all_words_goes():
    assert cut_mail("Anna wrote:\n> Why?\n> Tell.\n\nBecause.\n").text == "Because."


def test_all_attributions_above_a_quote_go():
    above = "On 3 Nov 2026 10:05 Anna wrote:\n> On 2 Nov 2026 Ben <b@example.com> wrote:\n"
    text = f"Hi,\n\n{above}> A?\n\nYes.\n"

    assert cut_mail(text).text == "Hi,\n\n> A?\n\nYes."


def test_quotes_between_the_words_stay_and_lose_their_attribution():
    text = "Hello,\n\nOn 3 Nov 2026 10:05 Anna <a@example.com> wrote:\n> A?\n\nYes.\n\n> B?\nNo.\n"

    cut = cut_mail(text)

    assert cut.text == "Hello,\n\n> A?\n\nYes.\n\n> B?\nNo."


@pytest.mark.parametrize(
    "end",
    [
        "-- \nTom Weber\n+49 30 1234567",
        "--\nTom",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "_______________________________________________\nusers mailing list\nhttps://x.example",
        "------------------------------\nTo unsubscribe, e-mail: users-unsubscribe@example.org",
    ],
)
def test_a_signature_goes(end):
    cut = cut_mail(f"It squeaks.\n\n{end}\n")

    assert cut.text == "It squeaks."
    assert cut.dropped == {"signature": 1}


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        (
            "Best regards,\nTom Weber\nTel. +49 30 1234567\nt@example.com",
            "Best regards,\nTom Weber",
        ),
        ("Viele Grüße\n\nTom\nwww.example.com", "Viele Grüße\n\nTom"),
        ("MfG\n030 1234567", "MfG"),
        ("Thanks\nTom\n0170 1234567\n\nP.S. And blue.", "Thanks\nTom\nP.S. And blue."),
    ],
)
def test_below_a_farewell_only_the_name_stays(end, kept):
    assert cut_mail(f"It squeaks.\n\n{end}\n").text == f"It squeaks.\n\n{kept}"


def test_a_visiting_card_without_a_farewell_goes_but_for_the_name():
    card = "Tom Weber\nHead of Doors\n1800 Long Ave.\nt@example.com<mailto:t@example.com>\n"

    assert cut_mail(f"It squeaks.\n\n{card}").text == "It squeaks.\n\nTom Weber"


@pytest.mark.parametrize(
    "line",
    [
        "-------- Original message --------From: A <a@example.com> Date: 7/13/20 To: b Why?",
        "> Am 13.07.2020 um 18:10 schrieb Tom <tom@example.com>:",
    ],
)
def test_addresses_in_what_programs_add_go(line):
    assert "@" not in cut_mail(f"{line}\n> So?\n\nYes.\n> And?\nNo.").text


@pytest.mark.parametrize(
    "text",
    [
        "It squeaks -- always.",
        "On your host you can run:\n\n    telnet\n\nIt fails.",
        "Sent from my desk, is much easier then my mobile phone.",
        "From: is a field.\nI like it.",
        "Thanks\nTom",
        "I wrote:\nnothing",
    ],
)
def test_what_only_looks_so_stays(text):
    assert cut_mail(text).text == text


@pytest.mark.skipif(not BODIES.is_dir(), reason="the letters are not there: ../shared/data")
@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("email_1_2", "Hi,\n> Hi folks", 'need to delete them all individually."'),
        ("email_1_3", "Oh thanks.", "-Abhishek Kona"),
        ("email_1_4", "Awesome!", "another problem with it."),
        ("email_1_6", "I get proper rendering as well.", "as well."),
        ("email_2_1", "Outlook with a reply", "Outlook with a reply"),
        ("email_BlackBerry", "Here is another email", "email"),
        ("email_one_is_not_on", "Thank, this is", "when I run..."),
        ("greedy_on", "On your remote host", "the tunnel is not working."),
        ("pathological", "I think you're onto", "back to a computer."),
    ],
)
def test_letters_that_others_collected_are_cut_to_their_words(name, begins, ends):
    text = cut_mail((BODIES / f"{name}.txt").read_text("utf-8")).text

    assert text.startswith(begins)
    assert text.endswith(ends)


@pytest.mark.parametrize(
    "text",
    [
        "On ",
        "On \n",
        "On x 10:00\n",
        "> a\nb\n",
        "> a\n\n",
        ">",
        "From:\n",
        "-- \n",
        "regards\n",
        "________\n",
        "1 ",
    ],
)
def test_a_letter_of_twice_the_length_costs_twice_the_work(text):
    once = calls(lambda: cut_mail(text * 2000))
    twice = calls(lambda: cut_mail(text * 4000))

    assert twice < 2.5 * once


@pytest.mark.parametrize(
    "below",
    [
        '<div class="gmail_quote"><div class="gmail_attr">On … wrote:</div>x</div>',
        '<blockquote type="cite">x</blockquote>',
        '<hr id="stopSpelling">From: Anna<br><div>x</div>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: A</div><div>x</div>',
        '<div class="moz-cite-prefix">Am …</div><blockquote type="cite">x</blockquote>',
        '<div class="gmail_signature">x</div>',
        '<pre class="moz-signature">x</pre>',
    ],
)
def test_what_html_marks_as_quoted_or_signed_goes(below):
    cut = cut_html(f"<div>Thanks.</div>{below}")

    assert cut.text.partition("</div>")[0] == "<div>Thanks."
    assert "x" not in cut.text
    assert cut.dropped
