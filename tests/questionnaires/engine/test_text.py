"""Counting text the way people and pages do."""

import json
import shutil
import subprocess

import pytest

from fastlinje.questionnaires.engine.text import count_chars, normalise, one_line, plain

TEXTS = [
    "",
    "  blåbær \n",
    "å" * 300,
    "a\u030a",  # å in two code points
    "linje\r\nlinje\rlinje\n",
    "👨‍👩‍👧 familie 🇳🇴",
    "\ufefffra et annet program\u00a0",
    "\u2028avsnitt\u2029",
    "\x1f innenfor \x85",
    "\u202eomvendt",
    "null\x00byte",
]


def test_composed_and_decomposed_count_alike():
    assert count_chars("a\u030a") == count_chars("å") == 1


def test_line_ends_count_once():
    assert count_chars("a\r\nb\rc\nd") == 7


def test_blank_space_around_does_not_count():
    assert count_chars(" \n\t hei \u00a0\ufeff") == 3


def test_the_page_counts_the_same():
    """The formula the page uses, run by a real JavaScript engine."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    script = (
        "const texts = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(texts.map(text => [...text.normalize('NFC').replace(/\\r\\n?/g, '\\n').trim()].length)))"
    )
    ran = subprocess.run([node, "-e", script, json.dumps(TEXTS)], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [count_chars(text) for text in TEXTS]


@pytest.mark.parametrize("text", TEXTS)
def test_tidying_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
    assert plain(plain(text)) == plain(text)


def test_control_characters_become_visible_and_count_the_same():  # AD-48
    assert plain("a\x00b\x1b[31mc\td\ne") == "a\ufffdb\ufffd[31mc\td\ne"
    assert count_chars(plain("a\x00b")) == count_chars("a\x00b")


def test_one_line_has_no_line_ends():
    assert one_line("a\r\n\nb\tc") == "a b c"
