"""Topics: the controlled terms that say what a record is about."""

from schemas.model.fields import Many, Ref, Text, Whole
from schemas.model.record import Record
from schemas.query.parameters import Ids
from schemas.query.query import RecordQuery


class Topic(Record):
    """A controlled term."""

    NOUN, TYPE, TITLE = "topics", "topic", "name"
    BRIEF = ("id", "type", "url", "name", "definition", "broader", "events")

    name = Text(required=True, longest=100, metadata={"description": "The term."})
    definition = Text(required=True, longest=400, metadata={"description": "What it covers, in a sentence."})
    broader = Ref("topics", metadata={"description": "The wider term."})
    narrower = Many(Ref("topics"), dump_only=True, metadata={"description": "The terms that it includes."})
    events = Whole(
        dump_only=True, metadata={"always": True, "description": "Number of events about it or a narrower term."}
    )


class TopicQuery(RecordQuery):
    """What a list of topics can be asked for."""

    SORTS = ("name", "events")
    DEFAULT_SORT = "name"

    broader = Ids("topics", metadata={"description": "The wider term."})
