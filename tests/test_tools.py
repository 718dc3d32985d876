"""The page of tools: every block that names a tool which is installed is run against the real record."""

import re
import shutil
import subprocess
import sys

import pytest

from api import create_app
from db.query.root import ROOT
from tests.conftest import served

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "tools.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|sh|r|javascript)\n((?:.*\n)+?)```$", PAGE, re.MULTILINE)
NAMED = ("pandas", "DuckDB", "R", "JavaScript", "Google Sheets", "Datawrapper", "Observable", "QGIS", "A calendar")


@pytest.fixture(scope="module")
def real_site(real_app):
    with served(create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"])) as address:
        yield address


def test_every_tool_has_a_line():
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert [*NAMED, "A feed reader", "An assistant"] == headings
    assert len(BLOCKS) == 8


def command_for(language, line):
    """Return what runs a line, or skip where its tool is not installed."""
    if language == "python":
        pytest.importorskip(re.match(r"import (\w+)", line)[1])
        return [sys.executable, "-W", "ignore", "-c", line]
    program = {"r": "Rscript", "javascript": "node", "sh": "sqlite3" if "sqlite3" in line else "ogrinfo"}[language]
    if not shutil.which(program):
        pytest.skip(f"needs {program}")
    flags = {"r": ["Rscript", "-e"], "javascript": ["node", "--input-type=module", "-e"], "sh": ["bash", "-c"]}
    return [*flags[language], line]


WORDS = {
    "pandas": "count_best",
    "duckdb": "claimed",
    "sqlite3": "2022-02-28",
    "read.csv": "earliest",
    "fetch": "Exchange",
    "ogrinfo": "Feature Count",
    "icalendar": "xchange",
    "feedparser": " ",
}
"""What the answer to the line of each tool has in it."""


@pytest.mark.parametrize(("language", "line"), BLOCKS, ids=[str(number) for number in range(len(BLOCKS))])
def test_the_line_answers(real_site, tmp_path, language, line):
    command = command_for(language, line.replace("http://localhost:8000", real_site))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode == 0, done.stderr
    word = next(word for tool, word in WORDS.items() if tool in line)
    assert word in done.stdout, done.stdout
