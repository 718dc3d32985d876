"""What we depend on: locked with hashes, under known licences, audited by tools that fail where they cannot look."""

import json
import re
import runpy
import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distributions

import pytest

from db.query.root import ROOT

pytestmark = pytest.mark.slow

LOCKS = [ROOT / "deploy" / name for name in ("requirements.txt", "requirements-dev.txt", "requirements-mcp.txt")]
PERMISSIVE = {
    "ZPL-2.1",
    *(
        "MIT",
        "MIT-0",
        "MIT License",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "Zlib",
        "CC0-1.0",
        "PSF-2.0",
        "ISC",
    ),
    *("Apache-2.0", "Apache License, Version 2.0", "MPL-2.0", "Public Domain"),
}

FONTS = {"fontpkg-arimo": {"OFL-1.1"}}
"""A font may be used, embedded and passed on under this licence; what is set in it is not bound by it."""


def requirements(lock):
    """Return name, version and hashes of each requirement of a lock, which must have nothing else in it."""
    joined = re.sub(r" \\\n\s*", " ", lock.read_text(encoding="utf-8"))
    lines = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    for line in lines:
        found = re.fullmatch(r"([\w.-]+)==([\w.]+)(?: ; [^-]+?(?:-\w[^-]*?)*)?((?: --hash=sha256:[0-9a-f]{64})+)", line)
        assert found, line
        yield found[1], found[2], re.findall(r"[0-9a-f]{64}", found[3])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_is_locked_with_hashes(lock):
    found = list(requirements(lock))
    assert len(found) > 20
    assert len({(name, version) for name, version, _ in found}) == len(found)


def test_both_locks_agree():
    serving, all_, assistants = ({(name, version) for name, version, _ in requirements(lock)} for lock in LOCKS)
    assert serving <= assistants <= all_


def test_the_page_of_licences_is_in_step():
    written = (ROOT / "deploy" / "licences.md").read_text(encoding="utf-8").splitlines()
    made = runpy.run_path(str(ROOT / "deploy" / "licences.py"))["page"]().splitlines()
    assert len(written) == len(made)
    for old, new in zip(written, made, strict=True):
        # Elsewhere other packages are installed; the licence of those that are not cannot be looked at.
        shown = slice(0, 3) if "not looked at" in old + new else slice(0, 4)
        assert old.split(" | ")[shown] == new.split(" | ")[shown], "Run `make licences` and commit what it writes."
    names = {line.split(" | ")[0].removeprefix("| ") for line in written[7:]}
    assert names == {name for lock in LOCKS for name, _, _ in requirements(lock)}


def test_what_serving_needs_may_be_used_by_anybody():
    rows = [line.strip("| ").split(" | ") for line in (ROOT / "deploy/licences.md").read_text().splitlines()[7:]]
    for package, _, use, licence in rows:
        assert licence != "none declared", package
        if use == "serve" and not licence.startswith("not looked at"):
            terms = set(re.split(r" AND | OR | / ", re.sub(r"[()]", "", licence)))
            assert terms <= FONTS.get(package, PERMISSIVE), (package, licence)


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_bandit_finds_nothing_unexplained():
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "bin/bandit" in line)
    done = run(*line.strip().removeprefix("@").split())
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    excused = run("grep", "-rn", "# nosec", "api", "db", "schemas", "deploy", "gunicorn.conf.py", "--include=*.py")
    for found in excused.stdout.splitlines():
        assert re.search(r"# nosec B\d{3} # [A-Z].*[.]$", found), found


def test_bandit_would_find_something(tmp_path):
    (tmp_path / "bad.py").write_text("import subprocess\nsubprocess.run(input(), shell=True)\n")
    done = run(".venv/bin/bandit", "-q", "-c", "pyproject.toml", str(tmp_path / "bad.py"))
    assert done.returncode == 1
    assert "B602" in done.stdout


@contextmanager
def advisories(vulnerable=None, status=200):
    """Serve what OSV would answer on this machine; `vulnerable` is a package to have a vulnerability."""
    asked = set()

    class Osv(BaseHTTPRequestHandler):
        def do_POST(self):
            """Answer a question."""
            package = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name, version = package["package"]["name"], package["version"]
            asked.add((name, version))
            found = {"id": "PYSEC-2031-1", "summary": "It lets anybody in.", "details": "Anybody.", "aliases": []}
            found["affected"] = [{"package": {"name": name, "ecosystem": "PyPI"}, "versions": [version], "ranges": []}]
            body = json.dumps({"vulns": [found]} if name == vulnerable else {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Osv)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def audit(tmp_path, url):
    """Run `make audit` with another source; what is installed is not to be made anew."""
    if not shutil.which("make"):
        pytest.skip("needs make")
    return run("make", "-o", ".venv/ready", "audit", f"AUDIT=--osv-url {url} --cache-dir {tmp_path} --timeout 5")


def test_an_audit_asks_about_everything_and_passes_where_nothing_is_known(tmp_path):
    with advisories() as (url, asked):
        done = audit(tmp_path, url)
    assert done.returncode == 0, done.stderr
    assert "No known vulnerabilities found" in done.stderr
    locked = {(name, version) for lock in LOCKS for name, version, _ in requirements(lock)}
    here = {(one.name.lower().replace("_", "-").replace(".", "-"), one.version) for one in distributions()}
    assert len(locked & here) > 100
    assert locked & here <= asked


def test_an_audit_fails_for_one_vulnerability(tmp_path):
    with advisories("werkzeug") as (url, _):
        done = audit(tmp_path, url)
    assert done.returncode != 0
    assert "PYSEC-2031-1" in done.stdout


@pytest.mark.parametrize("status", [None, 500])
def test_an_audit_fails_where_nobody_can_be_asked(tmp_path, status):
    with advisories(status=status or 200) as (url, _):
        if status:
            done = audit(tmp_path, url)
    if not status:
        done = audit(tmp_path, url)
    assert done.returncode != 0
    assert "No known vulnerabilities" not in done.stdout + done.stderr
    assert "Nothing is known: not everything could be asked about. pip-audit: " in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bill_of_materials_is_the_lock(tmp_path):
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "cyclonedx_py" in line)
    texts = []
    for number in range(2):
        target = tmp_path / f"{number}.json"
        done = run(*line.replace("build/sbom.json", str(target)).split())
        assert done.returncode == 0, done.stderr
        texts.append(target.read_bytes())
    assert texts[0] == texts[1]
    bill = json.loads(texts[0])
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "parley"
    listed = {
        (
            one["name"],
            one["version"],
            *sorted(digest["content"] for more in one["externalReferences"] for digest in more.get("hashes", [])),
        )
        for one in bill["components"]
    }
    assert listed == {(name, version, *sorted(hashes)) for name, version, hashes in requirements(LOCKS[0])}
