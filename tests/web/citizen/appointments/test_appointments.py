"""What somebody does with a time they have: look, put it in a calendar, move it, cancel it, wait for an earlier one."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import BASTIAN
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.models import Appointment, AppointmentOffer, AppointmentService, Hold, Slot, WaitingListEntry
from fastlinje.scheduling.states import SlotStatus
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, a_service, a_slot, appointment_row, slot_row
from tests.web.citizen.pages import fields_of, text_of

from .conftest import said
from .walk import book as book_it


@pytest.fixture
def mine(browser, book) -> UUID:
    """Kari's time at 9.20."""
    return book_it(browser, book, book.second)


def href(name: str, *ids: object) -> str:
    return reverse(name, args=ids)


class TestOverview:
    def test_coming_and_past(self, browser, book, mine):
        page = text_of(browser.get(reverse("appointments")))
        assert said(book.second.start_at)[1:] in page
        assert href("appointment", mine) in page
        assert "Tidligere og avbestilte timer" not in page
        Appointment.objects.using(OWNER).update(start_at=now() - timedelta(days=2), end_at=now() - timedelta(days=2, minutes=-20))
        page = text_of(browser.get(reverse("appointments")))
        assert "Du har ingen timer framover." in page
        assert "Tidligere og avbestilte timer" in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_statements(self, browser, book, statements, count):
        for slot in (book.first, book.second, book.third)[:count]:
            book_it(browser, book, slot)
        browser.get(reverse("appointments"))
        with statements() as ran:
            browser.get(reverse("appointments"))
        assert len(ran) == 4

    def test_the_inbox_leads_to_it(self, browser, book, mine):
        page = text_of(browser.get(reverse("inbox")))
        assert href("appointment", mine) in page
        assert "Bestilt" in page

    def test_the_reason_stands_in_no_list(self, browser, book, mine):
        for name in ("appointments", "inbox", "home"):
            assert "Vondt i ryggen" not in text_of(browser.get(reverse(name)))

    def test_strange_places(self, browser):
        """AD-50"""
        for value in ("x", "%00", "9999-99-99_x", "0001-01-01T00:00:00+00:00_00000000000000000000000000000000"):
            assert browser.get(reverse("appointments"), {"etter": value}).status_code == 200


class TestOne:
    def test_all_there_is_to_know(self, browser, book, mine):
        page = text_of(browser.get(href("appointment", mine)))
        assert "Vondt i ryggen" in page
        assert "Legetime hos Ingrid Berg, Tangen legekontor" in page
        assert said(book.second.start_at - timedelta(hours=24)) in page

    def test_reading_it_is_logged_and_marks_it_read(self, browser, book, mine):
        Task.objects.using(OWNER).update(unread_by_person=True)
        browser.get(href("appointment", mine))
        assert not Task.objects.using(OWNER).get().unread_by_person
        event = AuditEvent.objects.using(OWNER).filter(action="appointment.read").last()
        assert (event.entity_id, event.why) == (mine, "self")

    def test_the_log_says_what_was_done(self, browser, book, mine):
        page = text_of(browser.get(reverse("access_log"), {"vis": "alle"}))
        assert "Du bestilte en time" in page
        assert href("appointment", mine) in page

    def test_statements(self, browser, book, mine, statements):
        with statements() as ran:
            browser.get(href("appointment", mine))
        assert len(ran) <= 6

    def test_called_off_by_the_office(self, browser, book, mine):
        Appointment.objects.using(OWNER).update(status="cancelled", end_reason="clinician_away")
        page = text_of(browser.get(href("appointment", mine)))
        assert "Behandleren er borte." in page
        assert href("appointment_cancellation", mine) not in page
        assert reverse("appointment_start") in page


class TestCalendarFile:
    def test_when_and_where_and_never_why(self, browser, book, mine):
        """F-016"""
        response = browser.get(href("appointment_calendar", mine))
        file = text_of(response).replace("\r\n ", "")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="time.ics"'
        assert f"DTSTART:{book.second.start_at:%Y%m%dT%H%M%SZ}" in file
        assert "SUMMARY:Time hos Tangen legekontor" in file
        for word in ("rygg", "Legetime", "Berg", "Kari"):
            assert word not in file

    def test_not_of_a_cancelled_one(self, browser, mine):
        Appointment.objects.using(OWNER).update(status="cancelled")
        assert browser.get(href("appointment_calendar", mine)).status_code == 404


