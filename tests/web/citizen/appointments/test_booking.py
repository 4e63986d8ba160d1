"""Finding a free time, keeping it, booking it."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from fastlinje.core.clock import now
from fastlinje.dialogue.states import ConversationState
from fastlinje.nonprod.appointment_book import make_appointment
from fastlinje.nonprod.cast import ASTRID, BASTIAN
from fastlinje.nonprod.factories import make_conversation
from fastlinje.people.models import Person
from fastlinje.practices.models import HealthcareService, Organization, PractitionerRole
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.models import Appointment, AppointmentService, Hold, Slot
from fastlinje.scheduling.states import SlotStatus
from fastlinje.scheduling.week import local
from tests.scheduling_world import OWNER, a_day, a_schedule, a_service, a_slot, appointment_row, slot_row, slots, switch_on
from tests.web.citizen.pages import fields_of, text_of

from .conftest import said
from .walk import book as book_it
from .walk import choose, confirm


@pytest.fixture
def kari_has(book, siri):
    """Kari's time at nine, given by the office."""
    return book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=book.cast.kari_patient.pk)


def times(book) -> str:
    return reverse("free_times", args=[book.service])


class TestStart:
    def test_urgent_help_stands_first(self, browser, book):
        """«Ring – ikke skriv» before anything can be chosen."""
        page = text_of(browser.get(reverse("appointment_start")))
        assert 'href="tel:113"' in page
        assert 'href="tel:116117"' in page
        assert f'href="tel:{book.cast.tangen.phone}"' in page
        assert page.index("tel:113") < page.index("Legetime")

    def test_each_kind_says_how_long_and_when(self, browser, book):
        page = text_of(browser.get(reverse("appointment_start")))
        assert "20 minutter" in page
        assert f"Første ledige: {said(book.first.start_at)}" in page
        assert times(book) in page

    def test_the_first_free_is_one_that_may_be_booked(self, browser, book, cast):
        """F-131: on the first day as many are booked as may be; what is booked at midnight counts on the day it is."""
        AppointmentService.objects.using(OWNER).update(online_per_day=1)
        at_midnight = book.add(time(0), day=a_day() + timedelta(days=1))
        late = book.add(time(23, 40))
        make_appointment(late, cast.bastian_patient, author=cast.bastian)
        page = text_of(browser.get(reverse("appointment_start")))
        assert f"Første ledige: {said(at_midnight.start_at)}" in page
        make_appointment(book.add(time(23), day=a_day() + timedelta(days=1)), cast.bastian_patient, author=cast.bastian)
        assert "Ingen ledige timer nå" in text_of(browser.get(reverse("appointment_start")))

    def test_nothing_free_says_so(self, browser, book):
        Slot.objects.using(OWNER).update(status=SlotStatus.BUSY)
        page = text_of(browser.get(reverse("appointment_start")))
        assert "Ingen ledige timer nå" in page

    def test_for_another_age(self, browser, book):
        AppointmentService.objects.using(OWNER).update(max_age=17)
        page = text_of(browser.get(reverse("appointment_start")))
        assert "Denne timen er for en annen aldersgruppe." in page
        assert times(book) not in page

    def test_no_time_after_somebody_has_left(self, browser, cast, book):
        """Published before the last day was known: neither promised nor listed."""
        role = PractitionerRole.objects.using(OWNER).filter(pk=cast.berg_role.pk)
        later = book.add(time(9), day=a_day() + timedelta(days=1))
        role.update(end_date=a_day())
        assert f"Første ledige: {said(book.first.start_at)}" in text_of(browser.get(reverse("appointment_start")))
        listed = text_of(browser.get(times(book)))
        assert str(book.first.pk) in listed
        assert str(later.pk) not in listed

    def test_switched_off_says_why(self, browser, cast, book):
        """F-011"""
        HealthcareService.objects.using(OWNER).filter(code="appointment").update(active=False, off_reason="Vi er på ferie.")
        page = text_of(browser.get(reverse("appointment_start")))
        assert "Vi er på ferie." in page
        assert times(book) not in page

    def test_no_gp_here(self, logins, cast):
        """F-012"""
        Person.objects.using(OWNER).filter(given_name="Astrid").update(consent_level="full")
        cast.astrid_patient.__class__.objects.using(OWNER).filter(pk=cast.astrid_patient.pk).update(active=False)
        assert "bruker ikke Fastlinje" in text_of(logins.client(ASTRID).get(reverse("appointment_start")))

    def test_home_leads_here(self, browser, book):
        page = text_of(browser.get(reverse("home")))
        assert f'href="{reverse("appointment_start")}"' in page
        assert f'href="{reverse("appointments")}"' in page

    def test_so_do_the_pages_that_say_come_and_see_us(self, browser, book, cast):
        """«Legekontoret ber deg bestille time» and what does not suit a message lead to booking."""
        asked = make_conversation(cast.kari_patient, cast.berg_role, state=ConversationState.REDIRECTED)
        for page in (reverse("my_conversation", args=[asked.pk]), reverse("e_consultation")):
            assert f'<a class="ds-link" href="{reverse("appointment_start")}">' in text_of(browser.get(page)), page


