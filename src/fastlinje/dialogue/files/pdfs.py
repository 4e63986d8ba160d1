"""PDFs: rewritten so that what a person sees and reads on the pages remains, and nothing that acts.

Runs in the helper process (see `sandbox`). The catalog and the pages keep only the entries named here, annotations
and form fields are drawn into the pages, and then every object is searched once more for what we never pass on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from .inspection import MAX_BYTES
from .jpeg_segments import without_metadata
from .refusals import refused

MAX_PAGES = 100

# Page content, layers, and what a screen reader needs.
_CATALOG_KEEPS = frozenset({"/Type", "/Pages", "/PageLabels", "/PageLayout", "/Version", "/Lang", "/MarkInfo"})
_CATALOG_KEEPS |= {"/StructTreeRoot", "/OCProperties", "/OutputIntents"}
_PAGE_KEEPS = frozenset(
    {"/Type", "/Parent", "/Resources", "/Contents", "/Rotate", "/UserUnit", "/Group", "/StructParents", "/Tabs"}
)
_PAGE_KEEPS |= {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}

# Scripts, files, media, references out of the document, and descriptions of who made it, when and where.
_NEVER = (
    "/JS",
    "/JavaScript",
    "/AA",
    "/OpenAction",
    "/EF",
    "/EmbeddedFiles",
    "/AF",
    "/XFA",
    "/URI",
    "/Launch",
    "/Alternates",
    "/OPI",
)
_NEVER += (
    "/Ref",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/Renditions",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/3DD",
    "/Collection",
)
_NEVER += ("/Metadata", "/PieceInfo", "/Thumb", "/SpiderInfo", "/LastModified", "/Perms")
_NEVER = frozenset(_NEVER)
# A stream whose bytes lie in another file.
_NEVER_ON_STREAMS = frozenset({"/F", "/FFilter", "/FDecodeParms"})
_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/URI",
    "/GoToR",
    "/GoToE",
    "/GoToDp",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/Rendition",
)
_ACTIONS += ("/Movie", "/Sound", "/Hide", "/Named", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute", "/Thread")
_ACTIONS = frozenset(_ACTIONS)
_MAX_NESTING = 100

# Deflated data may grow to this in memory while it is read; the process limit stands behind it.
_MAX_INFLATED_BYTES = 100_000_000
pikepdf.settings.set_qpdf_limits(flate_max_memory=_MAX_INFLATED_BYTES, run_length_max_memory=_MAX_INFLATED_BYTES)


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """A rewritten PDF and its number of pages."""

    content: bytes
    pages: int


def clean_pdf(data: bytes) -> CleanPdf:
    """Rewrite a PDF without scripts, actions, links, attachments, forms, media and metadata.

    Refuses   pdf_encrypted, pdf_too_many_pages, file_damaged, file_too_complex, file_too_large
    Source    F-045, AD-54, AD-55, AD-58
    """
    try:
        # No recovery: a PDF cut short would be "repaired" into one with pages missing, and nobody would know.
        with pikepdf.explicit_conversion(), Pdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _rewritten(pdf)
    except pikepdf.PasswordError:
        raise refused("pdf_encrypted") from None
    except MemoryError:
        raise refused("file_too_complex") from None
    except (pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        # What qpdf and pikepdf raise for objects of another type than the standard says.
        raise refused("file_damaged") from None


def _rewritten(pdf: Pdf) -> CleanPdf:
    if pdf.is_encrypted:
        raise refused("pdf_encrypted")
    pages = len(pdf.pages)
    if pages == 0:
        raise refused("file_damaged")
    if pages > MAX_PAGES:
        raise refused("pdf_too_many_pages")
    _draw_annotations(pdf)
    _keep_only(pdf.Root, _CATALOG_KEEPS)
    for page in pdf.pages:
        _keep_only(page.obj, _PAGE_KEEPS)
    _keep_only(pdf.trailer, frozenset({"/Root", "/Size", "/ID"}))
    for thing in _every_container(pdf):
        _disarm(thing, pdf)
    return CleanPdf(_saved(pdf), pages)


def _draw_annotations(pdf: Pdf) -> None:
    """Turn what is filled in, stamped or drawn on top into page content, so it is still seen when forms are gone."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        _drop(form, {"/XFA"})
        if form.get("/NeedAppearances") is not None:
            pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _keep_only(thing: Object, keeps: frozenset[str]) -> None:
    _drop(thing, set(thing.keys()) - keeps)


def _drop(thing: Object, keys: set[str]) -> None:
    for key in keys & set(thing.keys()):
        del thing[key]


def _every_container(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of the file, also those written inside another object."""
    for top in pdf.objects:
        stack = [(top, 0)]
        while stack:
            thing, depth = stack.pop()
            if depth > _MAX_NESTING:
                raise refused("file_too_complex")
            if isinstance(thing, Array):
                children = list(thing)
            elif isinstance(thing, (Dictionary, Stream)):
                yield thing
                children = [child for _, child in thing.items()]
            else:
                continue
            stack.extend((child, depth + 1) for child in children if not child.is_indirect)


def _disarm(thing: Object, pdf: Pdf) -> None:
    kind = thing.get("/S")
    if isinstance(kind, Name) and str(kind) in _ACTIONS:
        _keep_only(thing, frozenset())
    _drop(thing, set(_NEVER))
    if isinstance(thing, Stream):
        _drop(thing, set(_NEVER_ON_STREAMS))
        _disarm_stream(thing, pdf)


def _disarm_stream(stream: Stream, pdf: Pdf) -> None:
    filters, parameters = _listed(stream.get("/Filter")), _listed(stream.get("/DecodeParms"))
    if Name("/PS") in (stream.get("/Subtype"), stream.get("/Subtype2")):
        stream.write(b"")
    elif filters and filters[-1] == Name("/DCTDecode"):
        # The photo of a phone's «scan to PDF» carries its EXIF and position with it.
        wrapped = Stream(pdf, stream.read_raw_bytes())
        wrapped.stream_dict = Dictionary(Filter=Array(filters[:-1]), DecodeParms=Array(parameters[: len(filters) - 1]))
        own = parameters[len(filters) - 1 :]
        stream.write(without_metadata(wrapped.read_bytes()), filter=filters[-1], decode_parms=own[0] if own else None)


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _saved(pdf: Pdf) -> bytes:
    for recompress in (False, True):
        out = BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=recompress,
            deterministic_id=True,
        )
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise refused("file_too_large")