class TestCancel:
    def test_in_time(self, browser, book, mine):
        """F-017"""
        page = browser.get(href("appointment_cancellation", mine))
        assert "det koster ingenting" in text_of(page)
        response = browser.post(href("appointment_cancellation", mine), fields_of(page), follow=True)
        assert "Timen er avbestilt." in text_of(response)
        assert (appointment_row(mine).status, appointment_row(mine).cancelled_late) == ("cancelled", False)
        assert slot_row(book.second).status == SlotStatus.FREE

    def test_late_costs_and_asks_for_a_tick(self, browser, book, mine):
        """F-017"""
        late = now() - timedelta(minutes=1)
        Appointment.objects.using(OWNER).update(cancel_by=late)
        page = browser.get(href("appointment_cancellation", mine))
        assert f"Fristen var {said(late)}." in text_of(page)
        refused = browser.post(href("appointment_cancellation", mine), fields_of(page))
        assert refused.status_code == 422
        assert "Kryss av for at du forstår" in text_of(refused)
        assert appointment_row(mine).status == "booked"
        assert browser.post(href("appointment_cancellation", mine), {"accepts_fee": "on"}).status_code == 302
        assert appointment_row(mine).cancelled_late
        assert "Legekontoret kan kreve gebyr." in text_of(browser.get(href("appointment", mine)))

    def test_after_the_deadline_the_page_speaks_of_now_and_not_of_later(self, browser, book, mine):
        page = reverse("appointment", args=[mine])
        assert "Avbestiller du senere" in text_of(browser.get(page))
        Appointment.objects.using(OWNER).update(cancel_by=now() - timedelta(seconds=1))
        html = text_of(browser.get(page))
        assert "Fristen for å avbestille uten gebyr er allerede ute." in html
        assert "Avbestiller du nå, eller ikke møter, kan legekontoret kreve gebyr" in html
        assert "Avbestiller du senere" not in html

    def test_the_deadline_passes_while_the_page_is_open(self, browser, book, mine):
        page = browser.get(href("appointment_cancellation", mine))
        Appointment.objects.using(OWNER).update(cancel_by=now() - timedelta(seconds=1))
        assert browser.post(href("appointment_cancellation", mine), fields_of(page)).status_code == 422

    def test_twice_is_as_good_as_once(self, browser, mine):
        """FD-19"""
        first, second = (browser.post(href("appointment_cancellation", mine)) for _ in range(2))
        assert first.url == second.url

    def test_what_has_begun(self, browser, book, mine):
        Appointment.objects.using(OWNER).update(start_at=now() - timedelta(minutes=5))
        for response in (browser.get(href("appointment_cancellation", mine)), browser.post(href("appointment_cancellation", mine))):
            assert "Denne timen har begynt eller har vært." in text_of(response)
        assert appointment_row(mine).status == "booked"


