"""Generated clients: two generators read the specification without a warning, and what they write works."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.query.root import ROOT

pytestmark = pytest.mark.slow

NODE = ROOT / "tests" / "lint" / "node_modules" / ".bin"
R1 = "2031-04-12-harbour-round-1"

PROGRAM = """
import type { paths, components } from "./parley";

type Page = paths["/v1/events"]["get"]["responses"]["200"]["content"]["application/json"];
// Without `fields` every key is there; TypeScript is told so in a word.
type Claim = Required<components["schemas"]["Claim"]>;

export function titles(page: Page): string[] {
  return page.data.map((event) => event.title ?? "");
}

export function voices(claim: Claim): string[] {
  return claim.accounts.map((account) => `${account.by.name}: ${account.says}`);
}
"""


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_python(tmp_path, site, monkeypatch):
    target = tmp_path / "generated"
    command = ["openapi-python-client", "generate", "--path", "openapi.yaml", "--meta", "setup", "--output-path"]
    said = run(*command, target)
    assert "Warning" not in said
    assert "Error" not in said
    monkeypatch.syspath_prepend(str(target))
    client = importlib.import_module("parley_client").Client(base_url=site)
    claims = importlib.import_module("parley_client.api.claims.get_claim")
    claim = claims.sync(f"{R1}:bodies", client=client)
    assert [account.by.name for account in claim.accounts] == ["Northland", "Southland"]
    events = importlib.import_module("parley_client.api.events.list_events")
    assert events.sync(client=client, limit=2).meta.total == 5
    assert events.sync_detailed(client=client, limit=2).status_code == 200
    run("mypy", "--ignore-missing-imports", "--follow-imports=silent", target / "parley_client", cwd=tmp_path)


def test_typescript(tmp_path, client):
    if not (NODE / "openapi-typescript").exists():
        pytest.skip("not installed; run `npm ci` in tests/lint/")
    run(NODE / "openapi-typescript", "openapi.yaml", "-o", tmp_path / "parley.ts")
    (tmp_path / "program.ts").write_text(PROGRAM, encoding="utf-8")
    run(NODE / "tsc", "--strict", "--target", "es2022", "--module", "commonjs", "program.ts", cwd=tmp_path)
    page, claim = client.get("/v1/events?sort=date&limit=1").text, client.get(f"/v1/claims/{R1}:bodies").text
    script = f"const p = require('./program.js'); console.log(JSON.stringify([p.titles({page}), p.voices({claim})]))"
    shown = json.loads(run("node", "-e", script, cwd=tmp_path))
    assert shown == [
        ["First round of the harbour talks"],
        [
            "Northland: 40 bodies are exchanged for 40.",
            "Southland: Southland hands over 40 bodies and asks for nothing in return.",
        ],
    ]
