"""Who works here."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.refusal import NotFound
from fastlinje.practices.commands.end_role import end_role
from fastlinje.practices.commands.invite_member import invite_member
from fastlinje.practices.commands.set_her_id import set_her_id
from fastlinje.practices.office_queries import Member, member_for, members_for
from fastlinje.practices.rules import ROLE_NAMES

from ..components.drawing import format_html
from ..components.shapes import Column, Row
from ..kit import ADMIN, reading, render, requires
from . import words
from .conversations.answering import id_in
from .conversations.asking import is_post, refused_by

DATE_ERROR = {"invalid": gettext_lazy("Skriv datoen som dd.mm.åååå.")}


class InvitationForm(forms.Form):
    """Who, as what, from when."""

    given_name = forms.CharField(label=gettext_lazy("Fornavn"), max_length=100, required=False)
    family_name = forms.CharField(label=gettext_lazy("Etternavn"), max_length=100, required=False)
    national_id = forms.CharField(
        label=gettext_lazy("Fødselsnummer"),
        help_text=gettext_lazy("Elleve siffer. Personen logger inn med HelseID og blir kjent igjen på nummeret."),
        required=False,
        max_length=20,
    )
    code = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=[*ROLE_NAMES.items()], required=False, widget=forms.RadioSelect)
    hpr_number = forms.CharField(label=gettext_lazy("HPR-nummer"), required=False, max_length=20)
    substitutes_for = forms.ChoiceField(
        label=gettext_lazy("Vikar for"), required=False, help_text=gettext_lazy("Bare for vikarleger.")
    )
    start_date = forms.DateField(label=gettext_lazy("Første dag"), required=False, error_messages=DATE_ERROR)
    end_date = forms.DateField(
        label=gettext_lazy("Siste dag"),
        required=False,
        error_messages=DATE_ERROR,
        help_text=gettext_lazy("Vikarer må ha en siste dag. De mister tilgangen når dagen er over."),
    )

    def offer(self, members: tuple[Member, ...]) -> "InvitationForm":
        """Name the doctors a substitute can stand in for."""
        doctors = [(str(member.role_id), member.name) for member in members if member.code == RoleCode.GP]
        self.fields["substitutes_for"].choices = [("", _("Velg lege")), *doctors]
        return self


class HerIdForm(forms.Form):
    """A doctor's address in the message exchange."""

    her_id = forms.CharField(
        label=gettext_lazy("HER-id"),
        help_text=gettext_lazy(
            "Bare siffer. Fastlegeregisteret kan kjenne legen på dette nummeret. La det stå tomt hvis dere ikke har det."
        ),
        required=False,
        max_length=20,
    )


@dataclass(frozen=True)
class MembersPage:
    """Those who work here."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    invite_href: str
    control_href: str


@dataclass(frozen=True)
class InvitationPage:
    """The form."""

    title: str
    form: InvitationForm
    back: str
    problem: str


@dataclass(frozen=True)
class HerIdPage:
    """The form, and which doctor it is about."""

    title: str
    lead: str
    form: HerIdForm
    back: str
    problem: str


@dataclass(frozen=True)
class EndingPage:
    """The question whether a role is to end."""

    title: str
    lead: str
    is_me: bool
    back: str
    problem: str


@require_safe
@requires(ADMIN)
def members(request: HttpRequest) -> HttpResponse:
    """Everybody with a role that holds now or later."""
    columns = tuple(Column(text) for text in (_("Navn"), _("Rolle"), _("HPR"), _("HER-id"), _("Tid"), _("Valg")))
    rows = tuple(_row(member) for member in members_for(request.actor, now=request.now))
    page = MembersPage(_("Medarbeidere"), columns, rows, reverse("member_invitation"), reverse("control_report"))
    return render(request, "office/members.html", page, active="members")


@requires(ADMIN)
def member_invitation(request: HttpRequest) -> HttpResponse:
    """Add somebody."""
    if not is_post(request):
        return _invite(request, request.actor, InvitationForm(initial={"code": RoleCode.SECRETARY.value}))
    with reading(request) as actor:
        form = InvitationForm(request.POST).offer(members_for(actor, now=request.now))
    problem = ""
    if form.is_valid():
        problem = refused_by(lambda: _act(request, form.cleaned_data), form)
        if problem is None:
            return redirect("members")
    with reading(request) as actor:
        return _invite(request, actor, form, problem)


def _act(request: HttpRequest, given: dict) -> UUID:
    return invite_member(
        actor=request.actor,
        now=request.now,
        given_name=" ".join(given["given_name"].split()),
        family_name=" ".join(given["family_name"].split()),
        national_id="".join(given["national_id"].split()),
        code=given["code"],
        hpr_number=given["hpr_number"].strip(),
        start_date=given["start_date"],
        end_date=given["end_date"],
        substitutes_for_id=id_in(given["substitutes_for"]),
    )


@requires(ADMIN)
def member_her_id(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Type or change the HER-id of a doctor."""
    if not is_post(request):
        return _ask_her_id(request, request.actor, role_id)
    form, problem = HerIdForm(request.POST), ""
    if form.is_valid():
        her_id = "".join(form.cleaned_data["her_id"].split())
        problem = refused_by(lambda: set_her_id(actor=request.actor, now=request.now, role_id=role_id, her_id=her_id), form)
        if problem is None:
            return redirect("members")
    with reading(request) as actor:
        return _ask_her_id(request, actor, role_id, form, problem)


