"""Conventions that a reader may rely on, because a test does."""

import ast
import importlib
import inspect
import pkgutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import fastlinje
from fastlinje.audit.command import COMMANDS

SOURCE = Path(fastlinje.__file__).parent
COMMAND_FILES = sorted(
    file for file in SOURCE.glob("*/commands/*.py") if file.name != "__init__.py" and file.parents[1].name != "config"
)


def test_no_pending_migration(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize("file", COMMAND_FILES, ids=lambda f: f"{f.parents[1].name}.{f.stem}")
def test_every_public_function_of_a_command_module_is_a_command_that_audits(file):
    module = importlib.import_module(f"fastlinje.{file.parents[1].name}.commands.{file.stem}")
    tree = ast.parse(file.read_text())
    decorated = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "command" for d in node.decorator_list)
    ]
    assert decorated, "no command in a command module"
    calls = {call.func.id for call in ast.walk(tree) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    assert calls & {"record", "record_act"}, "nothing is audited"
    for node in decorated:
        function = getattr(module, node.name)
        assert COMMANDS[node.name] is function
        parameters = list(inspect.signature(function.__wrapped__).parameters.values())
        assert parameters[0].name == "actor"
        assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters)
        assert function.__doc__


def test_command_names_are_unique():
    names = [
        node.name
        for file in COMMAND_FILES
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "command" for d in node.decorator_list)
    ]
    assert len(names) == len(set(names))


def test_every_event_has_a_line_in_the_subscriptions():
    from fastlinje.config.subscriptions import SUBSCRIPTIONS

    events = {
        member
        for info in pkgutil.iter_modules([str(SOURCE)])
        if (SOURCE / info.name / "events.py").exists()
        for member in vars(importlib.import_module(f"fastlinje.{info.name}.events")).values()
        if inspect.isclass(member) and member.__module__.endswith(".events")
    }
    assert events == set(SUBSCRIPTIONS)


def test_no_signals_and_no_save_tricks():
    offenders = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.glob("**/*.py")
        if "django.dispatch" in file.read_text() or "GenericForeignKey" in file.read_text() or "ModelForm" in file.read_text()
    ]
    assert offenders == []


def test_no_file_without_an_owner():
    names = {file.stem for file in SOURCE.glob("**/*.py")}
    assert not names & {"utils", "util", "common", "helpers", "misc"}


def test_scripts_send_what_every_form_carries():
    """AD-29: whom the page concerns goes with each request of our own scripts, not only with forms."""
    scripts = (SOURCE / "web" / "static" / "fastlinje" / "js").glob("*.js")
    offenders = [
        script.name
        for script in scripts
        if script.name != "ask.js" and ("new FormData()" in script.read_text() or "csrfmiddlewaretoken" in script.read_text())
    ]
    assert offenders == []
