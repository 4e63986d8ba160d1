"""Acting for a child in the pages: whom each page concerns, what is stored for whom, and when it ends."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import ConsentLevel
from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.models import Conversation, Draft
from fastlinje.dialogue.states import ConversationState
from fastlinje.nonprod.cast import KARI, NORA, PER
from fastlinje.nonprod.factories import make_conversation, make_patient, make_person
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import Person, RelatedPerson
from tests.citizen_world import with_prices

TODAY = now().astimezone(OSLO).date()


def child_of_kari(cast, age: int, **fields: object) -> Person:
    born = (TODAY - timedelta(days=40)).replace(year=TODAY.year - age)
    child = make_person("Ola", "Nordmann", synthetic_national_id(born, 9), born, **fields)
    RelatedPerson.objects.using("owner").create(
        id=new_id(), person=child, related=cast.kari, basis="parental", shares_address=True, source="test",
        checked_at=now(), created_at=now(),
    )  # fmt: skip
    make_patient(cast.tangen, child, cast.berg_role)
    return child


@pytest.fixture
def ola(cast) -> Person:
    return child_of_kari(cast, 9)


def switch(client: Client, person: Person) -> None:
    assert client.post("/bytt-person/", {"person": str(person.pk)}).status_code == 302


def message(cast) -> dict[str, str]:
    """What the page posts; a child pays nothing, so there is no price to accept."""
    return {"subject": "Utslett", "text": "Det klør.", "recipient": str(cast.berg_role.pk), "send": ""}


def test_the_chosen_person_stands_on_every_page(logins, ola):
    kari = logins.client(KARI)
    assert "Du handler på vegne av" not in kari.get("/hjem/").content.decode()
    switch(kari, ola)
    for path in ("/hjem/", "/innboks/", "/e-konsultasjon/", "/profil/"):
        page = kari.get(path).content.decode()
        assert "Du handler på vegne av <strong>Ola Nordmann</strong>" in page, path


def test_the_chosen_person_stands_on_error_pages_and_on_paper(logins, ola):
    """F-100"""
    kari = logins.client(KARI)
    missing = f"/samtaler/{uuid4()}/"
    assert "Du handler på vegne av" not in kari.get(missing).content.decode()
    switch(kari, ola)
    page = kari.get(missing)
    assert (page.status_code, "Du handler på vegne av <strong>Ola Nordmann</strong>" in page.content.decode()) == (404, True)
    sheet = Path(finders.find("fastlinje/css/print.css")).read_text()
    hidden = sheet.partition("display: none")[0]
    assert ".fl-person a" in hidden
    assert ".fl-person," not in hidden


def test_a_stranger_cannot_switch_to_the_child(logins, ola):
    """AD-24: a foreign child and nobody at all are refused alike."""
    per = logins.client(PER)
    foreign = per.post("/bytt-person/", {"person": str(ola.pk)})
    missing = per.post("/bytt-person/", {"person": str(uuid4())})
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_a_question_for_the_child_is_stored_for_the_child_with_both_names(cast, logins, ola):
    with_prices()
    kari = logins.client(KARI)
    switch(kari, ola)
    assert "Alle med foreldreansvar for Ola Nordmann kan lese dette." in kari.get("/e-konsultasjon/").content.decode()
    kari.post("/e-konsultasjon/", {"concerns": str(ola.pk)})
    draft = Draft.objects.using("owner").get()
    assert (draft.person_id, draft.author_id) == (ola.pk, cast.kari.pk)
    response = kari.post("/e-konsultasjon/skriv/", {**message(cast), "concerns": str(ola.pk)})
    assert response.status_code == 302, response.content.decode()[:3000]
    conversation = Conversation.objects.using("owner").get()
    assert (conversation.person_id, conversation.author_id) == (ola.pk, cast.kari.pk)
    event = AuditEvent.objects.using("owner").get(action="e_consultation.start")
    assert (event.person_id, event.agent_name, event.why) == (ola.pk, "Kari Nordmann", "representative")
    kari.post("/bytt-person/", {"person": str(cast.kari.pk)})
    assert "Ola Nordmann" in kari.get("/innboks/").content.decode()


def test_a_form_in_another_window_is_stored_for_whom_it_showed(cast, logins, ola):
    """AD-29: the first window shows Kari herself; she switches in a second one, then sends the first."""
    kari = logins.client(KARI)
    switch(kari, ola)
    kari.post("/e-konsultasjon/", {"concerns": str(cast.kari.pk)})
    assert Draft.objects.using("owner").get().person_id == cast.kari.pk


def test_drafts_stay_with_whom_they_concern(cast, logins, ola):
    kari = logins.client(KARI)
    switch(kari, ola)
    kari.post("/e-konsultasjon/", {"concerns": str(ola.pk)})
    kari.post("/e-konsultasjon/skriv/lagre/", {"concerns": str(ola.pk), "subject": "Om Ola", "text": "Utslett"})
    switch(kari, cast.kari)
    assert "Om Ola" not in kari.get("/e-konsultasjon/skriv/", follow=True).content.decode()
    assert Draft.objects.using("owner").count() == 1


def test_what_ends_in_the_middle_of_a_form_is_refused_with_an_explanation(cast, logins, ola):
    """AD-25, AD-27"""
    kari = logins.client(KARI)
    switch(kari, ola)
    RelatedPerson.objects.using("owner").update(ended_at=now())
    response = kari.post("/e-konsultasjon/", {"concerns": str(ola.pk)})
    assert response.status_code == 403
    assert "ikke lenger handle på vegne av" in response.content.decode()
    assert not Draft.objects.using("owner").exists()
    assert "Nå gjelder sidene deg selv" in kari.get("/hjem/").content.decode()


def test_without_the_childs_consent_the_parent_is_asked_for_it(cast, logins):
    nora = child_of_kari(cast, 9, consent=ConsentLevel.UNDECIDED)
    kari = logins.client(KARI)
    switch(kari, nora)
    assert kari.get("/hjem/")["Location"].startswith("/samtykke/")
    kari.post("/samtykke/", {"concerns": str(nora.pk), "level": "full"})
    nora.refresh_from_db(using="owner")
    assert nora.consent_level == ConsentLevel.FULL
    cast.kari.refresh_from_db(using="owner")
    assert AuditEvent.objects.using("owner").get(action="consent.give").person_id == nora.pk


def test_the_menu_leads_nowhere_one_is_turned_away(cast, logins, ola):
    kari = logins.client(KARI)
    menu = kari.get("/hjem/").content.decode().partition("fl-nav")[2].partition("</nav>")[0]
    assert "/innsyn/" in menu
    assert "/profil/" in menu
    switch(kari, ola)
    page = kari.get("/hjem/").content.decode()
    menu = page.partition("fl-nav")[2].partition("</nav>")[0]
    hrefs = re.findall(r'href="([^"]+)"', menu)
    assert hrefs == ["/hjem/", "/innboks/", "/timer/", "/bytt-person/"]
    assert {kari.get(href).status_code for href in hrefs} == {200}
    assert "Fastlegen til Ola Nordmann" in page


@pytest.mark.parametrize(("age", "free"), [(9, True), (15, True), (16, False)])
def test_home_says_for_whom_it_is_free(cast, logins, statements, age, free):
    """rules.md 7.3, without a seventh statement."""
    child = child_of_kari(cast, age)
    RelatedPerson.objects.using("owner").update(basis="guardian", scopes=[])
    kari = logins.client(KARI)
    assert "Koster det samme som en legetime" in kari.get("/hjem/").content.decode()
    switch(kari, child)
    for path in ("/hjem/", "/fastlege/"):
        kari.get(path)
        with statements() as ran:
            page = kari.get(path).content.decode()
        assert ("Gratis for alle under 16 år" in page, "Koster det samme som en legetime" in page) == (free, not free)
        assert len(ran) <= 6


def test_pages_about_oneself_ask_to_switch_back(logins, ola):
    kari = logins.client(KARI)
    switch(kari, ola)
    for path in ("/profil/", "/innsyn/", "/profil/varsler/"):
        assert kari.get(path).status_code == 403, path


@pytest.mark.parametrize("shielded", [False, True])
def test_a_shielded_conversation_leaves_no_trace_in_the_parents_pages(cast, logins, shielded):
    """AD-30: list, count and the page itself."""
    nora = child_of_kari(cast, 14)
    patient = nora.patients.using("owner").get()
    conversation = make_conversation(patient, cast.berg_role, shielded=shielded)
    kari = logins.client(KARI)
    seen = "Spørsmål om medisin" in kari.get("/innboks/").content.decode()
    page = kari.get(f"/samtaler/{conversation.pk}/")
    missing = kari.get(f"/samtaler/{uuid4()}/")
    assert seen is not shielded
    assert page.status_code == (404 if shielded else 200)
    if shielded:
        assert page.content == missing.content


def test_what_a_parent_writes_for_a_teenager_is_not_shown_to_the_teenager(cast, logins):
    """rules.md 1.3"""
    with_prices()
    nora = child_of_kari(cast, 14)
    kari = logins.client(KARI)
    switch(kari, nora)
    kari.post("/e-konsultasjon/", {"concerns": str(nora.pk)})
    kari.post("/e-konsultasjon/skriv/", {**message(cast), "concerns": str(nora.pk)})
    conversation = Conversation.objects.using("owner").get()
    assert (conversation.hidden_from_person, conversation.shielded) == (True, False)
    assert kari.get(f"/samtaler/{conversation.pk}/").status_code == 200


@pytest.mark.parametrize("name", ["home", "inbox", "profile", "access_log"])
def test_whom_one_may_act_for_costs_at_most_one_statement(logins, cast, statements, name):
    """Asked in the statement that opens the transaction; a list of several people's things may need one more."""

    def cost(client: Client) -> int:
        client.get(reverse(name))
        with statements() as ran:
            assert client.get(reverse(name)).status_code in (200, 403)
        return len(ran)

    alone = cost(logins.client(KARI))
    for age in (2, 9, 14):
        child_of_kari(cast, age)
    assert cost(logins.client(KARI)) <= alone + 1


