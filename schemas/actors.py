"""Actors: people, states, bodies and organisations."""

from schemas.model.base import BaseSchema
from schemas.model.evidence import Evidence
from schemas.model.fields import Choice, Country, EdtfDate, Keyed, Many, Nest, Ref, Text, Whole, Wikidata
from schemas.model.record import Evidenced
from schemas.query.parameters import Codes, Ids, Values
from schemas.query.query import Query, RecordQuery
from schemas.sources import Source


class Position(BaseSchema):
    """An office that a person held."""

    title = Text(required=True, longest=200, metadata={"description": "The office."})
    of = Ref("actors", required=True, metadata={"description": "The body or state whose office it is."})
    from_ = EdtfDate(data_key="from", attribute="from", metadata={"description": "Since when, in EDTF."})
    to = EdtfDate(metadata={"description": "Until when, in EDTF; null while it lasts or where unknown."})
    evidence = Many(Nest(lambda: Evidence), required=True, metadata={"description": "The sources that carry it."})


class Contact(BaseSchema):
    """Another actor whom this one met, or spoke with by telephone or video."""

    actor = Ref("actors", required=True, metadata={"description": "Who."})
    count = Whole(required=True, metadata={"description": "How often."})
    first_date = Text(required=True, metadata={"description": "The date of the first."})
    last_date = Text(required=True, metadata={"description": "The date of the latest."})


class Actor(Evidenced):
    """A person, a state, a body or an organisation."""

    NOUN, TYPE, TITLE = "actors", "actor", "name"
    BRIEF = ("id", "type", "url", "name", "kind", "country", "aliases", "wikidata", "events")

    name = Text(required=True, longest=200, metadata={"description": "The usual English name."})
    kind = Choice("actor_kinds", required=True, metadata={"description": "Person, state, body or organisation."})
    aliases = Many(Text(longest=200), metadata={"description": "Other names, transliterations and scripts."})
    country = Country(metadata={"description": "ISO 3166 code of the country."})
    part_of = Ref("actors", metadata={"description": "The body or state that it is part of."})
    positions = Many(Nest(lambda: Position), metadata={"description": "Offices held, in the order of time."})
    wikidata = Wikidata(metadata={"description": "The Wikidata item."})
    events = Whole(dump_only=True, metadata={"always": True, "description": "Number of events that it had a part in."})
    first_event = Ref("events", dump_only=True, metadata={"description": "The first of them."})
    last_event = Ref("events", dump_only=True, metadata={"description": "The latest of them."})
    met = Many(
        Nest(lambda: Contact),
        dump_only=True,
        metadata={"description": "Whom it met or called, most often first."},
    )
    sources = Keyed(lambda: Source, load_only=True, metadata={"description": "Sources first cited here, by id."})


class MeetingsQuery(Query):
    """What the meetings of an actor can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what meetings do not take, whose rows have one form and one order."""
        return {"q", "sort", "view", "fields", "facet"}


class ActorQuery(RecordQuery):
    """What a list of actors can be asked for."""

    SORTS = ("name", "events")
    DEFAULT_SORT = "name"

    kind = Values("actor_kinds", metadata={"description": "Person, state, body or organisation."})
    country = Codes(metadata={"description": "ISO 3166 code of the country."})
    part_of = Ids("actors", metadata={"description": "The body or state that it is part of."})
    event = Ids(
        "events", metadata={"description": "An event that it had a part in; beside `role` or `side` took part in."}
    )
    role = Values(
        "roles", metadata={"description": "A role that it had in an event; beside `event` or `side` the one there."}
    )
    side = Ids(
        "actors", metadata={"description": "A side for which it took part; beside `event` or `role` the one there."}
    )
