"""PNG: a picture as dots, for documents and pages that take no SVG, with its title and source in the file."""

import re
import struct
from collections.abc import Callable
from html import unescape
from pathlib import Path
from zlib import crc32

ZOOM = 1.6
"""Dots for each unit of the drawing: 1,216 in a line, sharp enough on paper; twice as many take twice the time."""


def dots_of(length: float) -> int:
    """Return how many dots there are in a PNG for a length of the drawing."""
    return round(length * ZOOM)


_TITLE = re.compile(r'<title id="title">(.*?)</title>\s*<desc id="desc">(.*?)</desc>', re.DOTALL)
_SIGNATURE_AND_HEADER = 33
"""The bytes of a PNG before which no other chunk may stand."""


def rasterised(svg: bytes) -> bytes:
    """Return a picture as PNG.

    The library and its font take some milliseconds and megabytes to load, which only whoever asks for a PNG pays.
    """
    import fontpkg_arimo
    import resvg_py

    font = Path(fontpkg_arimo.__file__).parent / "files" / "Arimo[wght].ttf"
    image = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.decode(),
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family="Arimo",
            sans_serif_family="Arimo",
        )
    )
    return image[:_SIGNATURE_AND_HEADER] + _text_chunks(svg.decode()) + image[_SIGNATURE_AND_HEADER:]


def _text_chunks(svg: str) -> bytes:
    """Return title and description of a picture as PNG keeps them, in UTF-8."""
    match = _TITLE.search(svg)
    texts = {"Title": match[1], "Description": match[2]} if match else {}
    return b"".join(_text_chunk(name, unescape(text)) for name, text in texts.items())


def _text_chunk(name: str, text: str) -> bytes:
    body = b"iTXt" + name.encode() + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", crc32(body))


def as_svg(svg: bytes) -> bytes:
    """Return a picture as it is drawn."""
    return svg


PICTURES: dict[str, Callable[[bytes], bytes]] = {"svg": as_svg, "png": rasterised}
"""What makes the bytes of each format of pictures out of SVG, by the format's suffix."""
