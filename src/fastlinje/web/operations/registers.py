"""How the registers are asked, asking the one of representation now, and giving it a document."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.ask_for_register_round import ask_for_register_round
from fastlinje.people.register_document_views import DocumentLine, register_documents_for
from fastlinje.people.register_status import RegisterLine, RegisterStatus, register_status_for
from fastlinje.web.components.shapes import Column, Fact, Row
from fastlinje.web.kit import OPERATOR, reading, render, requires

from .words import moment_in_words, register_in_words, source_in_words

_ASKED = "spurt"


class UploadForm(forms.Form):
    """The file, and what makes sending the form twice the same as once."""

    document = forms.FileField(
        label=gettext_lazy("Fil (JSON)"),
        allow_empty_file=True,  # the command says that it is empty
        error_messages={"required": gettext_lazy("Velg en fil.")},
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class RegistersPage:
    """The registers, and the last round of the one of representation.

    alarms  what somebody must look into
    error   the place in the register's answer that cannot be used, as the reader gives it
    """

    title: str
    alarms: tuple[str, ...]
    error: str
    asked: bool
    refused: str
    register_columns: tuple[Column, ...]
    registers: tuple[Row, ...]
    facts: tuple[Fact, ...]
    may_ask: bool
    ask_action: str
    form: UploadForm
    upload_action: str
    document_columns: tuple[Column, ...]
    documents: tuple[Row, ...]


@require_safe
@requires(OPERATOR)
def registers(request: HttpRequest) -> HttpResponse:
    """Which sources, when they were last asked, how it went, how many wait."""
    return show_registers(request)


@require_POST
@requires(OPERATOR)
def registers_ask(request: HttpRequest) -> HttpResponse:
    """Ask the register about everybody, as soon as the worker can."""
    try:
        ask_for_register_round(actor=request.actor, now=request.now)
    except Refused as refusal:
        with reading(request):
            return show_registers(request, refused=refusal.sentence, status=409)
    return redirect(f"{reverse('registers')}?{_ASKED}=1")


def show_registers(request: HttpRequest, *, refused: str = "", form: UploadForm | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was refused or the form that was not taken."""
    found = register_status_for(request.actor, now=request.now)
    page = RegistersPage(
        title=_("Registre"),
        alarms=tuple(_alarms(found)),
        error=found.last.error if found.last else "",
        asked=_ASKED in request.GET,
        refused=refused,
        register_columns=tuple(Column(text) for text in (_("Register"), _("Kilde"), _("Sist spurt"), _("Siste feil"))),
        registers=tuple(_register(line) for line in found.lines),
        facts=_facts(found),
        may_ask=bool(found.sources),
        ask_action=reverse("registers_ask"),
        form=form or UploadForm(initial={"key": new_idempotency_key()}),
        upload_action=reverse("register_upload"),
        document_columns=tuple(Column(text) for text in (_("Lastet opp"), _("Av"), _("Status"))),
        documents=tuple(_document(line) for line in register_documents_for(request.actor)),
    )
    return render(request, "operations/registers.html", page, active="registers", status=status)


def _alarms(status: RegisterStatus) -> list[str]:
    found = []
    if status.sources and status.due:
        sentence = ngettext("%(count)s person venter på sjekk.", "%(count)s personer venter på sjekk.", status.due)
        found.append(sentence % {"count": status.due})
    if status.last and status.last.disagreements:
        found.append(_("To kilder er uenige. Det som gir minst tilgang, gjelder."))
    return found


def _register(line: RegisterLine) -> Row:
    heard = line.last.source.split(",") if line.last and line.last.source else ()
    sources = ", ".join(source_in_words(source) for source in line.sources or heard) or _("Ingen")
    at, error = (line.last.at, line.last.error) if line.last else (None, "")
    return Row((register_in_words(line.register), sources, moment_in_words(at), error or (_("Ingen") if at else "–")))


def _facts(status: RegisterStatus) -> tuple[Fact, ...]:
    last = status.last
    heard = [source_in_words(source) for source in last.source.split(",") if source] if last else []
    return (
        Fact(_("Sist sjekket"), moment_in_words(last.at if last else None)),
        Fact(_("Sjekket mot"), ", ".join(heard) or "–"),
        Fact(_("Personer som sjekkes hver gang"), str(status.people)),
        Fact(_("Personer som venter på sjekk"), str(status.due)),
        Fact(_("Endret sist"), str(last.changed) if last else "–"),
        Fact(_("Uendret sist"), str(last.same) if last else "–"),
        Fact(_("Uten svar sist"), str(last.no_answer) if last else "–"),
        Fact(_("Steder der kildene er uenige"), str(last.disagreements) if last else "–"),
    )


def _document(line: DocumentLine) -> Row:
    cells = (moment_in_words(line.uploaded_at), line.uploaded_by, str(line.state.label))
    return Row(cells, reverse("register_document", args=[line.id]))
