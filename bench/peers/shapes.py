"""The shapes of the naive peers' replies, in marshmallow."""

from marshmallow import Schema, fields, validate


class Named(Schema):
    """Something named, and where it is."""

    id, type, url, name = fields.String(), fields.String(), fields.String(), fields.String()


class Source(Schema):
    """A publication."""

    id, title, url = fields.String(), fields.String(), fields.String()
    published_date, language = fields.String(), fields.String()
    publisher = fields.Nested(Named)


class Evidence(Schema):
    """What supports something."""

    quote, locator = fields.String(), fields.String()
    source = fields.Nested(Source)


class Participant(Schema):
    """Who took part."""

    role, position = fields.String(), fields.String()
    actor, side = fields.Nested(Named), fields.Nested(Named)


class Account(Schema):
    """Who says what."""

    says = fields.String()
    by, side = fields.Nested(Named), fields.Nested(Named)
    evidence = fields.List(fields.Nested(Evidence))


class Claim(Schema):
    """One fact."""

    id, text, status = fields.String(), fields.String(), fields.String()
    independent_publishers = fields.Integer()
    accounts = fields.List(fields.Nested(Account))


class BaseSchema(Schema):
    """A statement, a proposal, an agreement, a transfer or a document."""

    id, type, url, date, text = (fields.String() for _ in range(5))
    evidence = fields.List(fields.Nested(Evidence))


class EventBrief(Schema):
    """An event as lists have it."""

    id, url, title, kind, status, date, start_time = (fields.String() for _ in range(7))
    level, format, channel, summary = (fields.String() for _ in range(4))
    round, independent_publishers = fields.Integer(), fields.Integer()
    place, process = fields.Nested(Named), fields.Nested(Named)
    topics = fields.List(fields.Nested(Named))


class Event(EventBrief):
    """An event, complete."""

    participants = fields.List(fields.Nested(Participant))
    claims = fields.List(fields.Nested(Claim))
    parts = fields.List(fields.Nested(BaseSchema))
    evidence = fields.List(fields.Nested(Evidence))


class EventPage(Schema):
    """A page of events."""

    total, page = fields.Integer(), fields.Integer()
    data = fields.List(fields.Nested(EventBrief))


class EventQuery(Schema):
    """What a list can be asked for."""

    q, actor = fields.String(), fields.String()
    first, last = fields.Date(data_key="from"), fields.Date(data_key="to")
    page = fields.Integer(load_default=1, validate=validate.Range(min=1))
