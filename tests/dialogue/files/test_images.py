"""Photos and screenshots made anew from their pixels (AD-54, AD-56, AD-58)."""

import zlib
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files import images
from fastlinje.dialogue.files.images import MAX_PIXELS, clean_image
from fastlinje.dialogue.files.inspection import MAX_BYTES, Kind

from . import samples

pillow_heif.register_heif_opener()
XMP = b"<x:xmpmeta><exif:GPSLatitude>59</exif:GPSLatitude></x:xmpmeta>"


def opened(clean) -> Image.Image:
    image = Image.open(BytesIO(clean.content))
    image.load()
    assert image.size == (clean.width, clean.height)
    assert image.format.lower() == clean.kind
    return image


def code_of(data: bytes, kind: Kind) -> str:
    with pytest.raises(Refused) as refusal:
        clean_image(data, kind)
    return refusal.value.code


def markers(jpeg: bytes) -> set[int]:
    """The segments before the picture data."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


def chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        found.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


class TestMetadata:  # AD-58
    def test_jpeg_holds_only_the_picture(self):
        dirty = samples.jpeg(exif=samples.exif_with_position(), xmp=XMP, comment=b"taken at home", icc_profile=p3_profile())
        assert Image.open(BytesIO(dirty)).getexif().get_ifd(0x8825)
        clean = clean_image(dirty, Kind.JPEG)
        assert markers(clean.content) <= {0xE0, 0xDB, 0xC0, 0xC4}
        assert dict(opened(clean).getexif()) == {}
        for word in (samples.GPS_WORDS, b"xmpmeta", b"taken at home", b"ICC_PROFILE", b"Exif"):
            assert word in dirty
            assert word not in clean.content

    def test_png_holds_only_the_picture(self):
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Secret Author")
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        dirty = samples.png(pnginfo=texts, exif=samples.exif_with_position(), dpi=(300, 300), icc_profile=p3_profile())
        clean = clean_image(dirty, Kind.PNG)
        assert set(chunks(dirty)) >= {b"tEXt", b"iTXt", b"eXIf", b"iCCP"}
        assert set(chunks(clean.content)) == {b"IHDR", b"IDAT", b"IEND"}

    def test_heic_becomes_a_jpeg_with_only_the_picture(self):
        dirty = samples.encoded(samples.picture(320, 240), "HEIF", exif=samples.exif_with_position().tobytes(), xmp=XMP)
        clean = clean_image(dirty, Kind.HEIC)
        assert samples.GPS_WORDS in dirty
        assert clean.kind is Kind.JPEG
        assert markers(clean.content) <= {0xE0, 0xDB, 0xC0, 0xC4}
        red, blue = opened(clean).getpixel((40, 120)), opened(clean).getpixel((280, 120))
        assert red[0] > 150 > red[2]
        assert blue[2] > 150 > blue[0]

    def test_multi_picture_jpeg_keeps_the_first_only(self):
        out = BytesIO()
        samples.picture().save(
            out, "MPO", save_all=True, append_images=[samples.picture(30, 30)], exif=samples.exif_with_position()
        )
        clean = clean_image(out.getvalue(), Kind.JPEG)
        assert opened(clean).size == (64, 48)
        assert clean.content.count(b"\xff\xd8\xff") == 1

    def test_animated_png_keeps_the_first_picture_only(self):
        out = BytesIO()
        samples.picture().save(out, "PNG", save_all=True, append_images=[samples.picture(mode="L").convert("RGB")], duration=100)
        assert b"acTL" in out.getvalue()
        assert set(chunks(clean_image(out.getvalue(), Kind.PNG).content)) == {b"IHDR", b"IDAT", b"IEND"}


def p3_profile() -> bytes:
    """A profile that is not sRGB: what makes red and green swap places is easy to see."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


class TestWhatIsSeen:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_photo_is_turned_upright(self, orientation):
        upright = samples.picture(64, 32)
        as_stored = {
            1: [],
            2: [Image.Transpose.FLIP_LEFT_RIGHT],
            3: [Image.Transpose.ROTATE_180],
            4: [Image.Transpose.FLIP_TOP_BOTTOM],
            5: [Image.Transpose.TRANSPOSE],
            6: [Image.Transpose.ROTATE_90],
            7: [Image.Transpose.TRANSVERSE],
            8: [Image.Transpose.ROTATE_270],
        }[orientation]
        stored = upright
        for turn in as_stored:
            stored = stored.transpose(turn)
        exif = Image.Exif()
        exif[0x0112] = orientation
        clean = clean_image(samples.jpeg(stored, exif=exif), Kind.JPEG)
        assert (clean.width, clean.height) == (64, 32)
        assert opened(clean).getpixel((5, 16))[0] > 150
        assert opened(clean).getpixel((58, 16))[2] > 150

    def test_broken_exif_does_not_lose_the_photo(self):
        exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\xff" * 40
        assert opened(clean_image(samples.jpeg(exif=exif), Kind.JPEG)).size == (64, 48)

    def test_camera_photo_keeps_its_quality(self):
        original = samples.grain(800, 600)
        dirty = samples.jpeg(original, quality=92, subsampling=0)
        clean = clean_image(dirty, Kind.JPEG)
        before, after = Image.open(BytesIO(dirty)), opened(clean)
        assert after.quantization == before.quantization
        assert len(clean.content) <= len(dirty) * 1.01
        difference = max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
        assert difference <= 4

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
    def test_every_png_mode_stays_what_it_shows(self, mode):
        source = samples.picture(mode=mode)
        expected = source.convert("RGBA")
        seen = opened(clean_image(samples.png(source), Kind.PNG)).convert("RGBA")
        assert seen.tobytes() == expected.tobytes()

    def test_sixteen_bit_grey_becomes_the_same_grey_in_eight(self):
        deep = Image.frombytes("I;16", (20, 10), (b"\x00\x4a" * 10 + b"\xff\xf0" * 10) * 10)
        seen = opened(clean_image(samples.png(deep), Kind.PNG))
        assert (seen.mode, seen.getpixel((2, 2)), seen.getpixel((15, 2))) == ("L", 0x4A, 0xF0)

    def test_see_through_palette_stays_see_through(self):
        source = samples.picture(mode="P")
        clean = clean_image(samples.png(source, transparency=source.getpixel((5, 5))), Kind.PNG)
        assert opened(clean).convert("RGBA").getpixel((5, 5))[3] == 0
        assert opened(clean).convert("RGBA").getpixel((60, 5))[3] == 255

    def test_print_colours_become_screen_colours(self):
        clean = clean_image(samples.jpeg(samples.picture(mode="CMYK")), Kind.JPEG)
        assert opened(clean).mode == "RGB"
        assert opened(clean).getpixel((5, 5))[0] > 150

    def test_colours_of_another_profile_are_converted(self):
        swapped = swapped_red_and_green()
        clean = clean_image(samples.jpeg(Image.new("RGB", (64, 48), (220, 30, 30)), icc_profile=swapped), Kind.JPEG)
        red, green, _ = opened(clean).getpixel((20, 20))
        assert green > red + 60

    def test_broken_profile_is_ignored(self):
        assert opened(clean_image(samples.jpeg(icc_profile=b"x" * 200), Kind.JPEG)).size == (64, 48)