class TestFreeTimes:
    def test_the_next_free_first_under_its_day(self, browser, book):
        page = text_of(browser.get(times(book)))
        assert f"<strong>{said(book.first.start_at)} hos Ingrid Berg</strong>" in page
        assert page.index("09.00") < page.index("09.20") < page.index("09.40")
        assert str(book.first.pk) in page

    def test_never_who_has_the_others(self, browser, pers, book):
        Slot.objects.using(OWNER).filter(pk=book.second.pk).update(status=SlotStatus.BUSY)
        page = text_of(browser.get(times(book)))
        assert str(book.second.pk) not in page
        assert "09.20" not in page

    def test_narrowed_down(self, browser, book):
        afternoon = book.add(time(14))
        page = text_of(browser.get(times(book), {"tid": "afternoon"}))
        assert str(afternoon.pk) in page
        assert str(book.first.pk) not in page
        later = (book.first.start_at + timedelta(days=1)).date().isoformat()
        page = text_of(browser.get(times(book), {"fra": later}))
        assert "Det er ingen ledige timer med disse valgene." in page
        assert "Vis alle ledige timer" in page

    def test_one_clinician(self, browser, book, cast, siri):
        substitute = a_schedule(siri, cast.lie_role, "Lege Lie")
        his = a_slot(substitute, book.service, time(10))
        both = text_of(browser.get(times(book)))
        assert str(his.pk) in both
        assert "Jonas Lie" in both
        only = text_of(browser.get(times(book), {"hos": str(substitute)}))
        assert str(his.pk) in only
        assert str(book.first.pk) not in only

    def test_another_type(self, browser, book, siri):
        """Chosen among the filters: its own list, narrowed down alike."""
        video = a_service(siri, name="Videotime", modality="video", minutes=15)
        response = browser.get(times(book), {"type": str(video), "tid": "morning", "hos": ""})
        assert response.url == f"{reverse('free_times', args=[video])}?tid=morning"
        assert f'<option value="{video}" selected>Videotime</option>' in text_of(browser.get(response.url))

    def test_another_doctors_own_list(self, browser, book, cast, siri):
        """Berg's patients see nobody else's list."""
        cast.gro_tangen_role.__class__.objects.using(OWNER).filter(pk=cast.gro_tangen_role.pk).update(code="gp")
        switch_on(cast.gro_tangen_role)
        hers = a_slot(a_schedule(siri, cast.gro_tangen_role, "Lege Sand"), book.service, time(8))
        assert str(hers.pk) not in text_of(browser.get(times(book)))
        AppointmentService.objects.using(OWNER).update(own_list_only=False)
        assert str(hers.pk) in text_of(browser.get(times(book)))

    def test_a_nurses_times(self, browser, book, cast, siri):
        """She has no list of her own, so they are for everybody's who has one here."""
        hers = a_slot(a_schedule(siri, cast.gro_tangen_role, "Sykepleier Sand"), book.service, time(8))
        assert str(hers.pk) in text_of(browser.get(times(book)))

    def test_only_by_request_there_is_nothing_to_choose(self, browser, book, kari_has):
        """Nor when one would move what one has: the office does that."""
        AppointmentService.objects.using(OWNER).update(request_only=True)
        move = reverse("appointment_move", args=[kari_has])
        for name in ("appointment", "appointment_cancellation"):
            assert move not in text_of(browser.get(reverse(name, args=[kari_has])))
        page = text_of(browser.get(move))
        assert "Denne timen kan ikke flyttes her. Ring legekontoret." in page
        assert str(book.second.pk) not in page

    def test_past_days_on_which_no_more_may_be_booked(self, browser, book):
        """F-131: the first page is full days only, so the next is shown."""
        Slot.objects.using(OWNER).all().delete()
        for day in range(3):
            slots(book.schedule, book.service, [time(8 + n // 3, n % 3 * 20) for n in range(30)], day=a_day() + timedelta(days=day))
        AppointmentService.objects.using(OWNER).update(online_per_day=1)
        for day in range(2):
            make_appointment(
                book.add(time(19), day=a_day() + timedelta(days=day)), book.cast.bastian_patient, author=book.cast.bastian
            )
        page = text_of(browser.get(times(book)))
        assert "Alle timene er tatt" not in page
        assert said(local(a_day() + timedelta(days=2), time(8))) in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_statements(self, browser, book, statements, count):
        """As many for one time as for many."""
        Slot.objects.using(OWNER).exclude(pk__in=[book.first.pk, book.second.pk, book.third.pk][:count]).delete()
        browser.get(times(book))
        with statements() as ran:
            browser.get(times(book))
        assert len(ran) <= 6

    def test_more_than_one_page(self, browser, book):
        start = book.third.end_at
        for number in range(65):
            a_slot(book.schedule, book.service, start_at=start + timedelta(minutes=20 * number))
        page = text_of(browser.get(times(book)))
        assert "Vis senere timer" in page
        href = page.split("fl-pager")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
        following = text_of(browser.get(href))
        assert str(book.first.pk) not in following
        assert "Vis senere timer" not in following
        shown = page.count('name="slot"') + following.count('name="slot"')
        assert shown == Slot.objects.using(OWNER).filter(bookable_until__gt=now()).count()

    def test_as_many_a_day_as_the_office_allows(self, browser, book, statements):
        """A day that is full for people shows nothing; other days do."""
        AppointmentService.objects.using(OWNER).update(online_per_day=1)
        next_day = a_slot(book.schedule, book.service, time(9), day=a_day() + timedelta(days=1))
        assert str(book.second.pk) in text_of(browser.get(times(book)))
        book_it(browser, book, book.first)
        with statements() as ran:
            page = text_of(browser.get(times(book)))
        assert str(book.second.pk) not in page
        assert str(next_day.pk) in page
        assert len(ran) <= 6

    @pytest.mark.parametrize("name", ["hos", "tid", "fra", "etter"])
    @pytest.mark.parametrize("value", ["'; drop table scheduling_slot; --", "%00", "9999-99-99_x", "0001-01-01", "x" * 3000])
    def test_strange_wishes(self, browser, book, name, value):
        """AD-50"""
        assert browser.get(times(book), {name: value}).status_code == 200

    def test_a_service_of_another_office_is_not_there(self, pers, book):
        """AD-13: foreign and missing alike."""
        foreign, missing = pers.get(times(book)), pers.get(reverse("free_times", args=[uuid4()]))
        assert (foreign.status_code, missing.status_code) == (404, 404)


class TestHold:
    def test_kept_five_minutes_with_the_time_shown(self, browser, book, cast):
        with time_machine.travel(now(), tick=False):
            page = choose(browser, book.first)
            until = Hold.objects.using(OWNER).get().held_until
            assert until == now() + timedelta(minutes=5)
        assert said(until)[-5:] in text_of(page)
        assert 'data-hold-seconds="300"' in text_of(page)
        assert page.redirect_chain[-1][0] == reverse("appointment_confirmation", args=[book.first.pk])

    def test_others_do_not_see_it_meanwhile(self, browser, logins, book, cast):
        choose(browser, book.first)
        Person.objects.using(OWNER).filter(pk=cast.bastian.pk).update(consent_level="full")
        other = logins.client(BASTIAN)
        assert str(book.first.pk) not in text_of(other.get(times(book)))
        assert str(book.first.pk) in text_of(browser.get(times(book)))
        refused = other.post(times(book), {"slot": str(book.first.pk)})
        assert refused.status_code == 409
        assert "Noen andre rakk å ta denne timen." in text_of(refused)
        assert str(book.second.pk) in text_of(refused)

    def test_too_slow_leads_back_to_the_list(self, browser, book):
        choose(browser, book.first)
        Hold.objects.using(OWNER).update(held_until=now() - timedelta(seconds=1))
        response = browser.get(reverse("appointment_confirmation", args=[book.first.pk]), follow=True)
        assert "Du brukte mer enn fem minutter" in text_of(response)
        assert str(book.second.pk) in text_of(response)

    def test_no_time_chosen(self, browser, book):
        for value in ("", "x", "' or 1=1"):
            assert browser.post(times(book), {"slot": value}).url == times(book)
        assert browser.post(times(book), {"slot": str(uuid4())}).status_code == 409


class TestConfirmation:
    def test_what_is_about_to_be_booked(self, browser, book):
        page = text_of(choose(browser, book.first))
        assert said(book.first.start_at) in page
        assert "Legetime, 20 minutter" in page
        assert "Ingrid Berg, Tangen legekontor" in page
        deadline = book.first.start_at - timedelta(hours=24)
        assert f"Avbestill senest {said(deadline)}. Da koster det ingenting." in page
        assert "Det gjelder også deg med frikort." in page
        assert "phone" not in fields_of(choose(browser, book.first))

    def test_booked(self, browser, book, cast):
        appointment = appointment_row(book_it(browser, book, book.first))
        assert (appointment.person_id, appointment.status) == (cast.kari.pk, "booked")
        assert appointment.reason == "Vondt i ryggen"
        assert slot_row(book.first).status == SlotStatus.BUSY
        assert not Hold.objects.using(OWNER).exists()

    def test_receipt(self, browser, book):
        appointment_id = book_it(browser, book, book.first)
        page = text_of(browser.get(reverse("appointment_receipt", args=[appointment_id])))
        assert "Timen er bestilt" in page
        assert said(book.first.start_at)[1:] in page
        assert reverse("appointment_calendar", args=[appointment_id]) in page

    def test_back_at_the_receipt_of_what_was_called_off(self, browser, book):
        """FD-19: it must not say that something was sent or booked."""
        appointment_id = book_it(browser, book, book.first)
        Appointment.objects.using(OWNER).update(status="cancelled", end_reason="by_person")
        page = browser.get(reverse("appointment_receipt", args=[appointment_id]), follow=True)
        assert page.redirect_chain[0][0] == reverse("appointment", args=[appointment_id])
        assert "Avbestilt" in text_of(page)

    def test_pressed_twice(self, browser, book):
        """FD-19: one booking, and the same receipt."""
        page = choose(browser, book.first)
        first, second = confirm(browser, page, book.first), confirm(browser, page, book.first)
        assert first.url == second.url
        assert Appointment.objects.using(OWNER).count() == 1

    def test_too_long_a_reason_is_kept_and_explained(self, browser, book):
        page = choose(browser, book.first)
        response = confirm(browser, page, book.first, reason="x" * 201)
        assert response.status_code == 422
        assert text_of(response).count("Teksten er 1 tegn for lang.") == 2
        assert "x" * 201 in text_of(response)
        assert not Appointment.objects.using(OWNER).exists()

    def test_taken_meanwhile_offers_others_and_keeps_the_words(self, browser, book):
        """AD-64"""
        page = choose(browser, book.first)
        Slot.objects.using(OWNER).filter(pk=book.first.pk).update(status=SlotStatus.BUSY)
        response = confirm(browser, page, book.first, reason="Vondt i ryggen")
        assert response.status_code == 409
        assert "Noen andre rakk å ta denne timen." in text_of(response)
        assert fields_of(response)["reason"] == ["Vondt i ryggen"]
        again = browser.post(times(book), {"slot": str(book.second.pk), "reason": "Vondt i ryggen"})
        assert again.status_code == 200
        assert fields_of(again)["reason"] == ["Vondt i ryggen"]
        assert confirm(browser, again, book.second).status_code == 302

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"status": SlotStatus.UNAVAILABLE}, "Denne timen er ikke ledig lenger."),
            ({"online": False}, "Denne timen er ikke ledig lenger."),
            ({"bookable_until": now() - timedelta(minutes=1)}, "Fristen for å bestille denne timen er gått ut."),
            ({"bookable_from": now() + timedelta(days=1)}, "Denne timen kan ikke bestilles ennå."),
        ],
    )
    def test_gone_since_the_page_was_shown(self, browser, book, change, sentence):
        """AD-64: a kind no, and what else is free."""
        page = choose(browser, book.first)
        Slot.objects.using(OWNER).filter(pk=book.first.pk).update(**change)
        response = confirm(browser, page, book.first)
        assert response.status_code == 409
        assert sentence in text_of(response)
        assert str(book.second.pk) in text_of(response)
        assert not Appointment.objects.using(OWNER).exists()

    def test_taken_away_since_the_page_was_shown(self, browser, book):
        """AD-64: the office has undone what it published; what was typed goes on to another time."""
        page = choose(browser, book.first)
        Slot.objects.using(OWNER).filter(pk=book.first.pk).delete()
        response = confirm(browser, page, book.first, reason="Vondt i ryggen")
        assert response.status_code == 409
        assert "Denne timen er ikke ledig lenger." in text_of(response)
        assert fields_of(response)["reason"] == ["Vondt i ryggen"]
        assert str(book.second.pk) in text_of(response)

    def test_one_more_than_allowed(self, browser, book, cast):
        Organization.objects.using(OWNER).update(appointments_at_once=1)
        page = choose(browser, book.second)
        Organization.objects.using(OWNER).update(appointments_at_once=3)
        book_it(browser, book, book.first)
        page = choose(browser, book.second)
        Organization.objects.using(OWNER).update(appointments_at_once=1)
        response = confirm(browser, page, book.second)
        assert response.status_code == 409
        assert "Du kan ha 1 bestilte timer" in text_of(response)
        assert "Vondt i ryggen" in text_of(response)

    def test_a_strangers_office(self, pers, book):
        """AD-07: a time at somebody else's office is as little there as one that is made up."""
        foreign = pers.post(reverse("appointment_confirmation", args=[book.first.pk]), {"reason": ""})
        missing = pers.post(reverse("appointment_confirmation", args=[uuid4()]), {"reason": ""})
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert slot_row(book.first).status == SlotStatus.FREE

    def test_logged_out_meanwhile(self, browser, book):
        """FD-20: nothing is booked, and what was typed can be sent again."""
        page = choose(browser, book.first)
        browser.post(reverse("logout_citizen"))
        response = confirm(browser, page, book.first)
        assert response.status_code == 401
        assert "Vondt i ryggen" in text_of(response)
        assert not Appointment.objects.using(OWNER).exists()

    def test_extra_fields_are_never_looked_at(self, browser, book, cast):
        """AD-10"""
        page = choose(browser, book.first)
        extra = {"person": str(cast.per.pk), "patient": str(cast.per_patient.pk), "status": "fulfilled", "start_at": "2020-01-01"}
        confirm(browser, page, book.first, **extra)
        (appointment,) = Appointment.objects.using(OWNER).all()
        assert (appointment.person_id, appointment.status) == (cast.kari.pk, "booked")
        assert appointment.start_at == book.first.start_at


