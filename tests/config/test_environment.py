"""Settings are read whole and typed, and an unclear one is refused with the variable's name."""

from pathlib import Path

import pytest

from fastlinje.config.commands.settings import markdown
from fastlinje.config.environment import Environment, django_database, variables
from fastlinje.config.trouble import BadSettings

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def test_nothing_set_is_development_with_the_embedded_database():
    settings = Environment.load({})
    assert not settings.production
    assert not settings.debug
    assert settings.database_url == ""
    assert settings.staff_session_hours == 10


def test_values_are_typed():
    settings = Environment.load({"FASTLINJE_HOSTS": "a.example, b.example", "SMTP_PORT": "2525", "FASTLINJE_DEBUG": "yes"})
    assert settings.hosts == ("a.example", "b.example")
    assert settings.smtp_port == 2525
    assert settings.debug


def test_folders_follow_the_state_folder():
    settings = Environment.load({"FASTLINJE_STATE_DIR": "/srv/x"})
    assert settings.keys_dir == Path("/srv/x/keys")
    assert settings.files_dir == Path("/srv/x/files")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FASTLINJE_MODE", "prod"),
        ("FASTLINJE_DEBUG", "maybe"),
        ("SMTP_PORT", "70000"),
        ("SMTP_PORT", "1e3"),
        ("SMTP_TLS", "ssl"),
        ("STAFF_SESSION_HOURS", "0"),
        ("STAFF_SESSION_HOURS", "25"),
        ("IDPORTEN_ISSUER", "idporten.no"),
        ("FASTLINJE_BASE_URL", "https://user@host"),
        ("DATABASE_URL", "mysql://x"),
    ],
)
def test_an_unreadable_value_names_its_variable(name: str, value: str):
    with pytest.raises(BadSettings, match=f"^{name} must be "):
        Environment.load({name: value})


def test_a_secret_comes_from_a_file(tmp_path: Path):
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    assert Environment.load({"SECRET_KEY_FILE": str(file)}).secret_key == "from the file"


def test_a_secret_given_twice_is_refused(tmp_path: Path):
    with pytest.raises(BadSettings, match="SECRET_KEY and SECRET_KEY_FILE are both set"):
        Environment.load({"SECRET_KEY_FILE": str(tmp_path), "SECRET_KEY": "x"})


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(BadSettings, match=r"SECRET_KEY_FILE: cannot read .*missing"):
        Environment.load({"SECRET_KEY_FILE": str(tmp_path / "missing")})


def test_secrets_are_neither_printed_nor_repeated_in_errors():
    settings = Environment.load({"SECRET_KEY": "very-secret", "SMTP_PASSWORD": "very-secret"})
    assert "very-secret" not in repr(settings)
    with pytest.raises(BadSettings) as refusal:
        Environment.load({"DATABASE_URL": "mysql://very-secret@host"})
    assert "very-secret" not in str(refusal.value)


def test_a_database_url_becomes_djangos_parts():
    database = django_database("postgresql://web:p%40ss@db.example:6432/fast?sslmode=verify-full")
    assert database["USER"], database["PASSWORD"] == ("web", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "6432", "fast")
    assert database["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_malformed_database_url_is_one_clear_line():
    with pytest.raises(BadSettings, match="percent-encoded"):
        django_database("postgresql://web:p%zz@db/fast")


def test_every_variable_is_explained_in_the_runbook():
    assert markdown() in OPERATIONS.read_text("utf-8"), "run: make docs"
    assert len({variable.name for variable in variables()}) == len(variables())
