"""Reads Fastlegeregisteret's answer about one person."""

from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import Element

from fastlinje.core.clock import oslo_date

from .gp_register import ListMembership
from .soap import COMMON
from .xml_document import BadXml

FLR = "http://schemas.nhn.no/reg/flr"
_CORPORATE = "http://register.nhn.no/Corporate"
_PERIOD = "http://schemas.nhn.no/reg/Common/en"
_SUBSTITUTE = "LPVI"
_NAMES = {"f": FLR, "b": _CORPORATE, "p": _PERIOD, "c": COMMON}
_END_OF_TIME = date(9000, 1, 1)


def read_memberships(answer: Element, national_id: str, at: date) -> list[ListMembership]:
    """The memberships in an answer, usually one. Raises BadXml when it isn't one, or is about somebody else."""
    if answer.tag == f"{{{FLR}}}GetPatientGPDetailsResponse":
        found = answer.findall("f:GetPatientGPDetailsResult", _NAMES)
    elif answer.tag == f"{{{FLR}}}GetPatientsGPDetailsAtTimeResponse":
        found = answer.findall("f:GetPatientsGPDetailsAtTimeResult/f:PatientToGPContractAssociation", _NAMES)
    else:
        raise BadXml("another operation's answer")
    return [_membership(element, national_id, at) for element in found if len(element)]


def _membership(element: Element, national_id: str, at: date) -> ListMembership:
    about = _text(element, "f:PatientNIN") or _text(element, "f:Patient/f:NIN")
    if about is not None and about != national_id:
        raise BadXml("about somebody else")
    gp = _gp(element, at)
    membership = ListMembership(
        gp_her_id=_number(element, "f:GPHerId"),
        gp_hpr_number=_digits(gp, "f:HprNumber"),
        gp_name=_name(gp),
        organisation_number=_organisation_number(element),
        organisation_name=_text(element, "f:GPContract/f:GPOffice/b:Name"),
        list_id=_digits(element, "f:GPContractId") or _digits(element, "f:GPContract/f:Id"),
        from_date=_day(element, "f:Period/p:From"),
        to_date=_day(element, "f:Period/p:To"),
    )
    if membership.gp_her_id is None and membership.gp_hpr_number is None:
        raise BadXml("names no GP")
    return membership


def _gp(element: Element, at: date) -> Element | None:
    """The list's own doctor that day; substitutes stand beside them in the same cycle."""
    return next((gp for gp in _doctors(element) if not _is_substitute(gp) and _holds(gp, at)), None)


def _doctors(element: Element) -> Iterator[Element]:
    for place in ("f:DoctorCycles", "f:GPContract/f:DoctorCycles"):
        yield from element.iterfind(f"{place}/f:GPOnContractAssociation", _NAMES)


def _is_substitute(gp: Element) -> bool:
    return _text(gp, "f:SubstituteForHprNumber") is not None or _text(gp, "f:Relationship/c:CodeValue") == _SUBSTITUTE


def _holds(gp: Element, at: date) -> bool:
    start, end = _day(gp, "f:Valid/p:From"), _day(gp, "f:Valid/p:To")
    return (start is None or start <= at) and (end is None or at <= end)


def _name(gp: Element | None) -> str | None:
    if gp is None:
        return None
    parts = (_text(gp, f"f:GP/f:{part}") for part in ("FirstName", "MiddleName", "LastName"))
    return " ".join(part for part in parts if part) or None


def _organisation_number(element: Element) -> str | None:
    office = _digits(element, "f:GPContract/f:GPOffice/b:OrganizationNumber")
    return office or _digits(element, "f:GPContract/f:GPOfficeOrganizationNumber")


def _text(element: Element | None, path: str) -> str | None:
    found = element.find(path, _NAMES) if element is not None else None
    return (found.text or "").strip() or None if found is not None else None


def _digits(element: Element | None, path: str) -> str | None:
    """A number as it is written; the register says 0 where it means nothing."""
    text = _text(element, path)
    if text is None or text == "0":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadXml(f"{path.rsplit(':', 1)[1]} is not a number")
    return text


def _number(element: Element, path: str) -> int | None:
    digits = _digits(element, path)
    return int(digits) if digits is not None else None


def _day(element: Element, path: str) -> date | None:
    text = _text(element, path)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadXml(f"{path.rsplit(':', 1)[1]} is not a time") from None
    if moment.year >= _END_OF_TIME.year:
        return None
    # Without an offset the register means Norway's day.
    return oslo_date(moment) if moment.tzinfo else moment.date()