def swapped_red_and_green() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    return profile.replace(b"s\x00R\x00G\x00B", b"x\x00x\x00x\x00x").replace(b"sRGB", b"xxxx")


class TestSize:
    def test_png_too_large_as_png_becomes_a_jpeg(self):
        grain = samples.grain(1300, 1000)
        dirty = samples.png(grain, compress_level=1)
        see_through = grain.convert("RGBA")
        see_through.putalpha(Image.effect_noise(grain.size, 90))
        assert clean_image(dirty, Kind.PNG).kind is Kind.PNG
        clean = clean_image(samples.png(see_through), Kind.PNG)
        assert clean.kind is Kind.JPEG
        assert opened(clean).size == (1300, 1000)

    def test_nothing_comes_out_larger_than_4_mb(self):
        loud = Image.effect_noise((4600, 3400), 120)
        huge = Image.merge(
            "RGB", [loud, loud.transpose(Image.Transpose.ROTATE_180), loud.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
        )
        out = images._as_jpeg(huge, {"quality": 95})
        assert 2_000_000 < len(out.content) <= MAX_BYTES
        assert out.width < 4600
        assert abs(out.width / out.height - 4600 / 3400) < 0.01

    def test_50_megapixel_photo_is_halved(self):
        clean = clean_image(samples.jpeg(Image.new("L", (8000, 6000), 90), quality=60), Kind.JPEG)
        assert (clean.width, clean.height) == (4000, 3000)

    def test_limit_of_pixels(self):  # AD-56
        assert MAX_PIXELS == 50_000_000
        assert code_of(samples.png_of_claimed_size(50_001, 1_000, colour=0), Kind.PNG) == "file_too_many_pixels"
        assert code_of(samples.jpeg_of_claimed_size(50_000, 50_000), Kind.JPEG) == "file_too_many_pixels"


class TestDamage:  # AD-56
    @pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.HEIC])
    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_truncated_is_refused(self, kind, part):
        whole = samples.encoded(samples.grain(400, 300), {"heic": "HEIF"}.get(kind, kind.upper()))
        assert opened(clean_image(whole, kind)).size == (400, 300)
        assert code_of(whole[: int(len(whole) * part)], kind) == "file_damaged"

    @pytest.mark.parametrize("head", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"x" * 200])
    def test_only_the_beginning_of_a_jpeg(self, head):
        assert code_of(head, Kind.JPEG) == "file_damaged"

    def test_png_with_a_wrong_checksum(self):
        data = bytearray(samples.png())
        data[data.index(b"IDAT") + 10] ^= 1
        assert code_of(bytes(data), Kind.PNG) == "file_damaged"

    def test_text_that_unpacks_to_much_is_refused(self):
        bomb = samples.png()
        packed = b"Comment\x00\x00" + zlib.compress(bytes(50_000_000), 9)
        assert code_of(bomb[:33] + samples.chunk(b"zTXt", packed) * 3 + bomb[33:], Kind.PNG) == "file_damaged"

    def test_thousands_of_scans_are_refused_before_decoding(self):
        data = samples.jpeg(progressive=True)
        at = data.rindex(b"\xff\xda")
        scan = data[at:-2]
        assert code_of(data[:-2] + scan * 2000 + data[-2:], Kind.JPEG) == "file_too_complex"


@pytest.mark.parametrize(
    "foreign", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04zipped" * 20, b"MZ" + bytes(200), b"%PDF-1.4 /JavaScript"]
)
@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG])
def test_foreign_part_is_gone(kind, foreign):  # AD-54
    whole = samples.encoded(samples.picture(), kind.upper())
    inside = samples.jpeg(comment=foreign) if kind is Kind.JPEG else whole[:33] + samples.chunk(b"prVt", foreign) + whole[33:]
    for polyglot in (whole + foreign, inside):
        clean = clean_image(polyglot, kind)
        assert foreign in polyglot
        assert foreign not in clean.content
        assert opened(clean).size == (64, 48)
