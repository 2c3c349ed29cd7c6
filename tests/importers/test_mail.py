from __future__ import annotations

import gzip
from base64 import b64encode

import pytest

from answerable.importers import mail_files

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
HEAD = {
    "From": "Tom Weber <tom@example.com>",
    "To": "help@example.com",
    "Date": "Sun, 1 Mar 2026 10:00:00 +0100",
    "Subject": "My door squeaks",
    "Message-ID": "<1@example.com>",
}
ANSWER = {
    "From": "Anna Berg <anna@example.com>",
    "Date": "Mon, 2 Mar 2026 10:00:00 +0100",
    "Subject": "AW: My door squeaks",
    "Message-ID": "<2@example.com>",
    "In-Reply-To": "<1@example.com>",
}


def letter(body="Why?", **fields):
    """A letter; names of fields have '_' for '-', and None takes one out."""
    head = HEAD | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in head.items() if value is not None]
    data = body if isinstance(body, bytes) else body.encode()
    return "\n".join(lines).encode() + b"\n\n" + data + b"\n"


def put(site, *letters, name="box.mbox"):
    """An mbox of *letters*."""
    parts = []
    for each in letters:
        lines = each.split(b"\n")
        quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        parts.append(b"From x@example.com Sun Mar  1 10:00:00 2026\n" + b"\n".join(quoted) + b"\n")
    (site.export / name).write_bytes(b"".join(parts))


def one(site, body="Why?", *options, **fields):
    """The body of the only message that comes of a letter."""
    put(site, letter(body, **fields))
    site.report("mail", *options)
    return site.thread().comment.body


def test_a_letter_is_a_pending_thread_without_its_addresses(site):
    put(site, letter())

    report = site.report("mail")

    thread = site.thread()
    assert (thread.title, thread.comment.sender) == ("My door squeaks", "Tom Weber")
    assert thread.comment.received.isoformat() == "2026-03-01T10:00:00+01:00"
    assert thread.comment.moderation.decision == "pending"
    assert report["dropped_fields"] == {"From": 1, "To": 1}
    assert b"example.com" not in b"".join(
        data for path, data in site.files().items() if path.startswith("threads")
    )
    site.check()


def test_letters_that_answer_each_other_are_one_thread_and_staff_is_known_by_address(site):
    again = letter("And now?", Date="Tue, 3 Mar 2026 10:00:00 +0100", Subject="Re: AW: My door")
    again = again.replace(b"<1@example.com>", b"<3@example.com>")
    again = b"References: <1@example.com>\n <2@example.com>\n" + again
    put(
        site, again, letter("Oil.", **{k.replace("-", "_"): v for k, v in ANSWER.items()}), letter()
    )

    site.report("mail", "--by", "anna", "--staff", "anna@example.com=anna")

    thread = site.thread()
    assert thread.title == "My door squeaks"
    assert [reply.body for reply in thread.replies] == ["Oil.\n"]
    assert [each.body for each in thread.follow_ups] == ["And now?\n"]
    site.check()


def test_nobody_becomes_staff_by_calling_himself_by_an_address(site):
    put(site, letter(From='"anna@example.com" <mallory@example.org>'))

    site.report("mail", "--staff", "anna@example.com=anna")

    assert site.thread().comment.sender is None


def test_files_of_one_letter_maildirs_and_packed_boxes_are_read(site):
    def numbered(number):
        return letter(f"Text {number}", Message_ID=f"<{number}@example.com>", Subject=f"S{number}")

    (site.export / "a.eml").write_bytes(numbered(1))
    for name in ("cur", "new", "tmp"):
        (site.export / "Maildir" / name).mkdir(parents=True)
    (site.export / "Maildir" / "cur" / "17.host:2,S").write_bytes(numbered(2))
    (site.export / "Maildir" / "cur" / "18.host:2,ST").write_bytes(numbered(3))
    (site.export / "Maildir" / "cur" / "19.host:2,D").write_bytes(numbered(4))
    (site.export / "Maildir" / "new" / "20.host").write_bytes(numbered(5))
    (site.export / "Maildir" / "tmp" / "21.host").write_bytes(numbered(6))
    put(site, numbered(7), name="Inbox")
    put(site, numbered(8), name="Junk")
    box = site.export / "x"
    put(site, numbered(9), name="x")
    (site.export / "old.mbox.gz").write_bytes(gzip.compress(box.read_bytes()))
    box.unlink()
    (site.export / "Inbox.msf").write_bytes(b"// index")

    left_out = site.left_out("mail")

    assert sorted(site.threads()) == ["S1", "S2", "S5", "S7", "S9"]
    assert left_out == {
        "Maildir/cur/18.host:2,ST": "deleted",
        "Maildir/cur/19.host:2,D": "a draft",
        "Junk": "lies among drafts, spam or deleted letters",
        "Inbox.msf": "is neither a letter (.eml) nor an mbox",
    }


