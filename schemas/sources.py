"""Sources: one publication cited each."""

from schemas.model.fields import Choice, EdtfDate, Language, Link, Many, Ref, Text
from schemas.model.record import Record
from schemas.query.parameters import Ids, Tags, Values
from schemas.query.query import DatedQuery, RecordQuery


class Source(Record):
    """A publication that the record cites: `url` is the publication's own, `record_url` this record's address."""

    NOUN, TYPE = "sources", "source"
    BRIEF = ("id", "type", "url", "record_url", "publisher", "title", "published_date", "language", "kind", "relays")

    url = Link(required=True, metadata={"description": "Where it was published."})
    record_url = Text(dump_only=True, metadata={"always": True, "description": "The address of this record here."})
    publisher = Ref("publishers", required=True, metadata={"description": "Who published it."})
    title = Text(
        required=True,
        longest=400,
        metadata={"description": "Its title; in square brackets what it is about, where the title was not seen."},
    )
    author = Text(longest=200, metadata={"description": "Whose name stands over it."})
    published_date = EdtfDate(required=True, metadata={"description": "When it was published, in EDTF."})
    earliest = Text(
        dump_only=True, metadata={"description": "The first day that the date may mean; null if open or unknown."}
    )
    latest = Text(
        dump_only=True, metadata={"description": "The last day that the date may mean; null if open or unknown."}
    )
    accessed_date = EdtfDate(metadata={"description": "When a curator last read it."})
    language = Language(required=True, metadata={"description": "Its language."})
    kind = Choice("source_kinds", required=True, metadata={"description": "What sort of publication it is."})
    relays = Many(Ref("publishers"), metadata={"description": "Publishers whose report it carries."})
    archive_url = Link(metadata={"description": "An archived copy."})
    cited_by = Many(Ref("events"), dump_only=True, metadata={"description": "Events that cite it."})


class SourceQuery(RecordQuery, DatedQuery):
    """What a list of sources can be asked for."""

    SORTS = ("date", "title")
    DEFAULT_SORT = "-date"

    publisher = Ids("publishers", metadata={"description": "Who published it."})
    relays = Ids("publishers", metadata={"description": "Whose report it carries."})
    kind = Values("source_kinds", metadata={"description": "What sort of publication."})
    language = Tags(metadata={"description": "Its language."})
    event = Ids("events", metadata={"description": "An event that cites it."})
