"""Schemathesis, a generator of requests from the specification, finds nothing: a small sample of what it can do."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from werkzeug.serving import make_server

from api import create_app
from api.settings import ROOT

EXAMPLES = os.environ.get("PARLEY_LONG")
"""Requests for each operation and phase in the long run; the short one takes two in the two quick phases."""


def test_finds_nothing(real_app, tmp_path):
    app = create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        program = Path(sys.executable).with_name("schemathesis")
        command = [program, "--config-file", ROOT / "tests" / "schemathesis.toml", "run", ROOT / "openapi.yaml"]
        options = ["--max-examples", EXAMPLES or "2", "--seed", "1", "--no-color"]
        options += [] if EXAMPLES else ["--phases", "examples,fuzzing"]
        options += ["--url", f"http://127.0.0.1:{server.server_port}"]
        done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert done.returncode == 0, done.stdout[-8000:]
