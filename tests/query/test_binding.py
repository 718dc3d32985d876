"""Binding: which parameters of a query mean one entry of a list inside a record, and what they come to together."""

import pytest

from db.query.binding import BoundTerm, Part, bind
from db.query.filters import IndexTerm

GUESTS = Part("guests", "party")
FILTERS = {
    "friend": BoundTerm("friend", "person", GUESTS, is_loose=True),
    "guest": BoundTerm("guest", "person", GUESTS),
    "dress": BoundTerm("dress", "dress", GUESTS),
    "town": IndexTerm("town"),
}


def values(name):
    return f"(select value from json_each(:{name}))"


def entries(*conditions):
    return f"select party from guests where {' and '.join(conditions)}"


FRIEND, GUEST, DRESS = (
    f"{column} in {values(name)}" for name, column in (("friend", "person"), ("guest", "person"), ("dress", "dress"))
)
NO_DRESS = f"coalesce(dress not in {values('dress__not')}, 1)"
NO_FRIEND = f"coalesce(person not in {values('friend__not')}, 1)"


@pytest.mark.parametrize(
    "names",
    [
        ["friend"],
        ["guest"],
        ["guest", "town"],
        # The stricter of two that speak of one column means all that the looser does.
        ["friend", "guest"],
        ["dress__not"],
        ["friend__not", "dress__not"],
        # No entry has a value and another in one column.
        ["guest", "guest__not"],
        ["dress", "dress__all"],
    ],
)
def test_these_speak_for_themselves(names):
    assert bind(FILTERS, names) is None


@pytest.mark.parametrize(
    ("names", "bound", "conditions"),
    [
        (["friend", "dress"], {"friend", "dress"}, [f"id in ({entries(FRIEND, DRESS)})"]),
        (["guest", "dress", "town"], {"guest", "dress"}, [f"id in ({entries(GUEST, DRESS)})"]),
        (["friend", "guest", "dress"], {"guest", "dress"}, [f"id in ({entries(GUEST, DRESS)})"]),
        (["guest", "dress__not"], {"guest", "dress__not"}, [f"id in ({entries(GUEST, NO_DRESS)})"]),
        (["dress", "friend__not"], {"dress", "friend__not"}, [f"id in ({entries(DRESS, NO_FRIEND)})"]),
        # A loose one is no part of an entry whose column a strict one speaks of, nor is what it excludes.
        (["guest", "dress", "friend__not"], {"guest", "dress"}, [f"id in ({entries(GUEST, DRESS)})"]),
        (
            ["guest", "dress", "friend__not", "dress__not"],
            {"guest", "dress", "dress__not"},
            [
                f"id in ({entries(GUEST, DRESS)})",
                f"id not in ({entries(GUEST, 'dress in ' + values('dress__not'))})",
            ],
        ),
        (
            ["guest", "dress", "dress__not"],
            {"guest", "dress", "dress__not"},
            [
                f"id in ({entries(GUEST, DRESS)})",
                f"id not in ({entries(GUEST, 'dress in ' + values('dress__not'))})",
            ],
        ),
    ],
)
def test_these_mean_one_entry(names, bound, conditions):
    binding = bind(FILTERS, names)
    assert binding is not None
    assert (binding.part, binding.names, binding.conditions) == (GUESTS, bound, conditions)
