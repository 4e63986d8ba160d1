"""Addresses of a person's appointments."""

from django.urls import path

from .cancellation import appointment_cancellation
from .confirmation import appointment_confirmation
from .free_times import free_times
from .moving import appointment_move, appointment_move_confirmation
from .offers import appointment_offers, earlier_time
from .one import appointment, appointment_calendar, appointment_receipt
from .overview import appointments
from .questions import appointment_questions
from .requesting import appointment_request
from .start import appointment_start
from .visibility import own_appointment_visibility
from .waiting_list import waiting_list
from .withdrawal import request_withdrawal

urlpatterns = [
    path("", appointments, name="appointments"),
    path("bestill/", appointment_start, name="appointment_start"),
    path("onske/", appointment_request, name="appointment_request"),
    path("ledige/<uuid:service_id>/", free_times, name="free_times"),
    path("ledige/<uuid:service_id>/skjema/", appointment_questions, name="appointment_questions"),
    path("bekreft/<uuid:slot_id>/", appointment_confirmation, name="appointment_confirmation"),
    path("<uuid:appointment_id>/", appointment, name="appointment"),
    path("<uuid:appointment_id>/kvittering/", appointment_receipt, name="appointment_receipt"),
    path("<uuid:appointment_id>/time.ics", appointment_calendar, name="appointment_calendar"),
    path("<uuid:appointment_id>/flytt/", appointment_move, name="appointment_move"),
    path("<uuid:appointment_id>/flytt/<uuid:slot_id>/", appointment_move_confirmation, name="appointment_move_confirmation"),
    path("<uuid:appointment_id>/avbestill/", appointment_cancellation, name="appointment_cancellation"),
    path("<uuid:appointment_id>/trekk-tilbake/", request_withdrawal, name="request_withdrawal"),
    path("<uuid:appointment_id>/tider/", appointment_offers, name="appointment_offers"),
    path("<uuid:appointment_id>/tidligere/", earlier_time, name="earlier_time"),
    path("<uuid:appointment_id>/synlighet/", own_appointment_visibility, name="own_appointment_visibility"),
    path("<uuid:appointment_id>/venteliste/", waiting_list, name="waiting_list"),
]
