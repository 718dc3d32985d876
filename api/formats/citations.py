"""Citations: what is cited of records and of their sources, before BibTeX or CSL-JSON write it."""

from dataclasses import dataclass

from api.formats.content import Content, Document
from api.formats.evidence import cited_sources


@dataclass(frozen=True)
class Citation:
    """One thing to cite. `key` is its type and id, so that an actor and a place of one id stay apart.

    `container` is what it appeared in; dates are EDTF; `version` is set for records, `note` for sources, which are
    cited as what they are and name the record that cites them.
    """

    key: str
    title: str
    container: str
    issued: str
    url: str
    version: str | None = None
    author: str | None = None
    language: str | None = None
    accessed: str | None = None
    note: str | None = None


def find_citations(answer: Content) -> list[Citation]:
    """Return the citation of each record, then those of the sources of events, each once."""
    if answer.noun == "sources":
        found = [_of_source(answer, document) for document in answer.documents]
    else:
        found = [_of_record(answer, document) for document in answer.documents]
    if answer.noun == "events":
        found += [_of_source(answer, source) for document in answer.documents for source in cited_sources(document)]
    return list({citation.key: citation for citation in found}.values())


def _of_record(answer: Content, document: Document) -> Citation:
    return Citation(
        key=f"{document['type']}:{document['id']}",
        title=answer.title(document),
        container=_release(answer),
        issued=answer.release_date,
        url=answer.permalink(document),
        version=answer.release,
    )


def _of_source(answer: Content, source: Document) -> Citation:
    """Return the citation of a publication, whether it is given in full or as evidence shows it."""
    return Citation(
        key=f"source:{source['id']}",
        title=source["title"],
        container=source["publisher"]["name"],
        issued=source["published_date"],
        url=source["url"],
        author=source.get("author"),
        language=source["language"],
        accessed=source.get("accessed_date"),
        note=f"Cited in {_release(answer)}. {answer.absolute(source['record_url'])}",
    )


def _release(answer: Content) -> str:
    return f"Parley: {answer.record}, release {answer.release}"
