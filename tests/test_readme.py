"""The README: every command line in it is run against the real record, and its answer compared."""

import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest

from api.settings import ROOT
from schemas.nouns import SCHEMAS

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"```console\n\$ curl -s (?:'([^']+)'|(\S+))(?: \| (jq -r .+?))?\n(.*?)```", TEXT, re.DOTALL)


def test_there_are_five():
    assert len(LINES) == TEXT.count("$ curl") == 5


@pytest.mark.parametrize(
    ("quoted", "bare", "pipe", "answer"), LINES, ids=[quoted or bare for quoted, bare, *_ in LINES]
)
def test_answers_what_the_readme_says(real_client, quoted, bare, pipe, answer):
    url = urlsplit("http://" + (quoted or bare))
    reply = real_client.get(url.path + ("?" + url.query if url.query else "")).text
    if pipe:
        if not shutil.which("jq"):
            pytest.skip("jq is not installed")
        program = re.fullmatch(r"jq -r '(.*)'", pipe)
        reply = subprocess.run(["jq", "-r", program[1]], input=reply, capture_output=True, text=True, check=True).stdout
    assert reply == answer


def test_every_noun_is_in_the_table():
    for noun in SCHEMAS:
        assert f"| `/v1/{noun}` |" in TEXT
        for folder in ("api", "schemas", "db"):
            assert f"`{folder}/{noun}.py`" in TEXT


def test_every_file_that_is_named_is_there():
    for document in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "db/records/README.md",
        *(p.relative_to(ROOT) for p in (ROOT / "docs").rglob("*.md")),
    ):
        text = (ROOT / document).read_text(encoding="utf-8")
        for name in re.findall(r"`((?:api|schemas|db|tests|docs|deploy)/[\w./-]+)`", text):
            assert (ROOT / name).exists() or "NOUN" in name, (document, name)
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert ((ROOT / document).parent / link).exists(), (document, link)
