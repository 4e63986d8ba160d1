from .coming_of_age import ComingOfAge
from .consent import Consent
from .contact_code import ContactCode
from .contact_point import ContactPoint
from .login import Login, LogoutToken, Session
from .notice_preference import NoticePreference
from .person import Person
from .power_of_attorney import PowerOfAttorney
from .register_document import RegisterDocument
from .register_freshness import RegisterFreshness
from .register_round import RegisterRound
from .related_person import RelatedPerson
from .youth_access import YouthAccess

__all__ = [
    "ComingOfAge",
    "Consent",
    "ContactCode",
    "ContactPoint",
    "Login",
    "LogoutToken",
    "NoticePreference",
    "Person",
    "PowerOfAttorney",
    "RegisterDocument",
    "RegisterFreshness",
    "RegisterRound",
    "RelatedPerson",
    "Session",
    "YouthAccess",
]
