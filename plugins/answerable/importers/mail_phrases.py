"""How mail programs introduce what is quoted, and how people say farewell, in small letters.

English, German, French, Spanish, Italian, Dutch, Portuguese, Danish, Norwegian, Swedish and
Polish, as their programs write it.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split("|"))


ORIGINALS = _words(
    "original message|original-nachricht|ursprüngliche nachricht|forwarded message"
    "|weitergeleitete nachricht|begin forwarded message|anfang der weitergeleiteten nachricht"
    "|message d'origine|message d’origine|message original|message transféré|mensaje original"
    "|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht"
    "|mensagem original|mensagem encaminhada|oprindelig meddelelse|original besked"
    "|opprinnelig melding|ursprungligt meddelande|wiadomość oryginalna|oryginalna wiadomość"
)
"""What stands between rules above a letter that is answered or sent on."""

HEAD_BEGINS = _words("from|von|de|da|van|fra|från|od|expéditeur")
HEAD_GOES_ON = _words(
    "sent|date|to|cc|subject|gesendet|datum|an|kopie|betreff|envoyé|à|objet|enviado|enviado el"
    "|para|asunto|fecha|inviato|data|a|oggetto|verzonden|aan|onderwerp|assunto|enviada em|sendt"
    "|til|emne|skickat|till|ämne|wysłano|do|temat|reply-to|antwort an"
)
"""Names of the fields of a letter's head; one of the first set, then two of the second."""

OPENINGS = (
    "on ",
    "at ",
    "am ",
    "le ",
    "el ",
    "il ",
    "op ",
    "em ",
    "den ",
    "w dniu ",
    "dnia ",
    "il giorno ",
)
"""How an attribution begins."""

VERBS = (
    " wrote",
    " writes",
    " schrieb",
    " schreibt",
    " geschrieben",
    " a écrit",
    " escribió",
    " ha scritto",
    " scrive",
    " schreef",
    " escreveu",
    " skrev",
    " napisał",
    " pisze",
)
"""What an attribution says that somebody did."""

SENT_FROM = (
    "sent from ",
    "sent via ",
    "sent using ",
    "get outlook for ",
    "gesendet von ",
    "gesendet mit ",
    "von meinem ",
    "von unterwegs gesendet",
    "envoyé de ",
    "envoyé depuis ",
    "enviado desde ",
    "enviado do ",
    "inviato da ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "skickat från ",
    "sendt fra ",
    "wysłano z ",
)
"""What telephones add."""

LIST_WORDS = ("unsubscribe", "mailing list", "mailinglist", "mailman", "listinfo", "abbestellen")
"""One of these stands in what a mailing list adds."""

FAREWELLS = _words(
    "best|best regards|best wishes|bye|cheers|greetings|kind regards|kindest regards"
    "|many thanks|many thanks and best regards|regards|respectfully|sincerely|thank you"
    "|thanks|thanks and regards|thanks in advance|thx|warm regards|with kind regards|yours"
    "|yours faithfully|yours sincerely|yours truly"
    "|beste grüße|besten dank|danke|dankeschön|freundliche grüße|freundliche grüsse"
    "|freundlichen gruß|grüße|gruß|herzliche grüße|hochachtungsvoll|lg|liebe grüße"
    "|mfg|mit besten grüßen|mit freundlichem gruß|mit freundlichen grüßen"
    "|mit freundlichen gruessen|mit freundlichen grüssen|schöne grüße|vg|viele grüße"
    "|vielen dank|vielen dank im voraus|vielen dank und freundliche grüße"
    "|bien cordialement|bien à vous|cordialement|merci|salutations|sincères salutations"
    "|atentamente|gracias|saludos|saludos cordiales|un saludo"
    "|cordiali saluti|distinti saluti|grazie|saluti"
    "|groet|groeten|met vriendelijke groet|met vriendelijke groeten"
    "|abraços|atenciosamente|cumprimentos|obrigado|obrigada"
    "|hilsen|med venlig hilsen|mvh|vennlig hilsen|vänliga hälsningar|med vänliga hälsningar"
    "|pozdrawiam|z poważaniem"
)
"""A farewell that fills its line."""
