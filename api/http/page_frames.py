"""Page frames: what a page for a browser shows around its answer."""

from collections.abc import Iterable

from api.formats import FORMATS
from api.formats.answers import ANSWER_WRITERS, AnswerShape, answer_suffixes
from api.formats.content import PageFrame
from api.formats.pages.answer_pages import NOUN_OF_COLUMN
from api.http.date_habits import mended_dates
from api.http.request import Request, current_request
from db.query.chief_sides import chief_sides_of
from db.query.choices import choices_of
from db.query.titles import titles_of
from schemas.model.base import Json
from schemas.query.query import Query


def frame_of(
    noun: str,
    query_type: type[Query] | None,
    *,
    single: bool = False,
    answer: AnswerShape | None = None,
    rows: Iterable[Json] = (),
) -> PageFrame:
    """Return what stands around an answer about records of a noun, or one; about none where it is worked out.

    `answer` and `rows` are those of an answer that is worked out; events that rows name by their ids get their titles.
    """
    request = current_request()
    is_blank = query_type is not None and lacks_all(request, query_type)
    served = [one.suffix for one in FORMATS.values() if noun and one.serves(noun, single=single)]
    suffixes = served or (
        answer_suffixes(answer.style, has_picture=answer.draw is not None) if answer else ANSWER_WRITERS
    )
    return PageFrame(
        formats=() if is_blank else [FORMATS[suffix] for suffix in suffixes],
        query_type=query_type,
        path_params=frozenset(request.path_params),
        params=request.query_params,
        choices=choices_of(request.reader) if query_type else {},
        is_blank=is_blank,
        sides=[side.name for side in chief_sides_of(request.reader)],
        day=_day(request),
        titles={} if noun else titles_of(request.reader, _named_by_id(request.path, rows)),
    )


def _day(request: Request) -> str:
    """Return the date that a search is for, whichever way it is written; empty where it is for something else."""
    words = ",".join(request.query_params.get("q", ())) if request.path.startswith("/v1/search") else ""
    return next(iter(mended_dates(words)), "")


def _named_by_id(path: str, rows: Iterable[Json]) -> Iterable[tuple[str, str]]:
    """Yield noun and id of each record in the path of an answer, and of what its rows name by ids."""
    _, _, noun, *segments = f"{path}//".split("/")
    yield from ((noun, segment) for segment in segments if segment)
    for row in rows:
        named = ((noun, row.get(name)) for name, noun in NOUN_OF_COLUMN.items())
        yield from ((noun, identifier) for noun, identifier in named if isinstance(identifier, str))


def lacks_all(request: Request, query_type: type[Query]) -> bool:
    """Tell whether an address was opened without anything that it must be asked, as from a link to its form."""
    required = query_type.required() or query_type.ONE_OF
    return bool(required) and not any(name in request.query_params for name in required)
