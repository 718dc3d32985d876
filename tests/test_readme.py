"""The README and the cookbook: every command line in them is run against the real record, and its answer compared."""

import re
import shutil
import subprocess

import pytest

from api import create_app
from db.query.root import ROOT
from tests.conftest import served

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
LINES = re.findall(r"```console\n\$ (.*curl .+)\n((?:.*\n)*?)```", TEXT + COOKBOOK)
TOOLS = ("bash", "curl", "jq")


@pytest.fixture(scope="module")
def real_site(real_app):
    with served(create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"])) as address:
        yield address.removeprefix("http://")


def test_there_are_enough():
    assert len(re.findall(r"\n\$ .*curl ", TEXT)) == 5
    assert len(re.findall(r"\n\$ .*curl ", COOKBOOK)) >= 25
    assert len(LINES) == len(re.findall(r"\n\$ .*curl ", TEXT + COOKBOOK))


@pytest.mark.parametrize(("command", "answer"), LINES, ids=[str(number) for number in range(len(LINES))])
def test_answers_what_is_written(real_site, command, answer):
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")
    line = command.replace("localhost:8000", real_site)
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.replace(real_site, "localhost:8000") == answer, done.stderr


def test_every_file_that_is_named_is_there():
    for document in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "db/records/README.md",
        *(p.relative_to(ROOT) for p in (ROOT / "docs").rglob("*.md")),
    ):
        # A diff names what it adds.
        text = re.sub(r"```diff\n.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"`((?:api|schemas|db|tests|docs|deploy)/[\w./-]+)`", text):
            assert (ROOT / name).exists() or "NOUN" in name, (document, name)
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert ((ROOT / document).parent / link).exists(), (document, link)
