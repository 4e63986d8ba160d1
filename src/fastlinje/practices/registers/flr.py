"""Fastlegeregisteret: whose list somebody is on, over SOAP 1.2 with basic authentication.

Source       the register's WSDL (IFlrReadOperations): GetPatientGPDetails for today, GetPatientsGPDetailsAtTime for another day
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime
from xml.etree.ElementTree import Element

from fastlinje.core import clock as clocks
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import valid_national_id
from fastlinje.people.oidc.profile import Timeouts
from fastlinje.people.registers import exchange
from fastlinje.people.registers.exchange import BATCH_TIMEOUTS, Peer, Reply
from fastlinje.people.registers.pause import Pause
from fastlinje.people.registers.unavailable import MisconfiguredRegister, NotANationalId, Reason, RegisterUnavailable

from . import soap
from .flr_answer import FLR, read_memberships
from .gp_register import ListMembership
from .xml_document import BadXml

_NAME = "flr"
_ACTIONS = f"{FLR}/IFlrReadOperations/"
# The register gives every fault the same code and tells them apart by text only.
_ON_NO_LIST = "ikke tilknyttet fastlegekontrakt"
_INVALID_NUMBER = "nin er ugyldig"


class Flr:
    """The register's client. One per process, shared by its threads.

    url  the SOAP 1.2 endpoint with addressing, as in https://ws.nhn.no/v2/flr
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        *,
        clock: Callable[[], datetime] = clocks.now,
        development: bool = False,
        timeouts: Timeouts = BATCH_TIMEOUTS,
    ):
        if not user or not password or ":" in user:
            raise MisconfiguredRegister("flr: user (without a colon) and password are both needed")
        self._peer = Peer(_NAME, timeouts, development=development)
        self._url = self._peer.check_address(url)
        self._authorization = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        self._clock, self._pause = clock, Pause(_NAME, clock)

    def gp_of(self, national_id: str, at: date) -> ListMembership | None:
        """The person's GP on that day; None for somebody on no list. Raises RegisterUnavailable, NotANationalId."""
        if not valid_national_id(national_id):
            raise NotANationalId
        is_today = at == oslo_date(self._clock())
        with self._pause.around_call():
            answer = self._call(*(_about_today(national_id) if is_today else _about_day(national_id, at)))
            if answer is None:
                return None
            try:
                found = read_memberships(answer, national_id, at)
            except BadXml as error:
                raise RegisterUnavailable(_NAME, Reason.MALFORMED, str(error)) from None
        return next((membership for membership in found if membership.includes(at)), None)

    def _call(self, operation: str, body: str) -> Element | None:
        action = _ACTIONS + operation
        headers = {
            "Authorization": self._authorization,
            "Content-Type": soap.content_type(action),
            "Accept": "application/soap+xml",
        }
        reply = exchange.post(self._peer, self._url, soap.envelope(action=action, to=self._url, body=body), headers)
        answer = self._opened(reply)
        if isinstance(answer, soap.Fault):
            return _no_list_or_raise(answer, reply)
        exchange.check_status(self._peer, reply)
        return answer

    def _opened(self, reply: Reply) -> Element | soap.Fault:
        try:
            return soap.opened(reply.body)
        except BadXml as error:
            # A gateway's own page for 401 or 503 is no SOAP; its status says more.
            exchange.check_status(self._peer, reply)
            raise RegisterUnavailable(_NAME, Reason.MALFORMED, str(error)) from None


def _about_today(national_id: str) -> tuple[str, str]:
    operation = "GetPatientGPDetails"
    return operation, f'<{operation} xmlns="{FLR}"><patientNin>{national_id}</patientNin></{operation}>'


def _about_day(national_id: str, at: date) -> tuple[str, str]:
    operation = "GetPatientsGPDetailsAtTime"
    # Noon: the register's clock says nothing about its zone.
    asked = f"<NinWithTimestamp><AtTime>{at.isoformat()}T12:00:00</AtTime><NIN>{national_id}</NIN></NinWithTimestamp>"
    return operation, f'<{operation} xmlns="{FLR}"><patientNins>{asked}</patientNins></{operation}>'


def _no_list_or_raise(fault: soap.Fault, reply: Reply) -> None:
    text = fault.text.lower()
    if _ON_NO_LIST in text:
        return
    if _INVALID_NUMBER in text:
        raise NotANationalId
    raise RegisterUnavailable(_NAME, Reason.REFUSED, f"fault, {reply.status}")
