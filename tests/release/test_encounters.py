"""Encounters: who met whom in an event as it is written, in person, by telephone, and for whom."""

import pytest

from db.release.meetings import encounters

SIDES = {"ana": "north", "ben": "north", "cyn": "south", "dov": "south", "eve": "east"}


def event(participants, **fields):
    """Return an event with participants; whoever is written in capitals is a caller, and `a+b` met only b."""
    written = []
    for participant in participants.split():
        name, *company = participant.split("+")
        role = "caller" if name.isupper() else "head-of-delegation"
        one = {"actor": name.lower(), "role": role, "side": SIDES[name.lower()]}
        written.append(one | ({"with": company} if company else {}))
    return {"status": "held", "kind": "meeting", "channel": "in-person", "participants": written} | fields


def pairs(found):
    return sorted("-".join(pair) for pair in found)


def test_people_meet_each_other_and_the_sides_of_the_others():
    found = encounters(event("ana ben cyn"))
    assert pairs(found.met) == ["ana-ben", "ana-cyn", "ana-south", "ben-cyn", "ben-south", "cyn-north", "north-south"]
    # Nobody meets the side that they take part for.
    assert pairs(found.apart) == ["ana-north", "ben-north", "cyn-south"]
    assert found.by_telephone == []


def test_who_names_company_met_nobody_else():
    found = encounters(event("ana+cyn ben cyn dov"))
    assert "ana-cyn" in pairs(found.met)
    assert {"ana-ben", "ana-dov"} <= set(pairs(found.apart))
    assert {"ben-dov", "ben-cyn", "north-south"} <= set(pairs(found.met))


def test_a_caller_is_on_the_telephone_and_so_is_whoever_speaks_with_one():
    found = encounters(event("ana cyn EVE"))
    alone, of_ana, of_cyn = ["east", "eve"], ["ana-east", "ana-eve"], ["cyn-east", "cyn-eve"]
    of_sides = ["east-north", "east-south", "eve-north", "eve-south"]
    assert pairs(found.by_telephone) == sorted(alone + of_ana + of_cyn + of_sides)


def test_each_of_two_callers_is_on_the_telephone():
    found = encounters(event("ana DOV EVE"))
    assert {"dov", "eve", "east", "south", "dov-eve", "ana-dov", "ana-eve"} <= set(pairs(found.by_telephone))
    assert "ana" not in pairs(found.by_telephone)


def test_a_side_of_which_one_is_there_is_not_on_the_telephone():
    found = encounters(event("ana CYN dov"))
    assert "south" not in pairs(found.by_telephone)
    assert "north-south" not in pairs(found.by_telephone)
    assert {"ana-cyn", "cyn", "cyn-north"} <= set(pairs(found.by_telephone))


@pytest.mark.parametrize(
    "fields", [{"status": "postponed"}, {"kind": "statement"}, {"channel": "letters"}, {"channel": None}]
)
def test_what_is_no_meeting_that_was_held_has_no_encounters(fields):
    found = encounters(event("ana cyn", **fields))
    assert (pairs(found.met), pairs(found.apart), found.by_telephone) == ([], [], [])


def test_in_a_call_nobody_is_a_caller_among_others():
    assert encounters(event("ANA CYN", channel="telephone", kind="call")).by_telephone == []
