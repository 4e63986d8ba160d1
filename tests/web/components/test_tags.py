"""Components are strict, escape what they are given, and tie words to controls."""

import re
from dataclasses import replace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import html as html_of_django
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from fastlinje.web.components import drawing
from fastlinje.web.components.chrome import Help
from fastlinje.web.components.drawing import ComponentError
from fastlinje.web.components.shapes import Attachment, Bubble, Column, Fact, FieldError, Row, Station

EVIL = '<script>alert("x")</script>'


def draw(source: str, **values: object) -> str:
    return str(Template(source).render(Context({"csrf_token": "T", **values})))


class Questions(forms.Form):
    """A little of everything."""

    message = forms.CharField(label="Melding", max_length=10, widget=forms.Textarea, help_text="Kort.")
    subject = forms.CharField(label="Emne", max_length=20, required=False)
    known = forms.ChoiceField(label="Før?", choices=[("ja", "Ja"), ("nei", "Nei")], widget=forms.RadioSelect)
    since = forms.DateField(label="Når?", widget=forms.DateInput)
    clinic = forms.ChoiceField(label="Sted", choices=[("", "Velg"), ("a", "A & B")])
    accept = forms.BooleanField(label="Jeg godtar prisen")
    draft = forms.CharField(widget=forms.HiddenInput, initial="7")


# strictness


@pytest.mark.parametrize(
    "source",
    [
        '{% alert text="a" colour="red" %}',  # unknown argument
        '{% alert variant="info" %}',  # a needed one left out
        '{% alert "a" %}',  # by position
        '{% steps current=1 total=2 text="a" text="b" %}',  # twice
        "{% card %}aldri lukket",
    ],
)
def test_a_misspelt_component_does_not_even_compile(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% alert text="a" variant="red" %}',
        '{% alert text="" %}',
        '{% tag text="a" color="pink" %}',
        '{% button text="a" variant="huge" %}',
        '{% icon name="unicorn" %}',
        '{% steps current=3 total=2 text="a" %}',
        '{% service_card title="a" text="b" icon="pill" %}',
        '{% service_card title="a" text="b" icon="pill" href="/x" refused="nei" %}',
        '{% heading text="" %}',
        '{% field field="message" %}',
        "{% field field=form.draft %}",
        '{% link_button text="a" href="" %}',
        "{% message_bubble bubble=nobody %}",
    ],
)
def test_a_value_outside_what_a_component_knows_stops_the_page(source):
    with pytest.raises(ComponentError):
        draw(source, form=Questions(), nobody=Bubble("", "i dag", "hei", mine=True))


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("{% page_header title=x lead=x kicker=x %}", {}),
        ("{% alert text=x title=x %}", {}),
        ("{% tag text=x %}{% button text=x refused=x %}{% heading text=x %}{% back_link href=x text=x %}", {}),
        ("{% description_list facts=facts %}", {"facts": [Fact(EVIL, EVIL, EVIL), Fact(EVIL, EVIL)]}),
        ("{% message_bubble bubble=b %}", {"b": Bubble(EVIL, EVIL, EVIL, mine=True, role=EVIL, seen=EVIL, anchor=EVIL)}),
        ("{% message_bubble bubble=b %}", {"b": Bubble(EVIL, EVIL, "", mine=False, retracted=EVIL)}),
        ("{% attachment_list attachments=a %}", {"a": [Attachment(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)]}),
        ("{% table caption=x columns=c rows=r %}", {"c": [Column(EVIL)], "r": [Row((EVIL,), href=EVIL)]}),
        ("{% error_summary errors=e %}", {"e": [FieldError(EVIL, EVIL), FieldError(EVIL, "")]}),
        ("{% help_panel help=h %}", {"h": Help(EVIL, EVIL, EVIL, (EVIL,), EVIL, EVIL, EVIL, EVIL)}),
        ("{% person_banner name=x relation=x change_href=x %}{% presence url=x text=x %}", {}),
        ("{% emergency_box office_name=x office_phone=x office_phone_text=x %}", {}),
        ("{% empty_state title=x text=x href=x action=x %}{% undo_bar text=x action=x seconds=3 %}", {}),
    ],
)
def test_what_people_write_never_becomes_html(source, values):
    assert "<script" not in draw(source, x=EVIL, **values)


