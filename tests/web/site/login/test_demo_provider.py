"""The provider as the demo starts it: a process of its own that knows this installation's clients and the cast."""

import os
import re
import subprocess
import sys

import pytest
import requests

from fastlinje.core.clock import now
from fastlinje.people.oidc.authorization import begin
from fastlinje.people.oidc.metadata import Directory
from fastlinje.web.site.login.profiles import profile_for


@pytest.fixture(scope="module")
def provider():
    command = [sys.executable, "-m", "fastlinje.nonprod.provider", "--port", "0"]
    environ = {**os.environ, "FASTLINJE_BASE_URL": "http://localhost:9"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        yield re.search(r"http://\S+?:\d+", process.stdout.readline()).group()
        process.terminate()


@pytest.mark.parametrize(("name", "somebody"), [("idporten", "Kari Nordmann"), ("helseid", "Siri Holm")])
def test_our_own_client_is_known_there_and_the_cast_can_be_chosen(provider, name, somebody):
    from dataclasses import replace

    profile = replace(profile_for(name), issuer=f"{provider}/{name}")
    callback = f"http://localhost:9/innlogging/{name}/"
    url, _transaction = begin(profile, redirect_uri=callback, ui_locales="nb", now=now(), providers=Directory())
    assert somebody in requests.get(url, timeout=60).text


@pytest.mark.parametrize("file", ["--clients", "--people"])
def test_half_a_set_of_files_is_refused(tmp_path, file):
    command = [sys.executable, "-m", "fastlinje.nonprod.provider", file, str(tmp_path / "x.json")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2
    assert "go together" in answer.stderr
