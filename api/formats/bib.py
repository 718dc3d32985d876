"""BibTeX: records, and the sources of events, as entries of a bibliography for LaTeX and reference managers."""

from collections.abc import Iterator

from api.formats.citations import Citation, find_citations
from api.formats.content import Content, Format
from api.formats.dates import Moment, ends, season

SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: "\\" + character for character in "{}&%$#_"},
    }
)
"""Characters that mean something to LaTeX, and how they are written."""

BRACES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""Characters that would end or unbalance an address, which BibTeX takes as it stands."""


def write_bib(content: Content) -> Iterator[bytes]:
    """Yield an entry for each citation."""
    for number, citation in enumerate(find_citations(content)):
        yield ("\n" if number else "").encode() + _entry(citation).encode()


def _entry(citation: Citation) -> str:
    """Write one citation. A title stands in two braces, so that no style takes its capitals away."""
    start, end = ends(citation.issued)
    accessed = ends(citation.accessed)[0] if citation.accessed else None
    year = start or end
    fields = {
        "author": " and ".join(f"{{{_escape(author)}}}" for author in citation.authors),
        "title": f"{{{_escape(citation.title)}}}",
        "howpublished": _escape(citation.container),
        "year": f"{year.parts[0]:04}" if year else None,
        "date": _date(citation.issued, start, end),
        "version": citation.version,
        "url": citation.url.translate(BRACES),
        "urldate": accessed and accessed.iso,
        "langid": citation.language,
        "note": citation.note and _escape(citation.note),
        "copyright": citation.license and _escape(citation.license),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{citation.key},\n{lines}}}\n"


def _escape(text: str) -> str:
    return text.translate(SPECIAL)


def _date(text: str, start: Moment | None, end: Moment | None) -> str:
    """Write a date as biblatex reads it, which is EDTF without its rarer forms; it knows seasons and open ends."""
    if season(text):
        return text
    if "/" in text and not (start and end):
        return f"{start.edtf}/" if start else f"/{end.edtf}" if end else ""
    return "/".join(moment.edtf for moment in (start, end) if moment)


BIB = Format(
    "bib",
    "application/x-bibtex; charset=utf-8",
    ("application/x-bibtex", "text/x-bibtex"),
    "BibTeX: each record, and the sources of events, for a bibliography.",
    write_bib,
    whole=True,
)
