"""`fastlinje registers` as an operator runs it: a process of its own, connected as the worker."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from fastlinje.core.clock import now
from fastlinje.nonprod.cast import ASTRID, KARI
from fastlinje.people.models import RelatedPerson


def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "fastlinje", "registers", *arguments]
    return subprocess.run(command, env=os.environ | extra, capture_output=True, text=True, check=False)


@pytest.fixture
def file(tmp_path) -> Path:
    mandate = {
        "national_id": ASTRID.national_id, "name": ASTRID.name, "kind": "voksen", "scopes": ["dialogue"],
        "from_date": "2026-01-01", "to_date": None, "address_protection": None,
    }  # fmt: skip
    kari = {
        "national_id": KARI.national_id, "address_protection": None, "children": [], "guardianships": [mandate],
        "powers_of_attorney": [], "decided_representations": [],
    }  # fmt: skip
    document = {"source": "Prøve", "fetched_at": now().isoformat(), "covers": ["guardianships"], "people": [kari]}
    path = tmp_path / "representation.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_file_is_read_once(logins, file):
    logins.actor(KARI)
    first, second = run("representation", "--file", str(file)), run("representation", "--file", str(file))
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "1 changed"), first.stderr
    assert second.stdout.splitlines()[-1] == "1 same"
    assert RelatedPerson.objects.using("owner").get().basis == "guardian"


def test_the_configured_file_is_used_without_a_name(logins, file):
    logins.actor(KARI)
    assert run("representation", REPRESENTATION_FILE=str(file)).stdout.splitlines()[-1] == "1 changed"


def test_a_mistake_in_the_file_is_named_without_content_and_changes_nothing(logins, file):
    logins.actor(KARI)
    file.write_text(file.read_text().replace('"voksen"', "7"), encoding="utf-8")
    failed = run("representation", "--file", str(file))
    assert failed.returncode == 1
    assert "people[0].guardianships[0].kind" in failed.stderr
    assert KARI.national_id not in failed.stderr
    assert not RelatedPerson.objects.using("owner").exists()


def test_every_mistake_is_told_with_its_line(logins, file):
    logins.actor(KARI)
    written = json.dumps(json.loads(file.read_text()), indent=1).replace('"voksen"', "7").replace('"2026-01-01"', '"i dag"')
    file.write_text(written, encoding="utf-8")
    told = run("representation", "--file", str(file)).stderr.splitlines()
    lines = written.splitlines()
    for words, sentence in (("7,", "This must be text of 1 to 200 characters."), ("i dag", "This must be a date that exists")):
        number = next(number for number, line in enumerate(lines, 1) if words in line and ("kind" in line or "from_date" in line))
        assert any(line.startswith(f"line {number}: people[0].guardianships[0].") and sentence in line for line in told), told
    assert "Nothing is changed: 2 problem(s)" in told[-1]


def test_a_file_older_than_what_is_stored_changes_nothing(logins, file):
    logins.actor(KARI)
    assert run("representation", "--file", str(file)).returncode == 0
    old = json.loads(file.read_text()) | {"people": [], "fetched_at": (now() - timedelta(days=1)).isoformat()}
    file.write_text(json.dumps(old), encoding="utf-8")
    refused = run("representation", "--file", str(file))
    assert (refused.returncode, "1 no_answer" in refused.stdout, "representation: older" in refused.stdout) == (1, True, True)
    assert RelatedPerson.objects.using("owner").get().ended_at is None


def test_without_any_register_it_says_what_to_do(db):
    failed = run("representation")
    assert failed.returncode == 1
    assert "REPRESENTATION_FILE" in failed.stderr


def test_check_tells_of_a_file_that_cannot_be_used(db, file):
    file.write_text("{", encoding="utf-8")
    command = [sys.executable, "-m", "fastlinje", "check"]
    told = subprocess.run(command, env=os.environ | {"REPRESENTATION_FILE": str(file)}, capture_output=True, text=True, check=False)
    assert "REPRESENTATION_FILE cannot be used" in told.stdout + told.stderr
