"""The releases that a file tells of: when each ended, which one a day or a version means, and how often they come."""

from datetime import UTC, datetime

import pytest

from db.query.history import ReleaseEntry, ReleaseHistory
from db.query.releases import find_rhythm


def history(*dates):
    """Return the history of releases of some days."""
    entries = [ReleaseEntry(number, f"{day}.{number:08}", day, "", "", {}, 0) for number, day in enumerate(dates, 1)]
    return ReleaseHistory(entries[-1].version if entries else "none", dates[-1] if dates else "", tuple(entries))


def moments(history):
    """Return when releases ended, as a reader of HTTP dates sees it."""
    return {
        number: datetime.fromtimestamp(end / 1_000_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S")
        for number, end in history.ends.items()
    }


def test_a_release_ends_with_its_day_and_the_newest_does_not():
    assert moments(history("2031-07-01", "2031-08-01", "2031-08-31")) == {
        1: "2031-07-02 00:00:00",
        2: "2031-08-02 00:00:00",
    }


def test_releases_of_one_day_end_a_second_apart():
    days = ["2031-07-01"] * 3
    assert moments(history(*days, "2031-07-02", "2031-07-02")) == {
        1: "2031-07-02 00:00:00",
        2: "2031-07-02 00:00:01",
        3: "2031-07-02 00:00:02",
        4: "2031-07-03 00:00:00",
    }
    assert moments(history("2031-07-01")) == moments(history()) == {}


@pytest.mark.parametrize(
    ("day", "number"),
    [("2031-06-30", None), ("2031-07-01", 1), ("2031-07-31", 1), ("2031-08-01", 3), ("2032-01-01", 3)],
)
def test_a_day_means_the_last_release_until_then(day, number):
    entry = history("2031-07-01", "2031-08-01", "2031-08-01").at(day)
    assert (entry.sequence if entry else None) == number


def test_a_version_means_one_release():
    releases = history("2031-07-01", "2031-08-01")
    assert releases.find("2031-08-01.00000002") is releases.entries[1]
    assert releases.find("2031-08-01") is None


@pytest.mark.parametrize(
    ("dates", "first", "last", "days"),
    [
        ((), None, None, None),
        (("2031-07-01",), "2031-07-01", "2031-07-01", None),
        (("2031-07-01", "2031-07-31"), "2031-07-01", "2031-07-31", 30),
        (("2031-07-01", "2031-07-02", "2031-07-04", "2031-12-31"), "2031-07-01", "2031-12-31", 2),
    ],
)
def test_how_often_the_record_is_released(monkeypatch, dates, first, last, days):
    monkeypatch.setattr("db.query.releases.history_of", lambda _: history(*dates))
    assert find_rhythm(None) == {
        "number": len(dates),
        "first_date": first,
        "last_date": last,
        "median_days_between": days,
    }