def test_line_breaks_of_a_message_are_kept():
    html = draw("{% message_bubble bubble=b %}", b=Bubble("Kari", "i dag", "Hei\n\nA\nB", mine=True))
    assert "<p>Hei</p>" in html
    assert "<p>A<br>B</p>" in html


# fields


def test_a_field_ties_label_hint_error_and_counter_to_its_control():
    form = Questions({"message": "for mange tegn her"})
    html = draw("{% field field=form.message %}", form=form)
    control = re.search(r"<textarea[^>]*>", html)[0]
    assert '<label class="ds-label" for="id_message">' in html
    assert 'aria-describedby="id_message_hint id_message_error id_message_counter"' in control
    assert 'aria-invalid="true"' in control
    for identifier in ("id_message_hint", "id_message_error", "id_message_counter"):
        assert html.count(f'id="{identifier}"') == 1


def test_the_browser_is_never_told_to_cut_or_to_complain_itself():  # AD-14
    html = draw("{% field field=form.message %}{% field field=form.subject %}", form=Questions())
    assert "maxlength" not in html
    assert "required" not in html


def test_too_long_text_is_shown_again_whole():  # AD-14
    form = Questions({"message": "x" * 1001})
    assert "x" * 1001 in draw("{% field field=form.message %}", form=form)


def test_a_text_that_begins_with_a_line_break_keeps_it():
    form = Questions({"message": "\nhei"})
    assert ">\n\nhei</textarea>" in draw("{% field field=form.message %}", form=form)


def test_only_what_may_be_left_out_is_marked():
    form = Questions()
    assert "(valgfritt)" in draw("{% field field=form.subject %}", form=form)
    assert "(valgfritt)" not in draw("{% field field=form.subject mark_optional=False %}", form=form)
    assert "(valgfritt)" not in draw("{% field field=form.message %}", form=form)


def test_a_group_stands_under_one_legend_and_errors_lead_to_its_first_choice():
    form = Questions({"known": "kanskje"})
    html = draw(
        "{% error_summary form=form %}{% field field=form.known cards=True option_hints=hints %}",
        form=form,
        hints={"ja": "Flere ganger"},
    )
    assert "<legend" in html
    assert 'href="#id_known_0"' in html
    assert 'id="id_known_0"' in html
    assert 'aria-describedby="id_known_0_hint"' in html
    assert html.count('type="radio"') == 2


def test_what_was_chosen_and_ticked_stays():
    form = Questions({"known": "nei", "clinic": "a", "accept": "on"})
    html = draw("{% field field=form.known %}{% field field=form.clinic %}{% field field=form.accept %}", form=form)
    assert re.search(r'value="nei" checked', html)
    assert '<option value="a" selected>A &amp; B</option>' in html
    assert re.search(r'type="checkbox"[^>]* checked', html)


def test_a_date_that_could_not_be_read_is_kept_as_typed():
    assert 'type="date"' in draw("{% field field=form.since %}", form=Questions({"since": "2026-06-05"}))
    html = draw("{% field field=form.since %}", form=Questions({"since": "i går"}))
    assert 'type="text"' in html
    assert 'value="i går"' in html


def test_hidden_fields_are_written_once_and_only_they():
    html = draw("{% hidden_fields form=form %}", form=Questions())
    assert html.count("<input") == 1
    assert 'value="7"' in html


def test_a_form_without_errors_has_no_summary():
    assert draw("{% error_summary form=form %}", form=Questions()) == ""


def test_conditions_travel_to_the_script_as_json():
    html = draw(
        '{% question key="b" enable_when=when behavior="any" %}x{% endquestion %}',
        when=[{"question": "a", "operator": "=", "value": "ja"}],
    )
    assert "data-enable-when=" in html
    assert "&quot;question&quot;: &quot;a&quot;" in html


# the rest


def test_a_refused_button_is_off_and_says_why():
    html = draw('{% button text="Avslutt" refused="Svar først." %}')
    assert "disabled" in html
    assert "Svar først." in html


