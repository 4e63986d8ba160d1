"""Words in another language than the page's say which (WCAG 3.1.2)."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from fastlinje.web.components.foreign import OFFICES, in_language, office_words, sentence

EVIL = '<script>alert("x")</script>'


def draw(source: str, **values: object) -> str:
    return str(Template(source).render(Context(values)))


@pytest.mark.parametrize(
    ("page", "words", "marked"),
    [
        ("nb", OFFICES, False),
        ("nn", OFFICES, True),
        ("en", OFFICES, True),
        ("nb", "nb", False),
        ("nb", "nb-NO", False),
        ("nn", "nn-NO", False),
        ("nn", "nb", True),
        ("nb", "nn", True),
        ("en", "en-GB", False),
        ("en", "se", True),
    ],
)
def test_what_the_page_does_not_speak_is_marked(page, words, marked):
    with translation.override(page):
        said = in_language("Legetime", words)
        attribute = draw("<p{% spoken_in language=l %}>", l=words)
    assert said == (f'<span lang="{words}">Legetime</span>' if marked else "Legetime")
    assert attribute == (f'<p lang="{words}">' if marked else "<p>")


def test_nothing_stays_nothing():
    """So that a page can still ask whether there is anything to say."""
    with translation.override("en"):
        assert office_words("") == ""
        assert "lang=" not in draw("{% page_header title='A' %}")


@pytest.mark.parametrize("page", ["nb", "en"])
def test_what_an_office_writes_never_becomes_html(page):
    with translation.override(page):
        drawn = draw(
            "{{ w }}{% office_text text=evil %}{{ s }}{% page_header title=w lead=w %}",
            w=office_words(EVIL),
            s=sentence("%(what)s hos %(office)s", what=office_words(EVIL), office=EVIL),
            evil=EVIL,
        )
    assert "<script" not in drawn
    assert drawn.count("&lt;script") == 6


def test_a_sentence_keeps_the_mark_of_its_part_alone():
    with translation.override("en"):
        said = sentence("%(what)s at %(office)s", what=office_words("Legetime"), office="Tangen")
    assert said == '<span lang="no">Legetime</span> at Tangen'


def test_line_breaks_of_an_office_are_kept():
    with translation.override("en"):
        assert draw("{% office_text text=t %}", t="Ring oss.\nVi svarer.") == '<p lang="no">Ring oss.<br>Vi svarer.</p>'


def test_a_list_to_choose_from_says_it_by_an_attribute():
    """An option holds text alone."""
    with translation.override("en"):
        field = forms.ChoiceField(choices=[("", "All"), ("a", office_words("Blodprøve & sånt"))])
        form = type("Some", (forms.Form,), {"kind": field})({"kind": "a"})
        drawn = draw("{% field field=form.kind label='Type' %}", form=form)
    assert '<option value="a" selected lang="no">Blodprøve &amp; sånt</option>' in drawn
    assert '<option value="">All</option>' in drawn
