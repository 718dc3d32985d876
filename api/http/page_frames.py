"""Page frames: what a page for a browser shows around its answer."""

from api.formats import FORMATS
from api.formats.answers import ANSWER_WRITERS
from api.formats.content import PageFrame
from api.http.request import Request, current_request
from db.query.choices import choices_of
from schemas.query.query import Query


def frame_of(noun: str, query_type: type[Query] | None, *, single: bool = False) -> PageFrame:
    """Return what stands around an answer about records of a noun, or one; about none where it is worked out."""
    request = current_request()
    is_blank = query_type is not None and lacks_all(request, query_type)
    served = [one.suffix for one in FORMATS.values() if noun and one.serves(noun, single=single)]
    suffixes = served or [*ANSWER_WRITERS]
    return PageFrame(
        formats=() if is_blank else [FORMATS[suffix] for suffix in suffixes],
        query_type=query_type,
        path_params=frozenset(request.path_params),
        params=request.query_params,
        choices=choices_of(request.reader) if query_type else {},
        is_blank=is_blank,
    )


def lacks_all(request: Request, query_type: type[Query]) -> bool:
    """Tell whether an address was opened without anything that it must be asked, as from a link to its form."""
    required = query_type.required()
    return bool(required) and not any(name in request.query_params for name in required)
