"""Addresses of the office, all under /kontor/."""

from django.urls import include, path

from . import choice, control, home, members, services, settings, worklist
from .conversations import answering, appointment, assignment, attachment, closing, copies, reading, retraction, visibility

SAMTALE = "samtaler/<uuid:conversation_id>"

urlpatterns = [
    path("", home.office_home, name="office_home"),
    path("velg/", choice.choose_office, name="choose_office"),
    path("arbeidsliste/", worklist.worklist, name="worklist"),
    path(f"{SAMTALE}/", reading.conversation, name="office_conversation"),
    path(f"{SAMTALE}/apning/", reading.conversation_opening, name="office_opening"),
    path(f"{SAMTALE}/tilstede/", reading.conversation_presence, name="office_presence"),
    path(f"{SAMTALE}/svar/", answering.conversation_answer, name="office_answer"),
    path(f"{SAMTALE}/svar/utkast/", answering.conversation_draft, name="office_draft"),
    path(f"{SAMTALE}/svar/<uuid:message_id>/angring/", answering.answer_undo, name="office_undo"),
    path(f"{SAMTALE}/svar/<uuid:message_id>/tilbaketrekking/", retraction.answer_retraction, name="office_retraction"),
    path(f"{SAMTALE}/ansvarlig/", assignment.conversation_assignment, name="office_assignment"),
    path(f"{SAMTALE}/time/", appointment.conversation_appointment, name="office_appointment"),
    path(f"{SAMTALE}/avslutning/", closing.conversation_closing, name="office_closing"),
    path(f"{SAMTALE}/journal/", closing.conversation_journal, name="office_journal"),
    path(f"{SAMTALE}/synlighet/", visibility.conversation_visibility, name="office_visibility"),
    path(f"{SAMTALE}/tekst/", copies.conversation_text, name="office_copy"),
    path(f"{SAMTALE}/pdf/", copies.conversation_pdf, name="office_pdf"),
    path(f"{SAMTALE}/fodselsnummer/", attachment.conversation_national_id, name="office_national_id"),
    path(f"{SAMTALE}/vedlegg/<uuid:attachment_id>/", attachment.conversation_attachment, name="office_attachment"),
    path("pasienter/<uuid:patient_id>/", include("fastlinje.web.office.patients.urls")),
    path("kalender/", include("fastlinje.web.office.calendar.urls")),
    path("timeplaner/", include("fastlinje.web.office.schedules.urls")),
    path("tjenester/", services.services, name="services"),
    path("tjenester/<uuid:role_id>/<slug:code>/", services.service_switch, name="service_switch"),
    path("medarbeidere/", members.members, name="members"),
    path("medarbeidere/ny/", members.member_invitation, name="member_invitation"),
    path("medarbeidere/<uuid:role_id>/her-id/", members.member_her_id, name="member_her_id"),
    path("medarbeidere/<uuid:role_id>/avslutning/", members.member_ending, name="member_ending"),
    path("medarbeidere/kontroll/", control.control_report, name="control_report"),
    path("innstillinger/", settings.office_settings, name="office_settings"),
    path("innstillinger/tekst/<slug:slot>/", settings.office_text, name="office_text"),
    path("innstillinger/skjema/", settings.office_form, name="office_form"),
]
