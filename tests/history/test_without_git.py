"""A checkout without `.git`: all of the history is in the files of the record, and any copy of them serves it."""

import json
import os
import shutil
import subprocess
import sys

from db.query.root import ROOT
from tests.histories import R1, RENAMED

CODE = ("api", "schemas", "db", "docs", "pyproject.toml", "openapi.yaml")
BUILD = "from api.cli.main import main; main(['build'])"
ASK = """
import json, os, sys
from api import __file__ as code, create_app
assert code.startswith(os.getcwd()), code
client = create_app().test_client()
print(json.dumps([[reply.status_code, reply.text] for reply in map(client.get, sys.argv[1:])]))
"""
HISTORY = (
    *(
        "/v1/releases",
        "/v1/changes",
        "/v1/corrections",
        f"/v1/events/{R1}/revisions",
        f"/v1/events/{RENAMED}/revisions",
    ),
    *("/v1/changes.txt?since=2031-08", "/v1/corrections.csv", "/v1/releases.atom"),
)


def run(folder, *arguments):
    """Return what Python prints that finds the code, and the record, in a folder alone."""
    settings = {"PARLEY_RECORDS": "db/records", "PARLEY_DATABASE": "build/current", "PYTHONPATH": str(folder)}
    settings |= {"PARLEY_PUBLIC_URL": "http://localhost:8000", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", *arguments], cwd=folder, env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_checkout_without_git_serves_all_of_the_history(make_history, tmp_path):
    addresses = [f"/v1/events/{R1}", f"/v1/events/{R1}.txt", "/v1/actors/ola-vik"]
    history = make_history([*addresses, *HISTORY])
    folder = tmp_path / "checkout"
    for name in CODE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("records", "__pycache__"))
        else:
            shutil.copy(source, folder / name)
    shutil.copytree(history.world, folder / "db" / "records")
    assert not [one for one in (folder, *folder.parents) if (one / ".git").exists()]
    assert f"release {history.stages[-1].version}, " in run(folder, BUILD)
    [manifest] = [json.loads(path.read_bytes()) for path in (folder / "build").glob("*.json") if len(path.stem) == 64]
    assert manifest["source_commit"] is None

    earlier = [(address, stage) for address in addresses for stage in history.stages]
    asked_for = [*HISTORY, *(f"{address}?as_of={stage.version}" for address, stage in earlier)]
    replies = dict(zip(asked_for, json.loads(run(folder, ASK, *asked_for)), strict=True))
    newest = history.stages[-1]
    for address in HISTORY:
        assert replies[address] == [200, newest.served[address][1]], address
    for address, stage in earlier:
        status, text, _ = stage.served[address]
        reply = replies[f"{address}?as_of={stage.version}"]
        assert reply[0] == status == 200
        if address.endswith(".txt"):
            assert reply[1].startswith(f"As of release {stage.version}, ")
        else:
            assert json.loads(reply[1]) == json.loads(text)
