"""`fastlinje check` finds what would go wrong and says what to do."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fastlinje.config import keys
from fastlinje.config.checks import Level, contact_source, findings
from fastlinje.config.environment import Environment
from tests.database import server


@pytest.fixture
def settings(keys_dir: Path) -> Environment:
    """Settings of the test database with nothing to mend."""
    return replace(
        Environment.parse(os.environ),
        keys_dir=keys_dir,
        smtp_host="localhost",
        sms_gateway_url="http://127.0.0.1:1",
        clamav_address="127.0.0.1:3310",
    )


def _sentences(settings: Environment, level: Level, environ: dict[str, str] | None = None) -> list[str]:
    return [finding.sentence for finding in findings(settings, environ or {}) if finding.level is level]


def test_nothing_to_mend(settings: Environment):
    assert list(findings(settings, {})) == []


def test_a_misspelt_setting_is_found(settings: Environment):
    (warning,) = _sentences(settings, Level.WARNING, {"FASTLINJE_HOST": "x", "FASTLINJE_HOSTS": "x", "SECRET_KEY_FILE": "x"})
    assert warning.startswith("FASTLINJE_HOST is not a setting")


@pytest.mark.parametrize(
    ("field", "name"), [("smtp_host", "SMTP_HOST"), ("sms_gateway_url", "SMS_GATEWAY_URL"), ("clamav_address", "CLAMAV")]
)
def test_a_channel_that_is_missing_is_found(settings: Environment, field: str, name: str):
    (warning,) = _sentences(replace(settings, **{field: ""}), Level.WARNING)
    assert warning.startswith(name)


def test_two_web_hosts_need_a_shared_file_store(settings: Environment):
    (error,) = _sentences(replace(settings, web_hosts=2), Level.ERROR)
    assert "S3_BUCKET" in error
    assert _sentences(replace(settings, web_hosts=2, s3_bucket="files"), Level.ERROR) == []


def test_a_login_key_near_its_end_is_found(settings: Environment, keys_dir: Path):
    made_at = datetime.now(UTC) - timedelta(days=300)
    keys.key_files(keys_dir, "helseid")[0].path.rename(keys_dir / f"helseid-{made_at:%Y%m%dT%H%M%S}.jwk")
    (warning,) = _sentences(settings, Level.WARNING)
    assert "fastlinje keys rotate helseid" in warning


def test_a_role_that_sees_everything_is_an_error(settings: Environment):
    errors = _sentences(replace(settings, database_url=server.superuser_url()), Level.ERROR)
    assert any("bypasses row-level security: use fastlinje_web" in error for error in errors)


def test_the_owner_is_not_for_serving(settings: Environment):
    (error,) = _sentences(replace(settings, database_url=settings.database_owner_url), Level.ERROR)
    assert "owns tables or may create roles" in error


def test_a_database_that_does_not_answer_is_one_line_without_the_password(settings: Environment):
    url = "postgresql://fastlinje_web:very-secret@127.0.0.1:1/fastlinje"
    (error,) = _sentences(replace(settings, database_url=url), Level.ERROR)
    assert error.startswith("The database does not answer")
    assert "very-secret" not in error
    assert "\n" not in error


def test_production_has_gathered_its_static_files(settings: Environment, tmp_path: Path):
    in_production = replace(settings, mode="production", state_dir=tmp_path)
    assert any("collectstatic" in error for error in _sentences(in_production, Level.ERROR))
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").touch()
    assert _sentences(in_production, Level.ERROR) == []


def test_production_is_told_to_leave_the_look_alikes_out(settings: Environment, tmp_path: Path):
    warnings = _sentences(replace(settings, mode="production", state_dir=tmp_path), Level.WARNING)
    assert any("fastlinje.nonprod is installed" in warning for warning in warnings)


def test_a_contact_register_that_cannot_be_asked_is_found(settings: Environment):
    (error,) = _sentences(replace(settings, krr_url="https://krr.example"), Level.ERROR)
    assert error.startswith("KRR_URL is set")


def test_where_notices_go_is_said(settings: Environment):
    assert "KRR_URL is not set" in contact_source(settings)
    asked = replace(settings, krr_url="https://krr.example", maskinporten_issuer="https://maskinporten.example")
    assert "https://krr.example, through https://maskinporten.example" in contact_source(asked)
