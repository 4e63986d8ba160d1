"""One program whose help is worth reading."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import fastlinje
from fastlinje.config import cli, keys


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    return int(end.value.code or 0)


def test_the_help_lists_every_subcommand_and_an_order_to_begin_in(capsys: pytest.CaptureFixture[str]):
    assert _run("--help") == 0
    printed = capsys.readouterr().out
    for name in ("demo", "serve", "worker", "migrate", "check", "settings", "keys"):
        assert f"\n    {name} " in printed
    assert "A new installation, in this order" in printed


@pytest.mark.parametrize("name", ["demo", "serve", "worker", "migrate", "check", "settings", "keys", "audit", "notices", "manage"])
def test_each_subcommand_explains_itself(name: str, capsys: pytest.CaptureFixture[str]):
    assert _run(name, "--help") == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


@pytest.mark.parametrize("arguments", [[], ["fly"], ["serve", "--port", "many"]])
def test_wrong_arguments_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert _run(*arguments) == 2
    assert "usage: fastlinje" in capsys.readouterr().err


def test_an_image_without_nonprod_has_no_demo(tmp_path: Path):
    shutil.copytree(
        Path(fastlinje.__file__).parent, tmp_path / "fastlinje", ignore=shutil.ignore_patterns("nonprod", "__pycache__")
    )
    done = subprocess.run(
        [sys.executable, "-m", "fastlinje", "--help"], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert "\n    serve " in done.stdout, done.stderr
    assert "\n    demo " not in done.stdout


def test_settings_prints_no_value(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_PASSWORD", "very-secret")
    assert _run("settings") == 0
    printed = capsys.readouterr().out
    assert "SMTP_PASSWORD*  [set here]" in printed
    assert "very-secret" not in printed


def test_keys_list_warns_at_300_days(keys_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FASTLINJE_KEYS_DIR", str(keys_dir))
    made_at = datetime.now(UTC) - timedelta(days=301)
    keys.key_files(keys_dir, "idporten")[0].path.rename(keys_dir / f"idporten-{made_at:%Y%m%dT%H%M%S}.jwk")
    assert _run("keys", "list") == 0
    warned = [line for line in capsys.readouterr().out.splitlines() if "fastlinje keys rotate" in line]
    assert len(warned) == 1
    assert warned[0].startswith("idporten")


def test_the_public_halves_carry_nothing_private(
    keys_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FASTLINJE_KEYS_DIR", str(keys_dir))
    assert _run("keys", "public", "helseid") == 0
    (key,) = json.loads(capsys.readouterr().out)["keys"]
    assert set(key) & {"d", "p", "q", "dp", "dq", "qi"} == set()
    assert key["kid"]


def test_trouble_is_one_line_without_a_stack_trace(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_PORT", "none")
    assert _run("check") == 2
    assert capsys.readouterr().err == "fastlinje: SMTP_PORT must be a whole number from 1 to 65535, not 'none'.\n"
