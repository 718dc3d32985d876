"""Formats other than JSON, each in a module of its own: `/v1/events.csv` is written by `api/formats/csv.py`."""

from api.formats.atom import ATOM
from api.formats.bib import BIB
from api.formats.content import Format
from api.formats.csl import CSL
from api.formats.csv import CSV
from api.formats.geojson import GEOJSON
from api.formats.ics import ICS
from api.formats.jsonld.write import JSONLD
from api.formats.ndjson import NDJSON
from api.formats.text.md import MD
from api.formats.text.txt import TXT
from api.formats.timeline import TIMELINE

__all__ = ["FORMATS", "Format"]

FORMATS: dict[str, Format] = {
    one.suffix: one for one in (NDJSON, TXT, MD, CSV, GEOJSON, ICS, ATOM, JSONLD, TIMELINE, BIB, CSL)
}
"""Every format by its suffix; JSON, which is sent as it is stored, is not among them."""
