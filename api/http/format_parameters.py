"""Format parameters: what a client may ask for in a format other than JSON, and what makes no sense there."""

from api.formats import Format
from api.formats.answers import ANSWER_WRITERS
from api.http.problems import parameter_error
from api.http.request import Request
from api.http.suggestions import MAX_ECHO, invalid_parameters
from schemas.model.base import Json
from schemas.query.query import Query


def byte_order_errors(request: Request) -> list[Json]:
    """Return what is wrong with `bom`, the byte order mark by which Excel knows UTF-8: it is 1 or 0, of .csv alone."""
    values = request.query_params["bom"]
    if request.takes_bom and values in (["0"], ["1"]):
        return []
    text = "Not 1 or 0, given once." if request.takes_bom else "Only .csv takes it: the mark that Excel needs."
    allowed = ["1", "0"] if request.takes_bom else []
    return [parameter_error("bom", ",".join(values)[:MAX_ECHO], text, allowed)]


def refuse_views(request: Request, format: Format, query_type: type[Query]) -> None:
    """Refuse to choose fields in a format that is written from complete records. Raises Problem."""
    params = request.query_params
    text = f"Has no meaning in .{format.suffix}, which is written from complete records."
    names = ("fields",) if format.has_short_form else ("fields", "view")
    errors = [parameter_error(name, params[name][0][:MAX_ECHO], text) for name in names if name in params]
    errors = [] if format.takes_fields else errors
    if params.get("view") == ["standard"] and not errors:
        text = f"Is a form of JSON alone; .{format.suffix} is written from complete records."
        errors = [parameter_error("view", "standard", text)]
    inside = [name for name in ",".join(params.get("fields", ())).split(",") if "." in name]
    if inside and format.suffix == "csv":
        text = "Reaches into a record, and a column is a field of the record itself."
        errors = [parameter_error("fields", name[:MAX_ECHO], text) for name in inside]
    if errors:
        raise invalid_parameters(errors, query_type)


def text_view(format: Format) -> Json:
    """Return the view that a format is written from where the client has no say in that."""
    return {"view": "full"} if format.has_short_form else {"view": "brief"} if format.from_brief else {}


def refuse_facets(request: Request, format: Format, query_type: type[Query]) -> None:
    """Refuse to count records in a format that has no tables. Raises Problem."""
    if "facet" in request.query_params and format.suffix not in ANSWER_WRITERS:
        text = f"Counts are no records, which .{format.suffix} is made of; ask for them as {', '.join(ANSWER_WRITERS)}."
        value = ",".join(request.query_params["facet"])[:MAX_ECHO]
        raise invalid_parameters([parameter_error("facet", value, text)], query_type)
