"""What the address of one record can be asked for."""

from api.http.views import MAX_DEFAULT_BYTES
from schemas.query.parameters import NameList, OneOf
from schemas.query.query import Query

VIEW_WORDS = (
    "full: all; standard: evidence by reference, the sources once at its end, what lies in an event in short; brief:"
    f" as in lists. Without it full, or what fits in {MAX_DEFAULT_BYTES // 1000} kB."
)
"""What one record can be asked for."""


class DetailQuery(Query):
    """What one record can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""
    view = OneOf("brief", "standard", "full", metadata={"description": VIEW_WORDS})
    fields_ = NameList(data_key="fields", metadata={"description": "Only these fields, by their names in the record."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what makes sense for a list alone."""
        return {"q", "sort", "limit", "cursor", "facet"}
