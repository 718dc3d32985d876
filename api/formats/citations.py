"""Citations: what is cited of records and of their sources, before BibTeX or CSL-JSON write it."""

from dataclasses import dataclass

from api.formats.content import Content
from api.formats.evidence import cited_sources
from schemas.model.base import Json


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


def find_citations(content: Content) -> list[Citation]:
    """Return the citation of each record, then those of the sources of events, each once."""
    if content.noun == "sources":
        citations = [_of_source(content, document) for document in content.documents]
    else:
        citations = [_of_record(content, document) for document in content.documents]
    if content.noun == "events":
        citations += [
            _of_source(content, source) for document in content.documents for source in cited_sources(document)
        ]
    return list({citation.key: citation for citation in citations}.values())


def _of_record(content: Content, document: Json) -> Citation:
    return Citation(
        key=f"{document['type']}:{document['id']}",
        title=content.title(document),
        container=_release(content),
        issued=content.release_date,
        url=content.permalink(document),
        version=content.release,
    )


def _of_source(content: Content, source: Json) -> Citation:
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
        note=f"Cited in {_release(content)}. {content.absolute(source['record_url'])}",
    )


def _release(content: Content) -> str:
    return f"Parley: {content.record}, release {content.release}"