class TestMove:
    def test_the_old_one_is_kept_until_the_new_is_sure(self, browser, book, mine):
        """F-018"""
        page = text_of(browser.get(href("appointment_move", mine)))
        assert f"Timen du har: {said(book.second.start_at)}." in page
        asked = browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)}, follow=True)
        assert said(book.second.start_at)[1:] in text_of(asked)
        assert said(book.third.start_at)[1:] in text_of(asked)
        assert slot_row(book.second).status == SlotStatus.BUSY
        confirmed = href("appointment_move_confirmation", mine, book.third.pk)
        moved = browser.post(confirmed, fields_of(asked), follow=True)
        assert "Timen er flyttet." in text_of(moved)
        assert appointment_row(mine).slot_id == book.third.pk
        assert slot_row(book.second).status == SlotStatus.FREE

    def test_taken_meanwhile(self, browser, book, mine):
        """AD-64: the time they have is untouched."""
        asked = browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)}, follow=True)
        Slot.objects.using(OWNER).filter(pk=book.third.pk).update(status=SlotStatus.BUSY)
        response = browser.post(href("appointment_move_confirmation", mine, book.third.pk), fields_of(asked))
        assert response.status_code == 409
        assert "Noen andre rakk å ta denne timen." in text_of(response)
        assert str(book.first.pk) in text_of(response)
        assert appointment_row(mine).slot_id == book.second.pk

    def test_too_slow(self, browser, book, mine):
        browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)})
        Hold.objects.using(OWNER).update(held_until=now())
        page = browser.get(href("appointment_move_confirmation", mine, book.third.pk), follow=True)
        assert "Du brukte mer enn fem minutter" in text_of(page)

    def test_with_as_many_as_allowed(self, browser, book, mine):
        book.cast.tangen.__class__.objects.using(OWNER).update(appointments_at_once=1)
        asked = browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)}, follow=True)
        assert browser.post(href("appointment_move_confirmation", mine, book.third.pk), fields_of(asked)).status_code == 302

    def test_late_says_what_it_may_cost(self, browser, book, mine):
        Appointment.objects.using(OWNER).update(cancel_by=now() - timedelta(minutes=1))
        asked = browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)}, follow=True)
        assert "Legekontoret kan kreve gebyr for den gamle timen." in text_of(asked)
        moved = browser.post(href("appointment_move_confirmation", mine, book.third.pk), fields_of(asked), follow=True)
        assert "Timen ble flyttet etter fristen." in text_of(moved)

    def test_the_deadline_passes_while_the_page_is_open(self, browser, book, mine):
        """F-017: nobody is charged for what they were not told of."""
        asked = browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)}, follow=True)
        Appointment.objects.using(OWNER).update(cancel_by=now() - timedelta(minutes=1))
        confirmed = href("appointment_move_confirmation", mine, book.third.pk)
        told = browser.post(confirmed, fields_of(asked))
        assert told.status_code == 409
        assert "Legekontoret kan kreve gebyr for den gamle timen." in text_of(told)
        assert appointment_row(mine).slot_id == book.second.pk
        assert browser.post(confirmed, fields_of(told)).status_code == 302
        assert appointment_row(mine).slot_id == book.third.pk

    def test_what_is_cancelled_is_not_moved(self, browser, mine):
        Appointment.objects.using(OWNER).update(status="cancelled")
        response = browser.get(href("appointment_move", mine))
        assert response.status_code == 409
        assert "Denne timen er allerede avbestilt." in text_of(response)

    def test_the_choices_are_open_when_something_is_chosen(self, browser, mine):
        """Else the first thing on a small screen is the free times."""
        opened = '<details class="ds-details fl-details" open'
        assert opened not in text_of(browser.get(href("appointment_move", mine)))
        assert opened in text_of(browser.get(href("appointment_move", mine), {"tid": "morning"}))

    def test_statements(self, browser, book, mine, statements):
        with statements() as ran:
            browser.get(href("appointment_move", mine))
        assert len(ran) <= 6
        browser.post(href("appointment_move", mine), {"slot": str(book.third.pk)})
        with statements() as ran:
            browser.get(href("appointment_move_confirmation", mine, book.third.pk))
        assert len(ran) <= 6


