"""Processes: negotiating tracks, each a series of events."""

from schemas.model.fields import Choice, EdtfDate, Keyed, Many, Ref, Text, Whole
from schemas.model.record import Evidenced
from schemas.query.parameters import Ids, ManyIds, Values
from schemas.query.query import DatedQuery, RecordQuery
from schemas.sources import Source


class Process(Evidenced):
    """A negotiating track."""

    NOUN, TYPE = "processes", "process"
    BRIEF = (
        "id",
        "type",
        "url",
        "title",
        "status",
        "start_date",
        "end_date",
        "days",
        "parties",
        "mediators",
        "events",
        "topics",
    )

    title = Text(required=True, longest=200, metadata={"description": "The track's name."})
    status = Choice("process_statuses", required=True, metadata={"description": "Where it stands."})
    start_date = EdtfDate(required=True, metadata={"description": "When it began, in EDTF."})
    end_date = EdtfDate(metadata={"description": "When it ended, in EDTF."})
    earliest = Text(dump_only=True, metadata={"description": "The first day of its start; null if not known."})
    latest = Text(
        dump_only=True, metadata={"description": "The last day of its end; null while it goes on or if not known."}
    )
    days = Whole(
        dump_only=True,
        metadata={"description": "Its age: days from `earliest` to `latest`, or to the release if it has not ended."},
    )
    parties = Many(Ref("actors"), required=True, metadata={"description": "Who negotiates."})
    mediators = Many(Ref("actors"), metadata={"description": "Who mediates or hosts."})
    predecessor = Ref("processes", metadata={"description": "The track that it takes up."})
    successors = Many(Ref("processes"), dump_only=True, metadata={"description": "Tracks that take this one up."})
    summary = Text(required=True, metadata={"description": "One neutral paragraph."})
    events = Whole(dump_only=True, metadata={"always": True, "description": "Number of its events in the record."})
    first_event = Ref("events", dump_only=True, metadata={"description": "Its first event in the record."})
    last_event = Ref("events", dump_only=True, metadata={"description": "Its latest event in the record."})
    sources = Keyed(lambda: Source, load_only=True, metadata={"description": "Sources first cited here, by id."})


class ProcessQuery(RecordQuery, DatedQuery):
    """What a list of processes can be asked for."""

    SORTS = ("date", "title")
    DEFAULT_SORT = "date"

    status = Values("process_statuses", metadata={"description": "Where it stands."})
    party = Ids("actors", metadata={"description": "Who negotiates."})
    mediator = Ids("actors", metadata={"description": "Who mediates or hosts."})
    topic = ManyIds("topics", metadata={"description": "Topic, or a narrower one."})
    predecessor = Ids("processes", metadata={"description": "The track that it takes up."})
