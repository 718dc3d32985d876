"""Sums of estimates: what is not known stays not known, whether it is left out or null."""

import pytest

from schemas.model.estimates import Total, highest, lowest, total

BEST, RANGE = {"best": 5}, {"low": 2, "high": 9}
ALL = {"low": 4, "best": 5, "high": 6}


@pytest.mark.parametrize(
    ("estimates", "expected"),
    [
        ([], Total(0, 0, 0, 0)),
        ([BEST, BEST], Total(10, 10, 10, 0)),
        ([BEST, ALL], Total(9, 10, 11, 0)),
        ([BEST, RANGE], Total(7, None, 14, 0)),
        ([BEST, None], Total(5, None, 5, 1)),
        ([{"best": 0}], Total(0, 0, 0, 0)),
        ([{"low": 0, "best": None, "high": 3}], Total(0, None, 3, 0)),
        ([{"low": None, "best": 5, "high": None}], Total(5, 5, 5, 0)),
    ],
)
def test_total(estimates, expected):
    assert total(estimates) == expected


def test_an_estimate_without_a_number_has_no_bounds():
    assert (lowest({}), highest({"best": None})) == (None, None)
