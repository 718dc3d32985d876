"""EDTF: the short way that plain dates take gives what the parser gives."""

import re
from datetime import date, timedelta

import pytest

from schemas.model.edtf import (
    DAY,
    DAY_OF_YEAR,
    EXISTING_DATE,
    MONTH_OR_YEAR,
    EdtfError,
    bounds,
    date_parts,
    is_address_of_days,
    known_bounds,
    leading_date,
    parsed_bounds,
    spans,
)

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
    "~2031",
)
OTHER = ("2031-21", "203X", "2031-04-XX", "../2031", "2031/..", "2031-04-12/2031-04-11")
SETS = (
    *("[2031,2032]", "{2031-05,2031-04-12}", "{2031-04,2031-04-12,2031-06~}", "[2031-04-12]", "{2031-02-30,2032}"),
    *("[]", "{", "[2031", "[2031}", "{2031,}", "[2031..2033]", "{2031,2032]", "[[2031]]"),
)


def outcome(function, text):
    try:
        first, last = function(text)
    except EdtfError:
        return None
    return (first, last) if first <= last else None


@pytest.mark.parametrize(
    "text", [*PARTS, *WRONG, *OTHER, *SETS, *(f"{one}/{other}" for one in PARTS[:4] for other in PARTS[:6:2])]
)
def test_bounds_are_those_of_the_parser(text):
    assert outcome(bounds, text) == outcome(parsed_bounds, text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2031-04-12/", "2031-04-12", None),
        ("/2031-04-12", None, "2031-04-12"),
        ("2031-04~/", "2031-04-01", None),
        ("2031-04-12/..", "2031-04-12", None),
        ("../2031", None, "2031-12-31"),
        ("[2031-05-03..]", "2031-05-03", None),
        ("2031-21/", "2031-03-01", None),
        ("2031-05~-15", "2031-05-15", "2031-05-15"),
    ],
)
def test_an_end_that_is_open_or_unknown_is_no_day(text, first, last):
    assert known_bounds(text) == (first, last)
    assert bounds(text) == (first or "0000-00-00", last or "9999-99-99")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-04-12", [("2031-04-12", "2031-04-12")]),
        ("2031-04-12/2031-05-01", [("2031-04-12", "2031-05-01")]),
        ("{2031-04-12,2031-05-01}", [("2031-04-12", "2031-04-12"), ("2031-05-01", "2031-05-01")]),
        ("[2031-05,2031-04-12]", [("2031-04-12", "2031-04-12"), ("2031-05-01", "2031-05-31")]),
        ("{2031-04,2031-05-01..2031-05-03}", [("2031-04-01", "2031-05-03")]),
        ("{2031-04,2031-04-12,2031-06}", [("2031-04-01", "2031-04-30"), ("2031-06-01", "2031-06-30")]),
        ("[..2031-04-12,2032]", [("0000-00-00", "2031-04-12"), ("2032-01-01", "2032-12-31")]),
        ("{2031-04-12,2032..}", [("2031-04-12", "2031-04-12"), ("2032-01-01", "9999-99-99")]),
    ],
)
def test_a_set_leaves_out_the_days_between(text, expected):
    assert list(spans(text)) == expected
    assert bounds(text) == (expected[0][0], expected[-1][1])


@pytest.mark.parametrize("text", ["/", "/..", "../", "2031-04-12/2031-05/", "[2031,2032]/"])
def test_an_interval_has_an_end_that_is_a_date(text):
    with pytest.raises(EdtfError):
        known_bounds(text)


def test_plain_dates_do_without_the_parser(monkeypatch):
    monkeypatch.setattr("schemas.model.edtf.parse_edtf", None)
    bounds.cache_clear()
    assert [bounds(text) for text in PARTS[:4]] == [
        ("2031-01-01", "2031-12-31"),
        ("2032-02-01", "2032-02-29"),
        ("2031-12-01", "2031-12-31"),
        ("2031-04-12", "2031-04-12"),
    ]
    assert bounds("[2031-04-12,2032-02]") == ("2031-04-12", "2032-02-29")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2031", (2031, None, None, False, "")),
        ("2031-05~", (2031, 5, None, False, "~")),
        ("2031-05-17?", (2031, 5, 17, False, "?")),
        ("2031-05-XX", (2031, 5, None, True, "")),
        ("2031-XX-XX%", (2031, None, None, True, "%")),
        ("2031-21", None),
        ("2031/2032", None),
        ("203X", None),
        ("٢٠٣١", None),
    ],
)
def test_a_date_is_taken_apart(text, parts):
    assert date_parts(text) == parts


def test_what_stands_in_addresses():
    assert all(map(is_address_of_days, ("2031", "2031-05", "2031-05-17", "latest")))
    assert not any(map(is_address_of_days, ("2031-05-17-harbour", "2031-5", "late", "2031~", "")))
    assert [leading_date(text) for text in ("2031-05-17-harbour", "2031-05-call", "harbour")] == [
        "2031-05-17",
        "2031-05",
        None,
    ]
    for pattern, text in ((DAY, "2031-05-17"), (MONTH_OR_YEAR, "2031-05"), (MONTH_OR_YEAR, "2031")):
        assert re.fullmatch(pattern, text)
        assert not re.compile(pattern).groups, "a router adds groups of its own"


def test_patterns_of_the_specification_have_the_days_that_exist():
    day, end = date(1999, 1, 1), date(2005, 1, 1)
    for number in range((end - day).days):
        text = (day + timedelta(number)).isoformat()
        assert re.fullmatch(EXISTING_DATE, text)
        assert re.fullmatch(DAY_OF_YEAR, text[5:])
    for text in ("2031-02-29", "2100-02-29", "2031-04-31", "2031-13", "2031-00-01"):
        assert not re.fullmatch(EXISTING_DATE, text)
