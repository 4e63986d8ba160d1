"""Every notice the service can send, so that anybody can tell a real one from a false one."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.notifications.texts import email_ending, example_texts

from ..kit import ANYONE, render, requires

OCCASIONS = {
    "received": gettext_lazy("Når legekontoret har fått spørsmålet ditt"),
    "answered": gettext_lazy("Når legekontoret har svart, og du kan svare tilbake"),
    "answered_and_closed": gettext_lazy("Når legekontoret har svart og avsluttet samtalen"),
    "news": gettext_lazy("Når noe annet er nytt i en samtale"),
    "appointment_booked": gettext_lazy("Når du har fått en time på legekontoret"),
    "appointment_phone": gettext_lazy("Når du har fått en time på telefon"),
    "appointment_video": gettext_lazy("Når du har fått en time på video"),
    "appointment_moved": gettext_lazy("Når timen din er flyttet"),
    "appointment_moved_phone": gettext_lazy("Når timen din er flyttet, og legekontoret ringer deg"),
    "appointment_moved_video": gettext_lazy("Når timen din er flyttet, og du møter på video"),
    "appointment_cancelled": gettext_lazy("Når legekontoret har avlyst timen din"),
    "left_office": gettext_lazy("Når du har fått en annen fastlege og hadde timer eller timeønsker på det gamle kontoret"),
    "request_received": gettext_lazy("Når legekontoret har fått timeønsket ditt"),
    "request_declined": gettext_lazy("Når legekontoret ikke kan gi deg timen du ba om"),
    "times_offered": gettext_lazy("Når legekontoret har foreslått tider du kan velge blant"),
    "earlier_offered": gettext_lazy("Når du står på venteliste og en tidligere time er ledig"),
    "reminder": gettext_lazy("To dager før en time"),
    "reminder_late": gettext_lazy("To dager før en time som ikke lenger kan avbestilles gratis"),
    "reminder_phone": gettext_lazy("Samme dag som en time på telefon"),
    "reminder_video": gettext_lazy("Samme dag som en time på video"),
    "power_given": gettext_lazy("Når en fullmakt du har gitt er ny, endret eller avsluttet"),
    "power_held": gettext_lazy("Når en fullmakt til deg er ny, endret eller avsluttet"),
    "of_age": gettext_lazy("Når du fyller 16 år"),
    "acts_for_changed": gettext_lazy("Når du ikke lenger kan handle for en annen, for eksempel fordi et barn har fylt 16 år"),
    "youth_access": gettext_lazy(
        "Når en forelder har sagt ja til at en på 13 til 15 år bruker Fastlinje selv, eller tatt det tilbake"
    ),
    "ready": gettext_lazy("Når kopien du har bedt om av opplysningene dine, er klar"),
    "contact_code": gettext_lazy("Når du har bedt om en kode for å bekrefte e-post eller mobil"),
}
"""When each text is sent, by its name in notifications/templates.py."""


@dataclass(frozen=True)
class NoticeText:
    """One text with made-up values filled in."""

    occasion: str
    subject: str
    sentence: str


@dataclass(frozen=True)
class NoticeTextsPage:
    """All texts, and who they come from on this installation."""

    title: str
    email_sender: str
    sms_sender: str
    texts: tuple[NoticeText, ...]
    ending: tuple[str, ...]


@require_safe
@requires(ANYONE)
def notice_texts(request: HttpRequest) -> HttpResponse:
    """The texts, in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    page = NoticeTextsPage(
        title=_("Varslene vi sender"),
        email_sender=settings.DEFAULT_FROM_EMAIL,
        sms_sender=settings.ENVIRONMENT.sms_sender,
        texts=tuple(
            NoticeText(str(OCCASIONS[name]), wording.subject, wording.sentence) for name, wording in example_texts(language).items()
        ),
        ending=email_ending(language),
    )
    return render(request, "site/notice_texts.html", page)
