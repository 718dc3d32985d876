"""Side colours: those of the sides that meet most are told apart by everybody, and can be read."""

import re
from itertools import combinations, pairwise

import pytest

from api.formats.side_colours import EDGES, OWN, SIDE_COLOURS, hue_of, hues_apart, hues_of, style_rules
from db.query.chief_sides import MAX_CHIEF_SIDES
from tests.pages.kinds import BROWSER

EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""What eyes make of red, green and blue light (Machado, Oliveira and Fernandes 2009)."""
CHIEF = ["Northland", "Southland", "Midland"]


def light_of(colour):
    """Return the red, green and blue light of a colour, each from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    lights = sorted(sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), light_of(colour))) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour, eye):
    """Return a colour in CIE L*a*b*, as an eye sees it."""
    light = [max(0.0, sum(a * b for a, b in zip(row, light_of(colour), strict=True))) for row in EYES[eye]]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [
        sum(a * b for a, b in zip(row, light, strict=True)) / white
        for row, white in zip(rows, (0.95, 1, 1.089), strict=True)
    ]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other, eye):
    return sum((a - b) ** 2 for a, b in zip(lab(one, eye), lab(other, eye), strict=True)) ** 0.5


@pytest.mark.parametrize("eye", EYES)
def test_the_three_chief_sides_differ_for_every_eye(eye):
    for one, other in combinations(SIDE_COLOURS[:3], 2):
        assert difference(one.mark, other.mark, eye) > 12
        assert difference(one.bar, other.bar, eye) > 12
        assert difference(one.dark_words, other.dark_words, eye) > 12


def test_neighbours_differ_without_colours_too():
    for one, other in pairwise(SIDE_COLOURS):
        assert abs(lab(one.bar, "all")[0] - lab(other.bar, "all")[0]) > 25
    assert len(set(EDGES)) == len(EDGES) >= 3


def test_the_words_of_a_side_can_be_read_on_its_ground():
    for one in SIDE_COLOURS:
        assert contrast(one.words, one.ground) > 5
        assert contrast(one.dark_words, one.dark_ground) > 5
        assert contrast(one.mark, "#ffffff") > 3


def test_a_side_keeps_its_colour_and_two_that_face_each_other_never_share_one():
    assert [hue_of(side, CHIEF) for side in CHIEF] == [0, 1, 2]
    assert all(hue_of(f"somebody {number}", CHIEF) >= OWN for number in range(20))
    names = [*CHIEF, *(f"somebody {number}" for number in range(20))]
    for left, right in combinations(names, 2):
        first, second = hues_apart(left, right, CHIEF)
        assert first == hue_of(left, CHIEF)
        assert first != second
        assert second == hue_of(right, CHIEF) or right not in CHIEF
    assert MAX_CHIEF_SIDES == OWN


def test_a_series_takes_the_colour_of_its_side_and_others_what_is_free():
    assert hues_of(["to b", "other", "to a", "a again"], {"to a": 0, "to b": 1, "a again": 0}) == {
        "to b": 1,
        "other": OWN,
        "to a": 0,
        "a again": OWN + 1,
    }
    assert hues_of(["one", "other"], {}) == {"one": 0, "other": 1}


def test_the_style_sheet_has_them(client):
    sheet = client.get("/style.css").text
    assert sheet.endswith(style_rules())
    for place, one in enumerate(SIDE_COLOURS):
        assert sheet.count(f"--hue{place}:") == 2
        assert one.dark_ground in sheet


def test_the_sides_of_the_real_record_that_meet_most_have_colours_of_their_own(real_client):
    found = {}
    for address in ("/v1/events/2025-06-02-istanbul-round-2", "/v1/claims?status=disputed", "/v1/events/2025-03"):
        page = real_client.get(address, headers=BROWSER).text
        for hue, side in re.findall(r'<div class="hue(\d)"><p class="head">([^<]+) says', page):
            found.setdefault(side, set()).add(hue)
    chief = [found[side] for side in ("Russia", "Ukraine", "United States") if side in found]
    assert len(chief) >= 2
    assert all(len(hues) == 1 for hues in chief)
    assert len(set.union(*chief)) == len(chief)


def test_a_side_has_one_colour_in_sums_and_on_pages(real_client):
    svg = real_client.get("/v1/transfers/totals.svg?by=year,to&to_side=ukraine,belarus").text
    page = real_client.get("/v1/events/2025-06-02-istanbul-round-2", headers=BROWSER).text
    hue = int(re.search(r'<div class="hue(\d)"><p class="head">Ukraine says', page)[1])
    assert f'id="fill{hue}"' in svg
