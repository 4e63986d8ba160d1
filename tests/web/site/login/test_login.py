"""Logging in through the look-alike provider, page by page."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import time_machine

from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import BERG, DAG, KARI, OSKAR, PER, SIRI
from fastlinje.people.models import Person, Session


def read(answer) -> str:
    """The page's text; what must stay on one line is held together by spaces that do not break."""
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_citizen_logs_in_and_is_home(visitor):
    answer = visitor.log_in(KARI)
    assert (answer.status_code, answer["Location"]) == (302, "/hjem/")
    assert visitor.us.get("/hjem/").content.decode() == "hjem Kari Nordmann"


def test_the_session_cookie_is_for_this_host_only_and_out_of_reach_of_scripts(visitor):
    cookie = visitor.log_in(KARI).cookies["__Host-fl_citizen"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["domain"] == ""
    assert cookie["max-age"] == ""
    assert len(cookie.value) >= 43


def test_people_come_back_to_where_they_were_going(visitor):
    assert visitor.log_in(KARI, "/logg-inn/?next=/innboks/7/%3Fside%3D2")["Location"] == "/innboks/7/?side=2"


@pytest.mark.parametrize(
    ("who", "home", "greeting"),
    [(BERG, "/kontor/", "kontor Ingrid Berg"), (SIRI, "/kontor/", "kontor Siri Holm"), (DAG, "/kontor/", "kontor Dag Moen")],
    ids=lambda value: getattr(value, "name", value),
)
def test_those_who_work_at_an_office_log_in_with_helseid(visitor, who, home, greeting):
    """A secretary without an HPR number, and an administrator without any clinical role, as well as a doctor."""
    assert visitor.log_in(who, "/kontor/logg-inn/")["Location"] == home
    assert visitor.us.get(home).content.decode() == greeting


def test_an_operator_without_an_office_lands_where_operators_belong(visitor):
    assert visitor.log_in(OSKAR, "/kontor/logg-inn/?next=/kontor/")["Location"] == "/drift/"


def test_somebody_who_works_nowhere_is_refused_and_may_leave_the_provider(visitor, refusals):
    answer = visitor.log_in(OSKAR, "/kontor/logg-inn/")
    assert answer.status_code == 302
    from fastlinje.practices.models import Operator

    Operator.objects.using("owner").update(active=False)
    answer = visitor.log_in(OSKAR, "/kontor/logg-inn/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Du er ikke registrert ved noe legekontor her" in page
    assert "Logg ut av HelseID" in page
    assert refusals() == ["no_membership"]


def test_citizen_and_staff_are_two_logins_in_one_browser(visitor):
    """AD-21, AD-22"""
    visitor.log_in(KARI)
    visitor.log_in(BERG, "/kontor/logg-inn/")
    assert visitor.us.get("/hjem/").content.decode() == "hjem Kari Nordmann"
    assert visitor.us.get("/kontor/").content.decode() == "kontor Ingrid Berg"


def test_a_citizen_login_opens_no_staff_page(visitor):
    """AD-22"""
    visitor.log_in(KARI)
    assert visitor.us.get("/kontor/")["Location"].startswith("/kontor/logg-inn/")


def test_two_tabs_can_log_in_at_once(visitor):
    first, second = visitor.leave("/logg-inn/"), visitor.leave("/logg-inn/?next=/timer/")
    second_home = visitor.choose(second, KARI)
    first_home = visitor.choose(first, KARI)
    assert visitor.come_home(second_home)["Location"] == "/timer/"
    assert visitor.come_home(first_home)["Location"] == "/hjem/"


def test_attempts_do_not_pile_up(visitor):
    for _attempt in range(12):
        visitor.leave("/logg-inn/")
    alive = [name for name, cookie in visitor.us.cookies.items() if name.startswith("__Host-fl_login_") and cookie.value]
    assert 1 <= len(alive) <= 5


def test_nothing_is_stored_until_somebody_has_logged_in(visitor):
    visitor.leave("/logg-inn/")
    assert not Session.objects.using("owner").exists()


def test_the_attempt_is_sealed(visitor):
    visitor.leave("/logg-inn/?next=/timer/")
    (value,) = [cookie.value for name, cookie in visitor.us.cookies.items() if name.startswith("__Host-fl_login_")]
    assert "timer" not in value
    assert len(value) < 3000


def test_callback_in_another_browser_is_refused(visitor, refusals):
    """AD-38"""
    from .conftest import Visitor

    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    victim = Visitor()
    answer = victim.come_home(home)
    assert answer.status_code == 403
    assert not victim.session_key()
    assert refusals() == []
    victim.provider.close()


@pytest.mark.parametrize("change", ["state=", "state=forged", ""])
def test_forged_and_missing_states_are_refused(visitor, change):
    """AD-38"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    query = "&".join([part for part in urlsplit(home).query.split("&") if not part.startswith("state=")] + [change])
    answer = visitor.us.get(f"/innlogging/idporten/?{query}")
    assert answer.status_code == 403
    assert not visitor.session_key()


def test_code_of_the_other_provider_is_refused(visitor, refusals):
    """AD-39"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    query = parse_qs(urlsplit(home).query)
    staff = visitor.choose(visitor.leave("/kontor/logg-inn/"), BERG)
    foreign = parse_qs(urlsplit(staff).query)
    forged = f"/innlogging/idporten/?state={query['state'][0]}&code={foreign['code'][0]}&iss={quote(foreign['iss'][0])}"
    assert visitor.us.get(forged).status_code == 403
    assert refusals() == ["callback_issuer"]
    assert not visitor.session_key()


def test_absent_issuer_is_refused(visitor, refusals):
    """AD-39"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    query = parse_qs(urlsplit(home).query)
    answer = visitor.us.get(f"/innlogging/idporten/?state={query['state'][0]}&code={query['code'][0]}")
    assert answer.status_code == 403
    assert refusals() == ["callback_issuer"]


def test_reloading_the_callback_gives_no_second_session_and_a_calm_page(visitor):
    """AD-40"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    visitor.come_home(home)
    again = visitor.come_home(home)
    assert (again.status_code, again["Location"]) == (302, "/hjem/")
    assert Session.objects.using("owner").count() == 1


def test_a_used_callback_without_a_session_shows_how_to_go_on(visitor):
    """AD-40"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    visitor.come_home(home)
    visitor.us.cookies.pop("__Host-fl_citizen")
    page = visitor.come_home(home)
    assert page.status_code == 403
    assert "Logg inn på nytt" in page.content.decode()
    assert 'href="/logg-inn/"' in page.content.decode()


def test_replayed_code_with_a_stolen_attempt_is_refused(visitor, refusals):
    """AD-40"""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    attempts = {name: cookie.value for name, cookie in visitor.us.cookies.items()}
    visitor.come_home(home)
    for name, value in attempts.items():
        visitor.us.cookies[name] = value
    assert visitor.come_home(home).status_code == 403
    assert refusals() == ["login_code_used"]


def test_a_planted_session_is_left_behind(visitor, logins):
    """AD-41: the attacker's own key in the victim's browser"""
    planted = logins.key(PER)
    visitor.us.cookies["__Host-fl_citizen"] = planted
    visitor.log_in(KARI)
    assert visitor.session_key() != planted
    assert visitor.us.get("/hjem/").content.decode() == "hjem Kari Nordmann"
    visitor.us.cookies["__Host-fl_citizen"] = planted
    assert visitor.us.get("/hjem/").status_code == 302


def test_a_made_up_session_key_is_never_taken_over(visitor):
    """AD-41"""
    visitor.us.cookies["__Host-fl_citizen"] = "attackers-choice"
    visitor.log_in(KARI)
    assert visitor.session_key() != "attackers-choice"


def test_every_login_has_a_new_key(visitor):
    """AD-41"""
    visitor.log_in(KARI)
    first = visitor.session_key()
    visitor.log_in(KARI)
    assert visitor.session_key() != first
    visitor.us.cookies["__Host-fl_citizen"] = first
    assert visitor.us.get("/hjem/").status_code == 302


def test_idle_and_absolute_limits_hold_on_the_server(visitor):
    """AD-42"""
    visitor.log_in(KARI)
    start = now()
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert visitor.us.get("/hjem/").status_code == 200
    with time_machine.travel(start + timedelta(minutes=60, seconds=1), tick=False):
        assert visitor.us.get("/hjem/").status_code == 302


def test_low_level_is_refused_and_told_how(visitor, refusals):
    """AD-35"""
    answer = visitor.log_in(KARI, level="idporten-loa-substantial")
    assert answer.status_code == 403
    assert "høyeste sikkerhetsnivå" in answer.content.decode()
    assert refusals() == ["level_too_low"]
    assert not visitor.session_key()


def test_person_without_number_gets_no_account_and_a_way_out(visitor, refusals):
    """AD-34"""
    before = Person.objects.using("owner").count()
    answer = visitor.log_in("Elena Fremmed")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "fødselsnummer" in page
    assert "Logg ut av ID-porten" in page
    assert Person.objects.using("owner").count() == before
    assert refusals() == ["pid_missing"]


def test_test_people_are_refused_in_production(visitor, settings, refusals):
    """AD-47"""
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, accept_test_people=False)
    answer = visitor.log_in(KARI)
    assert answer.status_code == 403
    assert refusals() == ["test_identity"]


def test_cancelling_is_no_error_page(visitor):
    page = visitor.log_in(KARI, cancel=True).content.decode()
    assert "Du avbrøt innloggingen" in page
    assert "Prøv igjen" in page


def test_trying_again_keeps_where_they_were_going(visitor):
    page = visitor.log_in(KARI, "/logg-inn/?next=/timer/", cancel=True).content.decode()
    assert "/logg-inn/?next=%2Ftimer%2F" in page


@pytest.mark.parametrize("path", ["/logg-inn/", "/kontor/logg-inn/"])
def test_provider_down_shows_a_clear_page_with_a_phone_number(visitor, settings, path):
    """FD-07"""
    from dataclasses import replace

    nowhere = "http://127.0.0.1:9"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, idporten_issuer=f"{nowhere}/a", helseid_issuer=f"{nowhere}/b")
    answer = visitor.us.get(path)
    page = read(answer)
    assert answer.status_code == 503
    assert "Vi får ikke kontakt med innloggingstjenesten" in page
    assert settings.ENVIRONMENT.guidance_phone in page
    assert ("tel:113" in page) is (path == "/logg-inn/")


def test_those_logged_in_do_not_notice_that_the_provider_is_down(visitor, settings):
    """FD-07"""
    from dataclasses import replace

    visitor.log_in(KARI)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, idporten_issuer="http://127.0.0.1:9/a")
    assert visitor.us.get("/hjem/").status_code == 200


EVIL = [
    "//evil.example",
    "https:evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "/%5Cevil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie:x=1",
    "/%250d%250aSet-Cookie:x=1",
    "/hjem/\r\nSet-Cookie:x=1",
    "///evil.example",
    "/hjem/%00",
    " /hjem/",
    "http:/hjem/",
    "hjem/",
    "/finnes-ikke/",
    "/kontor/",
    "/om/",
    "/logg-inn/",
    "/utlogging/",
    "/hjem/?" + "x" * 2000,
]


@pytest.mark.parametrize("wanted", EVIL, ids=lambda value: value[:40])
def test_other_addresses_than_our_own_pages_lead_home(visitor, wanted):
    """AD-45"""
    assert visitor.log_in(KARI, f"/logg-inn/?next={quote(wanted, safe='')}")["Location"] == "/hjem/"


def test_a_citizens_page_is_no_page_of_staff(visitor):
    """AD-45"""
    assert visitor.log_in(BERG, "/kontor/logg-inn/?next=/timer/")["Location"] == "/kontor/"


def test_a_page_closed_to_whoever_is_in_says_so_instead_of_going_round_in_circles(visitor):
    visitor.log_in(BERG, "/kontor/logg-inn/")
    sent = visitor.us.get("/drift/")
    answer = visitor.us.get(sent["Location"])
    assert answer.status_code == 403
    assert "Du har ikke tilgang til denne siden" in answer.content.decode()


def test_a_login_older_than_a_session_may_last_asks_the_person_again(visitor, issuers):
    """By single sign-on: the provider's login is two hours and a minute old."""
    home = visitor.choose(visitor.leave("/logg-inn/"), KARI)
    for _expires, grant in issuers["idporten"].codes._things.values():
        grant.session.auth_time -= 121 * 60
    again = visitor.come_home(home)
    assert again.status_code == 302
    assert again["Location"].startswith(issuers["idporten"].address)
    assert not visitor.session_key()
    fresh = visitor.choose(again["Location"], KARI)
    assert visitor.come_home(fresh)["Location"] == "/hjem/"
    assert visitor.us.get("/hjem/").status_code == 200


def test_only_get_starts_and_ends_a_login(visitor):
    for path in ("/logg-inn/", "/kontor/logg-inn/", "/innlogging/idporten/", "/innlogging/helseid/"):
        assert visitor.us.post(path).status_code == 405


def test_login_help_is_open_to_all(visitor):
    page = read(visitor.us.get("/logg-inn/hjelp/"))
    assert "nivå 4" in page
    assert "BankID" in page


@pytest.mark.parametrize(
    ("who", "path", "face"), [(KARI, "/innlogging/forleng/", Face.CITIZEN), (OSKAR, "/kontor/innlogging/forleng/", Face.STAFF)]
)
def test_continuing_prolongs_the_session(visitor, who, path, face):
    visitor.log_in(who, "/logg-inn/" if face is Face.CITIZEN else "/kontor/logg-inn/")
    start = now()
    with time_machine.travel(start + timedelta(minutes=28), tick=False):
        left = visitor.us.post(path).json()
        assert 1700 <= left["idle_seconds"] <= 1800
        assert left["absolute_seconds"] > 5000
    with time_machine.travel(start + timedelta(minutes=50), tick=False):
        assert visitor.us.post(path).status_code == 200


def test_continuing_a_dead_session_says_where_to_log_in(visitor):
    answer = visitor.us.post("/innlogging/forleng/")
    assert (answer.status_code, answer.json()["login_href"]) == (401, "/logg-inn/")
