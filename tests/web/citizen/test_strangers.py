"""Who may open what: the owner, a stranger, nobody, and somebody whose consent is too low."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.dialogue.models import Attachment, Communication, Conversation, Draft
from fastlinje.dialogue.states import ConversationState
from fastlinje.dialogue.uploads import file_store
from fastlinje.nonprod.cast import BERG, KARI
from tests.citizen_world import OWNER, attach, files_of
from tests.office_world import make_conversation, write

from .pages import message, pass_gate, text_of

CONVERSATION_PAGES = ["my_conversation", "receipt", "withdrawal"]
CONVERSATION_POSTS = ["reply", "reply_autosave", "reply_upload", "reply_cancel", "withdrawal"]
OWN_PAGES = ["home", "inbox", "access_log", "profile", "privacy", "consent", "e_consultation", "e_consultation_cancel"]


@pytest.fixture
def conversation(cast) -> Conversation:
    """Kari's, answered and open, so that there is something to do."""
    made = make_conversation(cast.kari_patient, cast.berg_role, state=ConversationState.ANSWERED)
    write(made, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    return made


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.parametrize("name", CONVERSATION_PAGES)
def test_mine_a_strangers_and_nobodys(browser, pers, conversation, name):
    """AD-01, AD-13: a foreign conversation is told from a missing one by nothing."""
    assert browser.get(reverse(name, args=[conversation.pk])).status_code == 200
    foreign, missing = (pers.get(reverse(name, args=[pk])) for pk in (conversation.pk, uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_token(text_of(foreign)) == without_token(text_of(missing))
    assert foreign.headers == missing.headers


@pytest.mark.parametrize("name", CONVERSATION_POSTS)
def test_nothing_is_done_to_a_strangers(pers, conversation, name):
    """AD-02"""
    foreign, missing = (pers.post(reverse(name, args=[pk]), {"text": "Hei", "key": "k"}) for pk in (conversation.pk, uuid4()))
    if name == "reply_upload":  # no file was sent, so it is refused before anybody looks for the conversation
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    elif name == "reply_cancel":  # there is no draft of Per's to throw away, in either
        assert (foreign.status_code, missing.status_code) == (302, 302)
    else:
        assert (foreign.status_code, missing.status_code) == (404, 404)
    assert Communication.objects.using(OWNER).count() == 2
    assert not Draft.objects.using(OWNER).exists()


@pytest.mark.parametrize("name", OWN_PAGES)
def test_nobody_logs_in_first(nobodys, name):
    response = nobodys.get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("login_citizen"))
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", [*OWN_PAGES, "inbox"])
def test_staff_are_not_citizens(logins, name):
    """AD-21"""
    assert logins.client(BERG, Face.STAFF).get(reverse(name)).status_code == 302


def test_basis_is_not_enough_for_messages(bastians, conversation):
    """AD-31: told to change consent, and back to where they were."""
    for name in ("e_consultation", "inbox"):
        response = bastians.get(reverse(name))
        assert response.url == f"{reverse('consent')}?next={reverse(name).replace('/', '%2F')}"
    assert bastians.get(reverse("home")).status_code == 200


def test_a_form_posted_with_too_little_consent_is_kept(bastians):
    """AD-31: posting straight to the last step."""
    response = bastians.post(reverse("e_consultation_compose"), {"subject": "Utslett", "text": "Det klør <b>veldig</b>"})
    assert response.status_code == 403
    assert "Det klør &lt;b&gt;veldig&lt;/b&gt;" in text_of(response)
    assert not Conversation.objects.using(OWNER).exists()


class TestFiles:
    """AD-03, AD-04"""

    @pytest.fixture
    def file(self, cast, kari, conversation):
        message = Communication.objects.using(OWNER).filter(conversation=conversation).first()
        file_id = attach(kari, conversation_id=conversation.pk)
        Attachment.objects.using(OWNER).filter(pk=file_id).update(draft=None, communication=message)
        file_store().put(file_id, b"\xff\xd8\xffbytes")
        return file_id

    def href(self, conversation, file_id):
        return reverse("my_file", args=[conversation.pk, file_id])

    def test_the_owner_downloads_it(self, browser, conversation, file):
        response = browser.get(self.href(conversation, file))
        assert response.content == b"\xff\xd8\xffbytes"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "ETag" not in response
        assert "Last-Modified" not in response

    @pytest.mark.parametrize(
        "headers",
        [{}, {"HTTP_RANGE": "bytes=0-1"}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": "Sun, 22 Nov 2026 00:00:00 GMT"}],
    )
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_a_stranger_gets_nothing_however_asked(self, pers, conversation, file, method, headers):
        response = getattr(pers, method)(self.href(conversation, file), **headers)
        assert response.status_code == 404
        assert b"bytes" not in response.content

    @pytest.mark.parametrize("headers", [{"HTTP_RANGE": "bytes=0-1"}, {"HTTP_IF_NONE_MATCH": "*"}])
    def test_the_owner_always_gets_it_whole(self, browser, conversation, file, headers):
        response = browser.get(self.href(conversation, file), **headers)
        assert (response.status_code, response.content) == (200, b"\xff\xd8\xffbytes")

    def test_through_another_conversation(self, cast, browser, conversation, file):
        other = make_conversation(cast.kari_patient, cast.berg_role)
        assert browser.get(self.href(other, file)).status_code == 404

    def test_nobody_and_after_logout(self, logins, conversation, file):
        client = logins.client(KARI)
        href = self.href(conversation, file)
        assert client.get(href).status_code == 200
        client.post(reverse("logout_citizen"))
        for browser in (client, Client(HTTP_HOST="localhost")):
            response = browser.get(href)
            assert response.status_code == 302
            assert b"bytes" not in response.content
            assert response["Cache-Control"] == "no-store"

    def test_held_until_the_virus_check(self, browser, conversation, file):
        """AD-60"""
        Attachment.objects.using(OWNER).filter(pk=file).update(scan="held")
        assert browser.get(self.href(conversation, file)).status_code == 404
        page = text_of(browser.get(reverse("my_conversation", args=[conversation.pk])))
        assert "venter på virussjekk" in page
        assert self.href(conversation, file) not in page

    def test_a_draft_file_is_the_authors(self, browser, pers, kari, cast):
        pass_gate(browser)
        file_id = attach(kari)
        file_store().put(file_id, b"\xff\xd8\xffdraft")
        assert browser.get(reverse("draft_file", args=[file_id])).content == b"\xff\xd8\xffdraft"
        assert pers.get(reverse("draft_file", args=[file_id])).status_code == 404
        assert pers.post(reverse("draft_file_removal", args=[file_id])).status_code == 404
        assert files_of(pk=file_id)


def test_extra_fields_are_never_looked_at(browser, cast):
    """AD-10"""
    page = pass_gate(browser)
    extra = {"patient": str(cast.per.pk), "person": str(cast.per.pk), "practice": str(cast.vika.pk), "status": "closed"}
    extra |= {"tariff": "0", "paid": "1", "sender_role": str(cast.berg_role.pk), "is_staff": "1", "author": str(cast.per.pk)}
    browser.post(reverse("e_consultation_compose"), message(page, cast.berg_role.pk, **extra))
    (conversation,) = Conversation.objects.using(OWNER).all()
    assert (conversation.person_id, conversation.author_id) == (cast.kari.pk, cast.kari.pk)
    assert (conversation.practice_id, conversation.state) == (cast.tangen.pk, ConversationState.SENT)
    assert conversation.price_day_ore == 22400


def test_foreign_or_missing_token(conversation, logins):
    """AD-52"""
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.cookies = logins.client(KARI).cookies
    href = reverse("reply", args=[conversation.pk])
    for data, headers in (({}, {}), ({"csrfmiddlewaretoken": "x" * 64}, {}), ({}, {"HTTP_ORIGIN": "null"})):
        assert client.post(href, {"text": "Hei", **data}, **headers).status_code == 403
    assert Communication.objects.using(OWNER).count() == 2


@pytest.mark.parametrize(
    "href", ["/innboks/?etter=%s", "/innsyn/?etter=%s", "/innsyn/?vis=%s", "/hjem/?utkast=%s", "/samtykke/?next=%s"]
)
@pytest.mark.parametrize("value", ["'; drop table people_person; --", "%00", "9999-99-99_x", "%27%20or%201=1", "x" * 3000])
def test_strange_parameters(browser, href, value):
    """AD-50"""
    assert browser.get(href % value).status_code in (200, 400)
