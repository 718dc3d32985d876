"""Markup: the checker of the W3C reads a page of every kind and finds nothing."""

import shutil
import subprocess

import pytest

from db.query.root import ROOT
from tests.pages.kinds import EVERY

pytestmark = pytest.mark.slow

VNU = ROOT / "tests" / "lint" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""What lets Java begin at once rather than run fast for long, and what vnu needs of its stack."""
WRONG = '<!doctype html><html lang="en"><title>Two of one id</title><p id="a"></p><p id="a"></p></html>'
"""A page that it must find something in, so that its silence about the others means something."""


def test_the_checker_of_the_w3c_finds_nothing(client, tmp_path):
    java = shutil.which("java")
    if not VNU.exists() or java is None:
        pytest.skip("needs Java, and vnu: run `npm ci` in tests/lint/")
    names = {}
    for number, address in enumerate(EVERY):
        path = tmp_path / f"{number}.html"
        path.write_bytes(client.get(address, headers={"Accept": "text/html"}).data)
        names[path.name] = address
    (tmp_path / "style.css").write_bytes(client.get("/style.css").data)
    (tmp_path / "wrong.html").write_text(WRONG, encoding="utf-8")
    command = [java, *JAVA_OPTIONS, "-jar", str(VNU), "--format", "gnu", "--errors-only", "--also-check-css"]
    paths = map(str, sorted(tmp_path.iterdir()))
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, timeout=120)
    findings = (done.stdout + done.stderr).splitlines()
    assert [one for one in findings if "wrong.html" not in one] == [], names
    assert any("Duplicate ID" in one for one in findings)
