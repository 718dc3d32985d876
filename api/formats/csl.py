"""CSL-JSON: records, and the sources of events, as Zotero, Pandoc and other citation processors read them."""

from collections.abc import Iterator
from typing import Any

from api.formats.citations import Citation, find_citations
from api.formats.content import Content, Format
from api.formats.dates import ends, is_plain, season
from api.formats.items import write_list


def write_csl(content: Content) -> Iterator[bytes]:
    """Yield a list with an item for each citation."""
    return write_list(_item(citation) for citation in find_citations(content))


def _item(citation: Citation) -> dict[str, Any]:
    """Return one citation. All are web pages, because that is what was read; keys without a value are left out."""
    item = {
        "id": citation.key,
        "type": "webpage",
        "author": [{"literal": author} for author in citation.authors],
        "title": citation.title,
        "container-title": citation.container,
        "version": citation.version,
        "issued": _date(citation.issued),
        "accessed": _date(citation.accessed) if citation.accessed else None,
        "language": citation.language,
        "URL": citation.url,
        # CSL has a variable for the licence, which processors of today refuse.
        "note": " ".join(filter(None, (citation.note, citation.license and f"Licence: {citation.license}"))),
    }
    return {name: value for name, value in item.items() if value}


def _date(text: str) -> dict[str, Any]:
    """Return a date as CSL has it: one list of year, month, day, or two for an interval, or a year and its season.

    What numbers cannot say for sure is circa: an uncertain date, one of several, one whose end is open or unknown.
    """
    moments = [moment for moment in ends(text) if moment]
    if not moments:
        return {"literal": text}
    number = season(text)
    if number:
        parts: dict[str, Any] = {"date-parts": [[moments[0].parts[0]]], "season": number}
        return parts | ({} if text[-1].isdigit() else {"circa": True})
    circa = {"circa": True} if any(moment.mark for moment in moments) or not is_plain(text) else {}
    return {"date-parts": [list(moment.parts) for moment in moments]} | circa


CSL = Format(
    "csl",
    "application/vnd.citationstyles.csl+json",
    ("application/vnd.citationstyles.csl+json",),
    "CSL-JSON: each record, and the sources of events, for citation managers.",
    write_csl,
    whole=True,
)
