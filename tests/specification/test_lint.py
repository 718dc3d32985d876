"""Other people's linters find nothing in the specification; they need Node.js and what tests/lint/ installs."""

import os
import subprocess

import pytest

from db.query.root import ROOT

pytestmark = pytest.mark.slow

BIN = ROOT / "tests" / "lint" / "node_modules" / ".bin"
COMMANDS = {
    "redocly": ["lint", "openapi.yaml", "--format=github-actions"],
    "spectral": ["lint", "--ruleset", "tests/lint/spectral.yaml", "--fail-severity=hint", "openapi.yaml"],
}


@pytest.mark.parametrize("tool", COMMANDS)
def test_finds_nothing(tool):
    if not (BIN / tool).exists():
        pytest.skip("not installed; run `npm ci` in tests/lint/")
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
    command = [str(BIN / tool), *COMMANDS[tool]]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | quiet, capture_output=True, text=True, check=False)
    found = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("::error", "::warning"))]
    assert (done.returncode, found) == (0, []), done.stdout + done.stderr
