"""SVG: what has a course in time, a place or a measure, as a picture that can be taken into a page or a document."""

from collections.abc import Iterable

from api.formats.content import Content, Format
from api.formats.pictures.gather import DRAWN, gather_for_picture
from api.formats.pictures.picture import framed
from api.formats.pictures.records import draw_content


def write_svg(content: Content) -> Iterable[bytes]:
    """Return records as a picture."""
    return [framed(draw_content(content), content)]


PICTURE_HEADERS = {"Content-Security-Policy": "default-src 'none'"}
"""A picture needs nothing from anywhere."""

SVG = Format(
    "svg",
    "image/svg+xml",
    ("image/svg+xml",),
    "A picture: a timeline, a map, sums as bars, terms and their progress.",
    write_svg,
    whole=True,
    shapes=DRAWN,
    gather=gather_for_picture,
    from_brief=True,
    undivided=True,
    headers=PICTURE_HEADERS,
)