class TestVideo:
    def test_nobody_shows_up_in_vain(self, browser, book, siri):
        """F-023"""
        call = a_slot(book.schedule, a_service(siri, name="Videotime", modality="video"), time(12))
        appointment_id = book_it(browser, book, call)
        for name in ("appointment", "appointment_receipt"):
            assert "Dette er en videotime. Du skal ikke møte opp på legekontoret." in text_of(
                browser.get(reverse(name, args=[appointment_id]))
            )


class TestPhone:
    @pytest.fixture
    def call(self, book, siri):
        service = a_service(siri, name="Telefontime", modality="phone", minutes=10)
        return a_slot(book.schedule, service, time(12))

    def test_the_number_is_confirmed_and_said(self, browser, call, book):
        """F-027: the office calls, on that number, and nobody shows up in vain."""
        page = choose(browser, call)
        assert fields_of(page)["phone"] == ["90000001"]
        appointment_id = book_it(browser, book, call, phone="908 12 345")
        assert appointment_row(appointment_id).phone == "+4790812345"
        text = text_of(browser.get(reverse("appointment", args=[appointment_id])))
        assert "ringer deg på 908\u00a012\u00a0345" in text
        assert "Du skal ikke møte opp." in text
        assert "Adresse" not in text

    def test_a_landline_is_as_good(self, browser, call, book):
        """F-027: many who are called have no mobile, or do not hear it."""
        assert "Mobil eller fasttelefon." in text_of(choose(browser, call))
        appointment_id = book_it(browser, book, call, phone="22 85 50 50")
        assert appointment_row(appointment_id).phone == "+4722855050"
        assert "ringer deg på 22\u00a085\u00a050\u00a050" in text_of(browser.get(reverse("appointment", args=[appointment_id])))

    @pytest.mark.parametrize("number", ["", "123", "ikke noe nummer"])
    def test_no_number_that_can_be_called(self, browser, call, number):
        response = confirm(browser, choose(browser, call), call, phone=number)
        assert response.status_code == 422
        assert 'href="#id_phone"' in text_of(response)
        assert "Vondt i ryggen" in text_of(response)


def test_nobody_and_too_little_consent(nobodys, bastians, book):
    """AD-31"""
    assert nobodys.get(times(book)).url.startswith(reverse("login_citizen"))
    assert bastians.get(times(book)).url.startswith(reverse("consent"))
