"""Schemathesis, a generator of requests from the specification, finds nothing: a small sample of what it can do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api import create_app
from db.query.root import ROOT
from tests.conftest import served

pytestmark = pytest.mark.slow

EXAMPLES = os.environ.get("PARLEY_LONG")
"""Requests for each operation and phase in the long run; the short one takes two in the two quick phases."""
SEEDS = ("1", "2", "2022", "20250602") if EXAMPLES else ("1",)


@pytest.mark.parametrize("seed", SEEDS)
def test_finds_nothing(real_app, tmp_path, seed):
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "--config-file", ROOT / "tests" / "schemathesis.toml", "run", ROOT / "openapi.yaml"]
    options = ["--max-examples", EXAMPLES or "2", "--seed", seed, "--no-color"]
    options += [] if EXAMPLES else ["--phases", "examples,fuzzing"]
    with served(create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"])) as address:
        asked = [*command, *options, "--url", address]
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