def test_a_line_that_begins_with_from_divides_no_letter(site):
    body = one(site, "From now on\n\nFrom here 2026 on it squeaks.\n\nFrom")

    assert body.split() == "From now on From here 2026 on it squeaks. From".split()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"X_Spam_Flag": "YES"}, "marked as spam"),
        ({"X_Spam_Status": "Yes, score=9"}, "marked as spam"),
        ({"Auto_Submitted": "auto-replied"}, "an automatic answer"),
        ({"Precedence": "auto_reply"}, "an automatic answer"),
        ({"X_Autoreply": "yes"}, "an automatic answer"),
        ({"Return_Path": "<>"}, "a report of a mail server"),
        ({"From": "MAILER-DAEMON@example.com"}, "a report of a mail server"),
        ({"Content_Type": "multipart/report; boundary=x"}, "a report of a mail server"),
        ({"Sensitivity": "Private"}, "marked as private"),
        ({"X_No_Archive": "yes"}, "its author asked not to archive it"),
        ({"X_Gmail_Labels": "Spam,Unread"}, "marked as spam"),
        ({"X_Gmail_Labels": "Archiviert,Papierkorb"}, "deleted"),
        ({"X_Gmail_Labels": "=?UTF-8?Q?Entw=C3=BCrfe,Wichtig?="}, "a draft"),
        ({"X_Gmail_Labels": "Inbox,Binding offers,Important"}, None),
        ({"X_Status": "D"}, "deleted"),
        ({"X_Mozilla_Status": "0009"}, "deleted"),
        ({"X_Mozilla_Draft_Info": "internal/draft"}, "a draft"),
        ({"Content_Type": "multipart/encrypted; boundary=x"}, "encrypted"),
        ({"Content_Type": "application/pkcs7-mime; smime-type=enveloped-data"}, "encrypted"),
        (
            {"Content_Type": "application/pkcs7-mime; smime-type=signed-data"},
            "signed in a form that hides its text",
        ),
        ({"Date": "yesterday"}, None),
        ({"Content_Type": "image/png"}, "it holds no text"),
    ],
)
def test_what_nobody_wrote_to_be_published_stays_out(site, fields, reason):
    put(site, letter(**fields))

    assert list(site.left_out("mail", "--by", "anna").values()) == ([reason] if reason else [])


def test_an_encrypted_text_stays_out_and_a_signed_one_loses_its_seal(site):
    hidden = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----"
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWhy?\n- -- so\n"
        "-----BEGIN PGP SIGNATURE-----\niQEz\n-----END PGP SIGNATURE-----"
    )
    put(site, letter(hidden), letter(signed, Message_ID="<2@x>"))

    assert list(site.left_out("mail").values()) == ["encrypted"]
    assert site.thread().comment.body == "Why?  \n\\-- so\n"


@pytest.mark.parametrize("end", ["", "\n" * 20_000, "Hash:\n" * 10_000])
def test_a_seal_that_is_not_closed_ends_no_import(site, end):
    begin = "-----BEGIN PGP SIGNED MESSAGE-----\n"
    put(site, letter(f"{begin}{end}"), letter(Message_ID="<2@x>"))

    assert list(site.left_out("mail").values()) == ["encrypted"]


