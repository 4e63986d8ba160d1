"""PDFs that only show (AD-54, AD-55, AD-58)."""

import base64
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, String
from PIL import Image

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.inspection import MAX_BYTES, Kind, inspect
from fastlinje.dialogue.files.jpeg_segments import without_metadata
from fastlinje.dialogue.files.pdfs import MAX_PAGES, clean_pdf

from . import samples

ACTIVE = (
    *(
        b"/JavaScript",
        b"/JS",
        b"/OpenAction",
        b"/AA",
        b"/EmbeddedFile",
        b"/EF",
        b"/AF",
        b"/XFA",
        b"/Launch",
        b"/URI",
        b"/SubmitForm",
    ),
    *(
        b"/GoToR",
        b"/RichMedia",
        b"/FileAttachment",
        b"/Annots",
        b"/AcroForm",
        b"/Names",
        b"/Collection",
        b"/PieceInfo",
        b"/Metadata",
        b"/Info",
    ),
    *(b"evil.example", b"cmd.exe", b"MZ-embedded", b"xfa-script", b"app.alert", b"exportDataObject"),
    *(b"Secret Author", b"secret author", b"draft of the letter"),
)


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        clean_pdf(data)
    return refusal.value.code


def test_nothing_active_is_left():  # AD-55
    dirty = samples.saved(samples.hostile_pdf())
    before = samples.plain_text_of(dirty)
    clean = clean_pdf(dirty)
    after = samples.plain_text_of(clean.content)
    assert clean.pages == 1
    assert inspect(clean.content) is Kind.PDF
    for word in ACTIVE:
        assert word in before, word
        assert word not in after, word
    assert b"(Hei 1)" in after


def test_actions_written_inside_other_objects_are_found():  # AD-55
    pdf = samples.pdf_with_text()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.pages[0].obj.Resources.Properties = Dictionary(P=Dictionary(Deep=Array([Array([Dictionary(Next=Array([script]))])])))
    after = samples.plain_text_of(clean_pdf(samples.saved(pdf)).content)
    assert b"/Deep" in after
    assert b"alert" not in after
    assert b"/JavaScript" not in after


def test_stream_kept_in_another_file_is_cut_off():  # AD-55
    pdf = samples.pdf_with_text()
    image = pdf.make_stream(
        b"\x00" * 12, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, F=String("//evil.example/pixel")
    )
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im=image)
    after = samples.plain_text_of(clean_pdf(samples.saved(pdf)).content)
    assert b"/Im " in after
    assert b"evil.example" not in after


def test_what_was_filled_in_is_still_seen():
    pdf = samples.pdf_with_text()
    font = pdf.pages[0].obj.Resources.Font.F1
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("plager"),
            V=String("Vondt i kneet"),
            Rect=Array([10, 10, 190, 40]),
            F=4,
        )
    )
    field.DA = String("/F1 10 Tf 0 g")
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(F1=font)), DA=String("/F1 10 Tf 0 g")
    )
    after = samples.plain_text_of(clean_pdf(samples.saved(pdf)).content)
    assert b"Vondt i kneet" in after
    assert b"/AcroForm" not in after
    assert b"/Widget" not in after


def test_layers_and_language_stay():
    pdf = samples.pdf_with_text()
    pdf.Root.Lang = String("nb-NO")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lag")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
    with pikepdf.open(BytesIO(clean_pdf(samples.saved(pdf)).content)) as clean:
        assert str(clean.Root.Lang) == "nb-NO"
        assert len(clean.Root.OCProperties.OCGs) == 1


@pytest.mark.parametrize(
    "encryption",
    [
        Encryption(user="hemmelig", owner="eier"),
        Encryption(user="", owner="eier"),
        Encryption(owner="e", user="u", R=3, metadata=False, aes=False),
    ],
)
def test_locked_is_refused(encryption):  # AD-55
    assert code_of(samples.saved(samples.pdf_with_text(), encryption=encryption)) == "pdf_encrypted"


