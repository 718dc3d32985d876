"""Page pictures: which pictures stand on the page of a record or an answer; lists lead to theirs by a link."""

from collections.abc import Callable
from dataclasses import replace

from api.formats.content import Content
from api.formats.pictures.gather import DRAWN, gather_for_picture
from api.formats.pictures.picture import Graphic, TooMuchToDraw, link_to_picture
from api.formats.pictures.records import draw_content
from db.query.connection import Reader


def gather_for_page(content: Content, reader: Reader) -> Content:
    """Return a content with the picture of its record, where it has one that says more than the page itself."""
    if not content.single or (content.noun, True) not in DRAWN or content.brief:
        return content
    document = content.documents[0]
    if content.noun == "agreements" and not any(term["progress"] for term in document["terms"]):
        return content
    return with_picture(content, lambda: draw_content(gather_for_picture(content, reader)))


def with_picture(content: Content, draw: Callable[[], Graphic]) -> Content:
    """Return a content with what is drawn of it; as it is where nothing or too much would have to be drawn."""
    try:
        picture = draw()
    except TooMuchToDraw:
        return content
    return replace(content, pictures=(link_to_picture(picture, content),)) if picture.rows else content
