"""The states of a slot, an appointment and what hangs on it, and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused


class ServiceKind(models.TextChoices):
    """What sort of thing is booked. The value is also the service code that forms are assigned to."""

    CONSULTATION = "consultation", _("Time hos lege")
    LABORATORY = "laboratory", _("Laboratorium")
    INFLUENZA_VACCINE = "influenza_vaccine", _("Influensavaksine")
    CORONA_VACCINE = "corona_vaccine", _("Koronavaksine")
    CORONA_TEST = "corona_test", _("Koronatest")
    OWN = "own", _("Annet")


class Modality(models.TextChoices):
    """How one meets."""

    IN_PERSON = "in-person", _("På legekontoret")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Telefon")


class SlotStatus(models.TextChoices):
    """Slot.status, FHIR's codes. Tentative: kept for somebody it was offered to. Unavailable: closed by the office."""

    FREE = "free"
    BUSY = "busy"
    TENTATIVE = "busy-tentative"
    UNAVAILABLE = "busy-unavailable"


class AppointmentState(models.TextChoices):
    """Appointment.status, FHIR's codes. Labels are what people read.

    PROPOSED  somebody asked for a time
    PENDING   the office has offered times to choose from
    """

    PROPOSED = "proposed", _("Timeønske sendt")
    PENDING = "pending", _("Tider foreslått")
    BOOKED = "booked", _("Bestilt")
    ARRIVED = "arrived", _("Møtt")
    FULFILLED = "fulfilled", _("Gjennomført")
    CANCELLED = "cancelled", _("Avbestilt")
    NO_SHOW = "noshow", _("Ikke møtt")

    @property
    def is_coming(self) -> bool:
        """The time is agreed and has not been held."""
        return self in (AppointmentState.BOOKED, AppointmentState.ARRIVED)

    @property
    def is_request(self) -> bool:
        """The person waits for a time."""
        return self in (AppointmentState.PROPOSED, AppointmentState.PENDING)


A = AppointmentState

TRANSITIONS: dict[AppointmentState, frozenset[AppointmentState]] = {
    A.PROPOSED: frozenset({A.PENDING, A.BOOKED, A.CANCELLED}),
    A.PENDING: frozenset({A.PROPOSED, A.PENDING, A.BOOKED, A.CANCELLED}),
    # BOOKED to BOOKED is a move
    A.BOOKED: frozenset({A.BOOKED, A.ARRIVED, A.FULFILLED, A.CANCELLED, A.NO_SHOW}),
    # back to BOOKED when it was marked by mistake
    A.ARRIVED: frozenset({A.BOOKED, A.FULFILLED}),
    A.NO_SHOW: frozenset({A.BOOKED, A.ARRIVED}),
    A.FULFILLED: frozenset({A.ARRIVED}),
    A.CANCELLED: frozenset(),
}


def check_transition(current: str, to: AppointmentState) -> None:
    """Refuses wrong_state when the table has no such step."""
    if to not in TRANSITIONS[AppointmentState(current)]:
        raise Refused("wrong_state", str(_("Dette kan ikke gjøres slik timen er nå. Last siden på nytt.")))


class EndReason(models.TextChoices):
    """Why an appointment or request ended, in the history. Labels are what people read."""

    BY_PERSON = "by_person", _("Du avbestilte")
    BY_OFFICE = "by_office", _("Legekontoret avlyste")
    CLINICIAN_AWAY = "clinician_away", _("Behandleren er borte")
    NO_TIMES = "no_times", _("Vi har ingen ledige timer i det tidsrommet")
    BOOK_ONLINE = "book_online", _("Du kan velge blant de ledige timene selv")
    OTHER_CARE = "other_care", _("Dette hører hjemme et annet sted")
    CALL_US = "call_us", _("Ring oss, så finner vi en time sammen")
    OTHER = "other", _("Annen grunn")
    GP_CHANGED = "gp_changed", _("Fastlegen din er ikke lenger på dette legekontoret")


DECLINING = (EndReason.NO_TIMES, EndReason.BOOK_ONLINE, EndReason.CALL_US, EndReason.OTHER_CARE, EndReason.OTHER)
"""Why the office may say no to a request; the last needs words."""


class OfferState(models.TextChoices):
    """What came of a time that was offered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class EntryState(models.TextChoices):
    """Where somebody on the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    DONE = "done"
    LEFT = "left"


class PublicationState(models.TextChoices):
    """How far a publication has come. Labels are what the office reads."""

    RUNNING = "running", _("Lager timer")
    DONE = "done", _("Ferdig")
    UNDOING = "undoing", _("Angrer")
    UNDONE = "undone", _("Angret")


class AbsenceReason(models.TextChoices):
    """Why nobody works in a schedule for some days. Only the office reads it."""

    HOLIDAY = "holiday", _("Ferie")
    ILLNESS = "illness", _("Sykdom")
    COURSE = "course", _("Kurs eller møte")
    CLOSED = "closed", _("Kontoret er stengt")
    OTHER = "other", _("Annet")
