"""Documents: memoranda, communiqués, decrees, plans and lists."""

from schemas.model.base import BaseSchema
from schemas.model.fields import Choice, Language, Link, Many, Nest, Ref, Text
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids, Values
from schemas.query.query import InnerQuery


class Section(BaseSchema):
    """A part of a document."""

    heading = Text(required=True, longest=300, metadata={"description": "Its heading or number."})
    text = Text(metadata={"description": "What it says, in our words."})


class Document(DatedInner):
    """A text that the negotiations produced or used."""

    NOUN, TYPE = "documents", "document"
    BRIEF = (
        "id",
        "type",
        "url",
        "event",
        "title",
        "kind",
        "date",
        "author",
        "handed_by",
        "handed_to",
        "official_url",
        "topics",
    )

    title = Text(required=True, longest=300, metadata={"description": "Its title, or a plain description."})
    kind = Choice("document_kinds", required=True, metadata={"description": "What sort of text it is."})
    author = Many(Ref("actors"), metadata={"description": "Who wrote or issued it."})
    handed_by = Many(Ref("actors"), metadata={"description": "Who handed it over."})
    handed_to = Many(Ref("actors"), metadata={"description": "To whom."})
    language = Language(metadata={"description": "Its language."})
    official_url = Link(metadata={"description": "Where its author published it."})
    summary = Text(metadata={"description": "What it says, in our words."})
    sections = Many(Nest(lambda: Section), metadata={"description": "Its parts."})


class DocumentQuery(InnerQuery):
    """What a list of documents can be asked for."""

    SORTS = ("date", "title", "kind")
    DEFAULT_SORT = "-date"

    kind = Values("document_kinds", metadata={"description": "What sort of text."})
    author = Ids("actors", metadata={"description": "Who wrote or issued it."})
    handed_by = Ids("actors", metadata={"description": "Who handed it over."})
    handed_to = Ids("actors", metadata={"description": "To whom."})