class TestWaiting:
    def test_on_the_list_and_off(self, browser, book, mine):
        """F-195"""
        page = browser.get(href("waiting_list", mine))
        joined = browser.post(href("waiting_list", mine), fields_of(page) | {"only_this": "on"}, follow=True)
        assert "Du står på ventelisten." in text_of(joined)
        entry = WaitingListEntry.objects.using(OWNER).get()
        assert (entry.state, entry.schedule_id) == ("waiting", book.schedule)
        page = browser.get(href("waiting_list", mine))
        assert "Vil du av ventelisten?" in text_of(page)
        left = browser.post(href("waiting_list", mine), fields_of(page), follow=True)
        assert "Du er tatt av ventelisten." in text_of(left)
        assert WaitingListEntry.objects.using(OWNER).get().state == "left"

    def test_not_for_what_only_the_office_gives_away(self, browser, book, mine):
        AppointmentService.objects.using(OWNER).update(online=False)
        assert href("waiting_list", mine) not in text_of(browser.get(href("appointment", mine)))
        assert "Disse timene gir legekontoret ut selv." in text_of(browser.get(href("waiting_list", mine)))
        response = browser.post(href("waiting_list", mine), {"earliest": ""})
        assert response.status_code == 409
        assert "Disse timene gir legekontoret ut selv." in text_of(response)

    def test_a_day_that_is_none(self, browser, mine):
        response = browser.post(href("waiting_list", mine), {"earliest": "i morgen"})
        assert response.status_code == 422
        assert "Skriv datoen slik: 24.11.2026." in text_of(response)

    @pytest.fixture
    def offered(self, browser, book, mine) -> AppointmentOffer:
        """The time at 9.00 is offered to Kari, who has the one at 9.20."""
        browser.post(href("waiting_list", mine), {"earliest": ""})
        Slot.objects.using(OWNER).filter(pk=book.first.pk).update(status=SlotStatus.TENTATIVE)
        WaitingListEntry.objects.using(OWNER).update(state="offered")
        return AppointmentOffer.objects.using(OWNER).create(
            id=new_id(), practice_id=book.cast.tangen.pk, person_id=book.cast.kari.pk, appointment_id=mine, slot=book.first,
            earlier=True, offered_at=now(), held_until=now() + timedelta(minutes=30),
        )  # fmt: skip

    def test_yes(self, browser, book, mine, offered):
        assert href("earlier_time", mine) in text_of(browser.get(href("appointment", mine)))
        page = browser.get(href("earlier_time", mine))
        assert said(book.first.start_at)[1:] in text_of(page)
        assert "Den beholder du hvis du sier nei." in text_of(page)
        done = browser.post(href("earlier_time", mine), {"offer": str(offered.pk)}, follow=True)
        assert "Timen er flyttet." in text_of(done)
        assert appointment_row(mine).slot_id == book.first.pk
        assert slot_row(book.second).status == SlotStatus.FREE

    def test_no(self, browser, book, mine, offered):
        done = browser.post(href("earlier_time", mine), {"offer": str(offered.pk), "decline": "1"}, follow=True)
        assert "Timen du har, er den samme." in text_of(done)
        assert appointment_row(mine).slot_id == book.second.pk

    def test_too_late(self, browser, book, mine, offered):
        AppointmentOffer.objects.using(OWNER).update(held_until=now())
        assert "Tilbudet gjelder ikke lenger." in text_of(browser.get(href("earlier_time", mine)))
        response = browser.post(href("earlier_time", mine), {"offer": str(offered.pk)})
        assert response.status_code == 409
        assert "Dette tilbudet gjelder ikke lenger." in text_of(response)
        assert appointment_row(mine).slot_id == book.second.pk

    def test_an_offer_that_is_not_mine(self, browser, logins, book, cast, mine, offered):
        Person.objects.using(OWNER).filter(pk=cast.bastian.pk).update(consent_level="full")
        other = logins.client(BASTIAN)
        theirs = book_it(other, book, book.third)
        for offer in (offered.pk, uuid4()):
            assert other.post(href("earlier_time", theirs), {"offer": str(offer)}).status_code == 404
        assert AppointmentOffer.objects.using(OWNER).get().state == "open"


