"""An operator uploads a document on who may act for whom, sees in numbers what it would change, and uses it or throws it away."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.commands.accept_register_document import accept_register_document
from fastlinje.people.commands.discard_register_document import discard_register_document
from fastlinje.people.commands.upload_register_document import upload_register_document
from fastlinje.people.document_states import DocumentState
from fastlinje.people.register_document_views import DocumentView, ProblemView, register_document_for
from fastlinje.web.components.drawing import format_html
from fastlinje.web.components.shapes import Badge, Column, Fact, Row
from fastlinje.web.kit import OPERATOR, reading, render, requires, wants_json
from fastlinje.web.uploads import KeptInMemory

from .registers import UploadForm, show_registers
from .words import moment_in_words, subject_in_words

D = DocumentState
COLORS = {
    D.RECEIVED: "info",
    D.UNUSABLE: "danger",
    D.READY: "warning",
    D.APPLYING: "info",
    D.APPLIED: "success",
    D.DISCARDED: "neutral",
    D.EXPIRED: "neutral",
}


@dataclass(frozen=True)
class DocumentPage:
    """One document.

    text      what it is waiting for, or what came of it
    alarms    what to think of before using it
    facts     what it would change, in numbers
    problems  what is wrong in it, by line
    moving    the worker is at it: `done` of `total`
    """

    title: str
    badge: Badge
    refused: str
    text: str
    alarms: tuple[str, ...]
    facts: tuple[Fact, ...]
    problem_columns: tuple[Column, ...]
    problems: tuple[Row, ...]
    more_problems: str
    moving: bool
    done: int
    total: int
    self_href: str
    use_action: str
    discard_action: str
    back: str


@csrf_exempt  # the form's token is checked by _take, when there is somewhere to put the file
@require_POST
@requires(OPERATOR)
def register_upload(request: HttpRequest) -> HttpResponse:
    """Take a document in. It is held in memory, and stored sealed."""
    request.upload_handlers = [KeptInMemory(request, _most_bytes())]
    return _take(request)


@csrf_protect
def _take(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["document"].size > _most_bytes():
        form.add_error("document", _too_large())
    elif form.is_valid():
        try:
            document_id = upload_register_document(
                actor=request.actor,
                now=request.now,
                key=IdempotencyKey(request.POST.get("key", "")[:64]) or new_idempotency_key(),
                content=form.cleaned_data["document"].read(),
            )
            return redirect("register_document", document_id=document_id)
        except Refused as refusal:
            form.add_error("document", refusal.sentence)
    with reading(request):
        return show_registers(request, form=form, status=422)


def _most_bytes() -> int:
    return settings.ENVIRONMENT.register_document_mb * 1_000_000


def _too_large() -> str:
    return _("Filen er større enn %(most)s MB. Den kan ikke deles opp. Grensen heter REGISTER_DOCUMENT_MB og kan økes.") % {
        "most": settings.ENVIRONMENT.register_document_mb
    }


@require_safe
@requires(OPERATOR)
def register_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What it would change, or what is wrong in it; the page's own script asks how far the worker has come."""
    found = register_document_for(request.actor, document_id)
    if wants_json(request):
        return JsonResponse({"made": found.done, "total": found.total, "text": _text(found), "moving": found.is_moving})
    return render(request, "operations/document.html", _page(found), active="registers")


@require_POST
@requires(OPERATOR)
def register_document_use(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Use it."""
    return _act(request, document_id, accept_register_document)


@require_POST
@requires(OPERATOR)
def register_document_discard(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Throw it away."""
    return _act(request, document_id, discard_register_document)


def _act(request: HttpRequest, document_id: UUID, command: Callable[..., None]) -> HttpResponse:
    try:
        command(actor=request.actor, now=request.now, document_id=document_id)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request) as actor:
            page = _page(register_document_for(actor, document_id), refused=refusal.sentence)
        return render(request, "operations/document.html", page, active="registers", status=409)
    return redirect("register_document", document_id=document_id)


