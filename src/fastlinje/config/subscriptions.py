"""Every event and who cares: the one table by which news goes up. An event that nobody cares about is listed with nobody.

A handler is a function `(event, *, actor, now)` in some app's tasks.py: it fetches by id and calls one command. It may be run
twice for one event, so its command acts once (a key, a unique row, or a state that has already moved on).
"""

from collections.abc import Callable
from typing import Any

from fastlinje.dialogue import events as dialogue
from fastlinje.dialogue import tasks as conversations
from fastlinje.exports import events as exports
from fastlinje.exports import tasks as copies
from fastlinje.notifications import appointment_tasks as told
from fastlinje.notifications import events as notifications
from fastlinje.notifications import tasks as notices
from fastlinje.people import events as people
from fastlinje.people import tasks as persons
from fastlinje.practices import events as practices
from fastlinje.practices import tasks as patients
from fastlinje.scheduling import events as scheduling
from fastlinje.scheduling import tasks as book

Handler = Callable[..., None]

SUBSCRIPTIONS: dict[type, tuple[Handler, ...]] = {
    dialogue.EConsultationStarted: (conversations.confirm, conversations.attach_answers, notices.tell_received),
    dialogue.ReplySent: (),  # the office sees it in its worklist; the person wrote it
    dialogue.ConversationWithdrawn: (),  # gone from the worklist in the same command
    dialogue.AnswerHeld: (conversations.release_held_answer,),
    dialogue.AnswerSent: (notices.tell_answered,),
    dialogue.AnswerRetracted: (notices.tell_retracted,),
    dialogue.ConversationClosedForNewGp: (notices.tell_closed_for_new_gp,),
    dialogue.ConversationRedirected: (notices.tell_redirected,),
    notifications.NoticeQueued: (notices.send_notice,),
    exports.DataExportRequested: (copies.make_export,),
    exports.DataExportReady: (copies.tell_ready,),
    # a notice asks for consent when it is sent
    people.ConsentLowered: (
        persons.forget_settings,
        conversations.drop_drafts_about,
        copies.drop_exports_of,
        book.let_go_of_times,
    ),
    people.ContactCodeRequested: (notices.send_contact_code,),
    people.PersonLoggedIn: (persons.check_representation_of, patients.check_gp_of_who_logged_in),
    people.RegisterRoundRequested: (persons.check_everybodys_representation,),
    people.RegisterDocumentUploaded: (persons.count_uploaded_document,),
    people.RegisterDocumentAccepted: (persons.use_accepted_document,),
    practices.LeftOffice: (conversations.close_at_old_office, book.leave_old_office),
    people.CameOfAge: (notices.tell_came_of_age, conversations.drop_parents_drafts, book.forget_parents_answers),
    people.YouthAccessChanged: (notices.tell_youth_access,),
    people.PowerOfAttorneyChanged: (notices.tell_power_of_attorney,),
    scheduling.AppointmentBooked: (told.tell_booked,),
    scheduling.AppointmentMoved: (told.tell_moved,),
    scheduling.AppointmentCancelled: (told.tell_cancelled,),
    scheduling.AppointmentRequested: (told.tell_requested,),
    scheduling.RequestDeclined: (told.tell_declined,),
    scheduling.TimesOffered: (told.tell_offered,),
    scheduling.EarlierTimeOffered: (told.tell_earlier,),
    scheduling.ReminderDue: (told.remind,),
    scheduling.AppointmentLeftBehind: (told.tell_left_behind,),
    scheduling.SlotReleased: (book.offer_released,),
    scheduling.PublicationRequested: (book.make_published,),
    scheduling.PublicationUndone: (book.remove_undone,),
}

EVENTS: dict[str, type] = {event.__name__: event for event in SUBSCRIPTIONS}


def name_of(handler: Callable[..., Any]) -> str:
    """What a handler is called in the queue, e.g. "notifications.tasks.send_notice". Jobs wait under this name, so keep it."""
    return f"{handler.__module__.removeprefix('fastlinje.')}.{handler.__name__}"


def handler_called(name: str) -> Handler:
    """The handler of that name; only those in the table can be run."""
    return next(handler for handlers in SUBSCRIPTIONS.values() for handler in handlers if name_of(handler) == name)
