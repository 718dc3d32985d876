"""PNG: the pictures of SVG as dots, for where no SVG can be shown."""

from collections.abc import Iterable

from api.formats.content import Content, Format
from api.formats.pictures.gather import DRAWN, gather_for_picture
from api.formats.pictures.png import rasterised
from api.formats.svg import PICTURE_HEADERS, write_svg


def write_png(content: Content) -> Iterable[bytes]:
    """Return records as a picture of dots."""
    return [rasterised(svg) for svg in write_svg(content)]


PNG = Format(
    "png",
    "image/png",
    ("image/png",),
    "The picture of .svg, in dots.",
    write_png,
    whole=True,
    shapes=DRAWN,
    gather=gather_for_picture,
    from_brief=True,
    undivided=True,
    headers=PICTURE_HEADERS,
)
