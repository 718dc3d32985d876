"""Questions: what a client asked, in a sentence, and why nothing answers it where nothing does."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from api.http.request import current_request
from db.query.coverage import Period, asked_periods, explain_empty
from db.transfers import concerned_kinds
from schemas.model.base import Json


@dataclass(frozen=True)
class Question:
    """What was asked, in a sentence, and what it is about, to say why nothing answers it.

    It is about records of a noun, or of any, at the time of its query, or in the periods given with it.
    """

    text: str
    noun: str = ""
    query: Json = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)

    def explain_empty(self) -> Json:
        """Return why nothing answers it."""
        periods = [*self.periods, *asked_periods(self.query)]
        kinds: Collection[str] = concerned_kinds(self.query) if self.noun == "transfers" else ()
        if self.noun == "events":
            kinds = json.loads(self.query.get("kind", "[]"))
        return explain_empty(current_request().reader, self.noun, periods, kinds)
