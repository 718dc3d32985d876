"""Showcase: what a release has to show to a stranger: ids, names and days to put into examples."""

from dataclasses import dataclass

from db.query.connection import Reader, once_per_release
from schemas.nouns import SCHEMAS

FIRST_RECORD = "select id from {table} order by n limit 1"
BUSIEST = (
    "select actor.id, actor.name from actor join (select actor, count(*) as times from event_participants"
    " group by actor) as parts on parts.actor = actor.id where actor.kind = 'person' order by times desc, id limit 2"
)
TOPIC_MET_MOST = "select id, name from topic order by events desc, id limit 1"
LATEST_HELD = "select id, earliest from event where status = 'held' order by n limit 1"
CLAIM_STATUS = "select status from claim group by status order by status = 'disputed' desc, count(*) desc limit 1"


@dataclass(frozen=True)
class Showcase:
    """Examples of one release; what it has none of is empty."""

    ids: dict[str, str]
    """A record of each noun: the person most often there, the topic met most, the latest event held, or the first."""
    other_actor: str
    """Another actor, to ask for the meetings of two."""
    actor_name: str
    topic_name: str
    day: str
    """The first day of the latest event held."""
    claim_status: str
    """`disputed` if a claim is, otherwise the status that most have."""


@once_per_release
def showcase_of(reader: Reader) -> Showcase:
    """Return what a release has to show."""
    ids = {noun: _first(reader, FIRST_RECORD.format(table=schema.TYPE))[0] for noun, schema in SCHEMAS.items()}
    people = reader.query(BUSIEST, {}) or [(ids["actors"], "")]
    topic, topic_name = _first(reader, TOPIC_MET_MOST)
    event, day = _first(reader, LATEST_HELD)
    ids |= {noun: value for noun, value in (("actors", people[0][0]), ("topics", topic), ("events", event)) if value}
    status = _first(reader, CLAIM_STATUS)[0]
    return Showcase(ids, people[-1][0], people[0][1], topic_name, day, status)


def _first(reader: Reader, sql: str) -> tuple[str, str]:
    """Return the first row of a statement, of one value or two; empty text where there is none."""
    rows = reader.query(sql, {})
    values = [str(value) for value in rows[0]] if rows else [""]
    return values[0], values[-1] if len(values) > 1 else ""
