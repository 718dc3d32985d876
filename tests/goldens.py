"""Goldens: whole expected replies in tests/golden/, the release named {release} because its digest changes often."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

GOLDEN = Path(__file__).parent / "golden"


def assert_golden(response: TestResponse, name: str, folding: bytes = b"") -> None:
    """Compare a reply with the file of a name; with PARLEY_WRITE_GOLDEN=1 in the environment, write that file instead.

    `folding` is what breaks long lines, and is taken out first, because it may stand inside the release's name.
    """
    assert response.status_code == 200, response.text
    body = response.data.replace(folding, b"") if folding else response.data
    body = body.replace(response.headers["Parley-Release"].encode(), b"{release}")
    path = GOLDEN / name
    if os.environ.get("PARLEY_WRITE_GOLDEN"):
        path.write_bytes(body)
    written, expected = body.decode(), path.read_bytes().decode()
    if written != expected:
        before, after = (text.replace("\r", "\\r").split("\n") for text in (expected, written))
        lines = unified_diff(before, after, f"tests/golden/{name}", "the reply", n=1, lineterm="")
        hint = f"PARLEY_WRITE_GOLDEN=1 writes tests/golden/{name} anew, if this change is meant."
        pytest.fail("\n".join([hint, *lines]), pytrace=False)