def _page(found: DocumentView, *, refused: str = "") -> DocumentPage:
    of_document = {"document_id": found.id}
    return DocumentPage(
        title=_("Dokument lastet opp %s") % moment_in_words(found.uploaded_at),
        badge=Badge(str(found.state.label), COLORS[found.state]),
        refused=refused,
        text=_text(found),
        alarms=tuple(_alarms(found)),
        facts=_facts(found),
        problem_columns=(Column(_("Linje"), numeric=True), Column(_("Sted i filen")), Column(_("Hva som er galt"))),
        problems=tuple(_problem(problem) for problem in found.problems),
        more_problems=_more(found.problem_count - len(found.problems)),
        moving=found.is_moving,
        done=found.done,
        total=max(found.total, 1),
        self_href=reverse("register_document", kwargs=of_document),
        use_action=reverse("register_document_use", kwargs=of_document) if found.state is D.READY else "",
        discard_action=reverse("register_document_discard", kwargs=of_document) if found.state in (D.READY, D.RECEIVED) else "",
        back=reverse("registers"),
    )


def _text(found: DocumentView) -> str:
    numbers = {"done": found.done, "total": found.total}
    if found.state is D.RECEIVED:
        return _("Dokumentet leses. %(done)d av %(total)d personer er sjekket. Ingenting er endret.") % numbers
    if found.state is D.APPLYING:
        return _("Dokumentet tas i bruk. %(done)d av %(total)d personer er sjekket.") % numbers
    if found.state is D.READY:
        if not (found.begins or found.changes or found.ends or found.protections):
            return _("Dokumentet er lest. Det endrer ingenting, for alt er slik fra før.")
        return _("Dokumentet er lest. Ingenting er endret før du bruker det.")
    if found.state is D.UNUSABLE:
        return _why_unusable(found)
    if found.state is D.APPLIED:
        return _("Dokumentet er tatt i bruk. Hvordan det gikk, står på siden «Registre».")
    return _("Dokumentet er slettet uten at noe ble endret.") if not found.done else _("Dokumentet er slettet.")


def _why_unusable(found: DocumentView) -> str:
    if found.older_than:
        text = _("Dokumentet er fra %(own)s, men det som er lagret, er fra %(stored)s. Ingenting er endret. Hent et nytt uttrekk.")
        return text % {"own": moment_in_words(found.fetched_at), "stored": moment_in_words(found.older_than)}
    told = ngettext("%(count)s feil må rettes.", "%(count)s feil må rettes.", found.problem_count) % {"count": found.problem_count}
    return f"{_('Dokumentet kan ikke brukes, og ingenting er endret.')} {told}"


def _alarms(found: DocumentView) -> list[str]:
    if found.state is not D.READY:
        return []
    alarms = []
    if found.ends:
        sentence = ngettext("%(count)s relasjon avsluttes straks.", "%(count)s relasjoner avsluttes straks.", found.ends)
        alarms.append(sentence % {"count": found.ends})
    if found.disagreements:
        alarms.append(_("Dokumentet og de andre kildene er uenige. Det som gir minst tilgang, gjelder."))
    if found.no_answer:
        alarms.append(_("En annen kilde svarer ikke eller har et gammelt svar. De det gjelder, beholder det de har."))
    return alarms


def _facts(found: DocumentView) -> tuple[Fact, ...]:
    known = (
        *([Fact(_("Hentet fra registeret"), moment_in_words(found.fetched_at))] if found.fetched_at else []),
        Fact(_("Personer i dokumentet"), str(found.records)),
    )
    if found.state is D.UNUSABLE:
        return (*known, Fact(_("Personer med feil"), str(found.refused)))
    if not found.covers:
        return ()
    return (
        *known,
        Fact(_("Handler om"), ", ".join(subject_in_words(subject) for subject in found.covers)),
        Fact(_("Personer som logger inn her, og blir sjekket"), str(found.people)),
        Fact(_("Relasjoner som er nye"), str(found.begins)),
        Fact(_("Relasjoner som endres"), str(found.changes)),
        Fact(_("Relasjoner som avsluttes"), str(found.ends)),
        Fact(_("Adressesperrer som endres"), str(found.protections)),
        Fact(_("Personer en annen kilde ikke svarer på"), str(found.no_answer)),
        Fact(_("Steder der kildene er uenige"), str(found.disagreements)),
    )


def _problem(problem: ProblemView) -> Row:
    return Row((str(problem.line or "–"), _code(problem.place), problem.sentence))


def _code(place: str) -> SafeString | str:
    return format_html("<code>{}</code>", place) if place else _("Hele filen")


def _more(left: int) -> str:
    return ngettext("… og %(count)s feil til.", "… og %(count)s feil til.", left) % {"count": left} if left else ""
