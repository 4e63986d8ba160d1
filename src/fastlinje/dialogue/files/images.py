"""Photos and screenshots: decoded in full and written anew, so that only the pixels remain.

Runs in the helper process (see `sandbox`). EXIF, GPS, XMP, thumbnails, comments, colour profiles and anything
appended to the file are gone because the new file is made from pixels alone.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile, get_sampling
from PIL.PngImagePlugin import PngImageFile
from pillow_heif import HeifImageFile

from .inspection import MAX_BYTES, Kind
from .refusals import refused

MAX_PIXELS = 50_000_000
# Above this a JPEG is decoded at half size: what remains is still a 12 Mpx photo, at a quarter of the memory.
_HALVE_ABOVE_PIXELS = 24_000_000
# A progressive JPEG has about ten scans. Thousands of empty ones are a bomb that costs a full pass each.
_MAX_JPEG_SCANS = 40
_START_OF_SCAN = b"\xff\xda"
_EXIF_ORIENTATION = 0x0112

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False

# The classes themselves and not Image.open, which would also hand a JPEG to the multi-picture reader.
_READERS = {Kind.JPEG: JpegImageFile, Kind.PNG: PngImageFile, Kind.HEIC: HeifImageFile}

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_QUALITIES = (88, 80, 70)
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A rewritten image; sizes in pixels as a person sees it (turned upright)."""

    content: bytes
    kind: Kind
    width: int
    height: int


def clean_image(data: bytes, kind: Kind) -> CleanImage:
    """Rewrite a photo from its pixels: upright, in ordinary colours, at most 4_000_000 bytes.

    JPEG and HEIC become JPEG; PNG stays PNG unless only JPEG makes it small enough.
    Refuses   file_damaged, file_too_many_pixels, file_too_complex
    Source    F-045, AD-54, AD-56, AD-58
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about broken EXIF, which is thrown away anyhow
            return _rewritten(_decoded(data, kind))
    except MemoryError:
        raise refused("file_too_complex") from None
    except Image.DecompressionBombError:
        raise refused("file_too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        # What Pillow and libheif raise for bytes that are not the picture they claim to be.
        raise refused("file_damaged") from None


def _decoded(data: bytes, kind: Kind) -> Image.Image:
    if kind is Kind.JPEG and data.count(_START_OF_SCAN) > _MAX_JPEG_SCANS:
        raise refused("file_too_complex")
    image = _READERS[kind](BytesIO(data))
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise refused("file_too_many_pixels")
    if kind is Kind.JPEG and width * height > _HALVE_ABOVE_PIXELS:
        image.draft(image.mode, (width // 2, height // 2))
    image.load()
    return image


def _rewritten(image: Image.Image) -> CleanImage:
    coding = _own_coding(image)
    shown = _upright(_in_srgb(image), _orientation(image))
    is_png = isinstance(image, PngImageFile)
    content = _png(shown) if is_png else None
    if content is not None and len(content) <= MAX_BYTES:
        return CleanImage(content, Kind.PNG, *shown.size)
    shown = _opaque(shown)
    return _as_jpeg(shown, coding if shown.mode == image.mode else None)


def _own_coding(image: Image.Image) -> dict | None:
    """A camera JPEG's own quantisation, so that writing it again costs next to no quality and not a byte more."""
    if not isinstance(image, JpegImageFile) or image.mode not in {"L", "RGB"} or 0 not in image.quantization:
        return None
    return {"qtables": image.quantization, "subsampling": get_sampling(image)}


def _orientation(image: Image.Image) -> int:
    if isinstance(image, HeifImageFile):
        return 1  # libheif has turned it already
    try:
        return image.getexif().get(_EXIF_ORIENTATION, 1)
    except Exception:
        return 1  # broken EXIF raises nearly anything, and the picture is fine without it


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image.transpose(turn) if turn is not None else image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in sRGB, so that dropping its colour profile does not change what skin looks like."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"L", "RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in (ImageCms.getProfileDescription(source) or ""):
            return image
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a profile nobody can read is as good as none


def _png(image: Image.Image) -> bytes:
    plain = image if image.mode in _PNG_MODES else _eight_bits(image)
    transparency = image.info.get("transparency")
    plain.info = {} if transparency is None else {"transparency": transparency}
    out = BytesIO()
    plain.save(out, "PNG")
    return out.getvalue()


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit grey (X-rays, scanners) as ordinary grey; Pillow's own conversion would cut off instead of scale."""
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _opaque(image: Image.Image) -> Image.Image:
    """A mode JPEG can hold, with white where the image was see-through."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode == "I;16":
        return _eight_bits(image)
    if "transparency" not in image.info and image.mode not in {"LA", "PA", "RGBA"}:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def _as_jpeg(image: Image.Image, coding: dict | None) -> CleanImage:
    for settings in [coding, *({"quality": quality} for quality in _QUALITIES)]:
        if settings and len(content := _jpeg(image, settings)) <= MAX_BYTES:
            return CleanImage(content, Kind.JPEG, *image.size)
    width, height = image.size
    smaller = image.resize((max(width * 3 // 4, 1), max(height * 3 // 4, 1)), Image.Resampling.LANCZOS)
    return _as_jpeg(smaller, None)


def _jpeg(image: Image.Image, settings: dict) -> bytes:
    image.info = {}
    out = BytesIO()
    image.save(out, "JPEG", **settings)
    return out.getvalue()
