"""Citations: what is cited of records and of their sources, before BibTeX or CSL-JSON write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.formats.content import Content
from api.formats.evidence import cited_sources
from api.formats.revisions import cited_url, cited_version, correction_words
from schemas.model.base import Json

SEVERAL = re.compile(r"[;,&]|\band\b")
NO_NAME = re.compile(r"(?:Jr|Sr|PhD|MD)\b|[^A-Z\W]", re.ASCII)


@dataclass(frozen=True)
class Citation:
    """One thing to cite. `key` is its type and id, so that an actor and a place of one id stay apart.

    `container` is what it appeared in; dates are EDTF; `version` is set for records; `note` says of a record
    that it was corrected, and of a source, which is cited as what it is, which record cites it. `license` is that of a
    record; what a source may be used for is its publisher's to say.
    """

    key: str
    title: str
    container: str
    issued: str
    url: str
    version: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    accessed: str | None = None
    note: str | None = None
    license: str | None = None


def find_citations(content: Content) -> Iterator[Citation]:
    """Yield the citation of each record, that of an event followed by those of its sources; each once.

    Of what was cited only a number is remembered, since a whole record cites as many sources as there are.
    """
    seen = set[int]()
    for document in content.every():
        for citation in _of_document(content, document):
            number = hash(citation.key)
            if number not in seen:
                seen.add(number)
                yield citation


def _of_document(content: Content, document: Json) -> Iterator[Citation]:
    release = f"Parley: {content.record}, release {cited_version(document)}"
    if content.noun == "sources":
        yield _of_source(content, document, release)
        return
    yield _of_record(content, document, release)
    if content.noun == "events":
        yield from (_of_source(content, source, release) for source in cited_sources(document))


def _of_record(content: Content, document: Json, release: str) -> Citation:
    return Citation(
        key=f"{document['type']}:{document['id']}",
        title=content.title(document),
        container=release,
        issued=document["updated_date"],
        url=cited_url(document),
        version=cited_version(document),
        note=f"{correction_words(document)}." if document["corrected_date"] else None,
        license=f"{content.license_words}, {content.license_url}" if content.license else None,
    )


def _of_source(content: Content, source: Json, release: str) -> Citation:
    """Return the citation of a publication, whether it is given in full or as evidence shows it."""
    return Citation(
        key=f"source:{source['id']}",
        title=source["title"],
        container=source["publisher"]["name"],
        issued=source["published_date"],
        url=source["url"],
        authors=authors_of(source.get("author")),
        language=source["language"],
        accessed=source.get("accessed_date"),
        note=f"Cited in {release}. {content.absolute(source['record_url'])}",
    )


def authors_of(text: str | None) -> tuple[str, ...]:
    """Return the authors whom one text names: A. Writer, B. Reader and C. Editor.

    A comma before a word of no name is part of the name: an office, or a suffix such as Jr.
    """
    names = list[str]()
    for name in map(str.strip, SEVERAL.split(text or "")):
        if names and NO_NAME.match(name):
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(names)
