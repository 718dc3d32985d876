"""Changes: what can be asked of the record of changes, and of the releases that made them."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.model.fields import IDENTIFIER
from schemas.model.vocabulary import CORRECTION_KINDS
from schemas.nouns import SCHEMAS
from schemas.query.moments import PeriodEnd, Since, Version
from schemas.query.parameters import Number, OneOf, Parameter, Values, problem
from schemas.query.query import NoQuery

OTHER_NOUNS = ("coverage", "synonyms")
"""What has changes besides records; each is one thing, whose id is `record`."""
HISTORY_OF = (*SCHEMAS, *OTHER_NOUNS)
"""All that has changes."""
MAX_CITED = 100


class NounNames(OneOf):
    """One or more nouns."""

    operators = ("not",)
    many = True


class CitedIds(Parameter):
    """Ids of any noun, as `events/ID` or `ID`, or the addresses of records as they stand in a text."""

    many = True
    max_values = MAX_CITED
    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": rf"^((https?://[^/]+)?/v1/)?([a-z]+/)?{IDENTIFIER}([.][a-z]+)?([?].*)?$",
        "maxLength": 300,
    }

    def read(self, value: str) -> str:
        """Return the id, with its noun before it where one is given."""
        text = re.sub(r"^(?:https?://[^/?#]+)?/v1/|(?:[.][a-z]+)?(?:[?].*)?$", "", value)
        noun, slash, identifier = text.rpartition("/")
        if not re.fullmatch(IDENTIFIER, identifier, re.ASCII) or (slash and noun not in HISTORY_OF):
            raise problem("Not an id, nor a noun and an id like events/2031-04-12-harbour-round-1.")
        return text


class OrdinalNumber(Number):
    """A place in a sequence, which is compared with nothing."""

    operators: ClassVar[tuple[str, ...]] = ()


class DocumentsQuery(NoQuery):
    """Since when documents are to have changed."""

    since = Version(metadata={"description": "The release that a copy has."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what makes sense for records alone."""
        return {"q", "sort", "view", "fields", "facet"}


class RevisionQuery(NoQuery):
    """Which page of the revisions of a record is asked for."""

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what makes sense for records alone."""
        return {"q", "sort", "view", "fields", "facet"}


class CorrectionKinds(Values):
    """Those kinds of change that put right what was wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__("change_kinds", **options)
        self.allowed = list(CORRECTION_KINDS)
        self.json_schema = {"type": "string", "enum": self.allowed}


class ChangeQuery(NoQuery):
    """What a list of changes can be asked for."""

    since = Since(metadata={"description": "On or after this day, or after this release; the oldest come first then."})
    until = PeriodEnd(metadata={"description": "On or before this day, or up to this release."})
    noun = NounNames(*HISTORY_OF, metadata={"description": "Of these nouns."})
    id = CitedIds(metadata={"description": "Of these records, and of what lies inside them."})
    kind = Values("change_kinds", metadata={"description": "Kinds of change."})
    ids = CitedIds(metadata={"description": "As `id`, for what a text cites: also says which changed and which not."})
    after = OrdinalNumber(metadata={"description": "After the change of this `sequence`; the oldest come first then."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what makes sense for records alone."""
        return {"q", "sort", "view", "fields", "facet"}


class CorrectionQuery(ChangeQuery):
    """What a list of corrections can be asked for."""

    kind = CorrectionKinds(metadata={"description": "Kinds of change."})
