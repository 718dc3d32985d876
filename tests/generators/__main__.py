"""Generators: six of them write a client of openapi.yaml, and a program in each pages, reads a day, a record, an error.

`make generators` runs this; it needs Node.js with npm, Java, and some minutes. It is no part of the test suite.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from api import create_app
from db.query.root import ROOT
from db.release.build import build_database
from tests.conftest import WORLD, served

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
BIN = HERE / ".venv" / "bin"
OPENAPI = str(ROOT / "openapi.yaml")
TSC = ("--strict", "--skipLibCheck", "--target", "es2022", "--module", "commonjs", "--esModuleInterop")
COMMANDS = {
    "openapi-fetch.ts": ["openapi-typescript", OPENAPI, "-o", "generated/parley.d.ts"],
    "hey-api.ts": ["openapi-ts", "-i", OPENAPI, "-o", "generated"],
    "orval.ts": ["orval", "--config", "orval.config.cjs"],
    "swagger-typescript-api.ts": [
        "swagger-typescript-api",
        "generate",
        "-p",
        OPENAPI,
        "-o",
        "generated",
        "-n",
        "parley.ts",
    ],
    "openapi_generator.py": ["openapi-generator-cli", "generate", "-g", "python", "-i", OPENAPI, "-o", "."],
    "openapi_python_client.py": [
        *("openapi-python-client", "generate", "--path", OPENAPI, "--meta", "none", "--output-path", "parley_client")
    ],
}
REMARKS = (
    "OpenAPI 3.1 support is still in beta",
    "cannot be used as model name",
    "Failed to get the schema name: null",
)
"""What OpenAPI Generator says of every specification of this version, and of parameters called from and date."""
EXPECTED = {
    "events": [
        *("2031-04-12-harbour-round-1", "2031-04-20-handover", "2031-04-27-handover", "2031-05-harbour-call"),
        "2031-06-15-harbour-round-2",
    ],
    "day": ["First round of the harbour talks"],
    "says": "40 bodies are exchanged for 40.",
    "error": "There is nothing here",
}


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Return what a command says. Raises RuntimeError with it where the command fails."""
    path = os.pathsep.join((str(MODULES / ".bin"), str(BIN), str(Path(sys.executable).parent), os.environ["PATH"]))
    settings = os.environ | {"PATH": path} | environment
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def try_generator(program: str, site: str, folder: Path) -> list[str]:
    """Return what is wrong with the client that a generator writes."""
    for file in (HERE / "programs").glob(f"{program.partition('.')[0]}.*"):
        shutil.copy(file, folder)
    lines = run(*COMMANDS[program], folder=folder, OPENAPI=OPENAPI).splitlines()
    wrong = [line for line in lines if "warn" in line.lower() and not any(remark in line for remark in REMARKS)]
    if program.endswith(".ts"):
        (folder / "node_modules").symlink_to(MODULES)
        run("tsc", *TSC, program, folder=folder)
        answer = run("node", program.replace(".ts", ".js"), folder=folder, SITE=site)
    else:
        python = BIN / "python" if program == "openapi_generator.py" else sys.executable
        answer = run(python, program, folder=folder, SITE=site, PYTHONPATH=str(folder))
    answers = json.loads(answer.splitlines()[-1])
    return wrong + [
        f"{key}: {answers[key]!r}, not {EXPECTED[key]!r}" for key in EXPECTED if answers[key] != EXPECTED[key]
    ]


def main() -> int:
    """Try the generators that are named, or all; 1 if one of them warns or its client fails."""
    failed = False
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory() as folder:
        database = Path(folder) / "parley.db"
        build_database(WORLD, database)
        with served(create_app(PARLEY_DATABASE=str(database))) as site:
            for program in sys.argv[1:] or COMMANDS:
                place = Path(folder) / program.partition(".")[0]
                place.mkdir()
                try:
                    wrong = try_generator(program, site, place)
                except RuntimeError as error:
                    wrong = [str(error)[-3000:]]
                print(f"{program}: {'; '.join(wrong) or 'right'}", flush=True)
                failed |= bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
