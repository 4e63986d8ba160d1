"""Addresses of the calendar, all under /kontor/kalender/."""

from django.urls import path

from . import calendar, calls, cancelling, moving, new_time, newcomer, phone_request, requests, sick_day, slot, visibility, visit

TIME = "tider/<uuid:slot_id>"
DAY = "planer/<uuid:schedule_id>/<str:day>"
VISIT = "timer/<uuid:appointment_id>"

urlpatterns = [
    path("", calendar.office_calendar, name="office_calendar"),
    path("uke/", calendar.office_week, name="office_week"),
    path("onsker/", requests.office_requests, name="office_requests"),
    path("onsker/ny/", phone_request.office_request_who, name="office_request_who"),
    path("onsker/ny/ny-pasient/", newcomer.office_request_newcomer, name="office_request_newcomer"),
    path("onsker/ny/pasient/<uuid:patient_id>/", phone_request.office_request_new, name="office_request_new"),
    path("onsker/<uuid:appointment_id>/", requests.office_request, name="office_request"),
    path("onsker/<uuid:appointment_id>/avslag/", requests.office_request_no, name="office_request_no"),
    path("ringeliste/", calls.office_calls, name="office_calls"),
    path("venteliste/", requests.office_waiting, name="office_waiting"),
    path(f"{TIME}/", slot.office_slot, name="office_slot"),
    path(f"{TIME}/stenging/", slot.office_slot_opening, name="office_slot_opening"),
    path(f"{TIME}/ny-pasient/", newcomer.office_newcomer, name="office_newcomer"),
    path(f"{TIME}/pasient/<uuid:patient_id>/", slot.office_booking, name="office_booking"),
    path(f"{DAY}/", sick_day.office_day_off, name="office_day_off"),
    path(f"{DAY}/ny/", new_time.office_slot_new, name="office_slot_new"),
    path(f"{DAY}/flytting/", sick_day.office_day_move, name="office_day_move"),
    path(f"{VISIT}/", visit.office_visit, name="office_visit"),
    path(f"{VISIT}/merking/", visit.office_visit_mark, name="office_visit_mark"),
    path(f"{VISIT}/star/", visit.office_visit_keep, name="office_visit_keep"),
    path(f"{VISIT}/flytting/", moving.office_visit_move, name="office_visit_move"),
    path(f"{VISIT}/avlysning/", cancelling.office_visit_cancel, name="office_visit_cancel"),
    path(f"{VISIT}/synlighet/", visibility.office_visit_visibility, name="office_visit_visibility"),
    path(f"{VISIT}/venteliste/", visit.office_visit_priority, name="office_visit_priority"),
    path(f"{VISIT}/sen-avbestilling/", cancelling.office_visit_late, name="office_visit_late"),
]