def test_a_closed_service_says_why_and_leads_elsewhere():
    html = draw(
        '{% service_card title="Spør" text="…" icon="message" refused="Legen har ferie." instead="Ring" instead_href="tel:1" %}'
    )
    assert "Legen har ferie." in html
    assert 'href="tel:1"' in html
    assert "data-off" in html


def test_a_row_has_a_cell_for_every_column_with_its_name():
    html = draw(
        '{% table caption="Liste" columns=c rows=r %}',
        c=[Column("Navn"), Column("Dager", numeric=True)],
        r=[Row(("Kari", "4"), href="/k")],
    )
    assert '<th scope="row" role="rowheader" data-label="Navn"><a href="/k">Kari</a></th>' in html
    assert '<td role="cell" data-label="Dager" data-numeric>4</td>' in html
    with pytest.raises(ComponentError):
        draw('{% table caption="Liste" columns=c rows=r %}', c=[Column("Navn")], r=[Row(("Kari", "4"))])


def test_a_column_named_with_braces_is_only_a_name():
    assert 'data-label="{0}"' in draw('{% table caption="Liste" columns=c rows=r %}', c=[Column("{0}")], r=[Row(("{1}",))])


def test_urgent_numbers_can_be_called():
    html = draw('{% emergency_box office_phone="+4755501234" office_phone_text="55 50 12 34" %}')
    for number in ("113", "116117", "+4755501234"):
        assert f'href="tel:{number}"' in html


def test_the_state_line_says_in_words_how_far_it_has_come():
    html = draw("{% state_line stations=s %}", s=[Station("Sendt", "done"), Station("Åpnet", "now"), Station("Besvart", "later")])
    assert [word for word in ("Ferdig:", "Nå:", "Gjenstår:") if word in html] == ["Ferdig:", "Nå:", "Gjenstår:"]
    assert html.count('aria-current="step"') == 1


def test_a_file_of_a_draft_can_be_removed_without_javascript_and_keeps_its_id():
    file = Attachment("arm.jpg", "Bilde", identifier="f1", remove="/x")
    source = '{% upload url="/u" label="Filer" hint="Inntil 3." limit=3 max_bytes=4000000 accept="image/*" attachments=a %}'
    html = draw(source, a=[file])
    assert '<input type="hidden" name="attachment" value="f1">' in html
    assert 'name="remove_attachment" value="f1" formnovalidate' in html
    assert "remove_attachment" not in draw(source, a=[replace(file, remove="")])


def test_at_the_end_of_a_list_there_is_no_more_button():
    assert draw('{% pager href="" %}') == ""
    assert "Vis flere" in draw('{% pager href="?etter=1" %}')


# as Django's own, but cheaper


@pytest.mark.parametrize("value", [EVIL, mark_safe("<b>trygt</b>"), 7, None, gettext_lazy("Innboks"), "", "&\"'<>"])
def test_html_is_put_together_as_django_does(value):
    for html in ("<p>{}</p>", '<a href="{0}">{0}</a>'):
        assert drawing.format_html(html, value) == html_of_django.format_html(html, value)
    assert drawing.format_html("<p>{x}{}</p>", 1, x=value) == html_of_django.format_html("<p>{x}{}</p>", 1, x=value)
    rows = [(value, "a"), ("b", value)]
    assert drawing.format_html_join(", ", "<i>{}{}</i>", rows) == html_of_django.format_html_join(", ", "<i>{}{}</i>", rows)


# kept


def test_what_is_drawn_once_knows_nothing_about_anybody():
    source = Template("{{ name }}: {% once %}{% translate 'Språk' %}{{ name }}{{ csrf_token }}{% endonce %}")
    drawn = [source.render(Context({"name": name, "csrf_token": "T"})) for name in ("Kari", "Per")]
    unknown = "UNDEFINED VARIABLE name" + "UNDEFINED VARIABLE csrf_token"
    assert drawn == [f"Kari: Språk{unknown}", f"Per: Språk{unknown}"]


def test_it_is_drawn_once_in_each_language():
    source = Template("{% once %}{% translate 'Språk' %}{% endonce %}")
    said = []
    for language in ("nb", "en", "nb"):
        with translation.override(language):
            said.append(source.render(Context()))
    assert said == ["Språk", "Language", "Språk"]
