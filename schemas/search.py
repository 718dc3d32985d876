"""Search: what can be asked of all nouns at once, and of the suggestions for a beginning."""

from schemas.nouns import INNER, SCHEMAS
from schemas.query.parameters import Codes, Ids, OneOf, Words
from schemas.query.query import DatedQuery, Query

_FIRST = ("events", *INNER)
TYPES = tuple(SCHEMAS[noun].TYPE for noun in (*_FIRST, *(noun for noun in SCHEMAS if noun not in _FIRST)))
"""Every type of record, events and what lies in them first."""


class Types(OneOf):
    """One or more types of record."""

    operators = ("not",)
    many = True


class SearchQuery(DatedQuery):
    """What a search can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""

    q = Words(required=True, metadata={"description": 'Words, "phrases", -without, beginnings*.', "example": "bodies"})
    type = Types(*TYPES, metadata={"description": "Types of record."})
    topic = Ids("topics", metadata={"description": "Topic, or a narrower one."})
    process = Ids("processes", metadata={"description": "The negotiating track of the event."})
    event = Ids("events", metadata={"description": "The event, and what lies in it."})
    actor = Ids("actors", metadata={"description": "Somebody named in the event."})
    place = Ids("places", metadata={"description": "Where the event took place, or anywhere within it."})
    country = Codes(metadata={"description": "ISO 3166 code of the country where the event took place."})
    publisher = Ids("publishers", metadata={"description": "A publisher cited."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what a search does not take, because its order is that of relevance and its hits have one form."""
        return {"sort", "view", "fields", "facet"}


class SuggestQuery(Query):
    """What suggestions can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""

    q = Words(required=True, metadata={"description": "The beginning of a name or title.", "example": "mid"})
    type = Types(*TYPES, metadata={"description": "Types of record."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what suggestions do not take."""
        return {"sort", "view", "fields", "facet", "cursor"}
