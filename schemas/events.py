"""Events: something dated that happened, was planned or was denied, with all that was said and agreed there."""

from schemas.agreements import Agreement
from schemas.claims import Claim
from schemas.documents import Document
from schemas.model.base import BaseSchema
from schemas.model.evidence import Evidence, Length
from schemas.model.fields import Choice, Clock, EdtfDate, Keyed, Many, Nest, Ref, Text, Whole
from schemas.model.record import OMITTED_IN_EVENT, Evidenced
from schemas.proposals import Proposal
from schemas.query.days import DayOfYear
from schemas.query.parameters import Ids, ManyCodes, ManyIds, Number, Values
from schemas.query.query import DatedQuery, NoQuery, RecordQuery
from schemas.sources import Source
from schemas.statements import Statement
from schemas.transfers import Transfer


class Participant(BaseSchema):
    """Who took part, in which role and for whom."""

    actor = Ref("actors", required=True, metadata={"description": "The person or body."})
    role = Choice("roles", required=True, metadata={"description": "The role in this event."})
    side = Ref("actors", metadata={"description": "The side for which the actor took part."})
    with_ = Many(
        Ref("actors"),
        data_key="with",
        attribute="with",
        metadata={"description": "The participants whom this one met, where not everybody met everybody."},
    )
    position = Text(
        longest=200,
        metadata={"description": "The position held on that date; found from the actor's positions where not given."},
    )
    evidence = Many(Nest(lambda: Evidence), metadata={"description": "The sources that support it."})


class Event(Evidenced):
    """Something dated that happened, was planned or was denied."""

    NOUN, TYPE = "events", "event"
    BRIEF = (
        *("id", "type", "url", "title", "kind", "status", "date", "earliest", "latest", "place", "process", "round"),
        *("level", "summary", "independent_publishers", "topics"),
    )

    title = Text(required=True, longest=200, metadata={"description": "What happened, in one line."})
    kind = Choice("event_kinds", required=True, metadata={"description": "The kind of event."})
    status = Choice("event_statuses", required=True, metadata={"description": "Whether it took place."})
    date = EdtfDate(required=True, metadata={"description": "When, in EDTF, as precisely as the sources say."})
    planned_date = EdtfDate(
        metadata={"description": "The date for which it was planned, in EDTF, where it was put off or called off."}
    )
    former_dates = Many(EdtfDate(), metadata={"description": "Dates for which it was planned before, the first first."})
    earliest = Text(
        dump_only=True, metadata={"description": "The first day that the date may mean; null if open or unknown."}
    )
    latest = Text(
        dump_only=True, metadata={"description": "The last day that the date may mean; null if open or unknown."}
    )
    start_time = Clock(metadata={"description": "When it began, with the offset from UTC."})
    end_time = Clock(metadata={"description": "When it ended, with the offset from UTC."})
    duration = Nest(lambda: Length, metadata={"description": "How long it lasted."})
    place = Ref("places", metadata={"description": "Where it took place."})
    process = Ref("processes", metadata={"description": "The negotiating track that it belongs to."})
    round = Whole(metadata={"description": "The number of the round within its process."})
    level = Choice("levels", metadata={"description": "Who spoke for the sides."})
    format = Choice("formats", metadata={"description": "How many sides took part."})
    channel = Choice("channels", metadata={"description": "By what means."})
    follows = Ref("events", metadata={"description": "The event that this one continues or replaces."})
    followed_by = Many(Ref("events"), dump_only=True, metadata={"description": "Events that follow this one."})
    participants = Many(Nest(lambda: Participant), metadata={"description": "Who took part."})
    summary = Text(required=True, metadata={"description": "One neutral paragraph."})
    independent_publishers = Whole(
        dump_only=True,
        metadata={"always": True, "description": "Independent publishers cited; reprints of one report count once."},
    )
    claims = Keyed(lambda: Claim, exclude=OMITTED_IN_EVENT, metadata={"description": "Facts, with who asserts them."})
    statements = Keyed(lambda: Statement, exclude=OMITTED_IN_EVENT, metadata={"description": "What was said."})
    proposals = Keyed(lambda: Proposal, exclude=OMITTED_IN_EVENT, metadata={"description": "What was put forward."})
    agreements = Keyed(lambda: Agreement, exclude=OMITTED_IN_EVENT, metadata={"description": "What was agreed."})
    transfers = Keyed(lambda: Transfer, exclude=OMITTED_IN_EVENT, metadata={"description": "Who was handed over."})
    documents = Keyed(lambda: Document, exclude=OMITTED_IN_EVENT, metadata={"description": "Texts that it produced."})
    sources = Keyed(lambda: Source, load_only=True, metadata={"description": "Sources first cited here, by id."})


class EventQuery(RecordQuery, DatedQuery):
    """What a list of events can be asked for."""

    SORTS = ("date", "title", "kind", "status", "independent_publishers")
    DEFAULT_SORT = "-date"

    kind = Values("event_kinds", metadata={"description": "Kind of event."})
    status = Values("event_statuses", metadata={"description": "Whether it took place."})
    process = Ids("processes", metadata={"description": "Negotiating track."})
    round = Number(metadata={"description": "Number of the round."})
    level = Values("levels", metadata={"description": "Who spoke for the sides."})
    format = Values("formats", metadata={"description": "How many sides took part."})
    channel = Values("channels", metadata={"description": "By what means."})
    actor = ManyIds(
        "actors",
        metadata={
            "description": "Somebody who took part, spoke, proposed or gave an account;"
            " beside `role` or `side` the participant with them.",
            "words": "actor (who took part, spoke, proposed or gave an account)",
        },
    )
    participant = ManyIds(
        "actors", metadata={"description": "Somebody who took part; beside `role` or `side` with them."}
    )
    side = ManyIds(
        "actors", metadata={"description": "A side that took part; beside `actor` or `role` for which they did."}
    )
    role = Values(
        "roles", metadata={"description": "A role that somebody had; beside `actor` or `side` the one that they had."}
    )
    place = Ids("places", metadata={"description": "Where, or anywhere within it."})
    country = ManyCodes(metadata={"description": "ISO 3166 code of the country where it took place."})
    topic = ManyIds("topics", metadata={"description": "Topic, or a narrower one, of the event or of anything in it."})
    publisher = ManyIds("publishers", metadata={"description": "A publisher cited."})
    follows = Ids("events", metadata={"description": "The event that it continues or replaces."})
    independent_publishers = Number(metadata={"description": "Number of independent publishers cited."})


class OnThisDayQuery(NoQuery):
    """Which day of the year."""

    day = DayOfYear(metadata={"description": "The day as MM-DD, for example 06-02."})
