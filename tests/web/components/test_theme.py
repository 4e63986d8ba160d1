"""The committed theme is what the token tool makes of our configuration."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "src/fastlinje/web/theme/designsystemet.config.json"
THEME = ROOT / "src/fastlinje/web/static/fastlinje/theme/fastlinje.css"
TOOL = ROOT / "node_modules/@digdir/designsystemet/dist/bin/designsystemet.js"


@pytest.mark.skipif(not (shutil.which("node") and TOOL.exists()), reason="the token tool is not installed")
def test_the_theme_is_built_from_the_configuration(tmp_path):
    config = tmp_path / "designsystemet.config.json"
    config.write_text(CONFIG.read_text("utf-8").replace("./node_modules/.fastlinje-theme", "./tokens"), "utf-8")
    for arguments in (["create"], ["build", "-t", "tokens", "-o", "built"]):
        command = ["node", str(TOOL), "tokens", *arguments, "--config", str(config)]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "built/fastlinje.css").read_text("utf-8") == THEME.read_text("utf-8")