@pytest.mark.parametrize("part", [0.02, 0.3, 0.9, 0.98])
def test_truncated_is_refused(part):  # AD-56
    whole = samples.saved(samples.pdf_with_text(pages=20))
    assert clean_pdf(whole).pages == 20
    assert code_of(whole[: int(len(whole) * part)]) == "file_damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nnothing more",
        b"%PDF-1.4\n<html><script>alert(1)</script>",
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 7 0 R/Size 1>>\nstartxref\n9\n%%EOF",
    ],
)
def test_what_only_begins_like_a_pdf_is_refused(data):  # AD-54
    assert code_of(data) == "file_damaged"


def test_limit_of_pages():
    assert clean_pdf(samples.saved(samples.pdf_with_text(pages=MAX_PAGES))).pages == MAX_PAGES == 100
    assert code_of(samples.saved(samples.pdf_with_text(pages=MAX_PAGES + 1))) == "pdf_too_many_pages"
    assert code_of(samples.saved(pikepdf.new())) == "file_damaged"


def test_what_is_hidden_before_after_and_in_older_versions_is_gone():  # AD-54
    body = samples.saved(samples.pdf_with_text())
    polyglot = b"\r\n" + body + b"\nPK\x03\x04<script>after</script>"
    after = samples.plain_text_of(clean_pdf(polyglot).content)
    assert after.startswith(b"%PDF-")
    assert b"<script>" not in after
    pdf = samples.pdf_with_text()
    pdf.make_indirect(pdf.make_stream(b"forgotten words nobody links to"))
    assert b"forgotten" not in samples.plain_text_of(clean_pdf(samples.saved(pdf)).content)


def test_photo_in_a_scan_loses_its_position_and_keeps_its_pixels():  # AD-58
    photo = samples.jpeg(samples.picture(400, 300), exif=samples.exif_with_position(), comment=b"taken at home", progressive=True)
    trailing = photo + samples.jpeg(exif=samples.exif_with_position())  # the second picture of a phone's file
    clean = clean_pdf(samples.saved(samples.pdf_with_photo(trailing, 400, 300)))
    assert samples.GPS_WORDS not in clean.content
    assert b"taken at home" not in clean.content
    with pikepdf.open(BytesIO(clean.content)) as pdf:
        kept = pdf.pages[0].obj.Resources.XObject.Im1.read_raw_bytes()
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(photo)).tobytes()
    assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize(
    ("wrap", "filters"),
    [
        (zlib.compress, [Name.FlateDecode, Name.DCTDecode]),
        (lambda photo: base64.a85encode(photo) + b"~>", [Name.ASCII85Decode, Name.DCTDecode]),
        (lambda photo: photo, [Name.DCTDecode]),
    ],
)
def test_wrapped_photo_loses_its_position_too(wrap, filters):  # AD-58
    photo = samples.jpeg(exif=samples.exif_with_position())
    pdf = samples.pdf_with_photo(photo, 64, 48)
    image = pdf.pages[0].obj.Resources.XObject.Im1
    image.write(wrap(photo), filter=Array(filters), decode_parms=Array([None] * len(filters)))
    with pikepdf.open(BytesIO(clean_pdf(samples.saved(pdf)).content)) as clean:
        kept = clean.pages[0].obj.Resources.XObject.Im1.read_raw_bytes()
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(photo)).tobytes()
    assert samples.GPS_WORDS not in kept


def test_cutting_segments_keeps_restart_markers_and_adobe_colours():  # AD-58
    for settings in ({"restart_marker_blocks": 4}, {"quality": 95, "subsampling": 0}):
        photo = samples.jpeg(samples.grain(160, 120), **settings)
        assert Image.open(BytesIO(without_metadata(photo))).tobytes() == Image.open(BytesIO(photo)).tobytes()
    print_colours = samples.jpeg(samples.picture(mode="CMYK"), exif=samples.exif_with_position())
    kept = without_metadata(print_colours)
    assert b"Adobe" in kept
    assert b"Exif" not in kept
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(print_colours)).tobytes()


def test_large_pdf_stays_within_4_mb():  # AD-56
    photo = samples.photo_of_exactly(3_900_000)
    dirty = samples.saved(samples.pdf_with_photo(photo, 3000, 2250))
    assert len(clean_pdf(dirty).content) <= MAX_BYTES


def test_pages_that_refer_to_themselves_end():
    pdf = samples.pdf_with_text()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    assert code_of(samples.saved(pdf)) == "file_damaged"
