"""Names of files: shown and put in headers (AD-59)."""

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastlinje.dialogue.files.names import MAX_CHARS, content_disposition, display_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Utslett på hånden.jpg", "Utslett på hånden.jpg"),
        ("IMG_0001.HEIC", "IMG_0001.jpg"),
        ("../../x", "x.jpg"),
        ("..\\..\\windows\\x.jpg", "x.jpg"),
        ("/etc/passwd", "passwd.jpg"),
        ("con.jpg", "_con.jpg"),
        ("CON", "_CON.jpg"),
        ("com1.pdf.jpg", "_com1.jpg"),
        ("lpt³.jpg", "_lpt³.jpg"),
        ("aux.tar.gz", "_aux.jpg"),
        ("contakt.jpg", "contakt.jpg"),
        ("bilde\u202egpj.exe", "bildegpj.jpg"),
        ("\u2066a\u2069\u200b\ufeff.png", "a.jpg"),
        ('a"b;c.jpg', "a_b_c.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "a Set-Cookie_ x=1.jpg"),
        ("tab\tnull\x00bell\x07.jpg", "tab nullbell.jpg"),
        ("evil.pdf.exe", "evil.jpg"),
        ("side 2.1.jpg", "side 2.1.jpg"),
        ("Brev fra Dr. Berg.jpg", "Brev fra Dr. Berg.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "fil.jpg"),
        ("....", "fil.jpg"),
        ("   . .jpg", "fil.jpg"),
        ("-rf.jpg", "rf.jpg"),
        ("bla\u030a.jpg", "blå.jpg"),
    ],
)
def test_shown_name(raw, shown):  # AD-59
    assert display_name(raw, "jpg") == shown


def test_long_names_are_cut_and_keep_their_ending():  # AD-59
    assert display_name("x" * 300 + ".jpg", "jpg") == "x" * 75 + ".jpg"
    assert len(display_name("😀" * 300, "jpg").encode()) <= 184
    # q with a line below has no composed form: the cut may not leave a letter without its accent
    assert display_name("x" * 74 + "q\u0331" * 5, "jpg") == "x" * 74 + ".jpg"


@given(st.text(max_size=400))
def test_no_name_misleads(raw):  # AD-59
    name = display_name(raw, "pdf")
    assert name.endswith(".pdf")
    assert 5 <= len(name) <= MAX_CHARS
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|;%\r\n\t\x00\u202e\u202d\u2066\u200f')
    assert name[0] not in ". -"
    assert display_name(name, "pdf") == name


def test_header_of_an_ordinary_name():
    assert content_disposition("Prøve på æsj.pdf") == (
        "attachment; filename=\"Prove pa aesj.pdf\"; filename*=UTF-8''Pr%C3%B8ve%20p%C3%A5%20%C3%A6sj.pdf"
    )
    assert content_disposition("a.jpg", inline=True) == "inline; filename=\"a.jpg\"; filename*=UTF-8''a.jpg"


@given(st.text(max_size=300))
def test_no_name_breaks_out_of_the_header(raw):  # AD-59
    header = content_disposition(raw)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    parsed = Message()
    parsed["Content-Disposition"] = header
    assert parsed.get_content_disposition() == "attachment"
    assert {name for name, _ in parsed.get_params(header="content-disposition")} == {"attachment", "filename"}
