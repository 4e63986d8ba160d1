"""Addresses of what arranges the office's time, all under /kontor/timeplaner/."""

from django.urls import path

from . import copying, limits, overview, publishing, services, week

PLAN = "<uuid:schedule_id>"
RUN = "publisering/<uuid:publication_id>"

urlpatterns = [
    path("", overview.schedules, name="schedules"),
    path("ny/", overview.schedule_new, name="schedule_new"),
    path("grenser/", limits.booking_limits, name="booking_limits"),
    path("grenser/sporsmal/", limits.booking_questions, name="booking_questions"),
    path("publisering/", publishing.publishing, name="publishing"),
    path(f"{RUN}/", publishing.publication, name="publication"),
    path(f"{RUN}/angring/", publishing.publication_undo, name="publication_undo"),
    path("timetyper/", services.appointment_services, name="appointment_services"),
    path("timetyper/ny/", services.appointment_service_new, name="appointment_service_new"),
    path("timetyper/<uuid:service_id>/", services.appointment_service, name="appointment_service"),
    path(f"{PLAN}/", week.schedule, name="schedule"),
    path(f"{PLAN}/kopiering/", copying.schedule_copy, name="schedule_copy"),
    path(f"{PLAN}/navn/", week.schedule_name, name="schedule_name"),
    path(f"{PLAN}/uke/", week.schedule_line_new, name="schedule_line_new"),
    path(f"{PLAN}/uke/<uuid:rule_id>/fjerning/", week.schedule_line_removal, name="schedule_line_removal"),
    path(f"{PLAN}/fravar/", week.schedule_absence_new, name="schedule_absence_new"),
    path(f"{PLAN}/fravar/<uuid:exception_id>/fjerning/", week.schedule_absence_removal, name="schedule_absence_removal"),
]