class TestRequest:
    def asked(self, page, book, **changes):
        wishes = {"service": str(book.service), "weekdays": ["1", "3"], "part": "morning", "reason": "Kontroll"}
        return fields_of(page) | wishes | changes

    def test_urgent_help_stands_first_and_urgency_is_not_asked_for(self, browser, book):
        page = text_of(browser.get(reverse("appointment_request")))
        assert page.index("tel:113") < page.index('<form method="post" novalidate data-once data-leave-guard')
        assert "Her får du ikke hjelp som haster." in page

    def test_sent(self, browser, book, cast):
        """F-015"""
        page = browser.get(reverse("appointment_request"))
        response = browser.post(reverse("appointment_request"), self.asked(page, book), follow=True)
        assert "Timeønsket er sendt" in text_of(response), text_of(response)[-3000:]
        request = Appointment.objects.using(OWNER).get()
        assert (request.status, request.person_id, request.reason) == ("proposed", cast.kari.pk, "Kontroll")
        assert request.preferences["weekdays"] == [1, 3]
        assert request.preferences["parts"] == ["morning"]
        text = text_of(browser.get(href("appointment", request.pk)))
        assert "tirsdag, torsdag" in text
        assert "Svar innen" in text

    def test_what_is_wrong_is_said_and_what_was_typed_kept(self, browser, book):
        page = browser.get(reverse("appointment_request"))
        yesterday = (now() - timedelta(days=1)).date().isoformat()
        for changes, sentence in (
            ({"service": ""}, "Velg hva slags time du trenger."),
            ({"reason": "x" * 201}, "Teksten er 1 tegn for lang."),
            ({"latest": yesterday}, "Siste dag er passert."),
            ({"earliest": "i morgen"}, "Skriv datoen slik: 24.11.2026."),
            ({"modality": "phone", "phone": ""}, "Skriv nummeret vi skal ringe deg på."),
        ):
            response = browser.post(reverse("appointment_request"), self.asked(page, book, **changes))
            assert response.status_code == 422, changes
            assert text_of(response).count(sentence) == 2, changes
        assert not Appointment.objects.using(OWNER).exists()

    def test_tampered_choices(self, browser, book):
        """AD-50"""
        page = browser.get(reverse("appointment_request"))
        for changes in ({"service": str(uuid4())}, {"weekdays": ["9"]}, {"modality": "letter"}, {"schedule": "x"}):
            assert browser.post(reverse("appointment_request"), self.asked(page, book, **changes)).status_code == 422, changes
        assert not Appointment.objects.using(OWNER).exists()

    def test_when_the_office_finds_the_time(self, browser, book):
        """Request-only: the list of times is not shown, the wish is."""
        AppointmentService.objects.using(OWNER).update(request_only=True)
        response = browser.get(href("free_times", book.service), follow=True)
        assert response.redirect_chain[-1][0] == f"{reverse('appointment_request')}?type={book.service}"
        assert fields_of(response)["service"] == [str(book.service)]
        assert "Legekontoret finner en time til deg" in text_of(browser.get(reverse("appointment_start")))

    @pytest.fixture
    def request_id(self, browser, book) -> UUID:
        page = browser.get(reverse("appointment_request"))
        response = browser.post(reverse("appointment_request"), self.asked(page, book))
        return UUID(response.url.split("/")[2])

    def test_taken_back(self, browser, request_id):
        page = browser.get(href("request_withdrawal", request_id))
        assert "Vil du trekke timeønsket tilbake?" in text_of(page)
        done = browser.post(href("request_withdrawal", request_id), fields_of(page), follow=True)
        assert "Timeønsket er trukket tilbake." in text_of(done)
        assert appointment_row(request_id).status == "cancelled"
        assert "allerede besvart eller trukket tilbake" in text_of(browser.post(href("request_withdrawal", request_id)))

    @pytest.fixture
    def offered(self, siri, book, request_id) -> list[AppointmentOffer]:
        offer_times(actor=siri, now=now(), appointment_id=request_id, slot_ids=[book.first.pk, book.third.pk])
        return list(AppointmentOffer.objects.using(OWNER).order_by("slot__start_at"))

    def test_one_of_several(self, browser, book, request_id, offered):
        assert href("appointment_offers", request_id) in text_of(browser.get(href("appointment", request_id)))
        page = browser.get(href("appointment_offers", request_id))
        assert said(book.first.start_at)[1:] in text_of(page)
        assert said(book.third.start_at)[1:] in text_of(page)
        done = browser.post(href("appointment_offers", request_id), {"offer": str(offered[1].pk)}, follow=True)
        assert "Du har fått timen." in text_of(done)
        assert (appointment_row(request_id).status, appointment_row(request_id).slot_id) == ("booked", book.third.pk)
        assert slot_row(book.first).status == SlotStatus.FREE

    def test_none_of_them(self, browser, book, request_id, offered):
        done = browser.post(href("appointment_offers", request_id), {"decline": "1"}, follow=True)
        assert "Legekontoret får beskjed" in text_of(done)
        assert appointment_row(request_id).status == "proposed"

    def test_nothing_chosen(self, browser, request_id, offered):
        response = browser.post(href("appointment_offers", request_id), {})
        assert response.status_code == 409
        assert text_of(response).count("Velg en av tidene, eller si at ingen passer.") == 2

    def test_too_late(self, browser, request_id, offered):
        AppointmentOffer.objects.using(OWNER).update(held_until=now())
        assert "Ingen tider venter på svar nå." in text_of(browser.get(href("appointment_offers", request_id)))
        assert browser.post(href("appointment_offers", request_id), {"offer": str(offered[0].pk)}).status_code == 409

    def test_a_no_with_a_reason(self, browser, siri, request_id):
        """F-022"""
        decline_request(actor=siri, now=now(), appointment_id=request_id, reason="call_us", text="Vi har en time i kveld.")
        page = text_of(browser.get(href("appointment", request_id)))
        assert "Ring oss, så finner vi en time sammen." in page
        assert "Vi har en time i kveld." in page


def test_another_kind_next_to_it(browser, book, siri):
    """Video says so everywhere."""
    video = a_service(siri, name="Videotime", modality="video", minutes=15)
    slot = a_slot(book.schedule, video, time(13))
    appointment_id = book_it(browser, book, slot)
    page = text_of(browser.get(href("appointment", appointment_id)))
    assert "Videotime hos Ingrid Berg" in page
    assert "SUMMARY:Videotime hos Tangen legekontor" in text_of(browser.get(href("appointment_calendar", appointment_id)))
