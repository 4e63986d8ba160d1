"""FD-22: production refuses to start with anything that is only fit for development, in one clear line for each thing."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fastlinje.config import keys
from fastlinje.config.environment import DEVELOPMENT_SECRET, Environment
from fastlinje.config.production import is_look_alike
from fastlinje.config.trouble import BadSettings


def test_a_complete_environment_starts(production: dict[str, str]):
    assert Environment.load(production).production


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("DATABASE_URL", "", "DATABASE_URL must be set in production"),
        ("SECRET_KEY", "", "SECRET_KEY must be set in production"),
        ("SECRET_KEY", "x7Kq2mXv7bTzR8wYc5uHn1aPeG4iKoD", "SECRET_KEY must be at least 32 random bytes"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY must be at least 32 random bytes"),
        ("SECRET_KEY", DEVELOPMENT_SECRET, "SECRET_KEY must be at least 32 random bytes"),
        ("FASTLINJE_DEBUG", "1", "FASTLINJE_DEBUG must be off"),
        ("FASTLINJE_HOSTS", "", "FASTLINJE_HOSTS must be set"),
        ("FASTLINJE_HOSTS", "*", "FASTLINJE_HOSTS must name each host"),
        ("FASTLINJE_BASE_URL", "http://fastlinje.example", "FASTLINJE_BASE_URL must begin with https://"),
        ("IDPORTEN_ISSUER", "", "IDPORTEN_ISSUER must be set"),
        ("IDPORTEN_ISSUER", "http://idporten.no", "IDPORTEN_ISSUER must begin with https://"),
        ("IDPORTEN_ISSUER", "http://127.0.0.1:8001/idporten", "IDPORTEN_ISSUER is the look-alike provider"),
        ("IDPORTEN_ISSUER", "https://localhost:8001/idporten", "IDPORTEN_ISSUER is the look-alike provider"),
        ("IDPORTEN_ISSUER", "https://helseid-sts.nhn.no", "IDPORTEN_ISSUER and HELSEID_ISSUER must be two"),
        ("IDPORTEN_CLIENT_ID", "", "IDPORTEN_CLIENT_ID must be set"),
        ("HELSEID_ISSUER", "http://helseid-sts.nhn.no", "HELSEID_ISSUER must begin with https://"),
        ("HELSEID_ISSUER", "https://[::1]/helseid", "HELSEID_ISSUER is the look-alike provider"),
        ("HELSEID_CLIENT_ID", "", "HELSEID_CLIENT_ID must be set"),
        ("FASTLINJE_ACCEPT_TEST_PEOPLE", "1", "FASTLINJE_ACCEPT_TEST_PEOPLE must be off"),
        ("SMS_GATEWAY_URL", "http://sms.example", "SMS_GATEWAY_URL must begin with https://"),
        ("FASTLINJE_WEB_HOSTS", "2", "S3_BUCKET must be set"),
        ("FLR_URL", "http://ws.nhn.example/v2/flr", "FLR_URL must begin with https://"),
        ("FLR_URL", "https://ws.nhn.example/v2/flr", "FLR_USER and FLR_PASSWORD must be set"),
        ("REPRESENTATION_URL", "http://hvem.example", "REPRESENTATION_URL must begin with https://"),
        ("REPRESENTATION_URL", "https://hvem.example", "REPRESENTATION_SCOPE must be set"),
        ("REPRESENTATION_URL", "https://hvem.example", "MASKINPORTEN_ISSUER (https://) and MASKINPORTEN_CLIENT_ID must be set"),
        ("REPRESENTATION_URL", "https://hvem.example", "There is no maskinporten key in "),
    ],
)
def test_one_unfit_setting_gives_one_line(production: dict[str, str], name: str, value: str, line: str):
    with pytest.raises(BadSettings) as refusal:
        Environment.load({**production, name: value})
    lines = str(refusal.value).splitlines()
    assert [each for each in lines if each.startswith(line)]
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("ring", ["content", "index", "idporten", "helseid"])
def test_a_missing_key_is_refused(production: dict[str, str], keys_dir: Path, ring: str):
    keys.key_files(keys_dir, ring)[0].path.unlink()
    with pytest.raises(BadSettings, match=f"^There is no {ring} key in "):
        Environment.load(production)


@pytest.mark.parametrize("key", [b"", b"short", bytes(32), bytes(range(31)), bytes(range(33))], ids=lambda key: f"{len(key)} bytes")
def test_a_short_or_empty_key_is_refused(production: dict[str, str], keys_dir: Path, key: bytes):
    keys.key_files(keys_dir, "content")[0].path.write_bytes(key)
    with pytest.raises(BadSettings, match="is not a key of 32 random bytes"):
        Environment.load(production)


def test_a_key_others_can_read_is_refused(production: dict[str, str], keys_dir: Path):
    keys.key_files(keys_dir, "content")[0].path.chmod(0o640)
    with pytest.raises(BadSettings, match="can be read by others"):
        Environment.load(production)


def test_a_login_key_older_than_a_year_is_refused(production: dict[str, str], keys_dir: Path):
    old = keys.key_files(keys_dir, "helseid")[0].path
    made_at = datetime.now(UTC) - timedelta(days=366)
    old.rename(keys_dir / f"helseid-{made_at:%Y%m%dT%H%M%S}.jwk")
    with pytest.raises(BadSettings, match="^The newest helseid key is 366 days old"):
        Environment.load(production)


def test_the_program_ends_with_2_and_one_line(production: dict[str, str]):
    done = _fastlinje("check", {**production, "DATABASE_URL": ""})
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "fastlinje: DATABASE_URL must be set in production: the embedded database is not for patients."
    ]


@pytest.mark.parametrize("subcommand", [["serve", "--port", "18999"], ["worker"], ["migrate"], ["manage", "check"]])
def test_no_way_in_starts_with_debug_on(production: dict[str, str], subcommand: list[str]):
    done = _fastlinje(*subcommand, {**production, "DATABASE_WORKER_URL": "postgresql://w@db/x", "FASTLINJE_DEBUG": "1"})
    assert done.returncode == 2
    assert "FASTLINJE_DEBUG must be off" in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_can_be_made_before_anything_else_is_fit(tmp_path: Path):
    done = _fastlinje("keys", "create", {"FASTLINJE_MODE": "production", "FASTLINJE_KEYS_DIR": str(tmp_path / "new")})
    assert done.returncode == 0
    assert len(list((tmp_path / "new").iterdir())) == 4


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("http://127.0.0.1:8001/idporten", True),
        ("https://127.9.9.9", True),
        ("https://localhost", True),
        ("https://provider.localhost", True),
        ("https://0.0.0.0", True),
        ("https://idporten.no", False),
        ("https://test.idporten.no", False),
        ("https://[2a01:799::1]", False),
        ("https://10.1.2.3", True),
        ("https://192.168.1.4:8001", True),
        ("https://idporten", True),
        ("https://idporten.kontor.internal", True),
        ("https://innlogging.test.", True),
    ],
)
def test_the_look_alike_is_recognised(issuer: str, expected: bool):
    assert is_look_alike(issuer) is expected


def _fastlinje(*arguments: str | dict[str, str]) -> subprocess.CompletedProcess[str]:
    *words, environ = arguments
    return subprocess.run(
        [sys.executable, "-m", "fastlinje", *words],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