@requires(ADMIN)
def member_ending(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """End a role."""
    if not is_post(request):
        return _end(request, request.actor, role_id)
    problem = refused_by(lambda: end_role(actor=request.actor, now=request.now, role_id=role_id))
    if problem is None:
        return redirect("members")
    with reading(request) as actor:
        return _end(request, actor, role_id, problem)


def _invite(request: HttpRequest, actor: Actor, form: InvitationForm, problem: str = "") -> HttpResponse:
    form.offer(members_for(actor, now=request.now))
    page = InvitationPage(_("Legg til medarbeider"), form, reverse("members"), problem)
    return render(request, "office/member_invitation.html", page, active="members", status=422 if form.is_bound else 200)


def _ask_her_id(
    request: HttpRequest, actor: Actor, role_id: UUID, form: HerIdForm | None = None, problem: str = ""
) -> HttpResponse:
    member = member_for(actor, role_id, now=request.now)
    if member.code != RoleCode.GP:
        raise NotFound
    page = HerIdPage(
        title=_("HER-id"),
        lead=_("%(name)s, %(title)s") % {"name": member.name, "title": member.title},
        form=form or HerIdForm(initial={"her_id": member.her_id}),
        back=reverse("members"),
        problem=problem,
    )
    return render(request, "office/member_her_id.html", page, active="members", status=422 if form else 200)


def _end(request: HttpRequest, actor: Actor, role_id: UUID, problem: str = "") -> HttpResponse:
    member = member_for(actor, role_id, now=request.now)
    page = EndingPage(
        title=_("Avslutt rollen"),
        lead=_("%(name)s, %(title)s") % {"name": member.name, "title": member.title},
        is_me=member.is_me,
        back=reverse("members"),
        problem=problem,
    )
    return render(request, "office/member_ending.html", page, active="members", status=409 if problem else 200)


def _row(member: Member) -> Row:
    choices = _choice(member, "member_ending", _("Avslutt"))
    if member.code == RoleCode.GP:
        choices = format_html("<span>{} · {}</span>", _choice(member, "member_her_id", _("Endre HER-id")), choices)
    name = _("%s (deg)") % member.name if member.is_me else member.name
    title = _("%(title)s for %(doctor)s") % {"title": member.title, "doctor": member.substitutes_for}
    shown = title if member.substitutes_for else member.title
    return Row((name, shown, member.hpr_number, member.her_id, _period(member), choices))


def _choice(member: Member, route: str, text: str) -> str:
    return format_html(
        '<a class="ds-link" href="{}">{}<span class="ds-sr-only"> {}, {}</span></a>',
        reverse(route, args=[member.role_id]),
        text,
        member.name,
        member.title,
    )


def _period(member: Member) -> str:
    if member.start_date and member.end_date:
        return f"{words.full_date(member.start_date)} – {words.full_date(member.end_date)}"
    if member.end_date:
        return _("til %s") % words.full_date(member.end_date)
    return _("fra %s") % words.full_date(member.start_date) if member.start_date else ""
