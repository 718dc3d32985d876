"""The registry of nouns: for each, the schema of its record and of its query; other registries are compared with it."""

from collections.abc import Iterable

from schemas.actors import Actor, ActorQuery
from schemas.agreements import Agreement, AgreementQuery
from schemas.claims import Claim, ClaimQuery
from schemas.documents import Document, DocumentQuery
from schemas.events import Event, EventQuery
from schemas.model.record import Record
from schemas.places import Place, PlaceQuery
from schemas.processes import Process, ProcessQuery
from schemas.proposals import Proposal, ProposalQuery
from schemas.publishers import Publisher, PublisherQuery
from schemas.query.query import Query
from schemas.sources import Source, SourceQuery
from schemas.statements import Statement, StatementQuery
from schemas.topics import Topic, TopicQuery
from schemas.transfers import Transfer, TransferQuery

SCHEMAS: dict[str, type[Record]] = {
    schema.NOUN: schema
    for schema in (
        *(Process, Event, Claim, Statement, Proposal, Agreement, Transfer, Document),
        *(Actor, Place, Source, Publisher, Topic),
    )
}

QUERIES: dict[str, type[Query]] = {
    "processes": ProcessQuery,
    "events": EventQuery,
    "claims": ClaimQuery,
    "statements": StatementQuery,
    "proposals": ProposalQuery,
    "agreements": AgreementQuery,
    "transfers": TransferQuery,
    "documents": DocumentQuery,
    "actors": ActorQuery,
    "places": PlaceQuery,
    "sources": SourceQuery,
    "publishers": PublisherQuery,
    "topics": TopicQuery,
}

NOUN_OF_TYPE = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
"""The noun of a type of record, its singular."""

FILED = ("processes", "events", "actors", "places", "sources", "publishers", "topics")
"""Nouns whose records have files of their own."""

INNER = ("claims", "statements", "proposals", "agreements", "transfers", "documents")
"""Nouns whose records are written inside an event's file."""


class RegistryError(Exception):
    """Something is declared in one place and missing in another that must have it as well."""


def check_record(record: type[Record]) -> None:
    """Refuse a title or a brief view of fields that are not served, and what would serve a curator's remark.

    Raises RegistryError.
    """
    served = record.keys()
    for name, fields in (("TITLE", (record.TITLE,)), ("BRIEF", record.BRIEF)):
        for field in fields:
            if field not in served:
                raise RegistryError(f"{name} of {record.__name__} names {field!r}, which is no field that it serves.")
    for field in sorted(_FOR_CURATORS.intersection(served)):
        raise RegistryError(
            f"The field {field!r} of {record.__name__} is one of every record, and not published; give it another name."
        )


_FOR_CURATORS = {name for name, field in Record().fields.items() if field.load_only}
"""The fields of every record that only curators see."""

for _record in SCHEMAS.values():
    check_record(_record)


def check_registry(registry: str, nouns: Iterable[str]) -> None:
    """Refuse a registry that lacks a noun or has one too many; `registry` says where it is. Raises RegistryError."""
    names = set(nouns)
    for noun in sorted(SCHEMAS.keys() - names):
        raise RegistryError(f"The noun {noun!r} is missing in {registry}.")
    for noun in sorted(names - SCHEMAS.keys()):
        raise RegistryError(f"The noun {noun!r} of {registry} is missing in SCHEMAS of schemas/nouns.py.")


check_registry("QUERIES of schemas/nouns.py", QUERIES)
check_registry("FILED or INNER of schemas/nouns.py", (*FILED, *INNER))
