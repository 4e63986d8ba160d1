"""What the person is told by e-mail and SMS: one choice that suits most, and a switch for each kind."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.notifications.templates import TEMPLATES
from fastlinje.notifications.texts import example_texts
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.notice_choice import PRESETS, NoticeChoice, NoticeKind, Preset
from fastlinje.people.queries import EMAIL, SMS, notice_choice_of

from ...kit import CITIZEN_SELF, reading, render, requires

ONE = {"required": gettext_lazy("Velg ett av alternativene."), "invalid_choice": gettext_lazy("Velg ett av alternativene.")}
KINDS = {
    NoticeKind.ANSWER: gettext_lazy("Legekontoret har svart meg"),
    NoticeKind.APPOINTMENT: gettext_lazy("Jeg har fått, mistet eller blir tilbudt en time"),
    NoticeKind.REMINDER: gettext_lazy("Jeg snart har en time"),
    NoticeKind.NEWS: gettext_lazy("Noe annet er nytt i en samtale"),
    NoticeKind.POWER: gettext_lazy("En fullmakt er gitt, endret eller avsluttet"),
    NoticeKind.RECEIPT: gettext_lazy("Kvittering når jeg har sendt noe, eller noe jeg har bedt om er klart"),
}
PRESET_NAMES = {
    Preset.FEW: gettext_lazy("Få varsler"),
    Preset.NORMAL: gettext_lazy("Vanlig"),
    Preset.ALL: gettext_lazy("Alle varsler"),
}
PRESET_HINTS = {
    Preset.FEW: gettext_lazy("Bare når det er noe nytt å lese, eller noe skjer med timene dine."),
    Preset.NORMAL: gettext_lazy("Også påminnelser om timer, og når noe skjer med fullmaktene dine."),
    Preset.ALL: gettext_lazy("Også kvittering når du har sendt noe."),
}
OWN = "own"
NIGHT = {"yes": gettext_lazy("Vent til om morgenen"), "no": gettext_lazy("Send med en gang")}


class NoticesForm(forms.Form):
    """`preset` is one of the three, or "own" with the kinds that are ticked."""

    preset = forms.ChoiceField(
        label=gettext_lazy("Hvor mye vil du ha beskjed om?"),
        choices=[*((preset.value, name) for preset, name in PRESET_NAMES.items()), (OWN, gettext_lazy("Velg selv"))],
        widget=forms.RadioSelect,
        error_messages=ONE,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Si fra når"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Endrer du noe her, er det dette som gjelder, og ikke valget over."),
        error_messages=ONE,
    )
    first_channel = forms.ChoiceField(
        label=gettext_lazy("Hva vil du helst ha?"),
        choices=[(SMS, gettext_lazy("SMS")), (EMAIL, gettext_lazy("E-post"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Kan vi ikke bruke det ene, bruker vi det andre."),
        error_messages=ONE,
    )
    night = forms.ChoiceField(
        label=gettext_lazy("Når noe skjer om natten"),
        choices=list(NIGHT.items()),
        widget=forms.RadioSelect,
        error_messages=ONE,
    )


@dataclass(frozen=True)
class Preview:
    """What notices of one kind say."""

    occasion: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class NoticesPage:
    """The form, and every text it switches on or off."""

    title: str
    notice: str
    form: NoticesForm
    own: str
    preset_hints: dict[str, str]
    previews: tuple[Preview, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def notice_preferences(request: HttpRequest) -> HttpResponse:
    """Varsler; POST keeps the choice."""
    if request.method != "POST":
        return _show(request, NoticesForm(initial=_initial(notice_choice_of(request.actor.person_id))))
    form = NoticesForm(request.POST)
    if not form.is_valid():
        with reading(request):
            return _show(request, form, status=422)
    chosen = form.cleaned_data
    with reading(request) as actor:
        own = _chose_own(chosen["preset"], chosen["kinds"], notice_choice_of(actor.person_id))
    choose_notices(
        actor=request.actor,
        now=request.now,
        preset=Preset.ALL if own else chosen["preset"],
        kinds=chosen["kinds"] if own else PRESETS[Preset(chosen["preset"])],
        first_channel=chosen["first_channel"],
        quiet_at_night=chosen["night"] == "yes",
    )
    return redirect(reverse("notice_preferences") + "?nytt=lagret")


def _chose_own(preset: str, ticked: list[str], before: NoticeChoice) -> bool:
    """True for «Velg selv», and for whoever changed the boxes: that says more than the button they left behind."""
    if preset == OWN:
        return True
    wanted = {NoticeKind(kind) for kind in ticked}
    return wanted not in (before.kinds, PRESETS[Preset(preset)])


def _initial(choice: NoticeChoice) -> dict[str, object]:
    return {
        "preset": OWN if choice.switches else choice.preset.value,
        "kinds": [kind.value for kind in NoticeKind if choice.wants(kind)],
        "first_channel": choice.first_channel,
        "night": "yes" if choice.quiet_at_night else "no",
    }


def _show(request: HttpRequest, form: NoticesForm, *, status: int = 200) -> HttpResponse:
    page = NoticesPage(
        title=_("Varsler"),
        notice=_("Valget ditt er lagret.") if request.GET.get("nytt") == "lagret" else "",
        form=form,
        own=OWN,
        preset_hints={preset.value: str(hint) for preset, hint in PRESET_HINTS.items()},
        previews=_previews(request.actor.language),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/profile/notices.html", page, active="profile", status=status)


def _previews(language: str) -> tuple[Preview, ...]:
    texts = example_texts(language)
    return tuple(
        Preview(str(name), tuple(texts[key].sentence for key, template in TEMPLATES.items() if template.kind is kind))
        for kind, name in KINDS.items()
    )
