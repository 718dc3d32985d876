"""Records: which picture a record or a list of a noun has."""

from collections.abc import Callable

from api.formats.content import Content
from api.formats.pictures.map import draw_places
from api.formats.pictures.picture import Graphic
from api.formats.pictures.terms import draw_agreement
from api.formats.pictures.timeline import draw_events, draw_process

DRAW: dict[str, Callable[[Content], Graphic]] = {
    "processes": draw_process,
    "events": draw_events,
    "places": draw_places,
    "agreements": draw_agreement,
}


def draw_content(content: Content) -> Graphic:
    """Return the picture of a content, all that it shows being in it. Raises TooMuchToDraw."""
    return DRAW[content.noun](content)