def test_a_letter_of_parts_within_parts_is_left_out_and_the_next_one_read(site):
    part = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    nested = "".join(part.format(number) for number in range(500))
    put(site, letter(nested + "\n" * 50_000, Content_Type="multipart/mixed; boundary=b"), letter())

    assert list(site.left_out("mail").values()) == ["has too many parts within parts"]
    assert site.thread().comment.body == "Why?\n"


def test_parameters_without_end_are_not_looked_at(site):
    kind = "multipart/mixed" + "; a=b" * 5_000 + "; boundary=x"
    put(site, letter("--x\n\nWhy?\n--x--", Content_Type=kind), letter(Message_ID="<2@x>"))

    assert list(site.left_out("mail").values()) == ["it holds no text"]


@pytest.mark.parametrize("name", ["+49 170 1234567", "198.51.100.7", "tel. 0170 1234567"])
def test_a_name_that_is_a_number_is_shown_to_nobody(site, name):
    put(site, letter(From=f'"{name}" <x@example.com>'))
    site.report("mail")

    assert site.thread().comment.sender is None


def test_a_letter_without_a_date_has_that_of_its_arrival(site):
    put(site, letter(Date=None, Received="from a by b; Wed, 4 Mar 2026 10:00:00 +0000"))
    (site.export / "b.eml").write_bytes(letter(Date=None, Message_ID="<2@x>"))

    assert site.left_out("mail") == {"b.eml": "has no date"}
    assert site.thread().comment.received.day == 4


@pytest.mark.parametrize(
    ("body", "fields", "shown"),
    [
        ("Schön".encode(), {"Content_Type": "text/plain; charset=utf-8"}, "Schön"),
        ("Schön".encode("latin-1"), {"Content_Type": "text/plain; charset=iso-8859-1"}, "Schön"),
        ("Schön".encode("cp1252"), {"Content_Type": "text/plain; charset=utf-8"}, "Schön"),
        ("Schön".encode(), {}, "Schön"),
        ("漢字".encode("big5"), {"Content_Type": "text/plain; charset=big5"}, "漢字"),
        ("漢字".encode("iso2022_jp"), {"Content_Type": "text/plain; charset=iso-2022-jp"}, "漢字"),
        (b"x", {"Content_Type": "text/plain; charset=no-such-thing"}, "x"),
        (
            b64encode("Schön".encode()),
            {"Content_Type": "text/plain; charset=utf-8", "Content_Transfer_Encoding": "base64"},
            "Schön",
        ),
        (
            b"Sch=C3=B6n=\n er",
            {
                "Content_Type": "text/plain; charset=utf-8",
                "Content_Transfer_Encoding": "quoted-printable",
            },
            "Schön er",
        ),
        (
            b"<html><style>x</style><p>So <b>it</b> is.</p></html>",
            {"Content_Type": "text/html"},
            "So **it** is.",
        ),
        (b"<bold>So</bold> << it is", {"Content_Type": "text/enriched"}, "So \\< it is"),
        (
            b"One long \nparagraph \nhere.\nNext.\n-- \nTom",
            {"Content_Type": "text/plain; format=flowed"},
            "One long paragraph here.  \nNext.",
        ),
    ],
)
def test_the_encodings_of_the_world_are_read(site, body, fields, shown):
    assert one(site, body, **fields) == f"{shown}\n"


def test_encoded_words_in_the_head_are_read(site):
    subject = "=?utf-8?Q?AW=3A_Sch=C3=B6ne?= =?iso-8859-1?Q?_T=FCr?="
    put(site, letter(From="=?utf-8?B?SsO8cmc=?= <j@example.com>", Subject=f"Re: [help] {subject}"))

    site.report("mail")

    assert (site.thread().title, site.thread().comment.sender) == ("Schöne Tür", "Jürg")


def multipart(*parts, kind="mixed"):
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return {"body": body, "Content_Type": f"multipart/{kind}; boundary=b"}


def attached(name, data, kind="image/png"):
    return (
        f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n{b64encode(data).decode()}'
    )


TEXT = "Content-Type: text/plain\n\nLook."


