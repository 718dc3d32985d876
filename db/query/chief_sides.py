"""Chief sides: the sides that a release has most of, so that each of them can be shown in a colour of its own."""

from typing import NamedTuple

from db.query.connection import Reader, once_per_release

MOST_OFTEN_THERE = (
    "select actor.id, actor.name from event_participants join actor on actor.id = side"
    " group by side order by count(distinct event) desc, side limit :most"
)
MAX_CHIEF_SIDES = 6


class ChiefSide(NamedTuple):
    """A side: the id and the name of its actor."""

    id: str
    name: str


@once_per_release
def chief_sides_of(reader: Reader) -> tuple[ChiefSide, ...]:
    """Return the sides with the most events, the first two by name, so that they keep their places."""
    sides = [ChiefSide(*row) for row in reader.query(MOST_OFTEN_THERE, {"most": MAX_CHIEF_SIDES})]
    return (*sorted(sides[:2], key=lambda side: side.name), *sides[2:])