@pytest.mark.parametrize("name", ["home", "inbox"])
def test_acting_for_somebody_costs_at_most_one_statement(logins, cast, statements, ola, name):
    kari = logins.client(KARI)
    kari.get(reverse(name))
    with statements() as own:
        kari.get(reverse(name))
    switch(kari, ola)
    with statements() as acting:
        kari.get(reverse(name))
    assert len(acting) <= len(own) + 1


def test_the_inbox_narrows_to_one_person_and_keeps_to_it_from_page_to_page(cast, logins, ola, statements):
    """F-104"""
    for patient, times in ((cast.kari_patient, 2), (ola.patients.using("owner").get(), 22)):
        for _each in range(times):
            make_conversation(patient, cast.berg_role)
    kari = logins.client(KARI)
    everybody = kari.get("/innboks/").content.decode()
    assert 'aria-current="true">Alle<' in everybody
    with statements() as run:
        olas = kari.get(f"/innboks/?om={ola.pk}").content.decode()
    assert len(run) <= 6
    assert olas.count("fl-item-title") == olas.count('data-color="fjord">Ola Nordmann<') == 20
    later = kari.get(re.search(r'href="(/innboks/\?om=[^"]+etter=[^"]+)"', olas).group(1).replace("&amp;", "&")).content.decode()
    assert later.count("fl-item-title") == 2
    assert f'href="/innboks/?om={ola.pk}">' in later
    assert kari.get(f"/innboks/?om={cast.kari.pk}").content.decode().count("fl-item-title") == 2


