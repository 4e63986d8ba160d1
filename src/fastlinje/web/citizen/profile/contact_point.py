"""An address for notices: typed, confirmed by a code, or removed."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import Refused
from fastlinje.people.commands.confirm_contact_point import WRONG, confirm_contact_point
from fastlinje.people.commands.remove_contact_point import remove_contact_point
from fastlinje.people.commands.request_contact_code import request_contact_code
from fastlinje.people.queries import SMS, addresses_for, pending_address_for

from ...frame import phone_text
from ...kit import CITIZEN_SELF, reading, render, requires
from .address_words import BY_SLUG, AddressWords


class AddressForm(forms.Form):
    """The address."""

    value = forms.CharField(required=False)


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=gettext_lazy("Koden"),
        help_text=gettext_lazy("Seks sifre."),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@dataclass(frozen=True)
class AddressPage:
    """Type an address, or the code that was sent to it. Removing asks on a page of the same shape."""

    title: str
    lead: str
    form: forms.Form
    label: str
    hint: str
    back_href: str
    again_href: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def contact_point(request: HttpRequest, slug: str) -> HttpResponse:
    """Type an address; POST sends a code there."""
    about = _about(slug)
    if request.method != "POST":
        known = addresses_for(request.actor).get(about.system)
        return _ask(request, about, AddressForm(initial={"value": known.value if known else ""}))
    value = request.POST.get("value", "")[:320]
    try:
        request_contact_code(actor=request.actor, now=request.now, system=about.system, value=value)
    except Refused as refusal:
        return _ask(request, about, _with_error(AddressForm({"value": value}), "value", refusal), status=422)
    return redirect("contact_point_code", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def contact_point_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Type the code; POST confirms the address."""
    about = _about(slug)
    if request.method != "POST":
        return _ask_code(request, about, CodeForm())
    code = request.POST.get("code", "")[:20]
    refusal = Refused("wrong_code", _("Koden stemmer ikke. Se på den siste meldingen vi sendte."), fields=("code",))
    try:
        outcome = confirm_contact_point(actor=request.actor, now=request.now, system=about.system, code=code)
    except Refused as expired:
        outcome, refusal = WRONG, expired
    if outcome != WRONG:
        return redirect(reverse("profile") + "?nytt=bekreftet")
    with reading(request):
        return _ask_code(request, about, _with_error(CodeForm({"code": code}), "code", refusal), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def contact_point_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask; POST removes the address."""
    about = _about(slug)
    if request.method == "POST":
        remove_contact_point(actor=request.actor, now=request.now, system=about.system)
        return redirect(reverse("profile") + "?nytt=fjernet")
    page = AddressPage(
        title=_("Vil du fjerne adressen?"),
        lead=_("Vi sender ikke flere beskjeder dit. Du kan legge den inn igjen senere."),
        form=forms.Form(),
        label=str(about.title),
        hint="",
        back_href=reverse("profile"),
    )
    return render(request, "citizen/profile/remove_address.html", page, active="profile")


def _about(slug: str) -> AddressWords:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _ask(request: HttpRequest, about: AddressWords, form: AddressForm, *, status: int = 200) -> HttpResponse:
    kind = {"type": about.kind, "autocomplete": about.kind}
    form.fields["value"].widget = forms.TextInput(kind) if about.system == SMS else forms.EmailInput(kind)
    page = AddressPage(
        title=str(about.title),
        lead=_("Hit får du beskjed når legekontoret har svart. Der står det aldri noe om helse."),
        form=form,
        label=str(about.label),
        hint=str(about.hint),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/profile/address.html", page, active="profile", status=status)


def _ask_code(request: HttpRequest, about: AddressWords, form: CodeForm, *, status: int = 200) -> HttpResponse:
    sent_to = pending_address_for(request.actor, about.system, now=request.now)
    if not sent_to and status == 200:
        return redirect("contact_point", slug=about.slug)
    shown = phone_text(sent_to) if about.system == SMS else sent_to
    page = AddressPage(
        title=_("Skriv koden"),
        lead=_("Vi har sendt en kode til %s. Den gjelder i 15 minutter.") % shown if shown else "",
        form=form,
        label=_("Koden"),
        hint=_("Seks sifre."),
        back_href=reverse("profile"),
        again_href=reverse("contact_point", args=[about.slug]),
    )
    return render(request, "citizen/profile/code.html", page, active="profile", status=status)


def _with_error(form: forms.Form, name: str, refusal: Refused) -> forms.Form:
    form.full_clean()
    form.add_error(name, refusal.sentence)
    return form