def test_of_several_forms_the_plain_one_is_taken(site):
    html = "Content-Type: text/html\n\n<p>No</p>"

    assert one(site, **multipart(TEXT, html, kind="alternative")) == "Look.\n"


def test_attachments_stay_behind_and_are_counted(site):
    put(site, letter(**multipart(TEXT, attached("door.png", PNG))))

    report = site.report("mail")

    assert report["dropped_fields"]["attachment"] == 1
    assert [path for path in site.files() if "assets" in path] == []


def test_attachments_that_may_be_published_come_if_they_are_wanted(site):
    parts = [
        attached("My door.PNG", PNG),
        attached("list.pdf", b"%PDF-1.4", "application/pdf"),
        attached("virus.exe", b"MZ", "application/octet-stream"),
        attached("false.png", b"<svg>"),
        attached("large.txt", b"x" * (2 * 1024 * 1024 + 1)),
    ]
    put(site, letter(**multipart(TEXT, *parts)))

    report = site.report("mail", "--attachments", "--by", "anna")
    again = site.report("mail", "--attachments", "--by", "anna")

    body = site.thread().comment.body
    assets = [path.rpartition("/")[2] for path in site.files() if "/assets/" in path]
    assert len(assets) == report["attachments"] == 2
    assert all(f"(assets/{name})" in body for name in assets)
    assert [note.partition("'")[2].partition("'")[0] for note in report["warnings"]] == [
        "virus.exe",
        "false.png",
        "large.txt",
    ]
    assert again["already_there"] == 1
    assert "warning" not in site.check()


def test_a_picture_that_tells_more_than_it_shows_is_named(site):
    exif = b"\xff\xd8\xff\xe1\x00\x10Exif\0\0MM\0*\0\0\0\x08\xff\xd9"
    put(site, letter(**multipart(TEXT, attached("me.jpg", exif, "image/jpeg"))))

    report = site.report("mail", "--attachments")

    assert "holds Exif" in report["warnings"][0]
    assert "image-metadata" in site.check()


def test_a_letter_that_is_too_large_is_left_out_and_the_next_one_read(site, monkeypatch):
    monkeypatch.setattr(mail_files, "LARGEST_LETTER", 1024)
    long_line, long_text = letter("x" * 2000), letter("x\n" * 1000, Message_ID="<2@x>")
    put(site, long_line, long_text, letter(Message_ID="<3@x>"))

    left_out = site.left_out("mail")

    assert list(left_out) == ["box.mbox letter 1", "box.mbox letter 2"]
    assert len(site.all_threads()) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2",
        b"%PDF-1.4",
        b"Subject: x",
        b"From \n\n",
        letter(From="(" * 5000),
        letter(Subject="=?utf-8?B?" + "/" * 5000),
        letter(Content_Type="text/plain; charset*=" + "%" * 5000),
        letter(Content_Type="multipart/mixed; boundary=" + "a" * 5000),
        letter(**multipart("x")) * 50,
        b"Content-Type: message/rfc822\n\n" * 3000 + letter(),
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
        ),
        letter(References="<" * 100_000),
        letter(Date="Mon, 99 Foo 99999999999999999999 99:99:99 +99999999"),
        letter(Date="Mon, 2 Mar 2026 10:00:60 +2359"),
    ],
)
def test_no_letter_breaks_an_import(site, data):
    (site.export / "a.eml").write_bytes(data)
    put(site, letter(Message_ID="<9@x>"))

    site.report("mail", "--by", "anna", "--attachments")

    assert "My door squeaks" in site.threads()
    site.check()


def test_of_copies_of_a_letter_the_one_that_can_be_published_comes(site):
    put(site, letter(X_Spam_Flag="YES"), letter(), letter("Why not?"))

    left_out = site.left_out("mail")

    assert left_out == dict.fromkeys(
        ("box.mbox letter 1", "box.mbox letter 3"), "is the same letter as box.mbox letter 2"
    )
    assert site.thread().comment.body == "Why?\n"


def test_nothing_below_the_path_is_said(site):
    result = site.run("mail")

    assert result.exit_code == 2
    assert "an mbox, an .eml, a Maildir" in result.stderr
