"""Formats other than JSON, each in a module of its own: `/v1/events.csv` is written by `api/formats/csv.py`."""

import sys
from pathlib import Path

from api.formats.atom import ATOM
from api.formats.bib import BIB
from api.formats.content import Format
from api.formats.csl import CSL
from api.formats.csv import CSV
from api.formats.geojson import GEOJSON
from api.formats.html import HTML
from api.formats.ics import ICS
from api.formats.jsonld.write import JSONLD
from api.formats.ndjson import NDJSON
from api.formats.png import PNG
from api.formats.svg import SVG
from api.formats.text.md import MD
from api.formats.text.txt import TXT
from api.formats.timeline import TIMELINE
from schemas.nouns import RegistryError

__all__ = ["FORMATS", "Format", "check_formats"]

FORMATS: dict[str, Format] = {
    one.suffix: one
    for one in (
        *(NDJSON, TXT, MD, HTML, CSV, GEOJSON, ICS, ATOM, JSONLD, TIMELINE, BIB, CSL),
        *(SVG, PNG),
    )
}
"""Every format by its suffix; JSON, which is sent as it is stored, is not among them."""


def check_formats() -> None:
    """Refuse a module of this folder that nothing imports, or whose format is not registered, and a media type of two.

    Raises RegistryError.
    """
    registered = list(FORMATS.values())
    suffix_of = dict[str, str]()
    for one in registered:
        for media_type in one.accept_types:
            if (other := suffix_of.setdefault(media_type, one.suffix)) != one.suffix:
                raise RegistryError(
                    f"Accept: {media_type} asks for .{other} and for .{one.suffix}; let it ask for one."
                )
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        module = sys.modules.get(f"{__name__}.{path.stem}")
        formats = [one for one in vars(module).values() if isinstance(one, Format)] if module else []
        if module is None or any(one not in registered for one in formats):
            raise RegistryError(
                f"The format of api/formats/{path.name} is missing in FORMATS of api/formats/__init__.py."
            )
