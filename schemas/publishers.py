"""Publishers: who publishes sources, and who owns them."""

from schemas.model.fields import Choice, Country, Link, Many, Text, Whole, Wikidata
from schemas.model.record import Record
from schemas.query.parameters import Codes, Values
from schemas.query.query import RecordQuery


class Publisher(Record):
    """An outlet, an agency or a body that publishes."""

    NOUN, TYPE, TITLE = "publishers", "publisher", "name"
    BRIEF = ("id", "type", "url", "name", "country", "ownership", "group", "sources")

    name = Text(required=True, longest=200, metadata={"description": "The usual name."})
    aliases = Many(Text(longest=200), metadata={"description": "Other names and scripts."})
    country = Country(metadata={"description": "ISO 3166 code of the country."})
    ownership = Choice("ownerships", required=True, metadata={"description": "Who owns or controls it."})
    group = Text(
        longest=100, metadata={"description": "The house that it belongs to; publishers of one house count once."}
    )
    website_url = Link(metadata={"description": "Its site."})
    wikidata = Wikidata(metadata={"description": "The Wikidata item."})
    sources = Whole(dump_only=True, metadata={"always": True, "description": "Number of its publications cited."})


class PublisherQuery(RecordQuery):
    """What a list of publishers can be asked for."""

    SORTS = ("name", "sources")
    DEFAULT_SORT = "name"

    country = Codes(metadata={"description": "ISO 3166 code of the country."})
    ownership = Values("ownerships", metadata={"description": "Who owns or controls it."})
