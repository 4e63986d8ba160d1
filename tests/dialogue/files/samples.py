"""Files made on the spot: no test data is stored."""

import struct
import zlib
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS_WORDS = b"OsloCameraCo"


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Left half red and right half blue, so that turning and mirroring can be seen."""
    image = Image.new("RGB", (width, height), (200, 20, 20))
    image.paste((20, 20, 200), (width // 2, 0, width, height))
    return image.convert(mode)


@cache
def grain(width: int, height: int) -> Image.Image:
    """Something as hard to compress as a photo of skin."""
    noise = Image.effect_noise((width // 2, height // 2), 40).resize((width, height))
    return Image.merge(
        "RGB", [noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), noise.transpose(Image.Transpose.ROTATE_180)]
    )


def encoded(image: Image.Image, image_format: str, **settings) -> bytes:
    out = BytesIO()
    image.save(out, image_format, **settings)
    return out.getvalue()


def jpeg(image: Image.Image | None = None, **settings) -> bytes:
    return encoded(image or picture(), "JPEG", **{"quality": 90, **settings})


def png(image: Image.Image | None = None, **settings) -> bytes:
    return encoded(image or picture(), "PNG", **settings)


def exif_with_position(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = GPS_WORDS.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 54.0, 50.0), 3: "E", 4: (10.0, 44.0, 20.0)})
    return exif


@cache
def photo_of_exactly(size: int) -> bytes:
    """A real photo filled up to exactly this many bytes with comment segments, which every reader accepts."""
    base = jpeg(grain(3000, 2250), quality=80)
    missing = size - len(base)
    assert missing > 4, "the photo alone is too large"
    segments = b""
    while missing:
        length = min(missing, 65_537)
        if 0 < missing - length < 4:
            length -= 4
        segments += b"\xff\xfe" + struct.pack("!H", length - 2) + b"x" * (length - 4)
        missing -= length
    return base[:2] + segments + base[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))


def png_of_claimed_size(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it is this large and holds the deflated rows to prove it, as far as 2 MB of file go."""
    header = chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, depth, colour, 0, 0, 0))
    deflate = zlib.compressobj(9)
    row = bytes(1 + width * {0: 1, 2: 3, 6: 4}[colour])
    rows = b"".join(deflate.compress(row) for _ in range(min(height, 2_000_000_000 // max(len(row), 1) // 10)))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows + deflate.flush()) + chunk(b"IEND", b"")


def jpeg_of_claimed_size(width: int, height: int) -> bytes:
    """A tiny JPEG whose frame header claims another size."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack("!HH", height, width)
    return bytes(data)


def saved(pdf: Pdf, **settings) -> bytes:
    out = BytesIO()
    pdf.save(out, **settings)
    return out.getvalue()


def pdf_with_text(text: str = "Hei", pages: int = 1) -> Pdf:
    """Pages of 200 x 200 points with one line of text each."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 200))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 100 Td ({text} {number + 1}) Tj ET".encode())
    return pdf


def _script(code: str = "app.alert('hei')") -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(code))


def hostile_pdf() -> Pdf:
    """A PDF with everything AD-55 names, and some more places to hide."""
    pdf = pdf_with_text()
    page = pdf.pages[0].obj
    link = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://evil.example/x"))
    launch = Dictionary(Type=Name.Action, S=Name.Launch, F=String("cmd.exe"), Next=Array([_script()]))
    remote = Dictionary(Type=Name.Action, S=Name.GoToR, F=String("//evil.example/share"), D=Array([0, Name.Fit]))
    submit = Dictionary(Type=Name.Action, S=Name.SubmitForm, F=String("https://evil.example/form"))
    box = Array([10, 10, 60, 30])
    attached = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec, F=String("virus.exe"), EF=Dictionary(F=pdf.make_stream(b"MZ-embedded", Type=Name.EmbeddedFile))
        )
    )
    page.Annots = Array(
        pdf.make_indirect(annotation)
        for annotation in (
            *(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action) for action in (link, launch, remote, submit)),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=attached),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.RichMedia,
                Rect=box,
                RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([attached]))),
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=box, AA=Dictionary(PO=_script())),
        )
    )
    page.AA = Dictionary(O=_script())
    page.PieceInfo = Dictionary(Secret=Dictionary(Private=String("draft of the letter")))
    page.Metadata = pdf.make_stream(b"<x:xmpmeta>secret author</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
    root = pdf.Root
    root.OpenAction = _script("this.exportDataObject()")
    root.AA = Dictionary(WC=_script())
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), _script()])),
        EmbeddedFiles=Dictionary(Names=Array([String("virus.exe"), attached])),
    )
    root.AF = Array([attached])
    root.URI = Dictionary(Base=String("https://evil.example/"))
    root.Collection = Dictionary(View=Name.D)
    root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("template"), pdf.make_stream(b"<xdp:xdp>xfa-script</xdp:xdp>")]))
    root.Outlines = pdf.make_indirect(Dictionary(First=pdf.make_indirect(Dictionary(Title=String("a"), A=link)), Count=1))
    # A link that only the structure tree still points to.
    hidden = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=link))
    root.StructTreeRoot = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=Dictionary(S=Name.Link, K=Array([Dictionary(Type=Name.OBJR, Obj=hidden)]), A=Dictionary(O=Name.Layout)),
        )
    )
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Secret Author"]
    pdf.docinfo["/Author"] = "Secret Author"
    return pdf


def pdf_with_photo(photo: bytes, width: int, height: int) -> Pdf:
    """What «scan to PDF» on a phone makes: a page with the camera's own JPEG in it."""
    pdf = pdf_with_text()
    image = Stream(pdf, photo)
    image.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(Im1=pdf.make_indirect(image))
    page.Contents = pdf.make_stream(b"q 100 0 0 75 20 20 cm /Im1 Do Q")
    return pdf


def plain_text_of(pdf_bytes: bytes) -> bytes:
    """Everything a PDF holds, inflated and unpacked, to search for words."""
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        return saved(
            pdf,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            fix_metadata_version=False,
        )
