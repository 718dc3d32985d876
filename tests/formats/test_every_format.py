"""Every format: a test of this folder asks for it, and no other answers to its media types."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from api.formats import FORMATS, check_formats
from schemas.nouns import RegistryError


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_has_a_test(suffix):
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    assert any(f".{suffix}" in text for text in texts), f"no test in tests/formats/ asks for .{suffix}"


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != "png"])
def test_the_licence_goes_with_a_file(client, suffix):
    """Of one record, and of a list where the format has lists; icalendar folds lines of 75 bytes."""
    responses = [
        client.get(f"{address}.{suffix}")
        for address in ("/v1/events", "/v1/events/2031-04-12-harbour-round-1", "/v1/places")
    ]
    texts = [response.text.replace("\r\n ", "") for response in responses if response.status_code == 200]
    assert texts
    assert not [text for text in texts if not re.search(r"CC[ -]BY[ -]4\.0|licenses/by/4\.0", text)]


def test_a_format_that_is_not_registered_is_refused(monkeypatch):
    monkeypatch.setattr("api.formats.FORMATS", {name: one for name, one in FORMATS.items() if name != "ics"})
    with pytest.raises(RegistryError, match=r"The format of api/formats/ics\.py is missing in FORMATS"):
        check_formats()


def test_a_media_type_asks_for_one_format(monkeypatch):
    monkeypatch.setitem(FORMATS, "sheet", replace(FORMATS["csv"], suffix="sheet"))
    with pytest.raises(RegistryError, match=r"Accept: text/csv asks for \.csv and for \.sheet"):
        check_formats()