def test_the_inbox_of_somebody_foreign_is_not_there(cast, logins, ola):
    """Foreign and missing alike; who follows only their own has no chips."""
    kari, per = logins.client(KARI), logins.client(PER)
    for person in (cast.per.pk, uuid4()):
        assert kari.get(f"/innboks/?om={person}").status_code == 404
    assert "fl-chips" not in per.get("/innboks/").content.decode()
    assert per.get(f"/innboks/?om={ola.pk}").status_code == 404


def open_conversations(cast, family) -> dict[Person, str]:
    """One about each of the family and Kari herself, that can be written in; by whom it concerns."""
    patients = (cast.kari_patient, family.ola_patient, family.nora_patient, family.arne_patient)
    made = {patient.person: make_conversation(patient, cast.berg_role, state=ConversationState.ANSWERED) for patient in patients}
    return {person: f"/samtaler/{conversation.pk}/" for person, conversation in made.items()}


def test_a_conversation_opened_from_the_list_says_whom_it_concerns(cast, logins, family):
    """F-100, AD-29: whoever the session acts for; and what is written there is sent for that person."""
    paths = open_conversations(cast, family)
    kari = logins.client(KARI)
    for acting_for in (cast.kari, family.nora):
        switch(kari, acting_for)
        for person, path in paths.items():
            page = kari.get(path).content.decode()
            banner = re.findall(r"Du handler på vegne av <strong>([^<]+)</strong>", page)
            assert banner == ([] if person == cast.kari else [person.name]), (acting_for.name, person.name)
            assert f'name="concerns" value="{person.pk}"' in page
    sent = kari.post(f"{paths[family.ola]}svar/", {"text": "Takk.", "key": "k1", "concerns": str(family.ola.pk)})
    assert sent["Location"].endswith("?nytt=svart")
    event = AuditEvent.objects.using("owner").get(action="conversation.reply")
    assert (event.person_id, event.why) == (family.ola.pk, "representative")


