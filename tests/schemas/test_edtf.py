"""EDTF: the short way that plain dates take gives what the parser gives."""

import pytest

from schemas.model.edtf import EdtfError, bounds, parsed_bounds

PARTS = ("2031", "2032-02", "2031-12~", "2031-04-12", "2031-04-12?", "0001", "9999-12-31%", "2031~")
WRONG = (
    "0000",
    "2031-00",
    "2031-13",
    "2031-02-29",
    "2031-04-31~",
    "2031-4",
    "31",
    "2031-04-12T",
    "2031-04-12/",
    "~2031",
)
OTHER = ("2031-21", "203X", "2031-04-XX", "../2031", "2031/..", "2031-04-12/2031-04-11", "[2031,2032]", "/2031")


def outcome(function, text):
    try:
        first, last = function(text)
    except EdtfError:
        return None
    return (first, last) if first <= last else None


@pytest.mark.parametrize(
    "text", [*PARTS, *WRONG, *OTHER, *(f"{one}/{other}" for one in PARTS[:4] for other in PARTS[:6:2])]
)
def test_bounds_are_those_of_the_parser(text):
    assert outcome(bounds, text) == outcome(parsed_bounds, text)


def test_plain_dates_do_without_the_parser(monkeypatch):
    monkeypatch.setattr("schemas.model.edtf.parse_edtf", None)
    bounds.cache_clear()
    assert [bounds(text) for text in PARTS[:4]] == [
        ("2031-01-01", "2031-12-31"),
        ("2032-02-01", "2032-02-29"),
        ("2031-12-01", "2031-12-31"),
        ("2031-04-12", "2031-04-12"),
    ]
