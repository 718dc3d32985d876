"""The README's tables: a row for every noun, with its three files, and one for every format."""

import re

import pytest

from api.formats import FORMATS
from db.query.root import ROOT
from schemas.nouns import SCHEMAS

ROWS = re.findall(r"(?m)^\|.*\|$", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_noun_is_in_a_table(noun):
    rows = [row for row in ROWS if row.startswith(f"| `/v1/{noun}` |")]
    assert rows, f"no row of /v1/{noun} in the README"
    for folder in ("api", "schemas", "db"):
        assert f"`{folder}/{noun}.py`" in rows[0]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_in_a_table(suffix):
    assert any(f"`.{suffix}`" in row.split("|")[1] for row in ROWS), f"no row of .{suffix} in the README"
