"""Text from people made safe to print (AD-48)."""

import pytest

from fastlinje.questionnaires.documents.visible import in_words, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rapport\u202egnp.exe", "rapport[U+202E]gnp.exe"),
        ("a\x00b\x1b[0m", "a[U+0000]b[U+001B][0m"),
        ("\u202a+47 22 22 22 22\u202c", "+47 22 22 22 22"),
        ("\u2066skjult\u2069\u200b\ufeff", "skjult"),
        ("a\r\nb\u2028c\x0bd", "a\nb\nc\nd"),
        ("\tinn", "    inn"),
        ("halv\ud83d", "halv[U+D83D]"),
        ("privat\ue000", "privat[U+E000]"),
        ("<b>&amp; {{7*7}}", "<b>&amp; {{7*7}}"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u030a", "å"),
    ],
)
def test_hidden_signs_are_shown_or_gone(text, shown):
    assert visible(text) == shown


def test_signs_without_a_glyph_are_written_in_words():
    assert in_words("\U0001f321") == "[thermometer]"
    assert in_words("\ufe0f") == in_words("\u200d") == in_words("\U0001f3fd") == ""
    assert in_words("中") == "[U+4E2D]"