def test_what_ends_while_one_writes_back_is_explained(cast, logins, family):
    """AD-27"""
    path = open_conversations(cast, family)[family.arne]
    kari = logins.client(KARI)
    RelatedPerson.objects.using("owner").filter(person=family.arne).update(ended_at=now())
    answer = kari.post(f"{path}svar/", {"text": "Takk.", "concerns": str(family.arne.pk)})
    assert answer.status_code == 403
    assert "Ingenting er sendt eller endret." in answer.content.decode()


@pytest.mark.parametrize(
    ("whose", "shield", "sentence"),
    [
        ("ola", {}, "Alle med foreldreansvar for Ola Nordmann kan lese dette."),
        ("nora", {}, "Nora Nordmann, og andre som kan handle for Nora Nordmann, kan lese dette."),
        ("nora", {"hidden_from_person": True}, "Nora Nordmann ser det ikke selv."),
        ("arne", {}, "Arne Nordmann, og andre som kan handle for Arne Nordmann, kan lese dette."),
    ],
)
def test_who_can_read_is_said_before_one_writes_back(cast, logins, family, whose, shield, sentence):
    patient = getattr(family, f"{whose}_patient")
    conversation = make_conversation(patient, cast.berg_role, state=ConversationState.ANSWERED, **shield)
    assert sentence in logins.client(KARI).get(f"/samtaler/{conversation.pk}/").content.decode()


@pytest.mark.parametrize(
    ("shielded", "sentence"),
    [(True, "Foreldrene dine kan ikke lese det du skriver her."), (False, "Foreldrene dine kan lese det du skriver her.")],
)
def test_the_young_person_is_told_what_holds_for_this_conversation(cast, logins, family, shielded, sentence):
    conversation = make_conversation(family.nora_patient, cast.berg_role, state=ConversationState.ANSWERED, shielded=shielded)
    assert sentence in logins.client(NORA).get(f"/samtaler/{conversation.pk}/").content.decode()


@pytest.mark.parametrize(
    ("age", "sentence"),
    [
        (9, "Alle som kan handle for Ola Nordmann, kan lese dette."),
        (13, "Alle som kan handle for Ola Nordmann, kan lese dette. Ola Nordmann ser det ikke selv."),
    ],
)
def test_a_childs_guardian_reads_what_is_true(cast, logins, age, sentence):
    """What anybody writes for somebody of 12 to 15 is hidden from them, also when it is no parent who does."""
    child = child_of_kari(cast, age)
    RelatedPerson.objects.using("owner").update(basis="guardian")
    kari = logins.client(KARI)
    switch(kari, child)
    page = kari.get("/e-konsultasjon/").content.decode()
    assert sentence in page
    assert "Ola Nordmann, og andre" not in page


def test_an_adult_who_writes_for_themselves_is_told_nothing(cast, logins):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=ConversationState.ANSWERED)
    page = logins.client(KARI).get(f"/samtaler/{conversation.pk}/").content.decode()
    assert "kan lese dette" not in page
    assert "Foreldrene dine" not in page


def test_before_writing_one_is_asked_whom_it_is_about(logins, ola):
    """F-114, F-115: it goes into one person's record, so nobody else's matters belong there."""
    kari = logins.client(KARI)
    own = kari.get("/e-konsultasjon/").content.decode()
    assert "Gjelder det deg selv?" in own
    assert "Bytt person først, så havner det i riktig journal." in own
    switch(kari, ola)
    assert "Det du sender, havner i journalen til Ola Nordmann." in kari.get("/e-konsultasjon/").content.decode()
