"""A SOAP peer in the shape of Fastlegeregisteret: WCF, SOAP 1.2 with addressing and basic authentication."""

from base64 import b64encode
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tests.people.registers.peer import Answer, Asked, Server

USER, PASSWORD = "kontoret", "æøå:hemmelig"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
FLR = "http://schemas.nhn.no/reg/flr"
_SPACES = (
    'xmlns:b="http://register.nhn.no/Corporate" xmlns:p="http://schemas.nhn.no/reg/Common/en" '
    'xmlns:c="http://register.nhn.no/Common" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
)
ON_NO_LIST = "ArgumentException: Personen er ikke tilknyttet fastlegekontrakt"
INVALID = "ArgumentException: patientNin er ugyldig"


@dataclass(frozen=True)
class Membership:
    """One row of its table, with what XML to put inside the answer."""

    xml: str
    first: str = "2000-01-01"
    last: str = "9999-12-31"


class FlrPeer:
    """Answers about the people in `lists`; checks what WCF checks and keeps the operations asked for."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Membership]] = {}
        self.operations: list[str] = []
        self.server = Server(self.behave)

    @property
    def url(self) -> str:
        return f"{self.server.url}/v2/flr"

    def behave(self, asked: Asked) -> Answer:
        if asked.headers.get("Authorization") != "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            return Answer(401, b"<html>Access is denied</html>")
        header, operation = _opened(asked)
        name = operation.tag.removeprefix(f"{{{FLR}}}")
        action = f"{FLR}/IFlrReadOperations/{name}"
        addressed = header.findtext(f"{{{ADDRESSING}}}Action"), header.findtext(f"{{{ADDRESSING}}}To")
        if addressed != (action, self.url) or f'action="{action}"' not in asked.headers["Content-Type"]:
            return fault("ContractFilter mismatch at the EndpointDispatcher", 500)
        self.operations.append(name)
        return self._today(operation) if name == "GetPatientGPDetails" else self._at_time(operation)

    def _today(self, operation: ET.Element) -> Answer:
        number = operation.findtext(f"{{{FLR}}}patientNin")
        if number not in self.lists:
            return fault(ON_NO_LIST)
        result = self.lists[number][-1].xml
        return envelope(
            f'<GetPatientGPDetailsResponse xmlns="{FLR}"><GetPatientGPDetailsResult>{result}'
            "</GetPatientGPDetailsResult></GetPatientGPDetailsResponse>"
        )

    def _at_time(self, operation: ET.Element) -> Answer:
        asked = operation.find(f"{{{FLR}}}patientNins/{{{FLR}}}NinWithTimestamp")
        assert [child.tag for child in asked] == [f"{{{FLR}}}AtTime", f"{{{FLR}}}NIN"], "the schema says in this order"
        day, number = asked[0].text[:10], asked[1].text
        found = [row.xml for row in self.lists.get(number, []) if row.first <= day <= row.last]
        results = "".join(f"<PatientToGPContractAssociation>{xml}</PatientToGPContractAssociation>" for xml in found)
        return envelope(
            f'<GetPatientsGPDetailsAtTimeResponse xmlns="{FLR}"><GetPatientsGPDetailsAtTimeResult>{results}'
            "</GetPatientsGPDetailsAtTimeResult></GetPatientsGPDetailsAtTimeResponse>"
        )


def envelope(body: str, status: int = 200) -> Answer:
    content = f'<s:Envelope xmlns:s="{SOAP}" {_SPACES}><s:Header/><s:Body>{body}</s:Body></s:Envelope>'
    return Answer(status, content.encode(), {"Content-Type": "application/soap+xml; charset=utf-8"})


def fault(message: str, status: int = 500) -> Answer:
    return envelope(
        '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="nb-NO">'
        f"{message} (reason)</s:Text></s:Reason><s:Detail><GenericFault xmlns='http://register.nhn.no/Common'>"
        f"<ErrorCode>Feil</ErrorCode><Message>{message}</Message></GenericFault></s:Detail></s:Fault>",
        status,
    )


def _opened(asked: Asked) -> tuple[ET.Element, ET.Element]:
    root = ET.fromstring(asked.body)
    header, body = root.find(f"{{{SOAP}}}Header"), root.find(f"{{{SOAP}}}Body")
    assert header is not None
    assert body is not None
    assert len(body) == 1
    return header, body[0]
