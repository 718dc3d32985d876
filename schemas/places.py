"""Places: venues, cities, regions and countries."""

from schemas.model.fields import Choice, Country, Degrees, Keyed, Many, Ref, Text, Whole, Wikidata
from schemas.model.record import Evidenced
from schemas.query.parameters import Codes, Ids, Values
from schemas.query.query import RecordQuery
from schemas.sources import Source


class Place(Evidenced):
    """Somewhere that events take place."""

    NOUN, TYPE, TITLE = "places", "place", "name"
    BRIEF = ("id", "type", "url", "name", "kind", "country", "latitude", "longitude", "part_of", "wikidata", "events")

    name = Text(required=True, longest=200, metadata={"description": "The usual English name."})
    kind = Choice("place_kinds", required=True, metadata={"description": "Venue, city, region or country."})
    aliases = Many(Text(longest=200), metadata={"description": "Other names, transliterations and scripts."})
    country = Country(metadata={"description": "ISO 3166 code of the country."})
    latitude = Degrees(90, metadata={"description": "Degrees north."})
    longitude = Degrees(180, metadata={"description": "Degrees east."})
    part_of = Ref("places", metadata={"description": "The place that it lies in."})
    wikidata = Wikidata(metadata={"description": "The Wikidata item."})
    events = Whole(dump_only=True, metadata={"always": True, "description": "Number of events there, or within it."})
    sources = Keyed(lambda: Source, load_only=True, metadata={"description": "Sources first cited here, by id."})


class PlaceQuery(RecordQuery):
    """What a list of places can be asked for."""

    SORTS = ("name", "events")
    DEFAULT_SORT = "name"

    kind = Values("place_kinds", metadata={"description": "Venue, city, region or country."})
    country = Codes(metadata={"description": "ISO 3166 code of the country."})
    part_of = Ids("places", metadata={"description": "The place that it lies in, at any depth."})
